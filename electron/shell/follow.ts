import { defaultSettings, type Settings } from '../../shared/bridge/settings';
import type { Rows, RowTopics, SingleTopics } from '../../shared/bridge/topics';
import type { DeskDoor } from '../../shared/bridge/wire';
import type { Log } from '../desk/effects';
import type { RingPopup } from './ringPopup';
import { createRings } from './rings';
import type { ShortcutFault, ShortcutName, Shortcuts } from './shortcuts';
import type { TrayView } from './tray';
import { onCall, ringingCall, type TrayAct, type TrayFacts, trayModel } from './trayModel';
import { watchDesk } from './watch';
import type { Windows } from './windows';

/** Everything of the shell that moves with the desk's state. */
export interface FollowParts {
  readonly desk: Pick<DeskDoor, 'subscribe' | 'dispatch'>;
  readonly windows: Pick<Windows, 'show' | 'showDial'>;
  readonly log: Log;
  /** Reads the person's selection and offers it for dialling. */
  readonly dialSelection: () => void;
  /** A number the person chose in the tray; the desk asks before it dials. */
  readonly dialNumber: (number: string) => void;
  readonly quit: () => void;
  readonly shortcutFault: (fault: ShortcutFault) => void;
}

export interface Following {
  readonly facts: () => ShellFacts;
  /** What a click in the tray does. */
  readonly act: (act: TrayAct) => void;
  readonly press: (name: ShortcutName) => void;
  /** Starts to draw; the parts are made after `act` and `press`, which they need. */
  attach(parts: { tray: TrayView | null; popup: RingPopup; shortcuts: Shortcuts }): () => void;
}

export interface ShellFacts {
  readonly seat: SingleTopics['seat'];
  readonly link: SingleTopics['link'] | null;
  readonly calls: Rows<RowTopics['calls']>;
  readonly reasons: SingleTopics['reasons'];
  readonly settings: Settings;
  readonly voiceCalls: Rows<RowTopics['voiceCalls']>;
  readonly dial: SingleTopics['dial'];
}

export function followDesk({ desk, windows, log, ...parts }: FollowParts): Following {
  let facts: ShellFacts = {
    seat: null,
    link: null,
    calls: {},
    reasons: [],
    settings: defaultSettings,
    voiceCalls: {},
    dial: null,
  };
  let redraw = (): void => {};

  const send = (name: string, input: unknown): void => {
    void desk.dispatch(name, input).then((result) => {
      // The person sees it in the `commands` topic; the log says that it came from the shell.
      if (!result.ok) log.warn('shell.command-refused', { command: name, code: result.error.code });
    });
  };

  const press = (name: ShortcutName): void => {
    const { calls, seat, reasons, voiceCalls } = facts;
    const live = Object.values(calls).filter((call) => call.state !== 'ended');
    const ringing = ringingCall(calls);
    const active = live.find((call) => call.state !== 'ringing') ?? null;
    const sounds = Object.values(voiceCalls).filter((call) => call.state !== 'ended');
    if (name === 'answer') {
      const unseen = sounds.find((call) => call.state === 'ringing' && call.callId === '');
      if (ringing) send('call.answer', { callId: ringing.id });
      else if (unseen) send('voice.answer', { voiceCallId: unseen.id });
    } else if (name === 'mute') {
      const talking = sounds.find((call) => call.state === 'talking');
      if (talking) send('voice.mute', { on: !talking.muted, voiceCallId: talking.id });
    } else if (name === 'hangUp') {
      const call = active ?? ringing;
      const unseen = sounds.find((sound) => sound.callId === '');
      if (call) send('call.hangUp', { callId: call.id });
      else if (unseen) send('voice.hangUp', { voiceCallId: unseen.id });
    } else if (name === 'hold') {
      if (active) send(active.state === 'held' ? 'call.resume' : 'call.hold', { callId: active.id });
    } else if (name === 'toggleReady') {
      const reason = reasons[0];
      if (seat?.availability === 'ready' && reason) send('seat.pause', { reason: reason.code });
      else if (seat) send('seat.ready', {});
    } else if (name === 'dialSelection') parts.dialSelection();
    else windows.show();
  };

  const act = (what: TrayAct): void => {
    if (what.kind === 'command') send(what.name, what.input);
    else if (what.kind === 'open') windows.show();
    else if (what.kind === 'dial') windows.showDial();
    else if (what.kind === 'selection') parts.dialSelection();
    else if (what.kind === 'number') parts.dialNumber(what.number);
    else parts.quit();
  };

  const stop = watchDesk(desk, ['seat', 'link', 'calls', 'reasons', 'settings', 'voiceCalls', 'dial'], (now) => {
    facts = {
      seat: now.seat ?? null,
      link: now.link ?? null,
      calls: now.calls ?? {},
      reasons: now.reasons ?? [],
      settings: now.settings ?? defaultSettings,
      voiceCalls: now.voiceCalls ?? {},
      dial: now.dial ?? null,
    };
    redraw();
  });

  return {
    facts: () => facts,
    act,
    press,
    attach: ({ tray, popup, shortcuts }) => {
      let rang = new Set<string>();
      const rings = createRings();
      redraw = () => {
        const { settings } = facts;
        tray?.draw(trayModel(facts satisfies TrayFacts));
        const ringing = rings(facts);
        popup.ringing(settings.notify.ringPopup ? ringing : []);
        if (settings.notify.stealFocus && ringing.some(({ id }) => !rang.has(id))) windows.show();
        rang = new Set(ringing.map(({ id }) => id));
        for (const fault of shortcuts.use(settings.shortcuts)) parts.shortcutFault(fault);
      };
      redraw();
      return () => {
        redraw = () => {};
        stop();
        shortcuts.close();
        popup.close();
        tray?.close();
      };
    },
  };
}

/** Also a call that only the app's own telephone knows. */
export const isOnCall = (facts: ShellFacts): boolean =>
  onCall(facts.calls) ||
  Object.values(facts.voiceCalls).some((call) => call.state !== 'ringing' && call.state !== 'ended');
