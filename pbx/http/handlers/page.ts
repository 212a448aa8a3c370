import type { Page } from '../../store/where';

/** The part of a list in the database that the parameters ask for; `sort` has been looked up. */
export const partOf = (args: PageArgs, sort: string): Page => ({
  sort,
  descending: args.sens !== 'ASC',
  offset: Number(args.offset ?? 0),
  rows: args.rows === undefined ? undefined : Number(args.rows),
});

/** Value that a list is sorted by. */
export type Column<T> = (row: T) => string | number;

export interface PageArgs {
  readonly sens: string;
  readonly offset?: string | undefined;
  readonly rows?: string | undefined;
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Sorted and cut to `offset` and `rows` (absent = to the end). Equal rows keep the order of writing, turned round when
 * the list runs down, so that pages neither overlap nor miss a row.
 */
export function page<T>(list: readonly T[], column: Column<T>, args: PageArgs): readonly T[] {
  const up = list
    .map((row, index) => ({ row, index, key: column(row) }))
    .sort((left, right) => compare(left.key, right.key) || left.index - right.index)
    .map(({ row }) => row);
  const sorted = args.sens === 'ASC' ? up : up.reverse();
  const offset = Number(args.offset ?? 0);
  return sorted.slice(offset, args.rows === undefined ? sorted.length : offset + Number(args.rows));
}
