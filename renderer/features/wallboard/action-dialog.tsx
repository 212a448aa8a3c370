import { type ReactNode, useState } from 'react';
import type { AgentRow, WaitingCaller } from '../../../shared/domain/queue';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useRow, useTopic } from '../../live/hooks';
import { Button, Dialog, ErrorLine, SelectField, TextField } from '../../ui/index';
import { superviseModes } from '../listen/modes';
import {
  type AgentActionName,
  agentActions,
  agentCommand,
  type CallerActionName,
  callerActions,
  callerCommand,
  type FloorCommand,
} from './action';
import { useQueueName } from './names';

/** What a person asked for; the row is kept as it was then, so that the dialog can say what has changed since. */
export type AskedAction =
  | { readonly kind: 'agent'; readonly action: AgentActionName; readonly id: string; readonly row: AgentRow }
  | { readonly kind: 'caller'; readonly action: CallerActionName; readonly id: string; readonly row: WaitingCaller };

interface Ends {
  readonly onClose: () => void;
  /** The sentence of what was done. */
  readonly onDone: (text: string) => void;
}

/** Names the person and the effect, asks, does it, and stays open with the platform's words when it did not work. */
export function ActionDialog(props: { readonly asked: AskedAction } & Ends): ReactNode {
  const { asked, ...ends } = props;
  return asked.kind === 'agent' ? <AgentDialog asked={asked} {...ends} /> : <CallerDialog asked={asked} {...ends} />;
}

const fallbackReason = 1;

const isSupervising = (action: AgentActionName): boolean => superviseModes.some((mode) => mode === action);

function AgentDialog(props: { readonly asked: Extract<AskedAction, { kind: 'agent' }> } & Ends): ReactNode {
  const say = useSay();
  const { action, id, row } = props.asked;
  const now = useRow('agents', id);
  const driver = useDriver();
  const own = useTopic('seat')?.interface ?? '';
  const reasons = useTopic('reasons') ?? [];
  const queueName = useQueueName();
  const leavable = row.queues.filter((member) => !member.fixed);
  const [reason, setReason] = useState(String(reasons[0]?.code ?? fallbackReason));
  const [queue, setQueue] = useState(leavable[0]?.queue ?? '');
  const name = row.name || row.agent || row.device;
  const params = {
    name,
    device: row.device,
    peer: row.peerName || row.peer || '—',
    queues: leavable.map((member) => queueName(member.queue)).join(', ') || '—',
  };
  const possible = now ? agentActions(now, driver, own).find((one) => one.name === action) : undefined;
  const otherCall =
    (action === 'hang-up' || action === 'pickup' || isSupervising(action)) &&
    now !== undefined &&
    now.channel !== row.channel;
  const changed = !now
    ? say('wallboard.agents.gone', { name })
    : otherCall
      ? say('wallboard.why.no-call')
      : possible?.why
        ? say(`wallboard.why.${possible.why}`)
        : null;
  return (
    <Asking
      title={say(`wallboard.ask.${action}`, params)}
      effect={say(`wallboard.effect.${action}`, params)}
      label={say(`wallboard.actions.${action}`).replace('…', '')}
      danger={possible?.destructive ?? false}
      changed={changed}
      command={agentCommand(action, row, { reason: Number(reason), queue })}
      subject={name}
      {...props}
    >
      {action === 'pause' ? (
        reasons.length > 0 ? (
          <SelectField
            label={say('wallboard.dialog.reason')}
            value={reason}
            onChange={setReason}
            choices={reasons.map(({ code, label }) => ({
              id: String(code),
              label: label || String(code),
              detail: code,
            }))}
          />
        ) : (
          <p className="muted">{say('wallboard.dialog.noReasons', { code: fallbackReason })}</p>
        )
      ) : null}
      {action === 'remove' ? (
        <SelectField
          label={say('wallboard.dialog.queue')}
          value={queue}
          onChange={setQueue}
          choices={leavable.map((member) => ({
            id: member.queue,
            label: queueName(member.queue),
            detail: member.queue,
          }))}
        />
      ) : null}
    </Asking>
  );
}

function CallerDialog(props: { readonly asked: Extract<AskedAction, { kind: 'caller' }> } & Ends): ReactNode {
  const say = useSay();
  const { action, id, row } = props.asked;
  const now = useRow('waiting', id);
  const driver = useDriver();
  const queueName = useQueueName();
  const [note, setNote] = useState('');
  const number = [row.name, row.number || say('wallboard.callers.noNumber')].filter(Boolean).join(' ');
  const possible = callerActions(row, driver).find((one) => one.name === action);
  const params = { number, queue: queueName(row.queue) };
  return (
    <Asking
      title={say(`wallboard.ask.${action}`, params)}
      effect={say(`wallboard.effect.${action}`, params)}
      label={say(`wallboard.actions.${action}`)}
      danger={possible?.destructive ?? false}
      changed={now ? null : say('wallboard.agents.gone', { name: number })}
      command={callerCommand(action, row, note.trim())}
      subject={number}
      {...props}
    >
      {action === 'withdraw' ? (
        <TextField
          label={say('wallboard.dialog.note')}
          hint={say('wallboard.dialog.noteHint')}
          value={note}
          onChange={setNote}
          maxLength={80}
        />
      ) : null}
    </Asking>
  );
}

function Asking(
  props: Ends & {
    readonly title: string;
    readonly effect: string;
    readonly label: string;
    readonly danger: boolean;
    /** Why it no longer makes sense; null = it still does. */
    readonly changed: string | null;
    readonly command: FloorCommand;
    readonly subject: string;
    readonly children?: ReactNode;
  },
): ReactNode {
  const say = useSay();
  const { run, pending } = useCommand(props.command.name);
  const [flying, setFlying] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const working = flying && pending;
  const confirm = async (): Promise<void> => {
    setError(null);
    setFlying(true);
    const result = await run(props.command.input);
    setFlying(false);
    if (result.ok) {
      props.onDone(say('wallboard.dialog.doneDetail', { action: props.label, name: props.subject }));
      props.onClose();
    } else setError(result.error);
  };
  return (
    <Dialog
      isOpen
      size="s"
      role="alertdialog"
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{say('ui.cancel')}</Button>
          <Button
            variant={props.danger ? 'hang-up' : 'primary'}
            pending={working}
            unavailable={working ? null : props.changed}
            autoFocus
            onPress={() => void confirm()}
          >
            {error ? say('wallboard.dialog.again') : props.label}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{props.effect}</p>
        {props.children}
        {props.changed && !working ? (
          <p className="ask-changed" role="status">
            {say('wallboard.dialog.changed', { why: props.changed })}
          </p>
        ) : null}
        <ErrorLine error={error} />
      </div>
    </Dialog>
  );
}
