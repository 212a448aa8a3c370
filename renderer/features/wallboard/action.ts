import type { CommandInput, CommandName } from '../../../shared/bridge/contract';
import type { DriverCapability } from '../../../shared/bridge/topics';
import type { AgentRow, WaitingCaller } from '../../../shared/domain/queue';
import { modesOf, type SuperviseMode } from '../listen/modes';

/** Something a supervisor may do to a row; the only source of menu items, context menu items and keys. */
export type AgentActionName = 'pause' | 'unpause' | 'remove' | 'remove-all' | 'hang-up' | 'pickup' | SuperviseMode;
export type CallerActionName = 'take' | 'withdraw';
export type FloorActionName = AgentActionName | CallerActionName;

/** A control keeps its place whatever the row does; what cannot be done now is disabled and says why. */
export interface FloorAction<Name extends FloorActionName = FloorActionName> {
  readonly name: Name;
  /** Key that does it while the row has the focus, as `KeyboardEvent.key`. */
  readonly key: string;
  readonly enabled: boolean;
  /** i18n key below `wallboard.why`; null when enabled. */
  readonly why:
    | 'paused-already'
    | 'not-paused'
    | 'no-queue'
    | 'fixed-member'
    | 'no-call'
    | 'not-ringing'
    | 'myself'
    | null;
  readonly destructive: boolean;
}

/** The command that an action becomes once the person confirmed. */
export type FloorCommand = {
  [K in CommandName]: { readonly name: K; readonly input: CommandInput<K> };
}[CommandName];

/** None of them is a key of the whole window (features/keyboard): `h` must never mean two hang-ups. */
export const actionKeys: Readonly<Record<FloorActionName, string>> = {
  pause: 'p',
  unpause: 'u',
  remove: 'q',
  'remove-all': 'Q',
  'hang-up': 'x',
  pickup: 'g',
  take: 'g',
  withdraw: 'w',
  monitor: 'm',
  whisper: 'e',
  barge: 'b',
};

/** `Q` for the key `q`, `Shift + Q` for `Q`. */
export const showKey = (key: string): string => (key === key.toLowerCase() ? key.toUpperCase() : `Shift + ${key}`);

const action = <Name extends FloorActionName>(
  name: Name,
  why: FloorAction['why'],
  destructive = false,
): FloorAction<Name> => ({ name, key: actionKeys[name], enabled: why === null, why, destructive });

/**
 * What may be done to an agent now. What the driver lacks is absent (DESIGN law 3).
 * @param own my own interface: nobody listens in on himself
 */
export function agentActions(
  row: AgentRow,
  driver: ReadonlySet<DriverCapability>,
  own = '',
): readonly FloorAction<AgentActionName>[] {
  const actions: FloorAction<AgentActionName>[] = [];
  const none = row.queues.length === 0;
  const paused = row.queues.some((member) => member.paused > 0);
  const allPaused = !none && row.queues.every((member) => member.paused > 0);
  if (driver.has('supervise')) {
    const removable = row.queues.some((member) => !member.fixed);
    const notRemovable = none ? 'no-queue' : removable ? null : 'fixed-member';
    const hasCall = row.channel !== '' && (row.state === 'on-call' || row.state === 'ringing');
    if (driver.has('queues') && driver.has('queue-pause')) {
      actions.push(action('pause', none ? 'no-queue' : allPaused ? 'paused-already' : null));
      actions.push(action('unpause', none ? 'no-queue' : paused ? null : 'not-paused'));
    }
    if (driver.has('queues')) {
      actions.push(action('remove', notRemovable, true));
      actions.push(action('remove-all', notRemovable, true));
    }
    actions.push(action('hang-up', hasCall ? null : 'no-call', true));
  }
  const notHeard = row.interface === own ? 'myself' : row.state === 'on-call' ? null : 'no-call';
  for (const mode of modesOf(driver)) actions.push(action(mode, notHeard));
  if (driver.has('pickup')) actions.push(action('pickup', row.state === 'ringing' ? null : 'not-ringing'));
  return actions;
}

/** What may be done to a waiting caller now. */
export function callerActions(
  _caller: WaitingCaller,
  driver: ReadonlySet<DriverCapability>,
): readonly FloorAction<CallerActionName>[] {
  const actions: FloorAction<CallerActionName>[] = [];
  if (driver.has('supervise')) actions.push(action('take', null));
  if (driver.has('withdraw')) actions.push(action('withdraw', null, true));
  return actions;
}

/** Choices that the confirming dialog collects. */
export interface ActionChoice {
  /** Pause reason 1–99. */
  readonly reason: number;
  /** Queue number to take the agent out of. */
  readonly queue: string;
}

/** The command of a confirmed action on an agent. */
export function agentCommand(name: AgentActionName, row: AgentRow, choice: ActionChoice): FloorCommand {
  switch (name) {
    case 'pause':
      return { name: 'member.pause', input: { interface: row.interface, reason: choice.reason } };
    case 'unpause':
      return { name: 'member.unpause', input: { interface: row.interface } };
    case 'remove':
      return { name: 'member.remove', input: { interface: row.interface, queue: choice.queue } };
    case 'remove-all':
      return { name: 'member.remove', input: { interface: row.interface, queue: '' } };
    case 'hang-up':
      return { name: 'member.hangUp', input: { interface: row.interface } };
    case 'monitor':
    case 'whisper':
    case 'barge':
      return { name: 'member.supervise', input: { interface: row.interface, mode: name } };
    case 'pickup':
      return { name: 'pickup.extension', input: { extension: row.device } };
  }
}

/** The command of a confirmed action on a waiting caller. */
export function callerCommand(name: CallerActionName, caller: WaitingCaller, withdrawReason: string): FloorCommand {
  return name === 'take'
    ? { name: 'waiting.take', input: { id: caller.id } }
    : { name: 'waiting.withdraw', input: { id: caller.id, reason: withdrawReason } };
}
