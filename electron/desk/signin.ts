import type { CommandParsed, QueueOutcome, SignInChoices } from '../../shared/bridge/contract';
import { ok, type Result } from '../../shared/domain/result';
import type { PlatformDriver, SeatIdentity } from '../platforms/driver';

export interface SignedIn {
  readonly identity: SeatIdentity;
  readonly choices: SignInChoices;
  readonly queues: readonly QueueOutcome[];
}

const nothing: SignInChoices = { agents: [], devices: [], queues: [], reasons: [] };

/**
 * The steps of a sign-in, in order: who and where (`identify`), the binding (`in-use` names the owner unless it is to be
 * taken over), the queues one by one, the first state. A queue that refuses costs itself only.
 */
export async function signIn(
  driver: PlatformDriver,
  input: CommandParsed<'session.signIn'>,
): Promise<Result<SignedIn>> {
  const [choices, identified] = await Promise.all([driver.choices(), driver.identify(input.agent, input.device)]);
  if (!identified.ok) return identified;
  const identity = identified.value;
  const bound = await driver.bind(identity, input.takeOver);
  if (!bound.ok) return bound;
  const status = await driver.status(
    identity,
    input.queues.map(({ queue }) => queue),
  );
  if (!status.ok) return status;
  const present = new Map(
    status.value.members.filter((row) => row.interface === identity.interface).map((row) => [row.queue, row.paused]),
  );

  const outcomes: QueueOutcome[] = [];
  for (const { queue, penalty } of input.queues) {
    if (present.has(queue)) {
      outcomes.push({ queue, ok: true, message: '' });
      continue;
    }
    const joined = await driver.commands.joinQueue(queue, identity.interface, penalty);
    outcomes.push({ queue, ok: joined.ok, message: joined.ok ? '' : joined.error.message });
    if (joined.ok) present.set(queue, 0);
  }
  const paused = input.initial.kind === 'pause' ? input.initial.reason : 0;
  for (const [queue, now] of present) {
    if (now === paused) continue;
    const set = await driver.commands.pauseQueue(queue, identity.interface, paused);
    if (set.ok) continue;
    const index = outcomes.findIndex((outcome) => outcome.queue === queue);
    if (index >= 0) outcomes[index] = { queue, ok: false, message: set.error.message };
  }
  return ok({ identity, choices: choices.ok ? choices.value : nothing, queues: outcomes });
}

/** Leaves what can be left and unbinds. Every step is tried, whatever the one before said; the failures come back. */
export async function signOut(
  driver: PlatformDriver,
  identity: SeatIdentity,
  queues: readonly { readonly queue: string; readonly fixed: boolean }[],
): Promise<readonly string[]> {
  const failed: string[] = [];
  await Promise.all(
    queues
      .filter(({ fixed }) => !fixed)
      .map(async ({ queue }) => {
        const left = await driver.commands.leaveQueue(queue, identity.interface);
        if (!left.ok) failed.push(queue);
      }),
  );
  if (identity.kind === 'adhoc') {
    const unbound = await driver.unbind(identity);
    if (!unbound.ok) failed.push(identity.device);
  }
  return failed;
}
