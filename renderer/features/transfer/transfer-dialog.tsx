import { MessageCircleQuestion, Phone, PhoneForwarded, Users } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useRow, useRowList, useRows, useSettings, useTopic } from '../../live/hooks';
import { Button, Dialog, EmptyState, ErrorLine, PresenceBadge, Skeleton } from '../../ui/index';
import { nameOf, spaced } from '../calls/model';
import { useDirectory } from '../dial/use-directory';
import { setIntent, type TransferMode, useIntent } from '../keyboard/intents';
import { type Target, targetsOf } from './targets';
import './transfer.css';
import { TypedTarget } from './typed-target';

/** Chooses whom a call goes to: Enter on a row transfers, or asks first. One for the whole window. */
export function TransferDialog(): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const intent = useIntent('transfer');
  const call = useRow('calls', intent?.callId ?? '');
  const close = (): void => setIntent({ transfer: null });
  // A call that has ended cannot be sent on; the dialog must not stay behind.
  const open = intent !== null && call !== undefined && call.state !== 'ended';
  const name = call ? nameOf(call, say) : '';
  const Body = driver.has('extensions') ? Chooser : TypedTarget;
  return (
    <Dialog
      isOpen={open}
      onClose={close}
      title={say(intent?.mode === 'consult' ? 'transfer.consultTitle' : 'transfer.blindTitle', { name })}
    >
      {intent && open ? <Body key={intent.callId} callId={intent.callId} mode={intent.mode} onDone={close} /> : null}
    </Dialog>
  );
}

function Chooser(props: {
  readonly callId: string;
  readonly mode: TransferMode;
  readonly onDone: () => void;
}): ReactNode {
  const { callId, mode, onDone } = props;
  const say = useSay();
  const listId = useId();
  const driver = useDriver();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const blind = useCommand('call.transfer', callId);
  const consult = useCommand('call.consult', callId);
  const seat = useTopic('seat');
  const { recentNumbers } = useSettings();
  const all = useRows('extensions');
  const queues = useRowList('queues');
  const { rows: found } = useDirectory(query, 100);
  const targets = useMemo(
    () =>
      targetsOf({
        query,
        found: found ?? [],
        all: Object.values(all ?? {}),
        queues,
        recent: recentNumbers,
        own: seat?.device ?? '',
      }),
    [query, found, all, queues, recentNumbers, seat],
  );
  const active = targets[Math.min(at, targets.length - 1)];
  const handle = mode === 'consult' ? consult : blind;
  const send = async (target: Target, how: TransferMode): Promise<void> => {
    const to = { number: target.number, kind: target.kind };
    const result = how === 'consult' ? await consult.run({ callId, to }) : await blind.run({ callId, to });
    if (result.ok) onDone();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((before) => Math.max(0, Math.min(targets.length - 1, before + step)));
    } else if (event.key === 'Enter' && active && !handle.pending) {
      event.preventDefault();
      void send(active, mode);
    }
  };
  return (
    <div className="transfer">
      {driver.has('consult') && driver.has('blind-transfer') ? (
        <div className="transfer-mode" role="radiogroup" aria-label={say('transfer.mode')}>
          {(['blind', 'consult'] as const).map((choice) => (
            // biome-ignore lint/a11y/useSemanticElements: two segments of one switch
            <button
              key={choice}
              type="button"
              role="radio"
              aria-checked={mode === choice}
              className="transfer-segment"
              onClick={() => setIntent({ transfer: { callId, mode: choice } })}
            >
              {say(`transfer.${choice}`)}
            </button>
          ))}
        </div>
      ) : null}
      <input
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the person opened the dialog to type a name
        autoFocus
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-label={say('transfer.search')}
        aria-activedescendant={active ? `${listId}-${active.id}` : ''}
        placeholder={say('transfer.search')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      {all === undefined ? (
        <Skeleton lines={6} />
      ) : targets.length === 0 ? (
        <EmptyState icon={Users} title={say('dial.noColleague')} />
      ) : (
        <div className="targets" id={listId} role="listbox" aria-label={say('transfer.targets')} tabIndex={-1}>
          {targets.map((target, index) => (
            <TargetRow
              key={target.id}
              id={`${listId}-${target.id}`}
              target={target}
              isActive={target === active}
              onHover={() => setAt(index)}
              onChoose={() => void send(target, mode)}
            />
          ))}
        </div>
      )}
      <ErrorLine error={handle.error} onDismiss={handle.clear} />
      <div className="transfer-foot">
        <span className="muted grow cut">
          {say(mode === 'consult' ? 'transfer.enterConsult' : 'transfer.enterBlind')}
        </span>
        <Button
          variant="primary"
          icon={mode === 'consult' ? MessageCircleQuestion : PhoneForwarded}
          pending={handle.pending}
          isDisabled={!active}
          onPress={() => {
            if (active) void send(active, mode);
          }}
        >
          {say(mode === 'consult' ? 'transfer.consult' : 'transfer.blind')}
        </Button>
      </div>
    </div>
  );
}

function TargetRow(props: {
  readonly id: string;
  readonly target: Target;
  readonly isActive: boolean;
  readonly onHover: () => void;
  readonly onChoose: () => void;
}): ReactNode {
  const { target } = props;
  const say = useSay();
  const free = target.presence === null || (target.presence === 'idle' && !target.paused);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above handles Enter and the arrows
    <div
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={props.isActive}
      className={`target ${props.isActive ? 'is-active' : ''} ${free ? '' : 'is-busy'}`}
      onMouseMove={props.onHover}
      onClick={props.onChoose}
    >
      {target.kind === 'queue' ? <Users aria-hidden size={15} /> : <Phone aria-hidden size={15} />}
      <span className="directory-ext">{target.kind === 'outside' ? '' : target.number}</span>
      <span className="grow cut">
        {target.kind === 'outside' ? say('transfer.outside', { number: spaced(target.number) }) : target.name}
        {target.recent ? <span className="target-tag">{say('dial.recent')}</span> : null}
      </span>
      {target.presence ? <PresenceBadge presence={target.presence} paused={target.paused} /> : null}
      {target.waiting === null ? null : <span className="muted">{say('transfer.waiting', { n: target.waiting })}</span>}
    </div>
  );
}
