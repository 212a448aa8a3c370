import type { CallEngine } from '../../engine/port';

/** Free lines by the name of a trunk, of all trunks together when it is empty or unknown. */
export function freeLines(engine: CallEngine): (trunk: string) => number {
  const used = new Map<string, number>();
  for (const { trunk, hungUpAt } of engine.channels()) {
    if (trunk !== '' && hungUpAt === null) used.set(trunk, (used.get(trunk) ?? 0) + 1);
  }
  const free = new Map(
    engine.trunks().map(({ name, channels }) => [name, Math.max(0, channels - (used.get(name) ?? 0))]),
  );
  const all = [...free.values()].reduce((sum, count) => sum + count, 0);
  return (trunk) => free.get(trunk) ?? all;
}
