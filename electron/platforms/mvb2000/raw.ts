/** An answer before the catalogue has given it types: numbers are still text, so that ids keep every digit. */
export type Raw = string | number | boolean | null | readonly Raw[] | RawRow;
export interface RawRow {
  readonly [name: string]: Raw;
}

/** What was read from somewhere in a body; `whole`: nothing stands behind it. */
export interface Read {
  readonly value: Raw;
  readonly whole: boolean;
}

export const isRow = (value: Raw | undefined): value is RawRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A row to be filled with names from outside: `__proto__` is a name like any other. */
export const emptyRow = (): Record<string, Raw> => Object.create(null) as Record<string, Raw>;
