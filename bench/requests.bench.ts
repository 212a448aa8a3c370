import type { Desk } from '../electron/desk/desk';
import type { Platform } from '../pbx/http/platform';
import { startPlatform } from '../pbx/http/start';
import { rowTopics, singleTopics, type Topic } from '../shared/bridge/topics';
import { openDesk, signIn } from './support/desk';
import { sleep, wallClock } from './support/wall';
import type { Table } from './table';

export const title = 'Requests';
export const notes =
  'Requests a second as the platform counts them, 120 s of wall clock for each state with every agent panel open ' +
  '(extensions, queue figures, parks, settings: the dearest screen an agent can have; the workspace alone asks for ' +
  'fewer). Each state has a platform and a desk of its own; all run side by side. The states that a person changes by ' +
  'command begin 4 s before the count.';

const seconds = 120;
const panels: readonly Topic[] = [...singleTopics, ...rowTopics].filter((topic) => topic !== 'agents');

interface State {
  readonly name: string;
  readonly budget: string;
  readonly topics?: readonly Topic[];
  /** The platform says by itself when there is something new. */
  readonly push?: true;
  /** Answers when the state has been reached. */
  enter(platform: Platform, desk: Desk): Promise<void>;
}

const ring = (platform: Platform) =>
  platform.scenario.callerRings({ from: '13800138000', name: '李娜', to: { extension: '2011' } });

/** Rings again when the first caller was given up on. */
function ringsOn(platform: Platform): void {
  ring(platform);
  const stop = platform.engine.onChange(() => {
    if (platform.engine.channels().every(({ hungUpAt }) => hungUpAt !== null)) {
      stop();
      wallClock.after(50, () => ringsOn(platform));
    }
  });
}

const states: readonly State[] = [
  { name: 'ready, no call', budget: '1.5', enter: async () => {} },
  { name: 'ringing', budget: '4', enter: async (platform) => ringsOn(platform) },
  {
    name: 'in a call',
    budget: '4',
    enter: async (platform) => {
      ring(platform);
      wallClock.after(1_000, () => platform.scenario.answers('2011'));
    },
  },
  {
    name: 'paused',
    budget: '0.3',
    enter: async (_, desk) => {
      const paused = await desk.dispatch('seat.pause', { reason: 2 });
      if (!paused.ok) throw new Error(`pause: ${paused.error.message}`);
    },
  },
  { name: 'locked', budget: '0.3', enter: async (_, desk) => desk.locked(true) },
  { name: 'wallboard open, ready', budget: '–', topics: [...panels, 'agents'], enter: async () => {} },
  { name: 'ready, no call, with push', budget: '1.5', push: true, enter: async () => {} },
  {
    name: 'in a call, with push',
    budget: '4',
    push: true,
    enter: async (platform) => {
      ring(platform);
      wallClock.after(1_000, () => platform.scenario.answers('2011'));
    },
  },
];

const wait = 4_000;

async function measure(state: State): Promise<readonly (string | number)[]> {
  const platform = await startPlatform({ key: 'bench', ...(!state.push && { push: false }) });
  const desk = await openDesk({ address: platform.address, key: 'bench', clock: wallClock });
  const stop = desk.subscribe(state.topics ?? panels, () => {});
  await signIn(desk, '2011', ['90', '91']);
  // The first facts tell the desk which queues it is in; before them a pause is refused.
  await sleep(1_000);
  await state.enter(platform, desk);
  await sleep(wait);
  const before = new Map(platform.requests);
  const from = performance.now();
  await sleep(seconds * 1000);
  const passed = (performance.now() - from) / 1000;
  const split = [...platform.requests]
    .map(([name, count]) => ({ name, rate: (count - (before.get(name) ?? 0)) / passed }))
    .filter(({ rate }) => rate > 0)
    .sort((a, b) => b.rate - a.rate);
  stop();
  await desk.close();
  await platform.close();
  const sum = split.reduce((all, { rate }) => all + rate, 0);
  return [
    state.name,
    sum.toFixed(2),
    state.budget,
    split.map(({ name, rate }) => `${name} ${rate.toFixed(2)}`).join(', '),
  ];
}

export async function run(): Promise<Table> {
  return { head: ['state', 'requests/s', 'promise ≤', 'by endpoint'], rows: await Promise.all(states.map(measure)) };
}
