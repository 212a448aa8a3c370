import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ExchangeFacts } from '../commands/facts';
import { setup } from '../commands/testing/floor';
import type { AsteriskSetup } from '../parts';
import { type Feature, findingsOf } from './findings';
import { limitsOf } from './limits';
import { dialplanLines, featureLines, managerLines } from './lines';
import { merged, printed } from './report';

const actions = [
  'Originate',
  'BlindTransfer',
  'Redirect',
  'Atxfer',
  'Park',
  'MuteAudio',
  'ConfbridgeMute',
  'QueueAdd',
].concat(['QueueWithdrawCaller', 'DBPut', 'DBDel', 'CoreShowChannels', 'PJSIPNotify']);
const all: ExchangeFacts = {
  version: 'Asterisk 22.10.1',
  actions: new Set(actions),
  modules: new Map(),
  reads: new Set(['system', 'call', 'agent', 'user', 'dtmf', 'cdr']),
  features: new Map([['atxfer', '*2']]),
  applicationMap: new Map([
    ['seatline-hold', '*61'],
    ['seatline-unhold', '*62'],
  ]),
  globalFeatures: ['seatline-hold', 'seatline-unhold'],
  lines: { context: true, transfer: true, hold: true, rating: true },
  parkContext: true,
  slots: [{ name: 'default', first: 71, last: 79 }],
  zone: 480,
};
const without = (...names: readonly string[]): ReadonlySet<string> =>
  new Set(actions.filter((name) => !names.includes(name)));
const has = (change: Partial<ExchangeFacts['lines']>): ExchangeFacts['lines'] => ({ ...all.lines, ...change });

test('an exchange with everything: the three remarks that are true of all', () => {
  expect(
    findingsOf(all, setup).flatMap(({ feature, state }) => (state === 'works' ? [] : [`${feature} ${state}`])),
  ).toEqual(['answer noted', 'barred noted', 'rating noted']);
});

const cases: readonly [string, Partial<ExchangeFacts>, Partial<AsteriskSetup>, Feature, string, string][] = [
  ['no right to calls', { actions: without('Redirect') }, {}, 'rights', 'missing', 'write = system,call,agent'],
  ['no events of queues', { reads: new Set(['system', 'call']) }, {}, 'rights', 'missing', 'read = system,call,agent'],
  [
    'nothing may be asked',
    { actions: null, applicationMap: null },
    {},
    'rights',
    'partly',
    'originate,reporting,command',
  ],
  ['no folder of voicemail', {}, { voicemail: '' }, 'voicemail', 'partly', ''],
  ['no queue log', {}, { queueLog: '' }, 'past', 'noted', ''],
  ['no file of call records', {}, { callRecords: '' }, 'past', 'noted', ''],
  ['no context', { lines: has({ context: false }) }, {}, 'dialplan', 'missing', ''],
  ['no clicks', { actions: without('Originate') }, {}, 'calls', 'missing', ''],
  ['no spying', { modules: new Map([['app_chanspy', false]]) }, {}, 'supervise', 'missing', 'load = app_chanspy.so'],
  ['no rooms', { modules: new Map([['app_confbridge', false]]) }, {}, 'conference', 'missing', 'app_confbridge.so'],
  ['no queues', { modules: new Map([['app_queue', false]]) }, {}, 'queues', 'missing', 'app_queue.so'],
  ['hold: no muting', { modules: new Map([['res_mutestream', false]]) }, {}, 'hold', 'partly', 'res_mutestream.so'],
  [
    'hold: only where the dialplan says so',
    { globalFeatures: [] },
    {},
    'hold',
    'partly',
    'DYNAMIC_FEATURES=seatline-hold',
  ],
  ['hold: the extension alone', { applicationMap: new Map() }, {}, 'hold', 'partly', 'seatline-hold => *61,peer/both'],
  [
    'hold: neither',
    { applicationMap: new Map(), lines: has({ hold: false }) },
    {},
    'hold',
    'missing',
    'exten => hold,1,ExecIf',
  ],
  ['hold: no codes were named', {}, { holdCode: '', unholdCode: '' }, 'hold', 'partly', 'seatline-hold => *61'],
  ['consult: no keys', { features: new Map() }, {}, 'consult', 'missing', 'atxfer => *2'],
  [
    'consult: no context',
    { lines: has({ transfer: false }) },
    {},
    'consult',
    'partly',
    'exten => _[0-9*+].,1,Goto(from-internal',
  ],
  ['no lot', { slots: [] }, {}, 'park', 'missing', 'parkpos => 71-79'],
  ['a lot in another context', { parkContext: false }, {}, 'park', 'partly', 'include => parkedcalls'],
  ['before 16.25', { actions: without('QueueWithdrawCaller') }, {}, 'withdraw', 'noted', ''],
  ['no requests to telephones', { actions: without('PJSIPNotify') }, {}, 'answer', 'missing', ''],
  ['AstDB is closed', { actions: without('DBPut') }, {}, 'services', 'missing', 'write = system'],
  ['nobody asks', { lines: has({ rating: false }) }, {}, 'rating', 'missing', 'exten => rating,1,Read('],
  ['no records', { modules: new Map([['cdr_manager', false]]) }, {}, 'records', 'partly', 'cdr_manager.conf'],
  ['no folder', {}, { recordings: '' }, 'recordings', 'partly', ''],
  ['another zone', { zone: 60 }, {}, 'zone', 'partly', ''],
  ['an unknown zone', { zone: null }, {}, 'zone', 'unknown', ''],
];

test.each(cases)('%s', (_, facts, own, feature, state, cure) => {
  const found = findingsOf({ ...all, ...facts }, { ...setup, ...own }).find((one) => one.feature === feature);
  expect([found?.state, found?.cure.includes(cure), found?.cure === '']).toEqual([state, true, cure === '']);
  expect([found?.why.en.length, found?.why.zh.length].every((length) => (length ?? 0) > 1)).toBe(true);
});

test('limits are what does not work or should be known, with the lines', () => {
  const limits = limitsOf({ ...all, slots: [], zone: null }, setup);
  expect(limits.map(({ feature }) => feature)).toEqual(['park', 'answer', 'barred', 'rating']);
  expect(limits[0]).toEqual({
    feature: 'park',
    why: { en: 'there is no parking lot', zh: '没有驻留区' },
    cure: [
      '; res_parking.conf',
      '[default]',
      'parkext => 70',
      'parkpos => 71-79',
      'parkedcalltransfers => both',
      'parkedcallreparking => both',
      'context => parkedcalls',
      '; extensions.conf',
      '[from-internal]',
      'include => parkedcalls',
    ].join('\n'),
  });
});

test('the documented minimum: one user, four lines of dialplan, two features', () => {
  const linesIn = (text: string): readonly string[] => text.split('\n').filter((line) => !/^(?:;|\[)/.test(line));
  expect([
    linesIn(dialplanLines(setup)),
    linesIn(featureLines(setup)),
    linesIn(managerLines('seatline')).length,
  ]).toEqual([
    [
      'DYNAMIC_FEATURES=seatline-hold#seatline-unhold',
      `exten => _[0-9*+].,1,Goto(from-internal,\${EXTEN},1)`,
      `exten => hold,1,ExecIf($["\${SEATLINE_HOLD}" = "silence"]?Wait(86400):MusicOnHold(\${SEATLINE_MUSIC}))`,
      'exten => rating,1,Read(SEATLINE_RATING,beep,1,,1,10)',
    ],
    [
      `seatline-hold => *61,peer/both,StartMusicOnHold,\${SEATLINE_MUSIC}`,
      'seatline-unhold => *62,peer/both,StopMusicOnHold',
    ],
    6,
  ]);
});

test('docs/asterisk.md has them word for word', () => {
  const page = readFileSync(new URL('../../../../docs/asterisk.md', import.meta.url), 'utf8');
  const asked = [dialplanLines(setup), featureLines(setup), managerLines('seatline')].join('\n').split('\n');
  const lines = asked.filter((line) => !/^(?:;|\[|permit)/.test(line));
  expect(lines.filter((line) => !page.includes(`\n${line}\n`))).toEqual([]);
});

test('of two findings about one thing the worse is printed, in the language of the person, with what to paste', () => {
  const why = { en: 'they are stored, and nobody looks', zh: '已保存，但未被读取' };
  const findings = merged([
    ...findingsOf({ ...all, lines: has({ rating: false }) }, setup),
    { feature: 'services', state: 'partly', why, cure: 'one line' },
  ]);
  const texts = (['en', 'zh'] as const).map((tongue) => printed('Asterisk', findings, setup, tongue));
  expect(texts[0]).toContain('  ! Do-not-disturb, forwarding  they are stored, and nobody looks\n        one line\n');
  expect(texts[0]).toContain(
    '  ✗ Satisfaction survey         there is no extension that asks\n        ; extensions.conf\n',
  );
  expect(texts[0]).toContain('\n    [seatline]\n    secret = <a long secret of your own>\n');
  expect(texts[0]?.endsWith('\n\nSomething is missing: see the lines marked ✗.\n')).toBe(true);
  expect(texts[1]).toContain('  ! 免打扰与呼叫转移  已保存，但未被读取\n');
  expect(texts[1]?.endsWith('\n\n有缺失：见标记 ✗ 的行。\n')).toBe(true);
});
