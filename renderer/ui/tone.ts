import {
  ArrowDownLeft,
  Bell,
  CircleDashed,
  CircleHelp,
  Coffee,
  type LucideIcon,
  PauseCircle,
  Phone,
  PhoneCall,
  PhoneOff,
  PhoneOutgoing,
  Smile,
  SquarePen,
  Unplug,
  Users,
  UsersRound,
} from 'lucide-react';
import type { CallState, LegState } from '../../shared/domain/call';
import type { AgentState, Presence } from '../../shared/domain/queue';
import type { Availability } from '../../shared/domain/seat';

/** The eight colours of states (product.md §6.3). A tone never stands alone: icon and word go with it. */
export type Tone = 'ready' | 'ringing' | 'call' | 'hold' | 'wrap-up' | 'paused' | 'error' | 'offline';

export interface Look {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

export const seatLooks = {
  ready: { tone: 'ready', icon: Smile },
  paused: { tone: 'paused', icon: Coffee },
  'wrap-up': { tone: 'wrap-up', icon: SquarePen },
  offline: { tone: 'offline', icon: CircleDashed },
} as const satisfies Record<Availability, Look>;

export const agentLooks = {
  'on-call': { tone: 'call', icon: Phone },
  ringing: { tone: 'ringing', icon: Bell },
  'wrap-up': { tone: 'wrap-up', icon: SquarePen },
  paused: { tone: 'paused', icon: Coffee },
  ready: { tone: 'ready', icon: Smile },
  unreachable: { tone: 'error', icon: Unplug },
  offline: { tone: 'offline', icon: CircleDashed },
} as const satisfies Record<AgentState, Look>;

export const callLooks = {
  'calling-me': { tone: 'ringing', icon: PhoneOutgoing },
  ringing: { tone: 'ringing', icon: Bell },
  dialing: { tone: 'call', icon: PhoneOutgoing },
  talking: { tone: 'call', icon: PhoneCall },
  held: { tone: 'hold', icon: PauseCircle },
  consulting: { tone: 'hold', icon: Users },
  conference: { tone: 'call', icon: UsersRound },
  ended: { tone: 'offline', icon: PhoneOff },
} as const satisfies Record<CallState, Look>;

export const legLooks = {
  ringing: { tone: 'ringing', icon: Bell },
  dialing: { tone: 'ringing', icon: PhoneOutgoing },
  talking: { tone: 'call', icon: PhoneCall },
  held: { tone: 'hold', icon: PauseCircle },
  ended: { tone: 'offline', icon: PhoneOff },
} as const satisfies Record<LegState, Look>;

export const presenceLooks = {
  idle: { tone: 'ready', icon: Smile },
  ringing: { tone: 'ringing', icon: Bell },
  'in-use': { tone: 'call', icon: Phone },
  unreachable: { tone: 'offline', icon: Unplug },
  unknown: { tone: 'offline', icon: CircleHelp },
  paused: { tone: 'paused', icon: Coffee },
} as const satisfies Record<Presence | 'paused', Look>;

export const directionIcons = { in: ArrowDownLeft, out: PhoneOutgoing, internal: Users } as const;
