import { phonesOf } from './centre';
import { hintContext, type LabSetup, section } from './setup';

/** `sip.conf` or `pjsip.conf`: the telephones, and a trunk that needs no registration. */
export const phoneFiles = (setup: LabSetup): Readonly<Record<string, string>> =>
  setup.version === 16 ? { 'sip.conf': sip(setup) } : { 'pjsip.conf': pjsip(setup) };

const mailboxOf = ({ centre }: LabSetup, phone: string): string =>
  centre.mailboxes.includes(phone) ? `${phone}@default` : '';

function sip(setup: LabSetup): string {
  const { centre, ports, phoneSecret } = setup;
  const phone = (no: string): Readonly<Record<string, string>> => ({
    type: 'friend',
    host: 'dynamic',
    secret: phoneSecret,
    context: 'from-internal',
    callerid: `"Agent ${no}" <${no}>`,
    callgroup: '1',
    pickupgroup: '1',
    'call-limit': '10',
    deny: '0.0.0.0/0.0.0.0',
    permit: '127.0.0.0/255.0.0.0',
    ...(mailboxOf(setup, no) && { mailbox: mailboxOf(setup, no) }),
  });
  return [
    section('general', {
      context: 'refused',
      allowguest: 'no',
      alwaysauthreject: 'yes',
      udpbindaddr: `127.0.0.1:${ports.sip}`,
      tcpenable: 'no',
      transport: 'udp,ws',
      websocket_enabled: 'yes',
      srvlookup: 'no',
      disallow: 'all',
      allow: 'ulaw,alaw',
      dtmfmode: 'rfc2833',
      directmedia: 'no',
      nat: 'force_rport,comedia',
      qualify: 'no',
      minexpiry: 30,
      defaultexpiry: 3600,
      // With them the telephones' states reach hints and queues.
      callcounter: 'yes',
      notifyringing: 'yes',
      notifyhold: 'yes',
      limitonpeers: 'yes',
      subscribecontext: hintContext(setup),
      // With it chan_sip sends a fresh INVITE behind a CANCEL while a change of the connected line is pending.
      sendrpid: 'no',
      useragent: 'lab',
    }),
    ...[...centre.deskPhones, ...centre.hotDesks].map((no) => section(no, { ...phone(no), transport: 'udp' })),
    ...centre.webPhones.map((no) =>
      section(no, {
        ...phone(no),
        transport: 'ws,udp',
        avpf: 'yes',
        force_avp: 'yes',
        encryption: 'yes',
        icesupport: 'yes',
        rtcp_mux: 'yes',
        dtlsenable: 'yes',
        dtlsverify: 'fingerprint',
        dtlssetup: 'actpass',
        dtlsautogeneratecert: 'yes',
        dtlsfingerprint: 'sha-256',
        disallow: 'all',
        allow: 'opus,ulaw,alaw',
      }),
    ),
    section('trunk', {
      type: 'friend',
      host: '127.0.0.1',
      port: ports.trunk,
      insecure: 'invite,port',
      context: 'from-trunk',
    }),
  ].join('\n');
}

function pjsip(setup: LabSetup): string {
  const { centre, ports, phoneSecret } = setup;
  const media = {
    disallow: 'all',
    allow: 'ulaw,alaw',
    direct_media: 'no',
    media_address: '127.0.0.1',
    bind_rtp_to_media_address: 'yes',
  };
  const phone = (no: string): Readonly<Record<string, string>> => ({
    type: 'endpoint',
    context: 'from-internal',
    ...media,
    rtp_symmetric: 'yes',
    force_rport: 'yes',
    rewrite_contact: 'yes',
    subscribe_context: hintContext(setup),
    call_group: '1',
    pickup_group: '1',
    callerid: `"Agent ${no}" <${no}>`,
    auth: no,
    aors: no,
    ...(mailboxOf(setup, no) && { mailboxes: mailboxOf(setup, no) }),
  });
  const browser = {
    transport: 'transport-ws',
    webrtc: 'yes',
    dtls_auto_generate_cert: 'yes',
    allow: 'opus,ulaw,alaw',
  };
  return [
    // By address first: a caller outside may bear an extension's number.
    section('global', { type: 'global', user_agent: 'lab', endpoint_identifier_order: 'ip,username,anonymous' }),
    section('transport-udp', { type: 'transport', protocol: 'udp', bind: `127.0.0.1:${ports.sip}` }),
    section('transport-ws', { type: 'transport', protocol: 'ws', bind: '127.0.0.1' }),
    ...phonesOf(centre).flatMap((no) => [
      section(no, { ...phone(no), ...(centre.webPhones.includes(no) && browser) }),
      section(no, { type: 'auth', auth_type: 'userpass', username: no, password: phoneSecret }),
      section(no, { type: 'aor', max_contacts: 1, remove_existing: 'yes', minimum_expiration: 30 }),
    ]),
    section('trunk', { type: 'endpoint', context: 'from-trunk', ...media, aors: 'trunk' }),
    section('trunk', { type: 'aor', contact: `sip:${trunkAddress(22)}:${ports.trunk}` }),
    section('trunk', { type: 'identify', endpoint: 'trunk', match: trunkAddress(22) }),
  ].join('\n');
}

/** chan_sip knows the trunk by its port, chan_pjsip by an address of its own. */
export const trunkAddress = (version: LabSetup['version']): string => (version === 16 ? '127.0.0.1' : '127.0.0.9');
