/** An answer before the catalogue has given it types: numbers are still text, so that ids keep every digit. */
export type Raw = string | boolean | null | readonly Raw[] | RawRow;
export interface RawRow {
  readonly [name: string]: Raw;
}

export const isRow = (value: Raw | undefined): value is RawRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
