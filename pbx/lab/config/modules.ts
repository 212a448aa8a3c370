import type { LabSetup } from './setup';

/** What would open a port to the world, look for hardware or servers, or has nothing to do in a lab. */
const unwanted: readonly RegExp[] = [
  /^chan_(?!(sip|pjsip|bridge_media|rtp)\.)/,
  /^cel_/,
  /^cdr_(?!(csv|manager)\.)/,
  /^pbx_(?!(config|loopback|spool)\.)/,
  /^res_(ari|calendar|config|hep|odbc|phoneprov|snmp|xmpp|smdi|adsi|aeap|speech_aeap|statsd|prometheus|geolocation)/,
  /^res_(ael_share|cdrel|stir_shaken|stun_monitor|resolver_unbound|timing_pthread|fax|audiosocket|websocket_client|stasis_broadcast)/,
  /^res_pjsip_(phoneprov|geolocation|stir_shaken|hep)/,
  /^app_(adsiprog|agent_pool|alarmreceiver|amd|audiosocket|dictate|festival|followme|getcpeid|ices|jack|minivm)/,
  /^app_(nbscat|sms|speech_utils|stasis|voicemail_)/,
  /^func_odbc/,
];
/** With chan_sip on the older one: it then owns the websocket's sub-protocol too. */
const ofPjsip = /^(chan_pjsip|res_pjsip|func_pjsip)/;

/** `modules.conf`: everything that the version has, less what is unwanted. */
export const moduleList = ({ version, modules }: LabSetup): string =>
  [
    '[modules]',
    'autoload = yes',
    ...modules
      .filter((name) => unwanted.some((pattern) => pattern.test(name)) || (version === 16 && ofPjsip.test(name)))
      .map((name) => `noload = ${name}`),
    '',
  ].join('\n');
