import { createVirtualClock } from '../../engine/simulated/clock';
import { createSimulatedEngine, type SimulatedEngine } from '../../engine/simulated/engine';
import type { CentreConfig } from '../../scenario/centre';
import { centreOf } from '../../scenario/centre';
import { createPeople } from '../../scenario/people';
import type { TaskParameters } from '../../store/campaigns-tasks';
import { taskCounts, taskTexts } from '../../store/campaigns-tasks';
import { openStore } from '../../store/store';
import { createDialler } from './dialler';

/** 2 March 2026, 09:00 in China: a Monday. */
export const monday = Date.UTC(2026, 2, 2, 1, 0, 0);
const zone = 480;

const plain = {
  ...Object.fromEntries([...taskTexts.map((name) => [name, '']), ...taskCounts.map((name) => [name, 0])]),
  ...{
    name: '任务',
    actiontype: '1',
    runtype: '0',
    begindate: '2026-03-02',
    enddate: '2026-03-31',
    voicefile1: 'welcome',
  },
} as TaskParameters;

/** A small exchange, a store and a dialler on a virtual clock; for tests. */
export function createCampaignLab({
  folder = null,
  change = {},
  start = monday,
  watch = () => undefined,
  trouble = () => undefined,
  unheard = () => undefined,
  limits = [],
}: {
  readonly folder?: string | null;
  readonly change?: Partial<CentreConfig>;
  readonly start?: number;
  /** Called just before the engine is asked for a call; a `false` of the test is a throw. */
  readonly trouble?: (sentence: string) => void;
  readonly watch?: (
    lab: { store: ReturnType<typeof openStore>; engine: SimulatedEngine },
    request: Parameters<SimulatedEngine['originate']>[0],
  ) => void;
  readonly unheard?: (sentence: string) => void;
  /** What the exchange cannot do. */
  readonly limits?: ReturnType<SimulatedEngine['limits']>;
} = {}) {
  const clock = createVirtualClock(start);
  const store = openStore({ folder, clock });
  const centre = { ...centreOf('small'), ...change };
  const engine = createSimulatedEngine({ centre, clock, records: store.sink, seed: 1, zone });
  const watched: SimulatedEngine = Object.create(engine, {
    originate: {
      value: (request: Parameters<SimulatedEngine['originate']>[0]) => {
        watch({ store, engine }, request);
        return engine.originate(request);
      },
    },
    limits: { value: () => limits },
  });
  const { campaigns } = store;
  const dialler = createDialler({ engine: watched, campaigns, clock, zone, trouble, unheard });
  const people = createPeople(engine);
  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) clock.advance(1_000);
  };
  return {
    clock,
    store,
    engine,
    campaigns,
    dialler,
    people,
    pass,
    /** A task with these numbers; the id. */
    task(
      parameters: Partial<TaskParameters>,
      numbers: readonly (string | { number: string; caller: string })[],
    ): number {
      const id = campaigns.tasks.add({ ...plain, ...parameters }, clock.now());
      for (const each of numbers) {
        const { number, caller } = typeof each === 'string' ? { number: each, caller: '' } : each;
        const nothing = { extRef: '', campaignRef: '', text1: '', text2: '', remark: '' };
        campaigns.numbers.add({ ...nothing, task: id, number, caller }, clock.now());
      }
      return id;
    },
    order(task: number, status: 'B' | 'S' | 'P' | 'C'): void {
      campaigns.tasks.note(task, { status });
      dialler.wake();
    },
    /** Runs until every task stands still; false: they did not within that time. */
    finish(seconds: number): boolean {
      for (let second = 0; second < seconds; second += 1) {
        if (campaigns.tasks.active().length === 0) return true;
        clock.advance(1_000);
      }
      return false;
    },
    numbers: (task: number) => campaigns.numbers.list({ task }, { sort: 'id', descending: false, offset: 0 }),
    calls: (task?: number) => campaigns.calls.list({ task }, { sort: 'id', descending: false, offset: 0 }),
    close(): void {
      dialler.close();
      engine.close();
      store.close();
    },
  };
}
export type CampaignLab = ReturnType<typeof createCampaignLab>;
