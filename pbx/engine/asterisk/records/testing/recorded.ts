import { readFileSync } from 'node:fs';
import type { Scripted } from './exchange';

export type Version = '16' | '22';

/** A recording of a real exchange, reduced to the events and fields that tell something. */
export interface Recording {
  readonly name: string;
  /** Unix seconds of its first event. */
  readonly startedAt: number;
  readonly events: readonly Scripted[];
}

/**
 * Sections `=== name seconds`, then a line for each event: seconds since, name, fields, between tabs. What a channel's
 * event repeats of it (unique id, caller id, place in the dial plan) stands where it changes; the unique id is put back.
 */
export function recordingsOf(version: Version): ReadonlyMap<string, Recording> {
  const text = readFileSync(new URL(`../recorded/${version}.txt`, import.meta.url), 'utf8');
  const sections = text.split(/^=== /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [head = '', ...lines] = section.trimEnd().split('\n');
      const [name = '', started = '0'] = head.split(' ');
      return [name, { name, startedAt: Number(started), events: eventsOf(lines, Number(started)) }];
    }),
  );
}

function eventsOf(lines: readonly string[], started: number): readonly Scripted[] {
  const ids = new Map<string, string>();
  return lines.map((line) => {
    const [since = '0', Event = '', ...cells] = line.split('\t');
    const given = Object.fromEntries(
      cells.map((cell) => [cell.slice(0, cell.indexOf('=')), cell.slice(cell.indexOf('=') + 1)]),
    );
    const fields: Record<string, string> = { ...given };
    for (const [key, name] of Object.entries(given)) {
      const prefix = /^(.*)Channel$/.exec(key)?.[1];
      if (prefix === undefined || Event === 'Cdr') continue;
      const id = given[`${prefix}Uniqueid`] ?? ids.get(name);
      if (id === undefined) continue;
      ids.set(name, id);
      fields[`${prefix}Uniqueid`] = id;
    }
    return { Event, Timestamp: (started + Number(since)).toFixed(6), ...fields };
  });
}
