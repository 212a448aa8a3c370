import { z } from 'zod';
import { openDocument } from './documents';
import type { Log, Storage } from './effects';

const journalSchema = z.object({
  lastProfile: z.string().default(''),
  lastAgent: z.string().default(''),
  lastDevice: z.string().default(''),
  lastQueues: z.array(z.object({ queue: z.string(), penalty: z.number().default(0) })).default([]),
  /** Pops that were shown, by id, with the desk's wall clock: a restart must not show them again. */
  pops: z.record(z.string(), z.number()).default({}),
  /** The wrap-up that this desk set, so that a restart goes on with it or clears it. */
  wrapUp: z
    .object({ agent: z.string(), code: z.number(), endsAt: z.number().nullable(), startedAt: z.number() })
    .nullable()
    .default(null),
  /** Who set the present pause, as far as this desk knows. */
  pausedBy: z.enum(['me', 'platform', 'dnd', 'supervisor', 'wrap-up']).nullable().default(null),
  /** Platform time until which calls were seen; what came after and before now was missed. */
  seenUntil: z.record(z.string(), z.number()).default({}),
  /** What was noted on a call, by linked id, newest 200. */
  notes: z.record(z.string(), z.string()).default({}),
  /** Calls that wait for this desk to resume them (`held.ts`); gone with the call. */
  held: z
    .array(
      z.object({
        profile: z.string(),
        agent: z.string(),
        device: z.string(),
        id: z.string(),
        channel: z.string(),
        number: z.string(),
        direct: z.enum(['IN', 'OUT']),
        startedAt: z.number(),
        heldSince: z.number(),
      }),
    )
    .default([]),
  /** Records already listed as missed, so that the same gap is told once. */
  missedRecords: z.array(z.string()).default([]),
});
export type JournalState = z.infer<typeof journalSchema>;

/**
 * What the desk must know after it was killed. Written atomically, small, and without numbers or names of callers but of
 * those who wait on hold.
 */
export interface Journal {
  value(): JournalState;
  change(change: Partial<JournalState>): void;
  saved(): Promise<void>;
}

const keptPops = 500;
const keptNotes = 200;
const keptHeld = 20;

export async function openJournal(effects: { storage: Storage; log: Log }): Promise<Journal> {
  const document = await openDocument({ name: 'journal.json', schema: journalSchema, ...effects });
  return {
    value: document.value,
    change: (change) => {
      const next = { ...document.value(), ...change };
      document.set({
        ...next,
        pops: newest(next.pops, keptPops),
        notes: Object.fromEntries(Object.entries(next.notes).slice(-keptNotes)),
        missedRecords: next.missedRecords.slice(-keptPops),
        held: next.held.slice(-keptHeld),
      });
    },
    saved: document.saved,
  };
}

const newest = (rows: Readonly<Record<string, number>>, keep: number): Record<string, number> => {
  const entries = Object.entries(rows);
  if (entries.length <= keep) return { ...rows };
  return Object.fromEntries(entries.sort(([, a], [, b]) => b - a).slice(0, keep));
};
