import type { z } from 'zod';
import type { Log, Storage } from './effects';

/**
 * One JSON document on the storage: read leniently, written whole. What the schema does not know is kept as it was (a
 * newer version may have written it); what it refuses falls back to the last good text, then to the schema's defaults.
 */
export interface Document<T> {
  readonly value: () => T;
  /** Takes effect at once; the write follows, and writes that pile up become one. */
  set(value: T): void;
  /** Resolves when everything set so far is on the disk. */
  saved(): Promise<void>;
}

export interface DocumentOptions<T> {
  readonly name: string;
  /** Must accept `{}`. */
  readonly schema: z.ZodType<T>;
  readonly storage: Storage;
  readonly log: Log;
  /** Whether the objects one level down are schema objects too, whose unknown keys are kept. */
  readonly nested?: boolean;
}

export async function openDocument<T extends object>(options: DocumentOptions<T>): Promise<Document<T>> {
  const { name, schema, storage, log } = options;
  let raw: Record<string, unknown> = {};
  let value = schema.parse({});
  let found = false;
  let texts: readonly string[] = [];
  try {
    texts = await storage.read(name);
  } catch (error) {
    log.error('document.unreadable', { document: name, error });
  }
  for (const [index, text] of texts.entries()) {
    const object = readObject(text);
    if (!object) continue;
    const parsed = parseLeniently(schema, object);
    if (!parsed.value) continue;
    raw = object;
    value = parsed.value;
    if (parsed.dropped.length > 0) log.warn('document.values-dropped', { document: name, fields: parsed.dropped });
    found = true;
    if (index > 0) log.warn('document.fell-back', { document: name, copy: index });
    break;
  }
  if (!found && texts.length > 0) log.error('document.lost', { document: name, copies: texts.length });

  let writing: Promise<void> | null = null;
  let dirty = false;
  const flush = async (): Promise<void> => {
    while (dirty) {
      dirty = false;
      try {
        await storage.write(name, `${JSON.stringify(raw)}\n`);
      } catch (error) {
        log.error('document.not-written', { document: name, error });
        return;
      }
    }
  };

  return {
    value: () => value,
    set: (next) => {
      value = next;
      raw = keepUnknown(raw, next, options.nested ? 1 : 0) as Record<string, unknown>;
      dirty = true;
      writing ??= Promise.resolve()
        .then(flush)
        .finally(() => {
          writing = null;
        });
    },
    saved: async () => {
      while (writing) await writing;
    },
  };
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that the schema refuses costs its own top-level field, not the document. */
function parseLeniently<T>(
  schema: z.ZodType<T>,
  object: Record<string, unknown>,
): { value: T | null; dropped: readonly string[] } {
  const first = schema.safeParse(object);
  if (first.success) return { value: first.data, dropped: [] };
  const dropped = new Set(first.error.issues.map((issue) => String(issue.path[0] ?? '')));
  const second = schema.safeParse(Object.fromEntries(Object.entries(object).filter(([key]) => !dropped.has(key))));
  return { value: second.success ? second.data : null, dropped: [...dropped] };
}

/** `next` with what only `raw` has, down to `depth` levels of objects. */
function keepUnknown(raw: unknown, next: unknown, depth: number): unknown {
  if (!isPlain(raw) || !isPlain(next) || depth < 0) return next;
  const merged: Record<string, unknown> = { ...next };
  for (const [key, old] of Object.entries(raw)) {
    merged[key] = Object.hasOwn(next, key) ? keepUnknown(old, next[key], depth - 1) : old;
  }
  return merged;
}
