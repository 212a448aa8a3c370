import {
  ArrowRightToLine,
  Coffee,
  HandHelping,
  type LucideIcon,
  PhoneForwarded,
  PhoneOff,
  Smile,
  UserMinus,
  UserX,
} from 'lucide-react';
import { modeIcons } from '../listen/modes';
import type { FloorActionName } from './action';

export const actionIcons: Readonly<Record<FloorActionName, LucideIcon>> = {
  pause: Coffee,
  unpause: Smile,
  remove: UserMinus,
  'remove-all': UserX,
  'hang-up': PhoneOff,
  pickup: HandHelping,
  take: PhoneForwarded,
  withdraw: ArrowRightToLine,
  ...modeIcons,
};
