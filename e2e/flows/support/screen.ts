import type {
  Bridge,
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../../shared/bridge/contract';
import { createMemoryBridge } from '../../../shared/bridge/memory';
import { applyRows } from '../../../shared/bridge/patch';
import type { RowTopic, RowTopics, SingleTopic, Topic, TopicValue } from '../../../shared/bridge/topics';
import type { DeskDoor } from '../../../shared/bridge/wire';
import type { Call } from '../../../shared/domain/call';
import type { Result } from '../../../shared/domain/result';
import type { Clock } from '../../../shared/domain/time';
import type { OfficeTime } from './time';

/** The person's side of a desk: what the topics show, and the same calls and questions as the real screen makes. */
export interface Screen {
  get<K extends Topic>(topic: K): TopicValue<K>;
  rows<K extends RowTopic>(topic: K): readonly RowTopics[K][];
  /** Every value that a topic has had, oldest first, each once in a row. */
  seen<K extends SingleTopic, V>(topic: K, pick: (value: TopicValue<K>) => V): readonly V[];
  /** Every value that the rows of a topic have had, by row in order of appearance. */
  seenRows<K extends RowTopic, V>(topic: K, pick: (row: RowTopics[K]) => V): Readonly<Record<string, readonly V[]>>;
  /** A command; time passes until it ends. */
  call<K extends CommandName>(name: K, input: CommandInput<K>, seconds?: number): Promise<Result<CommandOutput<K>>>;
  /** A command that the test does not wait for. */
  start<K extends CommandName>(name: K, input: CommandInput<K>): Promise<Result<CommandOutput<K>>>;
  query<K extends QueryName>(name: K, input: QueryInput<K>): Promise<Result<QueryOutput<K>>>;
  /** Time passes until the screen shows it; throws with what it shows instead. */
  shows(what: string, test: () => boolean, seconds?: number): Promise<void>;
  /** The one card that is not ended, once there is one in one of these states. */
  card(state: Call['state'] | readonly Call['state'][], seconds?: number): Promise<Call>;
  close(): void;
}

export function createScreen(desk: DeskDoor, time: OfficeTime, clock: Clock, topics: readonly Topic[]): Screen {
  const bridge: Bridge & { close(): void } = createMemoryBridge(desk, { clock });
  const held = new Map<Topic, unknown>();
  const past = new Map<Topic, unknown[]>();

  const keep = (topic: Topic, value: unknown): void => {
    held.set(topic, value);
    past.set(topic, [...(past.get(topic) ?? []), value]);
  };
  bridge.subscribe(topics, (message) => {
    if ('snapshots' in message) for (const { topic, value } of message.snapshots) keep(topic, value);
    else {
      for (const patch of message.patches) {
        const value =
          'set' in patch ? applyRows(held.get(patch.topic) as Readonly<Record<string, unknown>>, patch) : patch.value;
        keep(patch.topic, value);
      }
    }
  });

  const get: Screen['get'] = (topic) => held.get(topic) as TopicValue<typeof topic>;
  const rows: Screen['rows'] = (topic) => Object.values(get(topic) as object);
  const shown = (): string =>
    JSON.stringify({
      link: get('link')?.state,
      seat: get('seat') && { ...get('seat'), forwarding: undefined },
      calls: rows('calls').map(({ id, state, end, number, direction, queue, legs }) => ({
        id,
        state,
        end,
        number,
        direction,
        queue,
        legs: legs.map((leg) => `${leg.role} ${leg.number} ${leg.state} ${leg.channel}`),
      })),
      dial: get('dial'),
      missed: rows('missed').map(({ number, why }) => `${number} ${why}`),
      commands: rows('commands').map(({ name, state, error }) => `${name} ${state} ${error?.code ?? ''}`),
      notices: rows('notices').map(({ key, params }) => `${key} ${JSON.stringify(params)}`),
    });
  const shows: Screen['shows'] = async (what, test, seconds = 15) => {
    if (!(await time.until(test, seconds))) throw new Error(`not shown within ${seconds} s: ${what}\n${shown()}`);
  };

  return {
    get,
    rows,
    seen: (topic, pick) => onceInARow((past.get(topic) ?? []).map((value) => pick(value as TopicValue<typeof topic>))),
    seenRows: (topic, pick) => {
      const all: Record<string, ReturnType<typeof pick>[]> = {};
      for (const value of past.get(topic) ?? []) {
        for (const [id, row] of Object.entries(value as Readonly<Record<string, RowTopics[typeof topic]>>)) {
          all[id] = [...(all[id] ?? []), pick(row)];
        }
      }
      return Object.fromEntries(Object.entries(all).map(([id, values]) => [id, onceInARow(values)]));
    },
    call: (name, input, seconds) => time.during(bridge.call(name, input), seconds),
    start: (name, input) => bridge.call(name, input),
    query: (name, input) => time.during(bridge.query(name, input)),
    shows,
    card: async (state, seconds) => {
      const states = typeof state === 'string' ? [state] : state;
      const find = (): Call | undefined => rows('calls').find((call) => states.includes(call.state));
      await shows(`a card that is ${states.join(' or ')}`, () => find() !== undefined, seconds);
      return find() as Call;
    },
    close: () => bridge.close(),
  };
}

const onceInARow = <V>(values: readonly V[]): readonly V[] =>
  values.filter((value, at) => at === 0 || JSON.stringify(value) !== JSON.stringify(values[at - 1]));
