import type { PauseReasonRow, Trunk } from '../engine/port';
import type {
  CentreConfig,
  DeviceConfig,
  DialRuleConfig,
  FeatureConfig,
  MenuChoice,
  MenuConfig,
  QueueConfig,
  UserConfig,
} from '../scenario/centre';
import type { PhoneBehaviour } from '../scenario/port';
import type { Database, Value } from './database';

/** A telephone, with what it does by itself at a simulated exchange. */
export interface RosterDevice extends DeviceConfig {
  /** Absent: it waits for a hand. */
  readonly acts?: PhoneBehaviour;
}
export interface Room {
  readonly no: string;
  readonly recorded: boolean;
}
/** A modem for short messages (WEBCTI2 §4.95). */
export interface Modem {
  readonly id: string;
  readonly name: string;
  readonly imsi: string;
  readonly did: string;
}
export type RosterSettings = Pick<
  CentreConfig,
  'name' | 'parkSeconds' | 'autoPauseReason' | 'consultRingSeconds' | 'callWaiting'
>;

/** Everything that an administrator sets up, list by list, each in the order in which it is shown. */
export interface RosterLists {
  readonly users: readonly UserConfig[];
  readonly devices: readonly RosterDevice[];
  readonly trunks: readonly Trunk[];
  readonly queues: readonly QueueConfig[];
  readonly pauseReasons: readonly PauseReasonRow[];
  readonly dialRules: readonly DialRuleConfig[];
  readonly features: readonly FeatureConfig[];
  readonly menus: readonly MenuConfig[];
  readonly rooms: readonly Room[];
  readonly lots: readonly { readonly no: string }[];
  readonly holdMusic: readonly { readonly name: string }[];
  readonly modems: readonly Modem[];
}
export type RosterList = keyof RosterLists;
type Thing<L extends RosterList> = RosterLists[L][number];

/** One list in the database. */
interface Listing<T> {
  /** What a row is known by. */
  keyOf(thing: T): string;
  read(): readonly T[];
  /** The list is this one from now on; what stays in it is changed in its row. */
  replace(list: readonly T[]): void;
}

type Cell = 'text' | 'number' | 'flag';
/** Members of a thing, in the columns of its table; the first one is the key. */
type Columns = readonly (readonly [member: string, column: string, cell?: Cell])[];

function createListing<T>(
  db: Database,
  table: string,
  columns: Columns,
  more: {
    /** Members that are not in the row. */
    readonly join?: (rows: readonly Readonly<Record<string, unknown>>[]) => readonly T[];
    readonly split?: (thing: T) => Readonly<Record<string, unknown>>;
    readonly written?: (list: readonly T[]) => void;
  } = {},
): Listing<T> {
  const [[keyMember, keyColumn] = ['', '']] = columns;
  const names = columns.map(([, column]) => column);
  const insert =
    `INSERT INTO ${table} (${names.join(', ')}, place) VALUES (${names.map(() => '?').join(', ')}, ?) ` +
    `ON CONFLICT (${keyColumn}) DO UPDATE SET ${[...names.slice(1), 'place'].map((name) => `${name} = excluded.${name}`).join(', ')}`;
  const select = `SELECT ${columns.map(([member, column]) => `${column} AS "${member}"`).join(', ')} FROM ${table} ORDER BY place`;
  const plain = (thing: T): Readonly<Record<string, unknown>> =>
    more.split?.(thing) ?? (thing as Readonly<Record<string, unknown>>);
  const keyOf = (thing: T): string => String((thing as Readonly<Record<string, unknown>>)[keyMember]);
  return {
    keyOf,
    read() {
      const rows = db.all(select).map((row) =>
        Object.fromEntries(
          columns.map(([member, , cell = 'text']) => {
            const value = row[member] ?? null;
            return [member, cell === 'flag' ? value === 1 : value];
          }),
        ),
      );
      return more.join?.(rows) ?? (rows as unknown as readonly T[]);
    },
    replace(list) {
      db.run(
        `DELETE FROM ${table} WHERE CAST(${keyColumn} AS TEXT) NOT IN (SELECT value FROM json_each(?))`,
        JSON.stringify(list.map(keyOf)),
      );
      for (const [place, thing] of list.entries()) {
        const cells = plain(thing);
        const values = columns.map(([member, , cell = 'text']): Value => {
          const value = cells[member] ?? null;
          return cell === 'flag' ? (value === true ? 1 : 0) : (value as Value);
        });
        db.run(insert, ...values, place);
      }
      more.written?.(list);
    },
  };
}

const behaviourOf = (acts: unknown, afterSeconds: unknown): { readonly acts?: PhoneBehaviour } =>
  acts === 'answers' || acts === 'rejects' ? { acts: { kind: acts, afterSeconds: Number(afterSeconds) } } : {};

/** The rows of a second table by those of the first that they belong to. */
function grouped<T>(rows: readonly (T & { readonly of: string })[]): (key: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const { of, ...rest } of rows) {
    const group = groups.get(of);
    if (group) group.push(rest as T);
    else groups.set(of, [rest as T]);
  }
  return (key) => groups.get(key) ?? [];
}

/** The tables behind the lists. */
export function createRosterLists(db: Database): { readonly [L in RosterList]: Listing<Thing<L>> } {
  return {
    users: createListing<UserConfig>(db, 'user', [
      ['no', 'no'],
      ['name', 'name'],
      ['englishName', 'english_name'],
      ['outboundCid', 'outbound_cid'],
      ['directDid', 'direct_did'],
      ['ringSeconds', 'ring_seconds', 'number'],
      ['voicemail', 'voicemail', 'flag'],
      ['recording', 'recording', 'flag'],
    ]),
    devices: createListing<RosterDevice>(
      db,
      'device',
      [
        ['no', 'no'],
        ['tech', 'tech'],
        ['kind', 'kind'],
        ['user', 'owner'],
        ['description', 'description'],
        ['context', 'context'],
        ['address', 'address'],
        ['port', 'port', 'number'],
        ['acts', 'acts'],
        ['actsAfter', 'acts_after', 'number'],
      ],
      {
        // Who sits at a hot desk is a binding, not its owner.
        split: ({ acts, ...device }) => ({
          ...device,
          user: device.kind === 'fixed' && device.user !== '' ? device.user : null,
          acts: acts?.kind ?? 'hand',
          actsAfter: acts && acts.kind !== 'hand' ? acts.afterSeconds : 0,
        }),
        join: (rows) =>
          rows.map(({ acts, actsAfter, user, ...device }) => ({
            ...(device as unknown as Omit<RosterDevice, 'user' | 'acts'>),
            user: typeof user === 'string' ? user : '',
            ...behaviourOf(acts, actsAfter),
          })),
      },
    ),
    trunks: createListing<Trunk>(db, 'trunk', [
      ['name', 'name'],
      ['channels', 'channels', 'number'],
      ['prefix', 'prefix'],
    ]),
    queues: createListing<QueueConfig>(
      db,
      'queue',
      [
        ['no', 'no'],
        ['name', 'name'],
        ['strategy', 'strategy'],
        ['maxWaiting', 'max_waiting', 'number'],
        ['timeoutSeconds', 'timeout_seconds', 'number'],
        ['ringSeconds', 'ring_seconds', 'number'],
        ['retrySeconds', 'retry_seconds', 'number'],
        ['wrapUpSeconds', 'wrap_up_seconds', 'number'],
        ['joinEmpty', 'join_empty', 'flag'],
        ['autoPause', 'auto_pause', 'flag'],
        ['serviceLevelSeconds', 'service_level_seconds', 'number'],
        ['weight', 'weight', 'number'],
        ['failover', 'failover'],
        ['recording', 'recording', 'flag'],
        ['survey', 'survey', 'flag'],
      ],
      {
        join(rows) {
          const membersOf = grouped(
            db.all<{ of: string; interface: string; penalty: number }>(
              'SELECT queue AS "of", interface, penalty FROM queue_member ORDER BY queue, place',
            ),
          );
          return rows.map((row) => ({ ...row, members: membersOf(String(row.no)) }) as unknown as QueueConfig);
        },
        written(list) {
          db.run('DELETE FROM queue_member');
          for (const { no, members } of list) {
            for (const [place, member] of members.entries()) {
              db.run(
                'INSERT INTO queue_member (queue, interface, place, penalty) VALUES (?, ?, ?, ?)',
                ...[no, member.interface, place, member.penalty],
              );
            }
          }
        },
      },
    ),
    pauseReasons: createListing<PauseReasonRow>(db, 'pause_reason', [
      ['code', 'code', 'number'],
      ['label', 'label'],
      ['custom', 'custom', 'flag'],
    ]),
    dialRules: createListing<DialRuleConfig>(db, 'dial_rule', [
      ['name', 'name'],
      ['context', 'context'],
      ['outside', 'outside', 'flag'],
    ]),
    features: createListing<FeatureConfig>(db, 'feature', [
      ['code', 'code'],
      ['name', 'name'],
      ['action', 'action'],
    ]),
    menus: createListing<MenuConfig>(
      db,
      'menu',
      [
        ['id', 'menu'],
        ['name', 'name'],
      ],
      {
        join(rows) {
          const choicesOf = grouped(
            db.all<{ of: string; keys: string; does: MenuChoice['does']; to: string | null; context: string | null }>(
              'SELECT menu AS "of", keys, does, goes_to AS "to", context FROM menu_choice ORDER BY menu, keys',
            ),
          );
          return rows.map(({ id, name }) => ({
            id: String(id),
            name: String(name),
            keys: Object.fromEntries(
              choicesOf(String(id)).map(({ keys, does, to, context }) => [
                keys,
                { does, ...(to !== null && { to }), ...(context !== null && { context }) },
              ]),
            ),
          }));
        },
        written(list) {
          db.run('DELETE FROM menu_choice');
          for (const { id, keys } of list) {
            for (const [pressed, { does, to, context }] of Object.entries(keys)) {
              db.run(
                'INSERT INTO menu_choice (menu, keys, does, goes_to, context) VALUES (?, ?, ?, ?, ?)',
                ...[id, pressed, does, to ?? null, context ?? null],
              );
            }
          }
        },
      },
    ),
    rooms: createListing<Room>(db, 'room', [
      ['no', 'no'],
      ['recorded', 'recorded', 'flag'],
    ]),
    lots: createListing<{ readonly no: string }>(db, 'lot', [['no', 'no']]),
    holdMusic: createListing<{ readonly name: string }>(db, 'hold_music', [['name', 'name']]),
    modems: createListing<Modem>(db, 'modem', [
      ['id', 'modem'],
      ['name', 'name'],
      ['imsi', 'imsi'],
      ['did', 'did'],
    ]),
  };
}
