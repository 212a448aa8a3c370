import path from 'node:path';
import { featureLines } from '../../engine/asterisk/doctor/lines';
import { engineSetup } from './engine';
import { type LabSetup, section } from './setup';

/** Queues, parking, conferences, mailboxes, feature codes, music. */
export function serviceFiles(setup: LabSetup): Readonly<Record<string, string>> {
  const { centre, folder, ringSeconds } = setup;
  return {
    'queues.conf': [
      section('general', {
        persistentmembers: 'yes',
        autofill: 'yes',
        shared_lastcall: centre.sharesCalls ? 'yes' : 'no',
      }),
      ...centre.queues.map(({ no, name, strategy, autopause }) =>
        section(no, {
          ...(name !== '' && { description: name }),
          strategy,
          autopause: autopause ? 'yes' : 'no',
          musicclass: 'default',
          timeout: ringSeconds,
          retry: 1,
          wrapuptime: 0,
          maxlen: 0,
          joinempty: 'yes',
          leavewhenempty: 'no',
          ringinuse: 'no',
          servicelevel: 20,
          'announce-frequency': 0,
        }),
      ),
    ].join('\n'),
    'features.conf':
      section('general', {
        // Seconds after the last digit of a transfer that could be longer.
        transferdigittimeout: 1,
        atxfernoanswertimeout: 15,
        atxferdropcall: 'no',
        atxferabort: '*1',
        atxfercomplete: '*2',
        atxferthreeway: '*3',
        atxferswap: '*4',
        pickupexten: '*8',
      }) +
      section('featuremap', { blindxfer: '##', atxfer: '*2', parkcall: '*5', disconnect: '*0', automixmon: '*7' }) +
      // Music for the other party without taking the bridge apart: the queue call and its recording go on.
      `${featureLines(engineSetup(setup))}\n`,
    'res_parking.conf':
      section('general', {}) +
      section('default', {
        parkext: '70',
        parkpos: '71-79',
        context: 'parkedcalls',
        parkinghints: 'yes',
        parkingtime: centre.parkSeconds,
        comebacktoorigin: 'yes',
        parkedcalltransfers: 'both',
        parkedcallreparking: 'both',
        findslot: 'first',
        parkedmusicclass: 'default',
      }),
    'confbridge.conf':
      section('general', {}) +
      section('lab_user', {
        type: 'user',
        music_on_hold_when_empty: 'yes',
        announce_join_leave: 'no',
        announce_only_user: 'no',
        quiet: 'yes',
      }) +
      section('lab_room', { type: 'bridge', max_members: 50 }),
    'voicemail.conf':
      section('general', {
        format: 'wav',
        serveremail: 'lab@localhost',
        attach: 'no',
        maxsecs: 60,
        minsecs: 1,
        maxsilence: 0,
        mailcmd: '/bin/true',
        pollmailboxes: 'yes',
        pollfreq: 2,
      }) + ['[default]', ...centre.mailboxes.map((no) => `${no} => 1234,Agent ${no},,,`), ''].join('\n'),
    'musiconhold.conf':
      section('general', {}) +
      section('default', { mode: 'files', directory: path.join(folder, 'music'), sort: 'alpha' }),
  };
}
