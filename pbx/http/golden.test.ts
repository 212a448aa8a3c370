import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndpointName, endpointNames, endpointOf } from '../../shared/webcti';
import type { Field } from '../../shared/webcti/catalogue';
import { type Vector, vectors } from '../../shared/webcti/vectors';
import { busyFloor, type Floor } from './test-floor';
import { startTestPlatform, type TestPlatform } from './test-platform';

type Query = Record<string, string>;

let platform: TestPlatform;
let floor: Floor;
beforeAll(async () => {
  platform = await startTestPlatform();
  floor = await busyFloor(platform);
});
afterAll(() => platform.close());

/** The example's call, with numbers and channels of a floor on which it can succeed. */
const successArgs: Partial<Record<EndpointName, () => Query | Promise<Query>>> = {
  getdevices: () => ({ device: '2011' }),
  ctibinddevice: () => ({ extension: '8001', device: '3001' }),
  ctisplitdevice: async () => {
    await platform.ask('ctibinddevice', { extension: '8002', device: '3002' });
    return { extension: '8002', device: '3002' };
  },
  ctiqueueadd: async () => {
    await platform.ask('ctiqueueremove', { queue: '91', interface: 'SIP/2014' });
    return { queue: '91', interface: 'SIP/2014' };
  },
  ctiqueueremove: async () => {
    await platform.ask('ctiqueueadd', { queue: '91', interface: 'SIP/2014' });
    return { queue: '91', interface: 'SIP/2014' };
  },
  ctiqueuepause: () => ({ queue: '90', interface: 'SIP/2012', paused: '1' }),
  ctiqueuecallerwithdraw: () => ({ queue: '90', caller: floor.enqueue() }),
  getpopupscreen: () => ({ channel: 'SIP/2011' }),
  getallstatus: () => ({ devices: '2011', users: '2011', queues: '90' }),
  getcalls: () => ({ srcchannel: floor.talk().caller }),
  getchannel: () => ({ channel: floor.talk().agent }),
  getagentactivity: () => ({ datefrom: '2026-03-01', dateto: '2026-03-02' }),
  getevents: () => ({ event: 'ExtensionStatus' }),
  ctihangup: () => ({ channel: floor.enqueue() }),
  ctihold: () => ({ channel: floor.talk().caller }),
  ctiunhold: () => ({ channel: floor.talk().caller }),
  ctipark: () => {
    const { caller, agent } = floor.fresh('3004');
    return { channel: caller, srcchannel: agent };
  },
  ctiunpark: () => ({ channel: 'SIP/2015', parklot: floor.lot() }),
  ctiredirect: () => ({ channel: floor.fresh('3004').caller, context: 'from-internal', exten: '2015', priority: '1' }),
  ctiatxfer: () => ({ channel: floor.fresh('3004').agent, exten: '2014' }),
  ctipickup: () => {
    floor.ring('2014');
    return { channel: 'SIP/2015', pickupexten: '2014', callerid: '2015', async: 'yes' };
  },
  ctioriginate: () => ({
    channel: 'SIP/2015',
    exten: '2014',
    context: 'from-internal',
    callerid: '2015',
    variable: 'MVB_CALLER=2015|MVB_CALLEE=2014|MVB_DIRECT=OUT',
    priority: '1',
    async: '1',
  }),
  ctifeaturecode: () => ({ channel: floor.talk().agent, code: floor.feature.code }),
  ctifeaturename: () => ({ channel: floor.talk().agent, name: floor.feature.name }),
  cticommand: () => ({ command: `meetme list ${floor.room}` }),
  ctigetchanneldetail: () => ({ channel: floor.talk().caller }),
  ctigetvar: () => ({ channel: floor.talk().caller, variable: 'NOTE' }),
  ctigetvars: () => ({ channel: floor.talk().caller, variable0: 'NOTE', variable1: 'UNIQUEID' }),
  ctisetvar: () => ({ channel: floor.talk().caller, variable: 'NOTE', value: 'x' }),
  ctisetvars: () => ({ channel: floor.talk().caller, variable0: 'NOTE', value0: 'x', variable1: 'B', value1: '' }),
  getpeers: () => ({ peername: '2011' }),
  getcdr: () => ({ caller: '13800138000' }),
  getarea: () => ({ phoneno: '051265881234' }),
  getareas: () => ({ phoneno: '051265881234,18612345678' }),
};

const parser = new XMLParser({ parseTagValue: false, ignoreDeclaration: true, isArray: (name) => name === 'item' });
type Tree = string | number | null | readonly Tree[] | { readonly [key: string]: Tree };

/** XML as the tree that JSON would give: items are lists, empty elements empty text. */
function fromXml(node: unknown): Tree {
  if (typeof node !== 'object' || node === null) return String(node ?? '').trim();
  const object = node as Record<string, unknown>;
  if (Array.isArray(object.item)) return object.item.map(fromXml);
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fromXml(value)]));
}
const read = (body: string, format: Vector['format']): { [key: string]: Tree } =>
  format === 'json' ? JSON.parse(body) : (fromXml(parser.parse(body).root) as { [key: string]: Tree });

const kind = (value: Tree | undefined): string =>
  value === undefined ? 'missing' : Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
const isEmpty = (value: Tree): boolean => value === '' || (Array.isArray(value) && value.length === 0);

/** Every way in which our rows are not of the documented shape. */
function differences(
  documented: Tree,
  ours: Tree | undefined,
  fields: Readonly<Record<string, Field>>,
  at: string,
): string[] {
  // An empty example list says nothing about its rows, and prints as empty text in XML.
  if (isEmpty(documented) && (Array.isArray(ours) || ours === '')) return [];
  if (kind(documented) !== kind(ours)) return [`${at}: documented ${kind(documented)}, ours ${kind(ours)}`];
  if (Array.isArray(documented) && Array.isArray(ours)) {
    if (ours.length === 0) return [`${at}: no row to compare`];
    return ours.flatMap((row) => differences(documented[0], row, fields, at));
  }
  if (typeof documented !== 'object' || documented === null) return [];
  const mine = ours as { [key: string]: Tree };
  const undocumented = Object.keys(mine).filter((key) => !(key in fields) && !(key in documented));
  return [
    ...undocumented.map((key) => `${at}.${key}: not documented`),
    ...Object.entries(documented).flatMap(([key, value]) =>
      differences(value, mine[key], fields[key]?.children ?? {}, `${at}.${key}`),
    ),
  ];
}

/** Messages are the vendor's words with our values in them. */
const words = (message: Tree | undefined): string =>
  String(message)
    .trim()
    .replace(/WebKey [0-9a-f]+/, 'WebKey <key>')
    .replace(/\b(SIP|IAX2|Local)\/[^\s,"]+/g, '<channel>')
    .replace(/\b\d{3,}\b/g, '<number>')
    .replace('splited', 'splitted');

const named = (list: readonly Vector[]) =>
  list.map((vector) => [`${vector.endpoint} ${vector.format}`, vector] as const);
const chosen = (outcome: Vector['outcome']) => vectors.filter((vector) => vector.outcome === outcome);

test('there is a documented success and failure of every endpoint', () => {
  const covered = (outcome: Vector['outcome']) => new Set(chosen(outcome).map((vector) => vector.endpoint));
  expect([covered('success'), covered('failure')]).toEqual([new Set(endpointNames), new Set(endpointNames)]);
});

describe('answers in the documented shape', () => {
  test.each(named(chosen('success')))('%s', async (_, { endpoint, format, query, body }) => {
    const args = (await successArgs[endpoint]?.()) ?? query;
    const ours = read(await platform.text(endpoint, { ...args, ...(format === 'json' && { json: '2' }) }), format);
    const theirs = read(body, format);
    const { fields, dynamic } = endpointOf(endpoint);
    const told = dynamic
      ? Object.values((ours.data as readonly Record<string, Tree>[])[0] ?? {}).every(
          (value) => typeof value === 'string',
        )
      : differences(theirs.data as Tree, ours.data, fields, endpoint);
    expect([Number(ours.errcode), ours.message === null ? null : words(ours.message), told]).toEqual([
      0,
      theirs.message === null ? null : words(theirs.message),
      dynamic ? true : [],
    ]);
  });
});

/** What makes each documented refusal happen. 9999 and 9002 are made by key and by leaving the named one out. */
const failureArgs: Partial<Record<EndpointName, (message: string) => Query>> = {
  ctigetdevice: () => ({ device: '7777' }),
  ctigetuser: () => ({ user: '7777' }),
  ctibinddevice: () => ({ extension: '8003', device: '2011' }),
  ctisplitdevice: () => ({ extension: '2011', device: '2011' }),
  ctiqueueadd: () => ({ queue: '777', interface: 'SIP/2012' }),
  ctiqueueremove: (message) => ({ queue: message.includes('Not there') ? '91' : '777', interface: 'SIP/2012' }),
  ctiqueuepause: () => ({ queue: '90', interface: 'SIP/7777', paused: '1' }),
  ctioriginate: () => ({
    channel: `SIP/${floor.busyPhone()}`,
    exten: '2012',
    context: 'from-internal',
    callerid: '2011',
    variable: 'A=1',
    priority: '1',
  }),
  ctiunpark: () => ({ channel: `SIP/${floor.busyPhone()}`, parklot: floor.lot() }),
  ctipickup: () => {
    floor.ring('2014');
    return { channel: `SIP/${floor.busyPhone()}`, pickupexten: '2014', callerid: '2015' };
  },
  ctifeaturecode: () => ({ channel: floor.talk().agent, code: 'none' }),
  ctifeaturename: () => ({ channel: floor.talk().agent, name: 'none' }),
  getarea: () => ({ phoneno: '7777' }),
  getareas: () => ({ phoneno: '7777,8888' }),
};
const extensionRefusals = /^cti[gs]et(dnd|cf|cnd)/;

/** The documents contradict themselves here; we answer the code of the other printed example. */
const otherCode: Readonly<Record<string, number>> = { 'ctisetvars xml': 1411 };

describe('refuses in the documented words', () => {
  test.each(named(chosen('failure')))('%s', async (name, { endpoint, format, query, body }) => {
    const theirs = read(body, format);
    const code = Number(theirs.errcode);
    const missing = /need variable "(\w+)"/.exec(String(theirs.message))?.[1];
    const args: Query = { ...query, ...(failureArgs[endpoint]?.(String(theirs.message)) ?? {}) };
    if (missing) delete args[missing];
    if (code === 9004 && extensionRefusals.test(endpoint)) args.extension = '7777';
    if (code === 9999) args.webkey = '8b23e66d7308632515537b78e7824162';
    if (format === 'json') args.json = '2';
    const ours = read(await platform.whilePassing(platform.text(endpoint, args)), format);
    expect([
      Number(ours.errcode),
      words(ours.message),
      isEmpty(theirs.data as Tree) ? isEmpty(ours.data as Tree) : kind(ours.data),
    ]).toEqual([otherCode[name] ?? code, words(theirs.message), isEmpty(theirs.data as Tree) ? true : 'list']);
  });
});
