import type { DriverCapability } from '../bridge/topics';
import type { Call, CallState } from './call';
import { assertNever } from './result';
import type { Seat } from './seat';

export type CallAction =
  | 'answer'
  | 'reject'
  | 'hang-up'
  | 'hold'
  | 'resume'
  | 'transfer'
  | 'consult'
  | 'complete-consult'
  | 'cancel-consult'
  | 'swap-consult'
  | 'three-way'
  | 'park'
  | 'dtmf'
  | 'survey';

/** Why a control cannot be used now; i18n key `why.<reason>`. */
export type Unavailable =
  | 'not-ringing'
  | 'not-talking'
  | 'on-hold'
  | 'not-on-hold'
  | 'consulting'
  | 'not-consulting'
  | 'not-answered-yet'
  | 'survey-asked'
  | 'ended'
  | 'signed-out';

export interface Control {
  readonly action: CallAction;
  readonly enabled: boolean;
  readonly why: Unavailable | null;
}

/** In this order on the screen; a control keeps its place whatever the call does. */
const controls: readonly { readonly action: CallAction; readonly needs: DriverCapability | null }[] = [
  { action: 'answer', needs: 'answer' },
  { action: 'reject', needs: 'reject' },
  { action: 'hang-up', needs: null },
  { action: 'hold', needs: 'hold' },
  { action: 'resume', needs: 'hold' },
  { action: 'transfer', needs: 'blind-transfer' },
  { action: 'consult', needs: 'consult' },
  { action: 'complete-consult', needs: 'consult' },
  { action: 'cancel-consult', needs: 'consult' },
  { action: 'swap-consult', needs: 'consult-swap' },
  { action: 'three-way', needs: 'consult-three-way' },
  { action: 'park', needs: 'park' },
  { action: 'dtmf', needs: 'dtmf' },
  { action: 'survey', needs: 'survey' },
];

/**
 * The only source of call buttons, for the screen and for the desk's own check (DESIGN law 4). What the driver lacks is
 * absent; what the moment forbids is present, disabled and says why.
 */
export function capabilities(call: Call, seat: Seat | null, driver: ReadonlySet<DriverCapability>): readonly Control[] {
  return controls
    .filter(({ needs }) => needs === null || driver.has(needs))
    .map(({ action }) => {
      const why = seat === null ? 'signed-out' : whyNot(action, call);
      return { action, enabled: why === null, why };
    });
}

export const canDo = (
  action: CallAction,
  call: Call,
  seat: Seat | null,
  driver: ReadonlySet<DriverCapability>,
): boolean => capabilities(call, seat, driver).some((control) => control.action === action && control.enabled);

function whyNot(action: CallAction, call: Call): Unavailable | null {
  const { state } = call;
  if (state === 'ended') return 'ended';
  // Parked: nothing but resuming reaches the other side.
  if (call.away) return action === 'resume' ? null : 'on-hold';
  // The platform does not say whether it was answered; asked too early, it refuses by itself.
  const connected = state === 'talking' || call.assumed !== undefined;
  switch (action) {
    case 'answer':
      return state === 'ringing' || state === 'calling-me' ? null : 'not-ringing';
    case 'reject':
      return state === 'ringing' ? null : 'not-ringing';
    case 'hang-up':
      return null;
    case 'hold':
      return connected ? null : notTalking(state);
    case 'resume':
      return state === 'held' ? null : 'not-on-hold';
    case 'transfer':
    case 'consult':
    case 'park':
      return connected || state === 'held' ? null : notTalking(state);
    case 'survey':
      if (call.surveyed) return 'survey-asked';
      return connected || state === 'held' ? null : notTalking(state);
    case 'complete-consult':
    case 'swap-consult':
    case 'three-way': {
      if (state !== 'consulting') return 'not-consulting';
      const asked = call.legs.find((leg) => leg.role === 'consult');
      // A transfer to a phone that still rings is possible on the platform; a swap or a conference is not.
      return asked && (asked.state === 'talking' || asked.state === 'held' || action === 'complete-consult')
        ? null
        : 'not-answered-yet';
    }
    case 'cancel-consult':
      return state === 'consulting' ? null : 'not-consulting';
    case 'dtmf':
      return state === 'talking' || state === 'consulting' || state === 'conference' ? null : notTalking(state);
    default:
      return assertNever(action, 'call action');
  }
}

const notTalking = (state: CallState): Unavailable =>
  state === 'consulting' ? 'consulting' : state === 'held' ? 'on-hold' : 'not-talking';
