import { describe, expect, it } from 'vitest';
import { scriptedExchange } from './testing/exchange';
import { callsOf, type Kept, keeping, offersOf, queueWordsOf } from './testing/kept';
import { recordingsOf, type Version } from './testing/recorded';

const versions: readonly Version[] = ['16', '22'];
const phones = ['2011', '2012', '2013', '2014'];

/** Plays a recording; without `VarSet` as a client hears it that leaves dial plan events out. */
async function played(
  version: Version,
  name: string,
  { told = false } = {},
): Promise<Kept & { readonly log: readonly string[] }> {
  const recording = recordingsOf(version).get(name);
  if (!recording) throw new Error(`no recording ${name}`);
  const kept = keeping();
  const tech = version === '16' ? 'SIP' : 'PJSIP';
  const exchange = scriptedExchange({
    sink: kept.sink,
    startsAt: recording.startedAt * 1000,
    devices: phones.map((no) => ({ no, interface: `${tech}/${no}` })),
    reasons: [{ code: 2, label: 'rest', custom: false }],
  });
  for (const event of recording.events) {
    if (event.Event !== 'VarSet') continue;
    exchange.variables.set(`${event.Channel} ${event.Variable}`, event.Value ?? '');
  }
  exchange.variables.forEach((_, key) => {
    if (key.endsWith('QUEUESTATUS')) exchange.variables.delete(key);
  });
  await exchange.play(recording.events.filter(({ Event }) => told || Event !== 'VarSet'));
  await exchange.wait(5_000);
  exchange.records.close();
  expect(exchange.clock.pending).toBe(0);
  return { ...kept, log: exchange.log };
}

interface Told {
  readonly calls: readonly string[];
  readonly queue?: readonly string[];
  readonly offers?: readonly string[];
}
const inbound = (line: string): string => `0501234567>${line}`;
const answered = (agent: string, end: string): Pick<Told, 'queue' | 'offers'> => ({
  queue: ['ENTERQUEUE', `CONNECT ${agent}`, `COMPLETE${end.toUpperCase()} ${agent}`],
  offers: [`${agent} Complete ${end}`],
});
const refused = (word: 'AGENTDUMP' | 'RINGNOANSWER', record: string): Told => ({
  calls: [inbound(record), inbound('2011 ANSWERED Queue IN 16 rec')],
  queue: ['ENTERQUEUE', `${word} 2011`, 'CONNECT 2011', 'COMPLETECALLER 2011'],
  offers: [word === 'AGENTDUMP' ? '2011 Dump rejected' : '2011 Complete no-answer', '2011 Complete caller'],
});

/** What each recorded call is, whichever version carried it. */
const told: Readonly<Record<string, Told>> = {
  'caller-ends': { calls: [inbound('2011 ANSWERED Queue IN 16 rec')], ...answered('2011', 'caller') },
  'agent-ends': { calls: [inbound('2011 ANSWERED Queue IN 16 rec')], ...answered('2011', 'agent') },
  'abandon-waiting': { calls: [inbound('91 NO ANSWER Queue IN 16')], queue: ['ENTERQUEUE', 'ABANDON'] },
  'abandon-ringing': {
    calls: [inbound('2011 NO ANSWER Queue IN 16')],
    queue: ['ENTERQUEUE', 'RINGCANCELED 2011', 'ABANDON'],
    offers: ['2011 Complete abandoned'],
  },
  'reject-486': refused('AGENTDUMP', '2011 BUSY Queue IN 17'),
  'reject-603': refused('AGENTDUMP', '2011 BUSY Queue IN 21'),
  'reject-manual': refused('AGENTDUMP', '2011 BUSY Queue IN 17'),
  // Temporarily unavailable: nobody said no.
  'reject-480': refused('RINGNOANSWER', '2011 NO ANSWER Queue IN 19'),
  'no-answer-autopause': {
    calls: [inbound('2011 NO ANSWER Queue IN 19')],
    queue: ['ENTERQUEUE', 'RINGNOANSWER 2011', 'PAUSE 2011', 'ABANDON'],
    offers: ['2011 Complete no-answer'],
  },
  ringall: {
    calls: [inbound('2011 NO ANSWER Queue IN 16'), inbound('2012 ANSWERED Queue IN 16 rec')],
    queue: ['ENTERQUEUE', 'CONNECT 2012', 'COMPLETECALLER 2012'],
    offers: ['2011 Complete answered-elsewhere', '2012 Complete caller'],
  },
  blind: {
    calls: [inbound('2011 ANSWERED Queue IN 16 by 2011 rec'), inbound('2012 ANSWERED Dial IN 16 by 2011 rec')],
    queue: ['ENTERQUEUE', 'CONNECT 2011', 'BLINDTRANSFER 2011'],
    offers: ['2011 Complete transfer'],
  },
  'redirect-caller': {
    calls: [inbound('2011 ANSWERED Queue IN 16 by 2011 rec'), inbound('2012 ANSWERED Dial IN 16 by 2011 rec')],
    queue: ['ENTERQUEUE', 'CONNECT 2011', 'BLINDTRANSFER 2011'],
    offers: ['2011 Complete transfer'],
  },
  refer: {
    calls: [inbound('2011 ANSWERED Queue IN 16 by 2011 rec'), inbound('2012 ANSWERED Dial IN 16 by 2011 rec')],
    queue: ['ENTERQUEUE', 'CONNECT 2011', 'BLINDTRANSFER 2011'],
    offers: ['2011 Complete transfer'],
  },
  'refer-replaces': {
    calls: [
      inbound('2011 ANSWERED Queue IN 16 by 2011 rec'),
      '2011>2012 ANSWERED Dial INNER 16 by 2011',
      inbound('2012 ANSWERED Bridge IN 16 by 2011 rec'),
    ],
    queue: ['ENTERQUEUE', 'CONNECT 2011', 'ATTENDEDTRANSFER 2011'],
    offers: ['2011 Complete transfer'],
  },
  atxfer: {
    calls: [
      inbound('2011 ANSWERED Queue IN 16 by 2011 rec'),
      '2011>2012 ANSWERED Dial INNER 16',
      inbound('2012 ANSWERED Bridge IN 16 by 2011 rec'),
    ],
    queue: ['ENTERQUEUE', 'CONNECT 2011', 'ATTENDEDTRANSFER 2011'],
    offers: ['2011 Complete transfer'],
  },
  'atxfer-cancel': {
    calls: [inbound('2011 ANSWERED Queue IN 16 rec'), '2011>2012 NO ANSWER Dial INNER 16'],
    ...answered('2011', 'caller'),
  },
  'atxfer-unanswered': {
    calls: [
      inbound('2011 ANSWERED Queue IN 16 by 2011 rec'),
      '2011>2012 NO ANSWER Dial INNER 16',
      inbound('2012 ANSWERED Dial IN 16 by 2011 rec'),
    ],
    queue: ['ENTERQUEUE', 'CONNECT 2011', 'ATTENDEDTRANSFER 2011'],
    offers: ['2011 Complete transfer'],
  },
  'redirect-waiting': { calls: [inbound('2012 ANSWERED Dial IN 16 rec')], queue: ['ENTERQUEUE', 'TRANSFER'] },
  'redirect-ringing': {
    calls: [inbound('2011 NO ANSWER Queue IN 16'), inbound('2012 ANSWERED Dial IN 16 rec')],
    queue: ['ENTERQUEUE', 'TRANSFER'],
    offers: ['2011 Complete cancelled'],
  },
  key: { calls: [inbound('2014 ANSWERED Dial IN 16 rec')], queue: ['ENTERQUEUE', 'EXITWITHKEY'] },
  timeout: { calls: [inbound('95 NO ANSWER Queue IN 16')], queue: ['ENTERQUEUE', 'EXITWITHTIMEOUT'] },
  'timeout-ringing': {
    calls: [inbound('2011 NO ANSWER Queue IN 19')],
    queue: ['ENTERQUEUE', 'RINGNOANSWER 2011', 'EXITWITHTIMEOUT'],
    offers: ['2011 Complete no-answer'],
  },
  'pickup-queue': {
    calls: [inbound('2011 NO ANSWER Queue IN 16'), inbound('2013 ANSWERED Bridge IN 16 rec')],
    ...answered('2011', 'caller'),
  },
  'pickup-direct': { calls: [inbound('2011 NO ANSWER Dial IN 16'), inbound('2013 ANSWERED Bridge IN 16')] },
  park: {
    calls: [inbound('2011 ANSWERED Queue IN 16 rec'), inbound('2012 ANSWERED Bridge IN 16 rec')],
    ...answered('2011', 'agent'),
  },
  'park-timeout': {
    calls: [inbound('2011 ANSWERED Queue IN 16 rec'), inbound('2011 ANSWERED Dial IN 16 rec')],
    ...answered('2011', 'agent'),
  },
  out: { calls: ['2011>1501112222 ANSWERED Dial OUT 16'] },
  'out-busy': { calls: ['2011>1501112222 BUSY Dial OUT 17'] },
  'in-answered': { calls: [inbound('2011 ANSWERED Dial IN 16')] },
  'in-voicemail': { calls: [inbound('*2011 ANSWERED VoiceMail IN 16')] },
  inner: { calls: ['2011>2012 ANSWERED Dial INNER 16'] },
  'inner-busy': { calls: ['2011>2012 BUSY Dial INNER 17'] },
  'click-to-call': { calls: ['2011>1501112222 ANSWERED Dial OUT 16'] },
  notice: { calls: ['1501112222>1501112222 ANSWERED OUT 16'] },
  'campaign-queue': { calls: ['1501112222>2011 ANSWERED Queue OUT 16 rec'], ...answered('2011', 'caller') },
  'local-member': { calls: [inbound('2011 ANSWERED Queue IN 16 rec')], ...answered('2011', 'caller') },
  'local-member-optimized': { calls: [inbound('2011 ANSWERED Queue IN 16 rec')], ...answered('2011', 'caller') },
  'dual-redirect': { calls: [inbound('2011 ANSWERED Queue IN 16 rec')], ...answered('2011', 'caller') },
  'feature-hold': { calls: [inbound('2011 ANSWERED Queue IN 16 rec')], ...answered('2011', 'caller') },
  conference: { calls: [inbound('9111 ANSWERED ConfBridge IN 16'), '2011>9111 ANSWERED ConfBridge INNER 16'] },
};

describe.each(versions)('calls recorded on Asterisk %s', (version) => {
  it.each(Object.keys(told))('%s', async (name) => {
    const kept = await played(version, name);
    const { calls, queue = [], offers = [] } = told[name] as Told;
    expect({ calls: callsOf(kept), queue: queueWordsOf(kept), offers: offersOf(kept), log: kept.log }).toEqual({
      ...{ calls, queue, offers },
      log: [],
    });
    for (const row of kept.calls) {
      expect(row.calldate <= (row.answeredAt ?? row.calldate) && (row.answeredAt ?? row.calldate) <= row.endedAt).toBe(
        true,
      );
      expect(row.durationSeconds).toBe(Math.floor((row.endedAt - row.calldate) / 1000));
    }
  });
});

describe('whole rows', () => {
  it('of a queue call with a hold, on version 16', async () => {
    const kept = await played('16', 'caller-ends');
    const at = (seconds: number): number => 1_795_254_871_000 + Math.round(seconds * 1000);
    const ids = { channel: 'SIP/trunk-00000062', uniqueId: 'lab16-1795254871.211' };
    const file = 'q-90-20261121-095431-lab16-1795254871.211.wav';
    const of = { queue: '90', ...ids, number: '0501234567' };
    const agent = { agent: 'SIP/2011', agentNo: '2011' };
    const offer = {
      ...{ createdAt: at(0.763), queue: '90', enteredAt: at(0.761), channel: 'SIP/2011-00000063' },
      ...{ uniqueId: 'lab16-1795254871.212', callingChannel: ids.channel, callingUniqueId: ids.uniqueId },
      ...{ agent: 'SIP/2011', agentName: '2011', number: '0501234567', name: '' },
      ...{ state: 'Called', connectedAt: null, completedAt: null, holdSeconds: 0, ringSeconds: 0, talkSeconds: 0 },
      reason: '',
    };
    const times = { at: at(0.731), agent: 'SIP/2011', agentName: '2011', queue: '90', loginAt: at(0.731) };
    const none = { onlineSeconds: 0, readySeconds: 0, pausedSeconds: 0 };
    expect({ ...kept, sink: null }).toEqual({
      sink: null,
      calls: [
        {
          ...{ calldate: at(0.763), src: '0501234567', dst: '2011', clid: '0501234567', context: 'from-trunk', ...ids },
          ...{ dstChannel: 'SIP/2011-00000063', lastApp: 'Queue', lastData: '90', durationSeconds: 2, billSeconds: 2 },
          ...{ disposition: 'ANSWERED', account: '', userField: 'DIALSTATUS:ANSWER', answeredAt: at(0.867) },
          ...{ endedAt: at(3.446), caller: '0501234567', callee: '2011', did: '90', redirected: '' },
          ...{ original: '0501234567', monitor: file, direct: 'IN', transfer: '', trunk: 'SIP/trunk', cause: 16 },
        },
      ],
      queue: [
        {
          ...{ at: at(0.731), queue: '90', uniqueId: '', channel: '', number: '', ...agent },
          ...{ event: 'LOGIN', args: ['', '', '', '', ''] },
        },
        {
          ...{ at: at(0.761), ...of, agent: 'NONE', agentNo: 'NONE' },
          ...{ event: 'ENTERQUEUE', args: ['', '0501234567', '1', '', ''] },
        },
        { at: at(0.868), ...of, ...agent, event: 'CONNECT', args: ['0', '0501234567', '0', '', ''] },
        { at: at(3.446), ...of, ...agent, event: 'COMPLETECALLER', args: ['0', '3', '1', '', ''] },
      ],
      offers: [
        offer,
        { ...offer, state: 'Connect', connectedAt: at(0.868) },
        {
          ...{ ...offer, state: 'Complete', connectedAt: at(0.868), completedAt: at(3.446), talkSeconds: 3 },
          reason: 'caller',
        },
      ],
      activities: [{ ...times, event: 'added', pauseType: 0, ...none }],
      recordings: [{ file, kind: 'call', uniqueIds: [ids.uniqueId], startedAt: at(0.761), milliseconds: 2686 }],
      holds: [{ at: at(2.041), endedAt: at(3.143), ...ids, agent: '2011' }],
      ...{ voicemail: [], ratings: [], menuKeys: [], log: [] },
    });
  });

  it('tells pauses with their reason and the seconds of each state, and a pause that changes nothing not at all', async () => {
    const kept = await played('16', 'members');
    expect(kept.queue.map(({ event, agentNo, args }) => [event, agentNo, ...args].join('|'))).toEqual([
      'LOGIN|2011|||||',
      'PAUSE|2011|1|2|rest|0|',
      'UNPAUSE|2011|1|||2|',
      'LOGOFF|2011|3|2|1||',
    ]);
    expect(
      kept.activities.map((row) => [row.event, row.pauseType, row.onlineSeconds, row.readySeconds, row.pausedSeconds]),
    ).toEqual([
      ['added', 0, 0, 0, 0],
      ['paused', 2, 1, 1, 0],
      ['unpaused', 0, 2, 1, 1],
      ['removed', 0, 3, 2, 1],
    ]);
  });
});

describe('a caller who leaves the queue without hanging up', () => {
  const departure = ({ queue }: Kept) =>
    queue
      .filter(({ agentNo, event }) => agentNo === 'NONE' && event !== 'ENTERQUEUE')
      .map(({ event, args }) => [event, ...args]);

  it.each(versions)('is told apart by QUEUESTATUS where the exchange tells it (%s)', async (version) => {
    const withdrawn = await played(version, 'withdraw', { told: true });
    const empty = await played(version, 'empty', { told: true });
    const late = await played(version, 'timeout', { told: true });
    const wait = version === '16' ? '8' : '9';
    expect([withdrawn, empty, late].flatMap(departure)).toEqual([
      ['WITHDRAW', '1', '1', '2', '', ''],
      ['EXITEMPTY', '1', '1', wait, '', ''],
      ['EXITWITHTIMEOUT', '1', '1', '4', '', ''],
    ]);
  });
});
