import { cutTo, padTo, shown, widthOf } from './width';

/** A value of a cell: text, number, nothing, or a nested list. */
export type Cell = string | number | boolean | null | undefined | readonly object[];
export type TableRow = Readonly<Record<string, Cell>>;

export interface TableOptions {
  /** Order of the columns; keys that no row has are left out, keys that are not here come last. */
  readonly columns?: readonly string[];
  /** Cells of the terminal's line; 0 = as wide as it comes. */
  readonly width: number;
  readonly bold: (text: string) => string;
}

const gap = '  ';
const narrowest = 6;

const textOf = (cell: Cell): string => {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? `[${cell.length}]` : shown(String(cell));
};
const isList = (cell: Cell): cell is readonly object[] => typeof cell === 'object' && cell !== null;

function keysOf(rows: readonly TableRow[], order: readonly string[]): readonly string[] {
  const present = new Set(rows.flatMap((row) => Object.keys(row)));
  const known = order.filter((key) => present.delete(key));
  return [...known, ...present];
}

/**
 * Rows as lines for a person: a table where it fits the line, else one block a row; a single row is a block, with its
 * lists as tables below. Columns that are empty in every row are left out, widest columns are cut first.
 */
export function renderRows(rows: readonly TableRow[], options: TableOptions): readonly string[] {
  const keys = keysOf(rows, options.columns ?? []);
  const [first] = rows;
  if (first && rows.length === 1 && (keys.length > 3 || keys.some((key) => isList(first[key])))) {
    return block(first, keys, options);
  }
  const used = keys.filter((key) => rows.some((row) => textOf(row[key]) !== ''));
  const shownKeys = used.length > 0 ? used : keys;
  const texts = rows.map((row) => shownKeys.map((key) => textOf(row[key])));
  const widths = fitted(
    shownKeys.map((key, at) => Math.max(widthOf(key), ...texts.map((cells) => widthOf(cells[at] ?? '')))),
    options.width,
  );
  if (!widths) {
    return rows.flatMap((row, at) => [
      options.bold(`── ${at + 1} `.padEnd(24, '─')),
      ...block(row, shownKeys, options),
    ]);
  }
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) => padTo(cutTo(text, widths[at] ?? 0), at === cells.length - 1 ? 0 : (widths[at] ?? 0)))
      .join(gap)
      .trimEnd();
  return [options.bold(line(shownKeys)), ...texts.map(line)];
}

/** One row, a line a field; then its lists. */
function block(row: TableRow, keys: readonly string[], options: TableOptions): readonly string[] {
  const plain = keys.filter((key) => !isList(row[key]));
  const label = Math.max(0, ...plain.map((key) => widthOf(key)));
  const room = options.width === 0 ? Number.POSITIVE_INFINITY : Math.max(narrowest, options.width - label - gap.length);
  const lines = plain.map((key) => `${padTo(key, label)}${gap}${cutTo(textOf(row[key]), room)}`.trimEnd());
  for (const key of keys) {
    const list = row[key];
    if (!isList(list)) continue;
    lines.push('', options.bold(`${key} (${list.length})`));
    lines.push(...renderRows(list as readonly TableRow[], { width: options.width, bold: options.bold }));
  }
  return lines;
}

/** Widths that fit the line, the widest cut first; null when even the narrowest do not. */
function fitted(natural: readonly number[], width: number): readonly number[] | null {
  if (width === 0) return natural;
  const room = width - gap.length * (natural.length - 1);
  const least = natural.reduce((sum, cells) => sum + Math.min(cells, narrowest), 0);
  if (least > room) return null;
  const widths = [...natural];
  for (let over = widths.reduce((sum, cells) => sum + cells, 0) - room; over > 0; ) {
    const widest = Math.max(...widths);
    const second = Math.max(narrowest, ...widths.filter((cells) => cells < widest));
    const at = widths.flatMap((cells, index) => (cells === widest ? [index] : []));
    const cut = Math.max(1, Math.min(widest - second, Math.floor(over / at.length)));
    for (const index of at) {
      if (over <= 0) break;
      widths[index] = widest - Math.min(cut, over);
      over -= Math.min(cut, over);
    }
  }
  return widths;
}
