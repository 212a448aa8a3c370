import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeEach, expect, type TestContext } from 'vitest';
import { covers, differenceOf, differences, reasons } from './differences';
import { asteriskVersion, SharedExchange, whyNotRun } from './exchange';
import { type Office, openOffice, type Workplace } from './office';

/** Opens offices for one file and, after each test, sees that nothing of them is left: no timer, no socket, no request. */
export function offices(): (...given: Parameters<typeof openOffice>) => Promise<Office> {
  const open: Office[] = [];
  const version = asteriskVersion();
  const shared = new SharedExchange();
  skipsDifferences();
  afterEach(async () => {
    const left: number[] = [];
    for (const office of open.splice(0)) {
      await office.close();
      left.push(office.time.clock.pending);
    }
    const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
    // A closed socket leaves the list a few turns later.
    for (let turns = 0; sockets() > 0 && turns < 1_000; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect({ timers: left.filter((count) => count > 0), sockets: sockets() }).toEqual({ timers: [], sockets: 0 });
  });
  afterAll(() => shared.close());
  return async (options) => {
    const office = await openOffice(options, version && (await shared.fresh(version)));
    open.push(office);
    return office;
  };
}

/** Skips what an exchange of the chosen kind cannot show, with its reason; sees that no entry of this file is stale. */
export function skipsDifferences(): void {
  const version = asteriskVersion();
  beforeEach((context) => {
    stale(context);
    if (version === null) return;
    const why = whyNotRun();
    if (why !== '') context.skip(why);
    const { file, flow } = placeOf(context);
    const difference = differenceOf(file, flow, version);
    if (difference) context.skip(reasons[difference.reason].en);
  });
}

const placeOf = ({ task }: TestContext): { readonly file: string; readonly flow: string } => {
  const groups: string[] = [];
  for (let at = task.suite; at; at = at.suite) groups.unshift(at.name);
  return { file: path.basename(task.file.filepath), flow: [...groups, task.name].join(' > ') };
};

/** An entry of this file that no flow of it has. */
function stale({ task }: TestContext): void {
  const file = path.basename(task.file.filepath);
  const own = differences.filter((one) => one.file === file);
  if (own.length === 0) return;
  const names = namesIn(task.file.tasks, []);
  expect(own.filter((one) => !names.some((name) => covers(one, name)))).toEqual([]);
}

interface Branch {
  readonly name: string;
  readonly tasks?: readonly Branch[];
}
const namesIn = (tasks: readonly Branch[], groups: readonly string[]): readonly string[] =>
  tasks.flatMap((one) => (one.tasks ? namesIn(one.tasks, [...groups, one.name]) : [[...groups, one.name].join(' > ')]));

/**
 * What is so now; before real telephones it may take them a moment, as long as a telephone takes to do what it is told.
 */
export async function shortly<T>(office: Office, read: () => T, wanted: T): Promise<void> {
  await office.time.until(() => isDeepStrictEqual(read(), wanted), office.traits.phoneSeconds);
  expect(read()).toEqual(wanted);
}

/** A caller of queue 90 whom the agent of a desk that is seated there has answered. */
export async function talking(
  office: Office,
  desk: Workplace,
): Promise<{ readonly caller: ReturnType<Office['scenario']['callerRings']>; readonly callId: string }> {
  const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  const { id } = await desk.card('ringing');
  must(await desk.call('call.answer', { callId: id }));
  await desk.card('talking');
  return { caller, callId: id };
}

/** The value of a success; a failure ends the test with its words. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
