import { Grip, Layers, Phone, PhoneMissed } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { VoiceCall } from '../../shared/bridge/topics';
import type { Call } from '../../shared/domain/call';
import { CallCard } from '../features/calls/call-card';
import { CallControls } from '../features/calls/call-controls';
import { CallTimers } from '../features/calls/call-timers';
import { useCallCommands } from '../features/calls/commands';
import { isLive, nameOf, primaryCall, spaced, useCalls } from '../features/calls/model';
import { DialPanel } from '../features/dial/dial-panel';
import { DialPhases } from '../features/dial/dial-phases';
import { focusDial, useIntent } from '../features/keyboard/intents';
import { LinkDot } from '../features/link/link-dot';
import { QueueSummary } from '../features/queues/queue-summary';
import { MissedPause } from '../features/seat/missed-pause';
import { StateChip } from '../features/seat/state-chip';
import {
  cardStates,
  isLiveVoice,
  MuteButton,
  useOnlyHere,
  useVoiceControls,
  VoiceBadge,
  VoiceCard,
  VoiceControls,
} from '../features/voice/index';
import { Countdown, FinishRow, WrapUpPanel } from '../features/wrap-up/wrap-up-panel';
import { useSay } from '../i18n/index';
import { useDriver, useHostCan, useIds, useRowList, useSelect, useTopic } from '../live/hooks';
import { Button, clockTime, duration, ErrorLine, Popover, useAnyOverlay } from '../ui/index';
import { ShapeMenu } from './shape-menu';

/** One line, always on top: state, the call in hand, its actions, my queues, what was missed, the link. */
export function BarShape(): ReactNode {
  useRoom();
  const consulting = useSelect('calls', (rows) =>
    Object.values(rows ?? {}).some((call) => call.state === 'consulting'),
  );
  const say = useSay();
  return (
    <main className={`bar ${consulting ? 'is-consulting' : ''}`}>
      <h1 className="unseen">{say('app.name')}</h1>
      <StateChip />
      <div className="bar-middle">
        <BarMiddle />
      </div>
      <MuteButton icons />
      <QueueSummary compact />
      <MissedCount />
      <VoiceBadge compact />
      <LinkDot compact />
      <ShapeMenu />
    </main>
  );
}

function BarMiddle(): ReactNode {
  const say = useSay();
  const calls = useCalls();
  const dial = useTopic('dial');
  const records = useDriver().has('records');
  const link = useSelect('link', (value) =>
    value ? { down: value.state === 'down', missing: value.missingSince, zone: value.platformZone } : null,
  );
  const wrapUp = useSelect('seat', (seat) => seat?.availability === 'wrap-up');
  const pausedBy = useSelect('seat', (seat) => (seat?.availability === 'paused' ? seat.pausedBy : null));
  const live = calls.filter(isLive);
  const only = useOnlyHere().find(isLiveVoice);
  const call = primaryCall(live);
  if (call) return <BarCall key={call.id} call={call} more={live.filter((row) => row !== call)} />;
  if (only) return <BarVoiceCall key={only.id} call={only} />;
  if (dial && dial.phase !== 'connected') return <DialPhases compact />;
  if (wrapUp) return <BarWrapUp />;
  if (pausedBy !== null && pausedBy !== 'me' && pausedBy !== 'wrap-up') return <MissedPause compact />;
  return (
    <>
      <BarDial />
      {link?.down && link.missing !== null ? (
        <span className="cut bar-warning">
          {say(records ? 'link.missing' : 'link.missingUnread', { time: clockTime(link.missing, link.zone, false) })}
        </span>
      ) : null}
    </>
  );
}

function BarCall({ call, more }: { readonly call: Call; readonly more: readonly Call[] }): ReactNode {
  const say = useSay();
  const commands = useCallCommands(call.id);
  const consulted = call.legs.find((leg) => leg.role === 'consult');
  return (
    <>
      <Popover
        label={say('calls.facts.title')}
        className="bar-popover"
        trigger={
          <Button variant="quiet" label={`${nameOf(call, say)} ${say('calls.facts.title')}`} className="bar-call">
            <span className="bar-who">
              <strong className="cut">{nameOf(call, say)}</strong>
              <span className="cut bar-under">
                {[
                  consulted ? `${say('calls.consulted')} ${consulted.name || consulted.number}` : '',
                  call.name ? spaced(call.number) : '',
                  call.region,
                  call.queueName || call.queue,
                  call.waitSeconds === null ? '' : duration(call.waitSeconds),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </Button>
        }
      >
        <div className="stack">
          <CallCard callId={call.id} density="tight" />
          <WrapUpPanel />
        </div>
      </Popover>
      {call.heldSince === null ? null : <CallTimers call={call} />}
      <CallControls call={call} commands={commands} part="main" icons size="s" />
      {call.state === 'consulting' ? (
        <CallControls call={call} commands={commands} part="consult" icons size="s" />
      ) : null}
      <ErrorLine error={commands.error} onDismiss={commands.clear} />
      {more.length > 0 ? (
        <Popover
          label={say('calls.title')}
          className="bar-popover"
          placement="bottom end"
          trigger={
            <Button
              variant="quiet"
              icon={Layers}
              label={`${say('calls.title')} +${more.length}`}
              className={`bar-more ${more.some((row) => row.state === 'ringing') ? 'is-ringing' : ''}`}
            >
              <strong>+{more.length}</strong>
            </Button>
          }
        >
          <div className="stack">
            {more.map((row) => (
              <CallCard key={row.id} callId={row.id} density="tight" />
            ))}
          </div>
        </Popover>
      ) : null}
    </>
  );
}

/** What only the app's telephone has shown so far. */
function BarVoiceCall({ call }: { readonly call: VoiceCall }): ReactNode {
  const say = useSay();
  const controls = useVoiceControls(call);
  return (
    <>
      <Popover
        label={say('calls.facts.title')}
        className="bar-popover"
        trigger={
          <Button variant="quiet" label={`${nameOf(call, say)} ${say('calls.facts.title')}`} className="bar-call">
            <span className="bar-who">
              <strong className="cut">{nameOf(call, say)}</strong>
              <span className="cut bar-under">{say(`states.call.${cardStates[call.state]}`)}</span>
            </span>
          </Button>
        }
      >
        <VoiceCard id={call.id} density="tight" />
      </Popover>
      <VoiceControls call={call} controls={controls} icons size="s" />
      <ErrorLine error={controls.answer.error ?? controls.hangUp.error} onDismiss={controls.clear} />
    </>
  );
}

function BarWrapUp(): ReactNode {
  const say = useSay();
  return (
    <>
      <Countdown />
      <Popover
        label={say('wrapUp.title')}
        className="bar-popover"
        trigger={<Button size="s">{`${say('wrapUp.disposition')} · ${say('wrapUp.note')}`}</Button>}
      >
        <WrapUpPanel />
      </Popover>
      <span className="grow" />
      <FinishRow compact />
    </>
  );
}

function BarDial(): ReactNode {
  const say = useSay();
  const directory = useDriver().has('extensions');
  const focus = useIntent('dialFocus');
  const [open, setOpen] = useState(false);
  const seen = useRef(focus);
  useEffect(() => {
    if (focus !== seen.current) setOpen(true);
    seen.current = focus;
  }, [focus]);
  return (
    <Popover
      label={say('dial.title')}
      className="bar-popover"
      isOpen={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="plain" icon={Phone} className="bar-dial" label={say('dial.title')} onPress={focusDial}>
          <span className="muted cut">{say(directory ? 'dial.placeholder' : 'dial.placeholderPlain')}</span>
          <Grip aria-hidden size={14} />
        </Button>
      }
    >
      {(close) => <DialPanel autoFocus onDone={close} />}
    </Popover>
  );
}

function MissedCount(): ReactNode {
  const say = useSay();
  const count = useRowList('missed').filter((row) => !row.calledBack).length;
  if (count === 0) return null;
  return (
    <span className="bar-missed" title={say('seat.missedBadge', { n: count })}>
      <PhoneMissed aria-hidden size={15} />
      <span className="count count-alert">{count}</span>
      <span className="unseen">{say('seat.missedBadge', { n: count })}</span>
    </span>
  );
}

/** A window as high as one line has no room for a menu: it grows while something is open. */
function useRoom(): void {
  const overlay = useAnyOverlay();
  const notices = useIds('notices')?.length ?? 0;
  const open = overlay || notices > 0;
  const canResize = useHostCan('windows');
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (!canResize) return;
    if (open && before.current === null) {
      before.current = window.outerHeight;
      window.resizeTo(window.outerWidth, before.current + roomForMenus);
    } else if (!open && before.current !== null) {
      window.resizeTo(window.outerWidth, before.current);
      before.current = null;
    }
  }, [open, canResize]);
}
const roomForMenus = 460;
