import { BellOff, PhoneMissed, PhoneOff, WifiOff } from 'lucide-react';
import type { MissedCall } from '../../../shared/bridge/topics';
import type { Look } from '../../ui/index';

/** Colour and icon of why a call was missed. */
export const whyLooks = {
  'no-answer': { tone: 'paused', icon: BellOff },
  abandoned: { tone: 'error', icon: PhoneMissed },
  rejected: { tone: 'offline', icon: PhoneOff },
  'while-offline': { tone: 'error', icon: WifiOff },
} as const satisfies Record<MissedCall['why'], Look>;
