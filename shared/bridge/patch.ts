import type { Rows } from './topics';

/** Structural equality of plain JSON values. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]));
}

export interface RowChange<T> {
  readonly set: Readonly<Record<string, T>>;
  readonly del: readonly string[];
}

/**
 * What turns `before` into `after`, by id; null when nothing changed. Law: `applyRows(before, diffRows(before, after))`
 * equals `after`, and every row that did not change keeps its identity (property-tested).
 */
export function diffRows<T>(before: Rows<T>, after: Rows<T>): RowChange<T> | null {
  if (before === after) return null;
  const set: Record<string, T> = {};
  let changed = false;
  for (const id in after) {
    const row = after[id] as T;
    if (!same(before[id], row)) {
      set[id] = row;
      changed = true;
    }
  }
  const del: string[] = [];
  for (const id in before) {
    if (!Object.hasOwn(after, id)) del.push(id);
  }
  return changed || del.length > 0 ? { set, del } : null;
}

/** Never writes to `rows`; unchanged rows keep their identity. */
export function applyRows<T>(rows: Rows<T>, change: RowChange<T>): Rows<T> {
  const next: Record<string, T> = { ...rows, ...change.set };
  for (const id of change.del) delete next[id];
  return next;
}
