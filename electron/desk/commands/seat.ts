import type { CommandName, QueueOutcome } from '../../../shared/bridge/contract';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import { liveCalls, seatOf } from '../live';
import type { Session } from '../session';
import { type CommandSpecs, done, notPossible, sendAndConfirm, withSession } from './spec';

type Names = Extract<CommandName, `seat.${string}` | `session.${string}`>;

const isMember = (session: Session, queue: string): boolean =>
  seatOf(session).memberships.some((membership) => membership.queue === queue && membership.joined);

const noQueues = (): Result<never> => fail(appError('not-supported', 'the platform has no queues'));

/** Joins with the seat's present pause, so that a paused agent does not become ready by joining. */
async function join(session: Session, queue: string, penalty: number): Promise<Result<null>> {
  if (!session.driver.capabilities.has('queues')) return noQueues();
  if (isMember(session, queue)) return ok(null);
  const seat = seatOf(session);
  session.keeper.expectQueue(queue, true, session.now());
  const result = await sendAndConfirm(
    session,
    () => session.driver.commands.joinQueue(queue, session.identity.interface, penalty),
    () => isMember(session, queue),
    { ask: ['status', 'floor'] },
  );
  if (!result.ok) return result;
  const { lastQueues } = session.journal.value();
  session.journal.change({ lastQueues: [...lastQueues.filter((row) => row.queue !== queue), { queue, penalty }] });
  if (seat.reason === 0) return result;
  session.keeper.expect({ paused: seat.reason, by: seat.pausedBy }, session.now());
  return session.driver.commands.pauseQueue(queue, session.identity.interface, seat.reason);
}

async function leave(session: Session, queue: string): Promise<Result<null>> {
  if (!session.driver.capabilities.has('queues')) return noQueues();
  const membership = seatOf(session).memberships.find((row) => row.queue === queue);
  if (!membership?.joined) return ok(null);
  if (membership.fixed) return fail(notPossible('fixed-member'));
  session.keeper.expectQueue(queue, false, session.now());
  const result = await sendAndConfirm(
    session,
    () => session.driver.commands.leaveQueue(queue, session.identity.interface),
    () => !isMember(session, queue),
    { ask: ['status', 'floor'] },
  );
  if (result.ok) {
    session.journal.change({ lastQueues: session.journal.value().lastQueues.filter((row) => row.queue !== queue) });
  }
  return result;
}

const outcome = (queue: string, result: Result<null>): QueueOutcome => ({
  queue,
  ok: result.ok,
  message: result.ok ? '' : result.error.message,
});

export const seatCommands: CommandSpecs<Names> = {
  'session.signIn': { subject: ({ agent }) => agent, run: (input, core) => core.signIn(input) },
  'session.signOut': {
    subject: () => 'session',
    run: ({ confirmed }, core) =>
      withSession(core, async (session) => {
        if (liveCalls(session).length === 0) return core.signOut();
        if (!confirmed) return fail(appError('on-a-call', 'a call is up'));
        // Confirmed: after the call. Confirmed again: now.
        if (seatOf(session).next?.kind === 'sign-out') return core.signOut();
        session.keeper.next({ kind: 'sign-out' });
        session.publishSeat();
        return done;
      }),
  },
  'session.saveProfile': {
    run: async (input, core) => {
      const saved = await core.profiles.save(input);
      core.publishSession();
      if (saved.ok && core.session()?.profileId === saved.value.id) await core.reloadVoice();
      return saved;
    },
  },
  'session.removeProfile': {
    run: async ({ id }, core) => {
      if (core.session()?.profileId === id) return fail(notPossible('signed-in'));
      const removed = await core.profiles.remove(id);
      core.publishSession();
      return removed;
    },
  },
  'session.retryNow': {
    repeatable: true,
    run: (_input, core) =>
      withSession(core, async (session) => {
        session.retryNow();
        return done;
      }),
  },
  'seat.ready': {
    subject: () => 'seat',
    run: (_input, core) => withSession(core, (session) => session.availability.choose({ kind: 'ready' })),
  },
  'seat.pause': {
    subject: () => 'seat',
    run: ({ reason }, core) => withSession(core, (session) => session.availability.choose({ kind: 'pause', reason })),
  },
  'seat.cancelNext': {
    run: (_input, core) =>
      withSession(core, async (session) => {
        session.keeper.next(null);
        session.publishSeat();
        return done;
      }),
  },
  'seat.finishWrapUp': {
    subject: () => 'seat',
    run: ({ note, disposition }, core) =>
      withSession(core, (session) =>
        session.wrapUp.finish([disposition, note].filter((text) => text !== '').join('\n')),
      ),
  },
  'seat.extendWrapUp': { run: (_input, core) => withSession(core, async (session) => session.wrapUp.extend()) },
  'seat.joinQueue': {
    subject: ({ queue }) => queue,
    run: ({ queue, penalty }, core) => withSession(core, (session) => join(session, queue, penalty)),
  },
  'seat.leaveQueue': {
    subject: ({ queue }) => queue,
    run: ({ queue }, core) => withSession(core, (session) => leave(session, queue)),
  },
  'seat.joinAll': {
    subject: () => 'queues',
    run: (_input, core) =>
      withSession(core, async (session) => {
        const seat = seatOf(session);
        const wanted = new Map(seat.memberships.filter((row) => !row.joined).map((row) => [row.queue, row.penalty]));
        for (const { queue, penalty } of session.journal.value().lastQueues) {
          if (!isMember(session, queue)) wanted.set(queue, penalty);
        }
        const results = await Promise.all(
          [...wanted].map(async ([queue, penalty]) => outcome(queue, await join(session, queue, penalty))),
        );
        return ok({ results });
      }),
  },
  'seat.leaveAll': {
    subject: () => 'queues',
    run: (_input, core) =>
      withSession(core, async (session) => {
        const joined = seatOf(session).memberships.filter((row) => row.joined && !row.fixed);
        const { lastQueues } = session.journal.value();
        const results = await Promise.all(joined.map(async ({ queue }) => outcome(queue, await leave(session, queue))));
        // Leaving all is "for now": joining all brings the same queues back.
        session.journal.change({ lastQueues });
        return ok({ results });
      }),
  },
  'seat.setDnd': {
    subject: () => 'dnd',
    run: ({ on }, core) =>
      withSession(core, async (session) => {
        if (!session.driver.capabilities.has('dnd')) return fail(appError('not-supported', 'no do-not-disturb'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.setDnd(session.identity, on),
          () => seatOf(session).dnd === on,
          { ask: ['settings'] },
        );
      }),
  },
  'seat.setForwarding': {
    subject: ({ kind }) => kind,
    run: ({ kind, destination }, core) =>
      withSession(core, async (session) => {
        if (!session.driver.capabilities.has('forwarding')) return fail(appError('not-supported', 'no forwarding'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.setForwarding(session.identity, kind, destination),
          () => seatOf(session).forwarding[kind] === destination,
          { ask: ['settings'] },
        );
      }),
  },
};
