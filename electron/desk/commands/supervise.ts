import type { CommandName } from '../../../shared/bridge/contract';
import type { DriverCapability } from '../../../shared/bridge/topics';
import { appError, fail, type Result } from '../../../shared/domain/result';
import type { Core } from '../core';
import type { Session } from '../session';
import { type CommandSpecs, done, notConfirmed, notPossible, sendAndConfirm, withSession } from './spec';

type Names = Extract<CommandName, `member.${string}` | `waiting.${string}` | `conference.${string}`>;

const withPower = <T>(
  core: Core,
  needs: DriverCapability,
  run: (session: Session) => Promise<Result<T>>,
): Promise<Result<T>> =>
  withSession(core, async (session) =>
    session.driver.capabilities.has(needs)
      ? run(session)
      : fail(appError('not-supported', `the platform lacks ${needs}`)),
  );

const agent = (session: Session, iface: string) => session.topics.get('agents')[iface];

/** In every queue of the person; each accepted one must show in the facts. */
async function pauseMember(session: Session, iface: string, paused: number): Promise<Result<null>> {
  const queues = agent(session, iface)?.queues.map((row) => row.queue) ?? [];
  if (queues.length === 0) return fail(notPossible('offline'));
  const results = await Promise.all(queues.map((queue) => session.driver.commands.pauseQueue(queue, iface, paused)));
  const refused = results.find((result) => !result.ok);
  if (refused && results.every((result) => !result.ok)) return refused;
  const accepted = queues.filter((_queue, index) => results[index]?.ok);
  const held = await session.confirmations.until(
    () =>
      accepted.every((queue) => agent(session, iface)?.queues.find((row) => row.queue === queue)?.paused === paused),
    ['floor', 'status'],
  );
  return refused ?? (held ? done : notConfirmed());
}

/**
 * Rings my phone and puts it into somebody's call. Where there is no floor, the extension is what the person typed, and
 * only the platform knows whether anybody talks there.
 */
async function listenIn(session: Session, iface: string, mode: 'monitor' | 'whisper' | 'barge'): Promise<Result<null>> {
  const { supervise } = session.driver.commands;
  if (!supervise) return fail(appError('not-supported', `the platform cannot ${mode}`));
  if (iface === session.identity.interface || iface === session.identity.device) return fail(notPossible('own-phone'));
  const floor = session.driver.capabilities.has('floor');
  const state = agent(session, iface)?.state;
  if (floor && state !== undefined && state !== 'on-call') return fail(notPossible('not-talking'));
  // Whoever listens in is on record, accepted or not.
  session.log.info('audit.supervise', { agent: session.identity.agent, interface: iface, mode });
  const known = new Set(Object.keys(session.differ.calls()));
  session.fetching();
  const sent = await supervise(session.identity, iface, mode);
  // Only a platform that lists channels shows my phone ringing for it.
  if (!sent.ok || !floor) return sent;
  const rung = await session.confirmations.until(
    () => Object.keys(session.differ.calls()).some((id) => !known.has(id)),
    ['pops', 'status', 'floor'],
  );
  return rung ? done : notConfirmed();
}

export const superviseCommands: CommandSpecs<Names> = {
  'member.pause': {
    subject: (input) => input.interface,
    run: (input, core) =>
      withPower(core, 'supervise', (session) => pauseMember(session, input.interface, input.reason)),
  },
  'member.unpause': {
    subject: (input) => input.interface,
    run: (input, core) => withPower(core, 'supervise', (session) => pauseMember(session, input.interface, 0)),
  },
  'member.remove': {
    subject: (input) => input.interface,
    run: (input, core) =>
      withPower(core, 'supervise', async (session) => {
        const rows = agent(session, input.interface)?.queues ?? [];
        const wanted = rows.filter((row) => !row.fixed && (input.queue === '' || row.queue === input.queue));
        if (wanted.length === 0) return fail(notPossible(rows.some((row) => row.fixed) ? 'fixed-member' : 'offline'));
        const results = await Promise.all(
          wanted.map((row) => session.driver.commands.leaveQueue(row.queue, input.interface)),
        );
        const refused = results.find((result) => !result.ok);
        if (refused) return refused;
        const gone = await session.confirmations.until(
          () => wanted.every((row) => !agent(session, input.interface)?.queues.some((now) => now.queue === row.queue)),
          ['floor', 'status'],
        );
        return gone ? done : notConfirmed();
      }),
  },
  'member.hangUp': {
    subject: (input) => input.interface,
    run: (input, core) =>
      withPower(core, 'supervise', async (session) => {
        const channel = agent(session, input.interface)?.channel ?? '';
        if (channel === '') return fail(notPossible('ended'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.hangUp(channel),
          () => agent(session, input.interface)?.channel !== channel,
          { ask: ['floor', 'status'] },
        );
      }),
  },
  'member.supervise': {
    subject: (input) => input.interface,
    run: (input, core) => withPower(core, input.mode, (session) => listenIn(session, input.interface, input.mode)),
  },
  'waiting.withdraw': {
    subject: ({ id }) => id,
    run: ({ id, reason }, core) =>
      withPower(core, 'withdraw', async (session) => {
        const row = session.topics.get('waiting')[id];
        if (!row) return fail(notPossible('ended'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.withdraw(row.queue, row.channel, reason),
          () => session.topics.get('waiting')[id] === undefined,
          { ask: ['floor', 'status'] },
        );
      }),
  },
  'waiting.take': {
    subject: ({ id }) => id,
    run: ({ id }, core) =>
      withPower(core, 'blind-transfer', async (session) => {
        const row = session.topics.get('waiting')[id];
        if (!row) return fail(notPossible('ended'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.transfer(row.channel, { number: session.identity.device, kind: 'extension' }),
          () => session.topics.get('waiting')[id] === undefined,
          { ask: ['floor', 'status', 'pops'] },
        );
      }),
  },
  'conference.mute': {
    subject: ({ room, member }) => `${room}/${member}`,
    run: ({ room, member, on }, core) =>
      withPower(core, 'conference', (session) =>
        sendAndConfirm(
          session,
          () => session.driver.commands.conference(room, on ? 'mute' : 'unmute', member),
          () => session.topics.get('conferences')[`${room}/${member}`]?.muted === on,
          { ask: ['floor', 'status'] },
        ),
      ),
  },
  'conference.kick': {
    subject: ({ room, member }) => `${room}/${member}`,
    run: ({ room, member }, core) =>
      withPower(core, 'conference', (session) =>
        sendAndConfirm(
          session,
          () => session.driver.commands.conference(room, 'kick', member),
          () => session.topics.get('conferences')[`${room}/${member}`] === undefined,
          { ask: ['floor', 'status'] },
        ),
      ),
  },
  'conference.lock': {
    subject: ({ room }) => room,
    // No fact of the platform shows whether a room is locked: its answer is all there is.
    run: ({ room, on }, core) =>
      withPower(core, 'conference', (session) =>
        session.driver.commands.conference(room, on ? 'lock' : 'unlock', null),
      ),
  },
};
