import type { RegionTables } from '../../store/regions';
import type { RosterLists, RosterSettings } from '../../store/roster';
import type { RosterFile } from './file';

/** What a file would do to one list. */
export interface ListChange {
  /** `users`, `regions.segments`, `settings` */
  readonly list: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly key: string; readonly fields: readonly string[] }[];
  /** The same things in another order. */
  readonly moved: boolean;
}

const keys: Readonly<Record<string, string>> = {
  trunks: 'name',
  pauseReasons: 'code',
  dialRules: 'name',
  features: 'code',
  menus: 'id',
  holdMusic: 'name',
  modems: 'id',
  areas: 'code',
  prefixes: 'prefix',
  segments: 'segment',
};

type Thing = Readonly<Record<string, unknown>>;
/** Order of an object's members says nothing. */
const same = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? '';

function changeOf(list: string, key: string, before: readonly Thing[], after: readonly Thing[]): ListChange {
  const keyOf = (thing: Thing): string => String(thing[key]);
  const known = new Map(before.map((thing) => [keyOf(thing), thing]));
  const given = new Set(after.map(keyOf));
  const stays = (thing: Thing): boolean => known.has(keyOf(thing)) && given.has(keyOf(thing));
  return {
    list,
    added: after.map(keyOf).filter((each) => !known.has(each)),
    removed: before.map(keyOf).filter((each) => !given.has(each)),
    changed: after.flatMap((thing) => {
      const old = known.get(keyOf(thing));
      if (!old) return [];
      const names = [...new Set([...Object.keys(old), ...Object.keys(thing)])];
      const fields = names.filter((name) => !same(old[name], thing[name]));
      return fields.length === 0 ? [] : [{ key: keyOf(thing), fields }];
    }),
    moved: !same(before.filter(stays).map(keyOf), after.filter(stays).map(keyOf)),
  };
}

/** What a file would change, for the lists that it has. */
export function changesOf(
  before: { readonly lists: RosterLists; readonly settings: RosterSettings; readonly regions: RegionTables },
  { lists, settings, regions }: RosterFile,
): readonly ListChange[] {
  const of = (list: string, there: unknown, given: unknown, prefix = ''): ListChange =>
    changeOf(prefix + list, keys[list] ?? 'no', there as readonly Thing[], given as readonly Thing[]);
  const names = Object.keys(lists) as readonly (keyof RosterLists)[];
  const tables = Object.keys(regions) as readonly (keyof RegionTables)[];
  const entries = (of_: Partial<RosterSettings>): Thing[] =>
    Object.entries(of_).map(([name, value]) => ({ name, value }));
  return [
    ...names.map((name) => of(name, before.lists[name], lists[name])),
    ...(Object.keys(settings).length === 0
      ? []
      : [changeOf('settings', 'name', entries(before.settings), entries({ ...before.settings, ...settings }))]),
    // Tables of numbers have an order of their own.
    ...tables.map((name) => ({ ...of(name, before.regions[name], regions[name], 'regions.'), moved: false })),
  ];
}
