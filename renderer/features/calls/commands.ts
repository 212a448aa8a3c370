import type { CallAction } from '../../../shared/domain/capabilities';
import type { AppError } from '../../../shared/domain/result';
import { type CommandHandle, useCommand } from '../../live/command';

/** Actions that are one command on the call; the others open a dialog first. */
export type DirectAction = Exclude<CallAction, 'transfer' | 'consult' | 'dtmf'>;
type CallCommand =
  | 'call.answer'
  | 'call.reject'
  | 'call.hangUp'
  | 'call.hold'
  | 'call.resume'
  | 'call.completeConsult'
  | 'call.cancelConsult'
  | 'call.swapConsult'
  | 'call.threeWay'
  | 'call.park'
  | 'call.survey';

export const commandOf = {
  answer: 'call.answer',
  reject: 'call.reject',
  'hang-up': 'call.hangUp',
  hold: 'call.hold',
  resume: 'call.resume',
  'complete-consult': 'call.completeConsult',
  'cancel-consult': 'call.cancelConsult',
  'swap-consult': 'call.swapConsult',
  'three-way': 'call.threeWay',
  park: 'call.park',
  survey: 'call.survey',
} as const satisfies Record<DirectAction, CallCommand>;

export interface CallCommands {
  readonly of: (
    action: CallAction,
  ) =>
    | CommandHandle<CallCommand>
    | CommandHandle<'call.transfer'>
    | CommandHandle<'call.consult'>
    | CommandHandle<'call.dtmf'>;
  readonly run: (action: DirectAction) => void;
  readonly pending: (action: CallAction) => boolean;
  /** The error of the last command that failed, if it still stands. */
  readonly error: AppError | null;
  readonly clear: () => void;
}

/** All commands of one call card. */
export function useCallCommands(callId: string): CallCommands {
  const handles = {
    answer: useCommand('call.answer', callId),
    reject: useCommand('call.reject', callId),
    'hang-up': useCommand('call.hangUp', callId),
    hold: useCommand('call.hold', callId),
    resume: useCommand('call.resume', callId),
    'complete-consult': useCommand('call.completeConsult', callId),
    'cancel-consult': useCommand('call.cancelConsult', callId),
    'swap-consult': useCommand('call.swapConsult', callId),
    'three-way': useCommand('call.threeWay', callId),
    park: useCommand('call.park', callId),
    survey: useCommand('call.survey', callId),
    transfer: useCommand('call.transfer', callId),
    consult: useCommand('call.consult', callId),
    dtmf: useCommand('call.dtmf', callId),
  } as const;
  const all = Object.values(handles);
  return {
    of: (action) => handles[action],
    run: (action) => void handles[action].run({ callId }),
    pending: (action) => handles[action].pending,
    error: all.find((handle) => handle.error !== null)?.error ?? null,
    clear: () => {
      for (const handle of all) handle.clear();
    },
  };
}
