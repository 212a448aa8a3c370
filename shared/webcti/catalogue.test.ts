import { expect, test } from 'vitest';
import type { Field } from './catalogue';
import { causeText, causeWords, queueEvents } from './codes';
import { type Args, endpointNames, endpointOf, type Row } from './index';
import { vectors } from './vectors';

const every = endpointNames.map((name) => ({ name, ...endpointOf(name) }));

test('no path, printed or guessed, stands for two endpoints', () => {
  const paths = every.flatMap(({ path, otherPaths = [] }) => [path, ...otherPaths]);
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  expect(every.filter(({ name, path }) => !path.endsWith(`/${name}.php`))).toEqual([]);
});

test('nothing that changes something is ever repeated by itself', () => {
  expect(every.filter(({ mutates, retry }) => mutates && retry)).toEqual([]);
});

test('every parameter that names another, and every default, is one of the endpoint', () => {
  const faults = every.flatMap(({ name, params }) =>
    Object.entries(params)
      .filter(
        ([, { unless, values, default: fallback }]) =>
          (unless !== undefined && !(unless in params)) ||
          (values !== undefined && fallback !== undefined && !values.includes(fallback)),
      )
      .map(([param]) => `${name}.${param}`),
  );
  expect(faults).toEqual([]);
});

/** Names of a row that the catalogue does not know, however deep. */
const strangers = (row: unknown, fields: Readonly<Record<string, Field>>, at: string): string[] => {
  if (Array.isArray(row)) return row.flatMap((each) => strangers(each, fields, at));
  if (typeof row !== 'object' || row === null) return [];
  return Object.entries(row).flatMap(([key, value]) => {
    const field = fields[key];
    return field ? strangers(value, field.children ?? {}, `${at}.${key}`) : [`${at}.${key}`];
  });
};

test('the documented examples use no parameter, field or refusal that the catalogue does not have', () => {
  const found = vectors.flatMap(({ endpoint, format, outcome, query, body }) => {
    const { params, fields, dynamic, errors } = endpointOf(endpoint);
    const unknown = Object.keys(query)
      .filter((name) => !(name in params))
      .map((name) => `${endpoint}?${name}`);
    if (format === 'xml') return unknown;
    const { errcode, data } = JSON.parse(body) as { errcode: number; data: unknown };
    if (outcome === 'success') return dynamic ? unknown : [...unknown, ...strangers(data, fields, endpoint)];
    return errors.some(({ code }) => code === errcode) ? unknown : [...unknown, `${endpoint}: ${errcode}`];
  });
  expect(found).toEqual([]);
});

test('fields that the examples print without quotes are marked, and no others', () => {
  const bare = (fields: Readonly<Record<string, Field>>, at: string): string[] =>
    Object.entries(fields).flatMap(([key, field]) => [
      ...(field.bare ? [`${at}.${key}`] : []),
      ...bare(field.children ?? {}, `${at}.${key}`),
    ]);
  const numbers = (row: unknown, at: string): string[] => {
    if (Array.isArray(row)) return row.flatMap((each) => numbers(each, at));
    if (typeof row === 'number') return [at];
    if (typeof row !== 'object' || row === null) return [];
    return Object.entries(row).flatMap(([key, value]) => numbers(value, `${at}.${key}`));
  };
  const printed = vectors
    .filter(({ format, outcome }) => format === 'json' && outcome === 'success')
    .flatMap(({ endpoint, body }) => numbers(JSON.parse(body).data, endpoint));
  expect(new Set(every.flatMap(({ name, fields }) => bare(fields, name)))).toEqual(new Set(printed));
});

test('arguments and rows are typed by the table', () => {
  const pause: Args<'ctiqueuepause'> = { queue: '90', interface: 'SIP/2011', paused: 3 };
  const dial: Args<'ctioriginate'> = { channel: 'SIP/2011', callerid: '1', variable: '', application: 'MeetMe' };
  // @ts-expect-error 2 is no value of withdetail
  const detail: Args<'getpopupscreen'> = { withdetail: '2' };
  const member: Pick<Row<'getqueuemember'>, 'paused' | 'agent'> = { paused: 3, agent: 'SIP/2011' };
  expect([pause.paused, dial.channel, detail.withdetail, member.paused]).toEqual([3, 'SIP/2011', '2', 3]);
});

test('causes and queue events have their words', () => {
  expect([causeText(0), causeText(17), causeText(63), causeWords(63).en]).toEqual(['', 'USER_BUSY', '63', 'Cause 63']);
  expect(Object.entries(queueEvents).filter(([, { args }]) => args.length > 5)).toEqual([]);
});
