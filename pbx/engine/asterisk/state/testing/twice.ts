import type { AmiEvent } from '../../ami/port';

/** The same calls once more, as other calls: other channels, bridges and ids at the same telephones and queues. */
export function again(events: readonly AmiEvent[], mark: string): AmiEvent[] {
  const other = (value: string): string =>
    value
      .replace(/\blab(\d\d)-/g, `lab$1${mark}-`)
      .replace(/^((?:PJ)?SIP\/\w+|Local\/\w+@[\w-]+?)-([0-9a-f])([0-9a-f]{7})/, `$1-${mark}$3`)
      .replace(/^[0-9a-f]{8}(?=-[0-9a-f]{4}-)/, (first) => `${mark}${first.slice(1)}`);
  return events.map(({ event, fields }) => ({
    event,
    fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, other(value)])),
  }));
}

/** Events of several stories in one stream, each in its own order; `picks` says whose turn it is. */
export function interleaved(stories: readonly (readonly AmiEvent[])[], picks: readonly number[]): AmiEvent[] {
  const left = stories.map((story) => [...story]);
  const told: AmiEvent[] = [];
  for (let turn = 0; left.some((story) => story.length > 0); turn += 1) {
    const open = left.filter((story) => story.length > 0);
    const story = open[(picks[turn % picks.length] ?? 0) % open.length];
    const next = story?.shift();
    if (next) told.push(next);
  }
  return told;
}
