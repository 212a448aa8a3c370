import type { CallEngine, Channel, Device, User } from '../../engine/port';

/**
 * Variables that this face leaves on the legs it makes, because Uncall knows a call by extension and uid and not by
 * channel: the call a telephone is rung for, its direction, and that a leg only listens.
 */
export const marks = {
  uid: 'UNCALL_UID',
  status: 'UNCALL_STATUS',
  spy: 'UNCALL_SPY',
  /** On the other side's channel while it is parked: what its call is to whoever parked it. */
  parkedUid: 'UNCALL_PARKED_UID',
  parkedStatus: 'UNCALL_PARKED_STATUS',
  actionId: 'ACTIONID',
} as const;

/** The telephone of an extension or agent number; undefined: there is none, or the agent sits nowhere. */
export function phoneOf(engine: CallEngine, no: string): Device | undefined {
  const user = engine.user(no);
  return engine.device(user ? user.device : no);
}

/** The person of an agent number, or at the telephone of an extension. */
export const personOf = (engine: CallEngine, no: string): User | undefined =>
  engine.user(no) ?? engine.user(engine.device(no)?.user ?? '');

/** Live channels of a telephone, oldest first. */
export const channelsAt = (engine: CallEngine, phone: Device | undefined): readonly Channel[] =>
  phone ? engine.channels().filter((one) => one.device === phone.no && one.hungUpAt === null) : [];

/** The channel of the call at a telephone, the newest one; listening to others is no call. */
export const callAt = (engine: CallEngine, phone: Device | undefined): Channel | undefined =>
  channelsAt(engine, phone).findLast(({ name }) => !engine.getVariable(name, marks.spy));

/** Who is at the other end: talking with it, or rung by it or for it. */
export function otherOf(engine: CallEngine, own: Channel, state?: 'Link'): Channel | undefined {
  const rows = engine
    .links()
    .filter((link) => !link.cleared && (link.src === own.name || link.dst === own.name))
    .filter((link) => state === undefined || link.state === state);
  const row = rows.findLast((link) => link.state === 'Link') ?? rows.at(-1);
  return row && engine.channel(row.src === own.name ? row.dst : row.src);
}

/** Can be rung now: it is there, nobody uses it, and its person takes calls. */
export function isIdle(engine: CallEngine, phone: Device | undefined): phone is Device {
  if (!phone?.registered || channelsAt(engine, phone).length > 0) return false;
  return engine.dnd(phone.user) !== true;
}
