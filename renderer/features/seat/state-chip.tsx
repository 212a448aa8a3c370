import { ChevronDown, Coffee, LogOut, Smile, X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import {
  Button as AriaButton,
  Menu as AriaMenu,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import { useSay } from '../../i18n/index';
import { useSettings, useTopic } from '../../live/hooks';
import { ErrorLine, IconButton, Timer, useOverlay } from '../../ui/index';
import { useCalls } from '../calls/model';
import { setIntent, useIntent } from '../keyboard/intents';
import { BusySwitch } from './busy-switch';
import { chipOf } from './chip';
import './seat.css';
import { useSeatActions } from './use-seat-actions';

/** My state as colour, icon, word and timer, with the menu to change it; what comes after the call beside it. */
export function StateChip({ large = false }: { readonly large?: boolean }): ReactNode {
  const say = useSay();
  const seat = useTopic('seat');
  const all = useTopic('reasons');
  const calls = useCalls();
  const actions = useSeatActions();
  const { thresholds } = useSettings();
  const isOpen = useIntent('stateMenu');
  const words = actions.way === 'busy' ? 'busy' : 'reasons';
  const chip = useMemo(
    () => (seat ? chipOf(seat, calls, all ?? [], say, words) : null),
    [seat, calls, all, say, words],
  );
  if (!seat || !chip) return null;
  const Icon = chip.icon;
  const paused = seat.availability === 'paused' && !actions.inCall;
  const choose = (key: string): void => {
    if (key === 'ready') actions.ready();
    else if (key === 'sign-out') setIntent({ signOut: true });
    else actions.pause(Number(key));
  };
  return (
    <div className="seat-state">
      <MenuTrigger isOpen={isOpen} onOpenChange={(open) => setIntent({ stateMenu: open })}>
        <AriaButton
          className={`state-chip tone-${chip.tone} ${large ? 'is-large' : ''} ${actions.pending ? 'is-pending' : ''}`}
          aria-label={say('seat.menu', { state: chip.word })}
        >
          <Icon aria-hidden size={16} className={chip.tone === 'ringing' ? 'breathing' : ''} />
          <span className="state-word cut">{chip.word}</span>
          <Timer
            since={chip.since}
            {...(paused ? { amber: thresholds.pauseAmberSeconds, red: thresholds.pauseRedSeconds } : {})}
          />
          <ChevronDown aria-hidden size={14} />
        </AriaButton>
        <Popover className="popover menu-popover" offset={4}>
          <Open />
          <AriaMenu className="menu" aria-label={say('seat.state')} onAction={(key) => choose(String(key))}>
            {actions.way === 'reasons' ? (
              <MenuSection className="menu-section" aria-label={say('seat.ready')}>
                <MenuItem id="ready" className="option tone-ready" textValue={say('seat.ready')}>
                  <Smile aria-hidden size={15} className="menu-icon" />
                  <span className="grow">{say('seat.ready')}</span>
                  <kbd className="key">R</kbd>
                </MenuItem>
              </MenuSection>
            ) : null}
            {actions.way === 'reasons' ? (
              <MenuSection className="menu-section">
                <Header className="menu-title">
                  {say(actions.reasons.length === 0 ? 'seat.noReasons' : 'seat.pauseReasons')}
                </Header>
                {actions.reasons.map((reason) => (
                  <MenuItem
                    key={reason.code}
                    id={String(reason.code)}
                    className="option tone-paused"
                    textValue={reason.label}
                  >
                    <Coffee aria-hidden size={15} className="menu-icon" />
                    <span className="grow cut">{reason.label}</span>
                  </MenuItem>
                ))}
              </MenuSection>
            ) : null}
            <MenuSection className="menu-section" aria-label={say('seat.signOut')}>
              <MenuItem id="sign-out" className="option is-danger" textValue={say('seat.signOut')}>
                <LogOut aria-hidden size={15} className="menu-icon" />
                <span className="grow">{say('seat.signOut')}</span>
              </MenuItem>
            </MenuSection>
          </AriaMenu>
        </Popover>
      </MenuTrigger>
      <BusySwitch actions={actions} />
      {chip.next === null ? null : (
        <span className="state-next" title={say('seat.nextLabel', { next: chip.next })}>
          <span aria-hidden>→</span>
          <span className="unseen">{say('seat.nextLabel', { next: chip.next })}</span>
          <strong aria-hidden className="cut">
            {chip.next}
          </strong>
          <IconButton
            icon={X}
            size="s"
            label={`${say('seat.cancelNext')} ${chip.next}`}
            pending={actions.cancelPending}
            onPress={actions.cancelNext}
          />
        </span>
      )}
      <ErrorLine error={actions.error} onDismiss={actions.clear} />
    </div>
  );
}

function Open(): null {
  useOverlay();
  return null;
}
