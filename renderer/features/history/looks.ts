import { CircleCheck, CircleX, PhoneMissed, PhoneOff } from 'lucide-react';
import type { CallRecord } from '../../../shared/bridge/contract';
import type { Look } from '../../ui/index';

/** Colour and icon of how a call ended. */
export const outcomeLooks = {
  answered: { tone: 'ready', icon: CircleCheck },
  'no-answer': { tone: 'paused', icon: PhoneMissed },
  busy: { tone: 'ringing', icon: PhoneOff },
  failed: { tone: 'error', icon: CircleX },
} as const satisfies Record<CallRecord['outcome'], Look>;
