import { Ear, type LucideIcon, Megaphone, MessageSquareMore } from 'lucide-react';
import type { CommandInput } from '../../../shared/bridge/contract';
import type { DriverCapability } from '../../../shared/bridge/topics';

/** Ways into somebody's call, from the quietest to the loudest. The names are the capabilities' own. */
export const superviseModes = ['monitor', 'whisper', 'barge'] as const satisfies readonly DriverCapability[];
export type SuperviseMode = CommandInput<'member.supervise'>['mode'];

export const modeIcons = {
  monitor: Ear,
  whisper: MessageSquareMore,
  barge: Megaphone,
} as const satisfies Record<SuperviseMode, LucideIcon>;

export const modesOf = (driver: ReadonlySet<DriverCapability>): readonly SuperviseMode[] =>
  superviseModes.filter((mode) => driver.has(mode));

/** Whether listening needs a place of its own: with a floor it is in the table of agents. */
export const listensAlone = (driver: ReadonlySet<DriverCapability>): boolean =>
  !driver.has('floor') && modesOf(driver).length > 0;
