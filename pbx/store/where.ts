import type { Value } from './database';

/** Conditions of a question and the values of their marks. Columns are this program's own words, never a caller's. */
export interface Where {
  /** Empty, or ` WHERE …`. */
  readonly text: string;
  readonly values: readonly Value[];
}

export type Condition = readonly [text: string, ...values: Value[]] | false | null | undefined;

/** All of the conditions that are there. A list and its count are asked with the same one, so they cannot disagree. */
export function where(...conditions: readonly Condition[]): Where {
  const present = conditions.filter((each): each is readonly [string, ...Value[]] => Boolean(each));
  return {
    text: present.length === 0 ? '' : ` WHERE ${present.map(([text]) => `(${text})`).join(' AND ')}`,
    values: present.flatMap(([, ...values]) => values),
  };
}

/** `column = value` where there is a value. */
export const equal = (column: string, value: Value | undefined): Condition =>
  value !== undefined && [`${column} = ?`, value];

/** `column` is one of the values; an empty list is nobody. */
export const oneOf = (column: string, values: readonly Value[] | undefined): Condition =>
  values !== undefined && [values.length === 0 ? '0' : `${column} IN (${values.map(() => '?').join(', ')})`, ...values];

/** Both ends included. */
export const within = (column: string, from: number | undefined, to: number | undefined): Condition =>
  from !== undefined && to !== undefined
    ? [`${column} BETWEEN ? AND ?`, from, to]
    : from !== undefined
      ? [`${column} >= ?`, from]
      : to !== undefined && [`${column} <= ?`, to];

/** Contains the text, whatever stands in it. */
export const like = (column: string, text: string | undefined): Condition =>
  text !== undefined && [`${column} LIKE ? ESCAPE '\\'`, `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`];

/** A part of a list. `rows` absent = to the end. */
export interface Page {
  /** Column of the table; the caller's word has been looked up in a list of allowed ones. */
  readonly sort: string;
  readonly descending: boolean;
  readonly offset: number;
  readonly rows?: number | undefined;
}

/** ` ORDER BY … LIMIT …`; equal rows keep the order of writing, so that pages neither overlap nor miss a row. */
export function paged({ sort, descending, offset, rows }: Page, key = 'id'): Where {
  const way = descending ? 'DESC' : 'ASC';
  return { text: ` ORDER BY ${sort} ${way}, ${key} ${way} LIMIT ? OFFSET ?`, values: [rows ?? -1, offset] };
}
