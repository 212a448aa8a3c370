import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centreOf } from '../../scenario/centre';
import { openStore } from '../../store/store';
import { shippedRegions } from '../regions';
import { smsDevices } from '../sms-gateway';
import { changesOf } from './changes';
import { checkRoster } from './check';
import { printRoster, readRoster } from './file';
import { linesOf } from './lines';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Faults as `line path: English`. */
const faultsOf = (text: string | Uint8Array): readonly string[] => {
  const read = readRoster(typeof text === 'string' ? bytes(text) : text);
  return read.ok ? [] : read.faults.map(({ line, path, said }) => `${line ?? '-'} ${path.join('.')}: ${said.en}`);
};
const wholeOf = (kind: Parameters<typeof centreOf>[0]) => {
  const store = openStore();
  store.roster.seed(centreOf(kind), smsDevices);
  const whole = { lists: store.roster.lists(), settings: store.roster.settings(), regions: shippedRegions };
  store.close();
  return whole;
};

describe('where a value of a JSON text stands', () => {
  test('is the line of its field, whatever is around it', () => {
    const text = '{\n  "a": [1, 2,\n  {"b\\n\\"": "x\\u00e9"}\n],"c"\n:\n{"d":\t-1.5e3, "e": null}}\n';
    const walked = linesOf(text);
    expect(walked.ok && [...walked.lines]).toEqual([
      ['["a"]', 2],
      ['["a",0]', 2],
      ['["a",1]', 2],
      ['["a",2]', 3],
      ['["a",2,"b\\n\\""]', 3],
      ['["c"]', 4],
      ['["c","d"]', 6],
      ['["c","e"]', 6],
    ]);
  });

  test('it walks through what JSON.parse reads, and through nothing else', () => {
    const json = fc.json({ maxDepth: 4 });
    const spoilt = fc
      .tuple(json, fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '{', ':', '1', 'x', '\n', '\\', ' '), fc.nat(2))
      .map(([text, place, sign, cut]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + sign + text.slice(at + cut);
      });
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.oneof(json, spoilt), (text) => linesOf(text).ok === parses(text)),
      { seed: 4, numRuns: 2_000 },
    );
  });
});

describe('a roster file', () => {
  test.each(['small', 'demo', { seats: 30, queues: 4 }] as const)('of what there is changes nothing: %j', (kind) => {
    const whole = wholeOf(kind);
    const text = printRoster(whole.lists, whole.settings, whole.regions);
    const read = readRoster(bytes(`\uFEFF${text}`));
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    expect([read.file, checkRoster(whole).faults]).toEqual([whole, []]);
    const changes = changesOf(whole, read.file);
    expect([changes.length, changes.filter((one) => one.moved || one.added.length || one.changed.length)]).toEqual([
      ...[16, []],
    ]);
  });

  test('needs little: the rest is what a new office would choose', () => {
    const read = readRoster(
      bytes('{"users":[{"no":"601","name":"张三"}],"lots":["71"],"queues":[{"no":"80","name":"客服"}]}'),
    );
    const plain = { englishName: '', outboundCid: '', directDid: '', ringSeconds: 45, voicemail: false };
    expect(read.ok && [read.file.lists.users, read.file.lists.lots, read.file.lists.queues?.[0]?.strategy]).toEqual([
      [{ no: '601', name: '张三', ...plain, recording: false }],
      [{ no: '71' }],
      'rrmemory',
    ]);
    expect(read.ok && Object.keys(read.file.lists)).toEqual(['users', 'queues', 'lots']);
  });

  test('says of every fault the line, the field and what belongs there', () => {
    const text = `{
  "users": [
    { "no": "601" },
    { "no": "6 02", "name": "", "ringSeconds": "x" },
    { "no": "603", "name": "a\\nb", "ringSeconds": 601, "voicemail": 1, "colour": "red" },
    { "no": "604", "name": "王", "outboundCid": "12-34" }
  ],
  "devices": [{ "no": "601", "kind": "desk", "tech": "H323", "port": 70000 }],
  "queues": { "no": "80" },
  "menus": [{ "id": "1", "name": "m", "keys": { "a": { "does": "replay" } } }],
  "pauseReasons": [{ "code": 0, "label": "x" }],
  "lots": [71],
  "regions": { "areas": [{ "code": "0512", "city": "苏州", "province": "江苏" }], "prefixes": [{ "prefix": "2", "operator": "x" }] },
  "people": []
}`;
    expect(faultsOf(text).toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual([
      '3 users.0.name: is missing',
      '4 users.1.no: is a number to dial: digits, letters, * # _ and -, 32 at most',
      '4 users.1.name: may not be empty',
      '4 users.1.ringSeconds: is a number, without quotation marks',
      '5 users.2.name: has no line breaks or other control characters',
      '5 users.2.ringSeconds: is at most 600',
      '5 users.2.voicemail: is true or false',
      '5 users.2: has no field of this name: colour',
      '6 users.3.outboundCid: is made of digits',
      '8 devices.0.tech: is one of: SIP, IAX2, ZAP',
      '8 devices.0.kind: is one of: fixed, adhoc',
      '8 devices.0.port: is at most 65535',
      '9 queues: is a list: [ … ]',
      '10 menus.0.keys.a: is made of the keys 0 to 9, * and #',
      '11 pauseReasons.0.code: is at least 1',
      '12 lots.0: is a text, in quotation marks',
      '13 regions.areas.0.code: is an area code without the zero in front, such as 512',
      '13 regions.prefixes.0.prefix: is the first three or four digits of mobile numbers',
      '14 : has no field of this name: people',
    ]);
  });

  test('that is no JSON, no UTF-8 or no object is told as such', () => {
    const json = 'here it is no JSON any more (a comma, a bracket or a quotation mark?)';
    expect([
      faultsOf('{\n"users": [\n{"no": "1",}\n]}'),
      faultsOf('{"users": [}'),
      faultsOf(''),
      faultsOf('[]'),
      faultsOf(Uint8Array.of(0x7b, 0xd5, 0xc5, 0xc8, 0xfd, 0x7d)),
    ]).toEqual([
      [`3 : ${json}`],
      [`1 : ${json}`],
      [`1 : ${json}`],
      ['1 : is a thing with fields: { … }'],
      ['- : the file is not UTF-8 text'],
    ]);
  });
});

test('a roster fits together or is refused, and says what leads nowhere', () => {
  const whole = wholeOf('small');
  const { lists } = whole;
  const [device, hot] = [lists.devices[0]!, lists.devices.find(({ kind }) => kind === 'adhoc')!];
  const [queue] = lists.queues;
  const { faults, doubts } = checkRoster({
    settings: { ...whole.settings, autoPauseReason: 77 },
    regions: { ...whole.regions, segments: [{ segment: '1390013', code: '100' }] },
    lists: {
      ...lists,
      users: [...lists.users, lists.users[0]!],
      devices: [
        ...lists.devices,
        { ...device, no: '2099', user: '7777' },
        { ...device, no: '2098', user: '2011' },
        { ...hot, no: '3099', user: '8001' },
        { ...hot, no: '8001' },
      ],
      queues: [
        {
          ...queue!,
          members: [{ interface: 'SIP/1', penalty: 0 }, ...Array(2).fill({ interface: 'SIP/2011', penalty: 0 })],
        },
      ],
      rooms: [{ no: '90', recorded: false }],
      lots: [{ no: '3001' }],
    },
  });
  expect(faults.map(({ path, said }) => `${path.join('.')}: ${said.en}`)).toEqual([
    'users.8.no: 2011 is there twice',
    'queues.0.members.2.interface: SIP/2011 is there twice',
    'devices.10.user: there is no user 7777',
    'devices.11.user: user 2011 has a telephone already',
    'devices.12.user: a hot desk (adhoc) belongs to nobody',
    'queues.0.members.0.interface: there is no device SIP/1',
    'devices.13.no: 8001 is a user already',
    'rooms.0.no: 90 is a queue already',
    'lots.0: 3001 is a device already',
    'settings.autoPauseReason: there is no pause reason 77',
    'regions.segments.0.code: there is no area 100',
  ]);
  expect(doubts.map(({ path, said }) => `${path.join('.')}: ${said.en}`)).toEqual([
    'menus.1.keys.1: there is no queue 91: whoever presses it is hung up',
    'menus.3.keys.1: there is no queue 91: whoever presses it is hung up',
  ]);
  // Each sentence is there in Chinese too.
  expect([...faults, ...doubts].filter(({ said }) => !/\p{Script=Han}/u.test(said.zh))).toEqual([]);
});
