import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { Arguments } from './request';

/** Milliseconds. */
const quick = 5_000;
const slow = 20_000;
/** Prompts are some megabytes, and the platform converts them before it answers. */
const upload = 120_000;
/** A waiting endpoint gets its own waiting time and this much more to say so. */
const waitingGrace = 5_000;
const waitingDefault = 60_000;

/** Until an answer without an end begins. */
export const headLimit = quick;
/** Between two chunks of a file. */
export const idleLimit = 15_000;
/** Bytes. Answers in rows, files when nobody says otherwise, and what a refusal of a file may take. */
export const largestAnswer = 8 * 1_048_576;
export const largestFile = 512 * 1_048_576;
export const largestRefusal = 1_048_576;

/** How long an answer (a file: its first byte) may take, ms: an endpoint that waits says in its arguments how long. */
export function limitOf({ endpoint, args }: { readonly endpoint: Endpoint; readonly args: Arguments }): number {
  if (endpoint.method === 'multipart') return upload;
  if (endpoint.pace !== 'waits') return endpoint.pace === 'slow' ? slow : quick;
  const { timeout } = endpoint.params;
  const asked = Number(args.timeout || timeout?.default || Number.NaN);
  if (timeout === undefined || !Number.isFinite(asked) || asked < 0) return waitingDefault;
  return asked * (timeout.unit === 's' ? 1000 : 1) + waitingGrace;
}
