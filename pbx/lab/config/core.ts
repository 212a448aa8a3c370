import path from 'node:path';
import { rights } from '../../engine/asterisk/doctor/lines';
import { type LabSetup, section } from './setup';

/** Files that say where things lie, who may manage, and what is written down. */
export function coreFiles(setup: LabSetup): Readonly<Record<string, string>> {
  const at = (...names: string[]): string => path.join(setup.folder, ...names);
  return {
    'asterisk.conf': `${[
      '[directories]',
      `astetcdir => ${at('etc')}`,
      `astmoddir => ${setup.moduleFolder}`,
      ...['astvarlibdir', 'astdbdir', 'astkeydir'].map((name) => `${name} => ${at('state')}`),
      `astcachedir => ${at('state', 'cache')}`,
      `astdatadir => ${at('data')}`,
      `astagidir => ${at('data', 'agi-bin')}`,
      `astspooldir => ${at('spool')}`,
      `astrundir => ${at('run')}`,
      `astlogdir => ${at('log')}`,
    ].join('\n')}\n${section('options', {
      documentation_language: 'en_US',
      systemname: `lab${setup.version}`,
      verbose: 3,
      nocolor: 'yes',
      hideconnect: 'yes',
      defaultlanguage: 'en',
    })}`,
    'logger.conf':
      section('general', { dateformat: '%F %T.%3q', queue_log: 'yes', queue_log_to_file: 'yes' }) +
      section('logfiles', { console: 'error', full: 'notice,warning,error,verbose,dtmf' }),
    'manager.conf':
      section('general', {
        enabled: 'yes',
        bindaddr: '127.0.0.1',
        port: setup.ports.manager,
        displayconnects: 'no',
        timestampevents: 'yes',
        authtimeout: 30,
        authlimit: 200,
      }) +
      section(setup.manager.user, {
        secret: setup.manager.secret,
        deny: '0.0.0.0/0.0.0.0',
        permit: '127.0.0.0/255.0.0.0',
        read: rights.read.join(','),
        write: rights.write.join(','),
        // Milliseconds after which a reader who reads nothing is disconnected.
        writetimeout: 5000,
      }),
    'http.conf': section('general', {
      enabled: 'yes',
      bindaddr: '127.0.0.1',
      bindport: setup.ports.web,
      sessionlimit: 500,
    }),
    'rtp.conf':
      // Several exchanges share the range: each takes the next free port.
      section('general', { rtpstart: 10000, rtpend: 29999, strictrtp: 'no', icesupport: 'yes' }) +
      // A loopback address is never an ICE candidate by itself, and a browser refuses an offer without any. RTP is bound
      // to it all the same, so it is offered in place of the machine's other addresses.
      iceCandidates(setup.addresses),
    'cdr.conf':
      section('general', { enable: 'yes', unanswered: 'yes', congestion: 'yes' }) +
      section('csv', { usegmtime: 'no', loguniqueid: 'yes', loguserfield: 'yes', newcdrcolumns: 'yes' }),
    'cdr_manager.conf': section('general', { enabled: 'yes' }),
    'indications.conf':
      section('general', { country: 'us' }) +
      section('us', {
        description: 'as in North America',
        ringcadence: '2000,4000',
        dial: '350+440',
        busy: '480+620/500,0/500',
        ring: '440+480/2000,0/4000',
        congestion: '480+620/250,0/250',
        callwaiting: '440/300,0/10000',
        record: '1400/500,0/15000',
        info: '!950/330,!1400/330,!1800/330,0',
        stutter: '!350+440/100,!0/100,350+440',
      }),
    // Modules that will not load without their file, even an empty one.
    ...Object.fromEntries(
      [
        'ccss',
        'cel',
        'cli_aliases',
        'codecs',
        'pjproject',
        'queuerules',
        'res_http_media_cache',
        'say',
        'stasis',
        'udptl',
      ].map((name) => [`${name}.conf`, section('general', {})]),
    ),
    'extconfig.conf': section('settings', {}),
    ...Object.fromEntries(
      ['acl', 'pjsip_notify', 'pjsip_wizard', 'sip_notify', 'users'].map((name) => [`${name}.conf`, ';\n']),
    ),
  };
}

const iceCandidates = (addresses: readonly string[]): string =>
  ['[ice_host_candidates]', ...addresses.map((address) => `${address} => 127.0.0.1`), ''].join('\n');
