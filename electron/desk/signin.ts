import type { CommandParsed, QueueOutcome, SignInChoices } from '../../shared/bridge/contract';
import { ok, type Result } from '../../shared/domain/result';
import type { PlatformDriver, SeatIdentity } from '../platforms/driver';

export interface SignedIn {
  readonly identity: SeatIdentity;
  readonly choices: SignInChoices;
  readonly queues: readonly QueueOutcome[];
  /** Queues of which the interface is a member now, whoever made it one. */
  readonly memberOf: readonly string[];
  /** The seat's first state where no fact will tell it: 0 ready, else paused; null = the facts tell. */
  readonly switched: number | null;
}

const nothing: SignInChoices = { agents: [], devices: [], queues: [], reasons: [] };

/**
 * The steps of a sign-in, in order: who and where (`identify`), the binding (`in-use` names the owner unless it is to be
 * taken over), the queues one by one, the first state. A queue that refuses costs itself only.
 * @param wrapUpCode pause reason of a wrap-up that a killed desk left running; "ready" does not end that. 0 = none
 */
export async function signIn(
  driver: PlatformDriver,
  input: CommandParsed<'session.signIn'>,
  wrapUpCode = 0,
): Promise<Result<SignedIn>> {
  const [choices, identified] = await Promise.all([driver.choices(), driver.identify(input.agent, input.device)]);
  if (!identified.ok) return identified;
  const identity = identified.value;
  const bound = await driver.bind(identity, input.takeOver);
  if (!bound.ok) return bound;
  const lists = choices.ok ? choices.value : nothing;
  if (!driver.capabilities.has('queues')) return signInPlain(driver, identity, lists, input, wrapUpCode);
  // Every queue, not only the chosen ones: a membership that an earlier desk or somebody else left rings this phone too.
  const known = choices.ok ? choices.value.queues : [];
  const status = await driver.status(identity, [...new Set([...known, ...input.queues].map(({ queue }) => queue))]);
  if (!status.ok) return status;
  const present = new Map(
    status.value.members.filter((row) => row.interface === identity.interface).map((row) => [row.queue, row.paused]),
  );

  const outcomes: QueueOutcome[] = [];
  const paused = input.initial.kind === 'pause' ? input.initial.reason : 0;
  const pause = async (queue: string, now: number): Promise<void> => {
    if (now === paused || (now === wrapUpCode && paused === 0)) return;
    const set = await driver.commands.pauseQueue(queue, identity.interface, paused);
    const index = outcomes.findIndex((outcome) => outcome.queue === queue);
    if (!set.ok && index >= 0) outcomes[index] = { queue, ok: false, message: set.error.message };
  };
  for (const { queue, penalty } of input.queues) {
    if (present.has(queue)) {
      outcomes.push({ queue, ok: true, message: '' });
      continue;
    }
    const joined = await driver.commands.joinQueue(queue, identity.interface, penalty);
    outcomes.push({ queue, ok: joined.ok, message: joined.ok ? '' : joined.error.message });
    // A platform cannot add a paused member: each pause follows its own joining at once.
    if (!joined.ok) continue;
    present.set(queue, paused);
    await pause(queue, 0);
  }
  for (const [queue, now] of present) await pause(queue, now);
  return ok({
    identity,
    choices: lists,
    queues: outcomes,
    memberOf: [...present.keys()],
    switched: null,
  });
}

/** A seat without queues: its one switch is all that can be set, so without it nobody is signed in. */
async function signInPlain(
  driver: PlatformDriver,
  identity: SeatIdentity,
  choices: SignInChoices,
  { initial, queues }: CommandParsed<'session.signIn'>,
  wrapUpCode: number,
): Promise<Result<SignedIn>> {
  const refused = queues.map(({ queue }) => ({ queue, ok: false, message: 'the platform has no queues' }));
  const seat = { identity, choices, queues: refused, memberOf: [] };
  const paused = initial.kind === 'pause' ? initial.reason : 0;
  const { setBusy } = driver.commands;
  // The wrap-up of a desk that was killed goes on: the switch stands as it left it.
  if (wrapUpCode > 0 && paused === 0) return ok({ ...seat, switched: wrapUpCode });
  if (!setBusy) return ok({ ...seat, switched: paused });
  const set = await setBusy(identity, paused > 0);
  return set.ok ? ok({ ...seat, switched: paused }) : set;
}

/**
 * Leaves what can be left and unbinds. Every step is tried, whatever the one before said; the failures come back.
 * @param busyByItself the desk has set the phone busy for a wrap-up; nobody else would ever clear that. What a person
 * chose stays: without queues there is nothing to sign out of.
 */
export async function signOut(
  driver: PlatformDriver,
  identity: SeatIdentity,
  queues: readonly { readonly queue: string; readonly fixed: boolean }[],
  busyByItself = false,
): Promise<readonly string[]> {
  const failed: string[] = [];
  if (busyByItself) {
    const cleared = await driver.commands.setBusy?.(identity, false);
    if (cleared && !cleared.ok) failed.push(identity.device);
  }
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
