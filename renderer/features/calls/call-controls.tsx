import {
  ArrowLeftRight,
  CircleCheck,
  CircleParking,
  Grip,
  type LucideIcon,
  MessageCircleQuestion,
  PauseCircle,
  Phone,
  PhoneForwarded,
  PhoneOff,
  PlayCircle,
  Star,
  Undo2,
  UserCheck,
  UsersRound,
  X,
} from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Call } from '../../../shared/domain/call';
import type { CallAction, Control } from '../../../shared/domain/capabilities';
import { useSay } from '../../i18n/index';
import { Button, type ButtonProps } from '../../ui/index';
import { setIntent } from '../keyboard/intents';
import type { CallCommands } from './commands';
import { useControls } from './model';

export const actionIcons = {
  answer: Phone,
  reject: X,
  'hang-up': PhoneOff,
  hold: PauseCircle,
  resume: PlayCircle,
  transfer: PhoneForwarded,
  consult: MessageCircleQuestion,
  'complete-consult': UserCheck,
  'cancel-consult': Undo2,
  'swap-consult': ArrowLeftRight,
  'three-way': UsersRound,
  park: CircleParking,
  dtmf: Grip,
  survey: Star,
} as const satisfies Record<CallAction, LucideIcon>;

const shortcuts: Partial<Record<CallAction, string>> = {
  answer: 'A',
  'hang-up': 'H',
  hold: 'O',
  resume: 'O',
  transfer: 'T',
  consult: 'C',
  'complete-consult': 'Ctrl+Enter',
  'cancel-consult': 'Esc',
};

const rows = {
  main: ['answer', 'reject', 'hang-up', 'hold', 'transfer', 'consult', 'park', 'dtmf', 'survey'],
  consult: ['complete-consult', 'cancel-consult', 'swap-consult', 'three-way'],
} as const satisfies Record<string, readonly CallAction[]>;

/**
 * The buttons of a call. Each keeps its place whatever the call does; hold and resume are one place, because exactly one
 * of them is possible at a time. `icons` draws no words (bar), `part` chooses a row.
 */
export function CallControls(props: {
  readonly call: Call;
  readonly commands: CallCommands;
  readonly icons?: boolean;
  readonly size?: 's' | 'm' | 'l';
  readonly part: keyof typeof rows;
}): ReactNode {
  const { call, commands } = props;
  const say = useSay();
  const controls = useControls(call);
  const byAction = useMemo(() => new Map(controls.map((control) => [control.action, control])), [controls]);
  const shown = rows[props.part].flatMap((action) => {
    const control = byAction.get(action);
    if (!control) return [];
    const resume = action === 'hold' ? byAction.get('resume') : undefined;
    return [resume?.enabled ? resume : control];
  });
  if (shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row of a grid
    <div
      className={`controls controls-${props.part}`}
      role="group"
      aria-label={props.part === 'main' ? say('calls.controls') : say('calls.consult')}
    >
      {shown.map((control) => (
        <ControlButton
          key={slotOf(control.action)}
          control={control}
          call={call}
          commands={commands}
          icons={props.icons ?? false}
          size={props.size ?? 'm'}
        />
      ))}
    </div>
  );
}

const slotOf = (action: CallAction): string => (action === 'resume' ? 'hold' : action);

function ControlButton(props: {
  readonly control: Control;
  readonly call: Call;
  readonly commands: CallCommands;
  readonly icons: boolean;
  readonly size: 's' | 'm' | 'l';
}): ReactNode {
  const { control, call, commands } = props;
  const say = useSay();
  const { action } = control;
  const done = control.why === 'survey-asked';
  const label = done ? say('calls.surveyed') : say(`calls.${action}`);
  const unavailable = control.why === null ? null : say(`why.${control.why}`);
  const variant: ButtonProps['variant'] =
    action === 'answer' && control.enabled
      ? 'answer'
      : (action === 'hang-up' && control.enabled && call.state !== 'ringing') ||
          (action === 'reject' && control.enabled)
        ? 'hang-up'
        : 'plain';
  const shortcut = shortcuts[action];
  const common: ButtonProps = {
    icon: done ? CircleCheck : actionIcons[action],
    size: props.size,
    variant,
    unavailable,
    pending: commands.pending(action),
    ...(shortcut ? { shortcut } : {}),
    ...(action === 'survey' && !done ? { hint: say('calls.surveyHint') } : {}),
    ...(done ? { className: 'is-done' } : {}),
    onPress: () => press(action, call, commands),
  };
  return props.icons ? <Button {...common} label={label} /> : <Button {...common}>{label}</Button>;
}

function press(action: CallAction, call: Call, commands: CallCommands): void {
  if (action === 'transfer') setIntent({ transfer: { callId: call.id, mode: 'blind' } });
  else if (action === 'consult') setIntent({ transfer: { callId: call.id, mode: 'consult' } });
  else if (action === 'dtmf') setIntent({ keypad: call.id });
  else commands.run(action);
}
