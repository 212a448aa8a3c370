import type { Extension, Presence, QueueTile } from '../../../shared/domain/queue';

export type TargetKind = 'extension' | 'queue' | 'outside';

export interface Target {
  /** `<kind>/<number>` */
  readonly id: string;
  readonly kind: TargetKind;
  readonly number: string;
  readonly name: string;
  readonly presence: Presence | null;
  readonly paused: boolean;
  readonly waiting: number | null;
  readonly recent: boolean;
}

const fromExtension = (row: Extension, recent: boolean): Target => ({
  id: `extension/${row.extension}`,
  kind: 'extension',
  number: row.extension,
  name: row.name,
  presence: row.presence,
  paused: row.paused,
  waiting: null,
  recent,
});

const fromQueue = (tile: QueueTile): Target => ({
  id: `queue/${tile.queue}`,
  kind: 'queue',
  number: tile.queue,
  name: tile.name,
  presence: null,
  paused: false,
  waiting: tile.waiting,
  recent: false,
});

/**
 * Targets in the order of the list: recent ones, extensions that match, queues that match, the typed number itself.
 * @param found extensions that match the query, best first
 * @param recent numbers used lately, newest first
 * @param own my own extension, never a target
 */
export function targetsOf(options: {
  readonly query: string;
  readonly found: readonly Extension[];
  readonly all: readonly Extension[];
  readonly queues: readonly QueueTile[];
  readonly recent: readonly string[];
  readonly own: string;
}): readonly Target[] {
  const query = options.query.trim();
  const recent =
    query === ''
      ? options.recent
          .map((number) => options.all.find((row) => row.extension === number))
          .filter((row): row is Extension => row !== undefined && row.extension !== options.own)
          .slice(0, 5)
      : [];
  const isRecent = new Set(recent.map((row) => row.extension));
  const digits = query.replace(/[\s\-().]/g, '');
  const extensions = options.found
    .filter((row) => row.extension !== options.own && !isRecent.has(row.extension))
    .map((row) => fromExtension(row, false));
  const queues = options.queues
    .filter((tile) => tile.queue.startsWith(query) || tile.name.toLowerCase().includes(query.toLowerCase()))
    .map(fromQueue);
  const exact = [...extensions, ...queues].some((target) => target.number === digits);
  const outside: readonly Target[] =
    /^\+?[\d*#]{3,}$/.test(digits) && !exact
      ? [
          {
            id: `outside/${digits}`,
            kind: 'outside',
            number: digits,
            name: '',
            presence: null,
            paused: false,
            waiting: null,
            recent: false,
          },
        ]
      : [];
  return [...recent.map((row) => fromExtension(row, true)), ...extensions, ...queues, ...outside];
}
