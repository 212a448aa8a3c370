import { expect, test } from 'vitest';
import type { Endpoint, Field, Param } from './catalogue';
import { causeText, causeWords, queueEvents } from './codes';
import { type Args, endpointNames, endpointOf, families, type Row } from './index';
import { type Vector, vectors } from './vectors';

const every = endpointNames.map((name) => ({ name, ...endpointOf(name) }));
const chapterOf = ({ section }: Pick<Endpoint, 'section'>): string => section.split('.')[0] ?? '';
const upTo = (chapter: number, first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${chapter}.${first + index}`);
const repeated = (list: readonly string[]): readonly string[] =>
  list.filter((each, index) => list.indexOf(each) !== index);

const params = every.flatMap(({ name, params: own, ...endpoint }) =>
  Object.entries(own).map(([param, told]) => ({ at: `${name}?${param}`, param, told: told as Param, own, endpoint })),
);

/** Every field of every endpoint, however deep, with its path. */
const fieldsBelow = (fields: Readonly<Record<string, Field>>, at: string): readonly (readonly [string, Field])[] =>
  Object.entries(fields).flatMap(([key, field]) => [
    [`${at}.${key}`, field] as const,
    ...fieldsBelow(field.children ?? {}, `${at}.${key}`),
  ]);
const fields = every.flatMap(({ name, fields: own }) => fieldsBelow(own, name));

/** Sections without a single example in print: a form for a browser, and an upload. */
const withoutExamples: ReadonlySet<string> = new Set(['integratedlogin', 'putrecordings']);

test('the whole document is here: 205 endpoints, 143 + 1 + 32 + 29, every section once', () => {
  const chapters = every.map(chapterOf);
  const count = (chapter: string) => chapters.filter((each) => each === chapter).length;
  expect([every.length, count('4'), count('5'), count('7'), count('8')]).toEqual([205, 143, 1, 32, 29]);
  // §4.66 and §4.133 are one endpoint; 8.1 is a table of settings.
  const sections = every.flatMap(({ section }) => section.split(', '));
  expect([...sections].sort()).toEqual([...upTo(4, 1, 144), '5', ...upTo(7, 1, 32), ...upTo(8, 2, 30)].sort());
  expect(endpointOf('getrecordings').section.split(', ').sort()).toEqual(['4.133', '4.66']);
});

test('every endpoint belongs to one family, and no name is used twice', () => {
  const names = Object.values(families).flatMap((family) => Object.keys(family));
  expect([repeated(names), [...names].sort()]).toEqual([[], [...endpointNames].sort()]);
});

test('no path, printed or guessed, stands for two endpoints', () => {
  const paths = every.flatMap(({ path, otherPaths = [] }) => [path, ...otherPaths]);
  expect(repeated(paths)).toEqual([]);
  expect(paths.filter((path) => !/^(webservice2(\/[a-z]+)?|admin)\/[a-z.]+\.php$/.test(path))).toEqual([]);
  // A form has no name of its own in the document.
  expect(every.filter(({ name, path }) => !path.endsWith(`/${name}.php`)).map(({ name }) => name)).toEqual([
    'integratedlogin',
  ]);
});

test('every purpose is said in English and Chinese, each in words of its own', () => {
  const wrong = every.filter(
    ({ purpose: { en, zh } }) => !/^[A-Z][\x20-\x7e]{5,110}[^.\s]$/.test(en) || !/\p{Script=Han}{2}/u.test(zh),
  );
  expect(wrong.map(({ name, purpose }) => [name, purpose])).toEqual([]);
  expect(repeated(every.map(({ purpose }) => purpose.en))).toEqual([]);
  expect(repeated(every.map(({ purpose }) => purpose.zh))).toEqual([]);
  const abouts = params.flatMap(({ at, told: { about } }) => (about ? [{ at, about }] : []));
  expect(abouts.filter(({ about: { en, zh } }) => !/[a-z]/.test(en) || !/\p{Script=Han}/u.test(zh))).toEqual([]);
});

test('nothing that changes something, and no file, is ever repeated by itself', () => {
  const once = every.filter(({ mutates, envelope }) => mutates || envelope === 'binary' || envelope === 'text');
  expect(once.filter(({ retry }) => retry).map(({ name }) => name)).toEqual([]);
});

test('what waits says in which unit', () => {
  const waiting = every.filter(({ pace }) => pace === 'waits');
  expect(waiting.map(({ name, params: { timeout } }) => [name, timeout?.type, timeout?.unit])).toEqual([
    ['ctioriginate', 'int', 'ms'],
    ['ctipickup', 'int', 'ms'],
    ['ctigetchanneldetail', 'int', 's'],
    ['ctioriginatetts', 'int', 'ms'],
    ['ctiwaitcalldata', 'int', 's'],
    ['ctiwaitauth', 'int', 's'],
  ]);
});

test('every parameter that names others, and every default, fits its endpoint', () => {
  const fits = ({ type, values, max }: Param, value: string): boolean =>
    values ? values.includes(value) : type !== 'int' || (/^\d+$/.test(value) && Number(value) <= (max ?? Infinity));
  const faults = params.filter(({ param, told, own }) => {
    const { unless, when = {}, values, default: fallback, type, required, max } = told;
    const conditions = Object.entries(when);
    const strangers = conditions.filter(
      ([other, wanted]) =>
        other === param || !(other in own) || wanted.length === 0 || wanted.some((value) => !takes(own[other], value)),
    );
    return (
      strangers.length > 0 ||
      (unless !== undefined && (unless === param || !(unless in own))) ||
      // The platform asks for what is `required` and then looks whether it is excused.
      (unless !== undefined && !required) ||
      (type === 'enum' && (values ?? []).length === 0) ||
      repeated(values ?? []).length > 0 ||
      (fallback !== undefined && !fits(told, fallback)) ||
      (max !== undefined && type !== 'int' && type !== 'string')
    );
  });
  expect(faults.map(({ at }) => at)).toEqual([]);
});
const takes = (param: Param | undefined, value: string): boolean =>
  param?.values?.includes(param.caseless ? value.toUpperCase() : value) ?? true;

test('spellings of one table never stand for two names', () => {
  const faults = [
    ...every.map(({ name, params: own }) => [name, own] as const),
    ...every.map(({ name, fields: own }) => [name, own] as const),
  ].filter(([, table]) => repeated(Object.entries(table).flatMap(([key, { aliases = [] }]) => [key, ...aliases]))[0]);
  expect(faults.map(([name]) => name)).toEqual([]);
});

test('passwords are secrets, and a secret never gets into a URL', () => {
  const called = params.filter(({ param }) => /pass|pwd|secret/i.test(param));
  const secrets = params.filter(({ told }) => told.secret);
  expect(called.filter(({ told }) => !told.secret).map(({ at }) => at)).toEqual([]);
  expect(secrets.length).toBeGreaterThan(0);
  expect(
    secrets
      .filter(({ told }) => told.inUrl || told.default !== undefined || told.values || told.aliases)
      .map(({ at }) => at),
  ).toEqual([]);
  // Only a posted form chooses its page in the URL, and it has its secret in the body.
  expect(params.filter(({ told }) => told.inUrl).map(({ at, endpoint }) => [at, endpoint.method])).toEqual([
    ['integratedlogin?type', 'POST'],
    ['integratedlogin?display', 'POST'],
  ]);
});

test('a password in an answer is marked as one', () => {
  const called = every.flatMap(({ name, fields }) =>
    Object.entries(fields).flatMap(([field, told]) =>
      told.secret || /pass|pwd|secret/i.test(field) ? [[`${name}.${field}`, told.secret]] : [],
    ),
  );
  expect(called).toEqual([['getspecialagent.agentpassword', true]]);
});

test('files are sent in forms of parts, and such forms carry a file', () => {
  const withFile = params.filter(({ told }) => told.type === 'file').map(({ at }) => at);
  const inParts = every.filter(({ method }) => method === 'multipart').map(({ name }) => name);
  expect([withFile, inParts]).toEqual([['putrecordings?ivrfile'], ['putrecordings']]);
});

test('envelopes have the fields they need, lists have rows, refusals are told once', () => {
  const rowless = (envelope: Endpoint['envelope']) => envelope !== 'items' && envelope !== 'object';
  const faults = every.filter(
    ({ envelope, fields: own, dynamic, errors }) =>
      rowless(envelope) !== (Object.keys(own).length === 0 && !dynamic) ||
      repeated(errors.map(({ code, message }) => `${code} ${message}`)).length > 0 ||
      errors.some(({ code, message }) => code <= 0 || message.trim() !== message || /[{}]/.test(message)),
  );
  expect(faults.map(({ name }) => name)).toEqual([]);
  const refuses = (code: number) => every.filter(({ errors }) => errors.some((error) => error.code === code));
  const asking = every.filter(({ params: own }) => Object.values(own).some(({ required }) => required));
  // The answer to a wrong login is a page.
  const byEnvelope = (list: typeof every) => list.map(({ name }) => name).filter((name) => name !== 'integratedlogin');
  expect(byEnvelope(refuses(9999))).toEqual(byEnvelope(every));
  expect(byEnvelope(refuses(9002))).toEqual(byEnvelope(asking));
  const broken = fields.filter(
    ([, { type, children, values, bare }]) =>
      (type === 'list') !== (children !== undefined) || (type === 'enum' && !values) || (type === 'list' && bare),
  );
  expect(broken.map(([at]) => at)).toEqual([]);
});

test('every endpoint has examples, but for the two that the document shows none of', () => {
  const shown: ReadonlySet<string> = new Set(vectors.map(({ endpoint }) => endpoint));
  expect(new Set(endpointNames.filter((name) => !shown.has(name)))).toEqual(withoutExamples);
});

/** What a field is called in the catalogue, by any spelling that is read. */
function named(own: Readonly<Record<string, Field>>, spelling: string): readonly [string, Field] | undefined {
  const wanted = spelling.toLowerCase();
  return Object.entries(own).find(([name, { aliases = [] }]) =>
    [name, ...aliases].some((each) => each.toLowerCase() === wanted),
  );
}

/** Every scalar of the rows with its field, and the names that the catalogue does not know, however deep. */
type Leaf = { readonly at: string; readonly field: Field | undefined; readonly value: unknown };
function leaves(row: unknown, own: Readonly<Record<string, Field>>, at: string): readonly Leaf[] {
  if (Array.isArray(row)) return row.flatMap((each) => leaves(each, own, at));
  if (typeof row !== 'object' || row === null) return [];
  return Object.entries(row).flatMap(([key, value]): readonly Leaf[] => {
    const [name, field] = named(own, key) ?? [key, undefined];
    if (!field) return [{ at: `${at}.${name}`, field, value }];
    return field.type === 'list'
      ? leaves(value, field.children ?? {}, `${at}.${name}`)
      : [{ at: `${at}.${name}`, field, value }];
  });
}
/** Rows that stand one level deeper (§4.125). */
const rowsIn = (data: unknown, inside: string | undefined): unknown =>
  inside === undefined || !Array.isArray(data)
    ? data
    : data.map((row: Readonly<Record<string, unknown>>) => row[inside]);
const read = ({ body }: Vector) => JSON.parse(body) as { errcode: number; data: unknown };
const json = vectors.filter(({ format }) => format === 'json');
/** Rows of every answer without a refusal; one engine says its failures in them (§4.143). */
const printed = json
  .filter(({ endpoint }) => !endpointOf(endpoint).dynamic)
  .map((vector) => ({ endpoint: vector.endpoint, ...read(vector) }))
  .filter(({ errcode }) => errcode === 0)
  .flatMap(({ endpoint, data }) =>
    leaves(rowsIn(data, endpointOf(endpoint).inside), endpointOf(endpoint).fields, endpoint),
  );

test('the documented examples use no parameter, field or refusal that the catalogue does not have', () => {
  const askedFor = vectors.flatMap(({ endpoint, query }) =>
    Object.keys(query)
      .filter((name) => !(name in endpointOf(endpoint).params))
      .map((name) => `${endpoint}?${name}`),
  );
  const refused = vectors.flatMap(({ endpoint, format, body }) => {
    const code = format === 'json' ? (JSON.parse(body) as { errcode: number }).errcode : codeOf(body);
    const known = code === 0 || endpointOf(endpoint).errors.some((error) => error.code === code);
    return known ? [] : [`${endpoint}: ${code}`];
  });
  const unknown = printed.filter(({ field }) => !field).map(({ at }) => at);
  expect([askedFor, refused, unknown]).toEqual([[], [], []]);
});
const codeOf = (xml: string): number => Number(/<errcode>\s*(\d+)\s*<\/errcode>/.exec(xml)?.[1]);

test('the documented examples use no value that a closed list does not have', () => {
  const asked = vectors.flatMap(({ endpoint, query }) =>
    Object.entries(query)
      .filter(([name, value]) => !takes(endpointOf(endpoint).params[name], value))
      .map(([name, value]) => `${endpoint}?${name}=${value}`),
  );
  const answered = printed
    .filter(({ field, value }) => field?.values && value !== '' && value !== null)
    .filter(({ field, value }) => !field?.values?.includes(String(value)))
    .map(({ at, value }) => `${at}=${value}`);
  expect([...new Set([...asked, ...answered])]).toEqual([]);
});

test('fields of numbers and times hold nothing else in the examples', () => {
  const shapes: Partial<Record<Field['type'], RegExp>> = {
    int: /^-?\d+$/,
    float: /^-?\d+(\.\d+)?$/,
    datetime: /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/,
  };
  const wrong = printed.filter(
    ({ field, value }) => field && value !== '' && value !== null && shapes[field.type]?.test(String(value)) === false,
  );
  expect([...new Set(wrong.map(({ at, value }) => `${at}=${value}`))]).toEqual([]);
});

test('the successful examples of chapter 4 give everything that is required', () => {
  const given = (query: Vector['query'], param: string) => (query[param] ?? '') !== '';
  const missing = vectors
    .filter(({ outcome, endpoint }) => outcome === 'success' && chapterOf(endpointOf(endpoint)) === '4')
    .flatMap(({ endpoint, format, query }) =>
      Object.entries(endpointOf(endpoint).params)
        .filter(([name, { required, unless, when, empty }]) => {
          const asked = Object.entries(when ?? {}).every(([other, values]) => values.includes(query[other] ?? ''));
          const excused = !asked || (unless !== undefined && given(query, unless));
          return required && !excused && !given(query, name) && !(empty && name in query);
        })
        .map(([name]) => `${endpoint}?${name} (${format})`),
    );
  expect(missing).toEqual([]);
});

test('fields that the examples print without quotes are marked, and no others that they print', () => {
  const numbers = printed.filter(({ value }) => typeof value === 'number').map(({ at }) => at);
  // Null and what no example shows say nothing: there a twin decides (days and weeks, inbox and outbox).
  const shown = new Set(printed.filter(({ value }) => value !== null).map(({ at }) => at));
  const bare = fields.filter(([at, field]) => field.bare && shown.has(at)).map(([at]) => at);
  expect([...new Set(bare)].sort()).toEqual([...new Set(numbers)].sort());
});

test('arguments and rows are typed by the table', () => {
  const pause: Args<'ctiqueuepause'> = { queue: '90', interface: 'SIP/2011', paused: 3 };
  const dial: Args<'ctioriginate'> = { channel: 'SIP/2011', callerid: '1', variable: '', application: 'MeetMe' };
  // @ts-expect-error 2 is no value of withdetail
  const detail: Args<'getpopupscreen'> = { withdetail: '2' };
  // @ts-expect-error a folder of the mailbox is one of twelve
  const box: Args<'getmsglist'> = { msgbox: '2011', msgdir: 'inbox' };
  // @ts-expect-error a message has a text
  const message: Args<'sendsms'> = { number: '13800138000' };
  const outbox: Args<'getsendsms'> = { processed: '-1', idcmp: 'g', id: 26 };
  const login: Args<'integratedlogin'> = { frienduser: 'admin', friendpass: 'x', type: 'setup', display: 'ivr' };
  const member: Pick<Row<'getqueuemember'>, 'paused' | 'agent'> = { paused: 3, agent: 'SIP/2011' };
  const said: Row<'getccsalist'>['contents'][number] = { cid: 57, result: '您好', begin_time: 4240, role: 'agent' };
  const log: Pick<Row<'getqueueloglist'>, 'queuestart' | 'event'> = { queuestart: 0, event: 'PAUSE' };
  expect([pause.paused, dial.channel, detail.withdetail, box.msgdir, message.number, member.paused]).toEqual([
    3,
    'SIP/2011',
    '2',
    'inbox',
    '13800138000',
    3,
  ]);
  expect([outbox.processed, login.display, said.begin_time, log.event]).toEqual(['-1', 'ivr', 4240, 'PAUSE']);
});

test('causes and queue events have their words', () => {
  expect([causeText(0), causeText(17), causeText(63), causeWords(63).en]).toEqual(['', 'USER_BUSY', '63', 'Cause 63']);
  expect(Object.entries(queueEvents).filter(([, { args }]) => args.length > 5)).toEqual([]);
});
