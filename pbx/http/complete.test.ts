import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EndpointName, endpointNames, endpointOf } from '../../shared/webcti';
import type { Param } from '../../shared/webcti/catalogue';
import { vectors } from '../../shared/webcti/vectors';
import { openStore } from '../store/store';
import { type AnsweredName, answeredNames, handlers } from './handlers';
import type { FileReply, HandlerContext, Reply } from './handlers/handler';
import { noMoment } from './moment';
import { checkParameters } from './parameters';
import { wavFile } from './test-messages';
import { startTestPlatform, type TestPlatform } from './test-platform';
import type { Upload } from './uploads';

/** Served by `admin/mount.ts`: a page for a person's browser, not an answer to a program. */
const elsewhere: readonly EndpointName[] = ['integratedlogin'];

/** Endpoints whose answer is the same on every platform at every moment, each with its reason. */
const stateless: Partial<Record<EndpointName, string>> = {
  about: 'says what program answers',
  ctigetdatetime: 'says what the clock says',
};

/** Notes each value that is read of a part and each method that is called, however deep. */
function watched<T extends object>(part: T, name: string, used: string[]): T {
  return new Proxy(part, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      const at = `${name}.${String(key)}`;
      if (typeof value === 'function') {
        return (...args: unknown[]) => {
          used.push(at);
          return value.apply(target, args);
        };
      }
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return watched(value, at, used);
      used.push(at);
      return value;
    },
  });
}

/** What the handlers of a running platform are given. */
async function contextOf(platform: TestPlatform): Promise<HandlerContext> {
  const spy = vi.spyOn(handlers, 'about');
  await platform.ask('about');
  const [context] = spy.mock.calls.map(([, given]) => given);
  spy.mockRestore();
  if (!context) throw new Error('about was not asked');
  return context;
}

type Loose = (
  args: Readonly<Record<string, string>>,
  context: HandlerContext,
  uploads: ReadonlyMap<string, Upload>,
) => Reply | FileReply | Promise<Reply | FileReply>;

/** Where the example cannot be taken at its word: plain text where base64 is asked for. */
const corrected: Partial<Record<EndpointName, Readonly<Record<string, string>>>> = { sendsms: { text: 'aGVsbG8=' } };

const sampleOf = ({ type, values }: Param): string =>
  values?.[0] ?? (type === 'file' ? 'new.wav' : type === 'date' ? '2026-03-02' : '1');

/** The documented example of an endpoint, with what its own section asks for and the example leaves out. */
function exampleOf(name: EndpointName): Readonly<Record<string, string>> {
  const { params, errors } = endpointOf(name);
  const example = vectors.find((vector) => vector.endpoint === name && vector.outcome === 'success');
  const query = new Map(Object.entries({ ...example?.query, ...corrected[name] }));
  for (;;) {
    const checked = checkParameters(params, query, errors);
    if (checked.ok) return checked.args;
    const missing = /need variable "?(\w+)"?/.exec(checked.reply.message ?? '')?.[1] ?? '';
    const param = params[missing];
    if (!param || query.has(missing)) throw new Error(`${name}: ${checked.reply.message}`);
    query.set(missing, sampleOf(param));
  }
}

describe('each endpoint of the catalogue', () => {
  let platform: TestPlatform;
  let context: HandlerContext;
  beforeAll(async () => {
    platform = await startTestPlatform();
    context = await contextOf(platform);
  });
  afterAll(() => platform.close());

  /** What a handler used of the platform while it answered its example. */
  async function usedBy(handler: Loose, args: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const used: string[] = [];
    const parts = Object.entries(context).map(([name, part]) => [
      name,
      typeof part === 'object' && part !== null && !Array.isArray(part) ? watched(part, name, used) : part,
    ]);
    // What was worked out before would hide where it came from.
    const spied = { ...(Object.fromEntries(parts) as HandlerContext), moment: noMoment };
    const sound: Upload = { name: 'new.wav', bytes: wavFile() };
    const uploads = new Map([['ivrfile', sound]]);
    let over = false;
    const answered = Promise.resolve(handler(args, spied, uploads)).finally(() => {
      over = true;
    });
    for (let turn = 0; !over && turn < 10_000; turn += 1) {
      await Promise.resolve();
      platform.clock.advance(100);
    }
    await answered;
    return used;
  }

  test('has a handler, and nothing has one that is not in the catalogue', () => {
    const missing = endpointNames.filter((name) => !elsewhere.includes(name) && !Object.hasOwn(handlers, name));
    const unknown = answeredNames.filter((name) => !endpointNames.includes(name));
    expect([endpointNames.length, missing, unknown]).toEqual([205, [], []]);
  });

  test('asks or changes the platform when it answers, but for those that have nothing to ask', async () => {
    const deaf: string[] = [];
    for (const name of answeredNames) {
      const used = await usedBy(handlers[name as AnsweredName] as unknown as Loose, exampleOf(name));
      if (used.length === 0) deaf.push(name);
    }
    expect(deaf.sort()).toEqual(Object.keys(stateless).sort());
  }, 20_000);

  test('would be found out if it answered from nowhere', async () => {
    const made = await usedBy(() => ({ errcode: 0, message: 'SUCCESS', rows: [] }), {});
    const real = await usedBy(handlers.getusers as unknown as Loose, {});
    expect([made, real.length > 0]).toEqual([[], true]);
  });
});

test('the drawing of the store names each of its tables and its columns, and no other', () => {
  const drawing = readFileSync(path.join(import.meta.dirname, '../../docs/platform-schema.md'), 'utf8');
  const drawn = new Map<string, string>();
  for (const [, name = '', columns = ''] of drawing.matchAll(/^\| `([a-z_]+)` \|([^|]*)\|/gm)) {
    drawn.set(name, columns);
  }
  const store = openStore();
  const tables = store.database
    .all<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .map(({ name }) => name);
  const columnsOf = (table: string): readonly string[] =>
    store.database.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', table).map(({ name }) => name);
  /** `file (unique), kind (call, conference)` names file and kind; a number of a row needs no word. */
  const told = (text: string): readonly string[] =>
    text
      .replace(/\([^)]*\)/g, '')
      .split(/[,;:]/)
      .map((part) => part.replace(/`/g, '').trim())
      .filter((part) => /^[a-z][a-z0-9_]*$/.test(part) && part !== 'id');
  const undrawn = tables.filter((table) => !drawn.has(table));
  const invented = [...drawn.keys()].filter((table) => !tables.includes(table));
  const stale = [...drawn].flatMap(([table, text]) =>
    told(text)
      .filter((column) => !columnsOf(table).includes(column))
      .map((column) => `${table}.${column}`),
  );
  store.close();
  expect({ undrawn, invented, stale }).toEqual({ undrawn: [], invented: [], stale: [] });
});
