import { z } from 'zod';
import type { CallRecord } from '../../shared/bridge/contract';
import type { PlatformTime } from '../../shared/domain/time';
import { openDocument } from './documents';
import type { Log, Storage } from './effects';

const seenCall = z.object({
  /** The platform's id of the call, by which it knows the recording. */
  id: z.string(),
  profile: z.string(),
  agent: z.string(),
  device: z.string(),
  at: z.number(),
  direction: z.enum(['in', 'out', 'internal']),
  /** This seat made it; `direction` cannot tell of an internal call. */
  outgoing: z.boolean(),
  number: z.string(),
  answeredAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  outcome: z.enum(['answered', 'no-answer', 'busy', 'failed']),
  /** The outcome is what the desk takes the call for, not the platform's word. */
  assumed: z.boolean(),
  /** Null = not asked yet, or the platform did not answer. */
  recorded: z.boolean().nullable(),
});
export type SeenCall = z.infer<typeof seenCall>;

const schema = z.object({ calls: z.array(seenCall).default([]) });

/**
 * The calls that this desk has seen on platforms that keep no list of their own: all the history there is. It survives a
 * kill; what rang while no desk ran is not in it.
 */
export interface SeenCalls {
  /** One row a call and profile; the newest word wins. */
  note(call: SeenCall): void;
  get(profile: string, id: string): SeenCall | undefined;
  /** Newest first. */
  list(who: { readonly profile: string; readonly agent: string }): readonly SeenCall[];
  saved(): Promise<void>;
}

const keptCalls = 500;
const keptFor = 30 * 86_400_000;

export async function openSeenCalls(effects: { storage: Storage; log: Log }): Promise<SeenCalls> {
  const document = await openDocument({ name: 'calls.json', schema, ...effects });
  const same = (a: SeenCall, b: { readonly profile: string; readonly id: string }): boolean =>
    a.profile === b.profile && a.id === b.id;
  return {
    note: (call) => {
      const others = document.value().calls.filter((row) => !same(row, call) && row.at > call.at - keptFor);
      const calls = [...others, call].sort((a, b) => a.at - b.at).slice(-keptCalls);
      document.set({ calls });
    },
    get: (profile, id) => document.value().calls.find((row) => same(row, { profile, id })),
    list: ({ profile, agent }) =>
      document
        .value()
        .calls.filter((row) => row.profile === profile && row.agent === agent)
        .toReversed(),
    saved: document.saved,
  };
}

/** As the screens of the history read it. */
export function recordOfSeen(call: SeenCall): CallRecord {
  const { id, at, direction, number, device, outgoing, answeredAt, endedAt, outcome, assumed } = call;
  const seconds = (from: PlatformTime | null): number =>
    from === null || endedAt === null ? 0 : Math.max(0, Math.round((endedAt - from) / 1000));
  return {
    id,
    at,
    direction,
    number,
    name: '',
    region: '',
    caller: outgoing ? device : number,
    callee: outgoing ? number : device,
    queue: '',
    talkSeconds: seconds(answeredAt),
    totalSeconds: seconds(at),
    outcome,
    recorded: call.recorded ?? false,
    ...(assumed ? { assumed } : {}),
  };
}
