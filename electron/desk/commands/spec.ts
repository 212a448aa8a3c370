import type { CommandName, CommandOutput, CommandParsed } from '../../../shared/bridge/contract';
import type { Call } from '../../../shared/domain/call';
import { type CallAction, capabilities } from '../../../shared/domain/capabilities';
import { type AppError, appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { TaskName } from '../cadence';
import type { Core } from '../core';
import type { Session } from '../session';

/**
 * One command: what it acts on, and what it does. `run` answers when the effect is confirmed, refused, or not confirmed;
 * it sends anything that is not idempotent exactly once.
 */
export interface CommandSpec<K extends CommandName> {
  /** Shown as pending in the `commands` topic under this subject; absent = too quick to show. */
  readonly subject?: (input: CommandParsed<K>) => string;
  /** The same again while it runs is refused, so that a double click cannot act twice. */
  readonly repeatable?: true;
  run(input: CommandParsed<K>, core: Core): Promise<Result<CommandOutput<K>>>;
}
export type CommandSpecs<K extends CommandName> = { readonly [N in K]: CommandSpec<N> };

export const notSignedIn = (): Result<never> => fail(appError('not-signed-in', 'nobody is signed in'));
export const notConfirmed = (): Result<never> =>
  fail(appError('not-confirmed', 'accepted, but no fact showed it in time'));
export const notPossible = (why: string): AppError =>
  appError('not-possible-now', `not possible now: ${why}`, { params: { why } });

export const withSession = async <T>(core: Core, run: (session: Session) => Promise<Result<T>>): Promise<Result<T>> => {
  const session = core.session();
  return session ? run(session) : notSignedIn();
};

/** A call of mine on which `action` is possible now, by the same function that draws the buttons (law 4). */
export async function withCall<T>(
  core: Core,
  callId: string,
  action: CallAction,
  run: (session: Session, call: Call) => Promise<Result<T>>,
): Promise<Result<T>> {
  const session = core.session();
  if (!session) return notSignedIn();
  const known = session.differ.calls()[callId];
  if (!known) return fail(notPossible('ended'));
  const voice = core.voice();
  const call = voice?.view(known) ?? known;
  const able = voice?.capabilities(session.driver.capabilities) ?? session.driver.capabilities;
  const control = capabilities(call, session.keeper.seat(), able).find((c) => c.action === action);
  if (!control) return fail(appError('not-supported', `the platform cannot ${action}`, { params: { action } }));
  if (!control.enabled) return fail(notPossible(control.why ?? 'ended'));
  return run(session, call);
}

/** Sends once; then the facts decide. `accepted` runs between the platform's yes and the first look. */
export async function sendAndConfirm(
  session: Session,
  send: () => Promise<Result<unknown>>,
  happened: () => boolean,
  options: { readonly ask?: readonly TaskName[]; readonly accepted?: () => void } = {},
): Promise<Result<null>> {
  const sent = await send();
  if (!sent.ok) return sent;
  options.accepted?.();
  const held = await session.confirmations.until(happened, options.ask ?? ['status', 'floor', 'channels', 'pops']);
  return held ? ok(null) : notConfirmed();
}

export const done = ok(null);
