import type { PlatformTime } from '../../shared/domain/time';
import type { PauseReasonRow } from './port';

/**
 * What of an exchange outlives a restart of the platform. An engine reads it once when it starts and tells each change
 * as it happens; `pbx/store/roster-kept.ts` keeps it in the database. What was told is on the disk before the request
 * that made the change is answered, and at the latest 50 ms later where nobody asked for it.
 *
 * An exchange that keeps some of this itself (an Asterisk has memberships and do-not-disturb in its AstDB) is the truth
 * for that part: its engine reads it from there and neither asks for nor tells it here. Names and pause reasons no
 * exchange has as this platform shows them; who sits at a hot desk is the platform's own matter too.
 */
export interface RosterKeeper {
  /** Whom the platform knows, by number. The exchange may have users that are not here, and lack some that are. */
  names(): ReadonlyMap<string, PersonName>;
  /** In the order in which people are shown them. */
  pauseReasons(): readonly PauseReasonRow[];
  /** Who sits at which hot desk. The owner of a fixed telephone is set up with it (`DeviceConfig.user`). */
  bindings(): readonly Binding[];
  memberships(): readonly KeptMembership[];
  /** Of everybody who has ever set something; the others have nothing set. */
  personal(): ReadonlyMap<string, PersonalSettings>;

  /** The person sits here now, and nowhere else; whoever sat here before sits nowhere. */
  bound(binding: Binding): void;
  /** Nobody sits at that device any more. */
  split(device: string): void;
  /** A member was added, or something of it has changed: written whole each time. */
  member(membership: KeptMembership): void;
  memberGone(queue: string, iface: string): void;
  setPersonal(user: string, settings: PersonalSettings): void;
}

export interface PersonName {
  readonly name: string;
  readonly englishName: string;
}

export interface Binding {
  readonly user: string;
  readonly device: string;
}

export interface KeptMembership {
  readonly queue: string;
  readonly interface: string;
  /**
   * A dynamic member is one because of this row. A static one is set up with its queue (`QueueConfig.members`); the row
   * has its pause, and counts for nothing where it is set up no more.
   */
  readonly kind: 'static' | 'dynamic';
  readonly penalty: number;
  readonly joinedAt: PlatformTime;
  /** 0 = ready, else the reason. */
  readonly paused: number;
  readonly pausedAt: PlatformTime | null;
  /** Start of the present ready or paused period, and what the earlier ones of this membership add up to, ms. */
  readonly since: PlatformTime;
  readonly readyMs: number;
  readonly pausedMs: number;
}

export interface PersonalSettings {
  readonly dnd: boolean;
  readonly barred: boolean;
  /** Empty = not forwarded. */
  readonly CF: string;
  readonly CFB: string;
  readonly CFU: string;
}

/** For an exchange whose platform remembers nothing. */
export const noRoster: RosterKeeper = {
  names: () => new Map(),
  pauseReasons: () => [],
  bindings: () => [],
  memberships: () => [],
  personal: () => new Map(),
  bound: () => undefined,
  split: () => undefined,
  member: () => undefined,
  memberGone: () => undefined,
  setPersonal: () => undefined,
};
