import type { AppError } from '../../../shared/domain/result';
import type { Clock } from '../../../shared/domain/time';
import type { SipLine, SipRoad, SipTarget } from '../../../shared/voice/link';
import type { Log } from '../effects';
import { kindOf, readFrame } from './frame';
import type { Relay } from './relay';

/** Milliseconds before the next try: doubled with each failure in a row, spread by half. */
const firstPause = 500;
const longestPause = 15_000;
/** A line that held for so long was a good one, whatever ended it. */
const goodAfter = 10_000;

export interface VoiceLinkState {
  readonly open: boolean;
  /** Failures in a row. */
  readonly failures: number;
  /** Why there is no line; null while one is opened for the first time. */
  readonly error: AppError | null;
}

/**
 * The line to the exchange while the page wants one: reopened with back-off, at once when the network changes. Frames
 * pass the relay in both directions; the log learns their kinds only.
 */
export interface VoiceLink {
  want(on: boolean): void;
  /** A frame of the page; lost when there is no line, as on any network. */
  send(frame: string): void;
  /** Another network: proves that the line lives, or tries now. */
  probe(): void;
  /** A new line, whatever the old one is like. */
  retry(): void;
  readonly state: VoiceLinkState;
  close(): void;
}

export function createVoiceLink(
  effects: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly log: Log;
    readonly road: SipRoad;
    readonly target: SipTarget;
    readonly relay: Relay;
  },
  on: { readonly changed: (state: VoiceLinkState) => void; readonly frame: (frame: string) => void },
): VoiceLink {
  const { clock, random, log, road, target, relay } = effects;
  let wanted = false;
  let closed = false;
  let line: SipLine | null = null;
  let openedAt: number | null = null;
  let failures = 0;
  let error: AppError | null = null;
  let disarm: (() => void) | null = null;

  const state = (): VoiceLinkState => ({ open: openedAt !== null, failures, error });
  const note = (way: 'in' | 'out', text: string): void => {
    const frame = readFrame(text);
    if (frame) log.info('sip', { way, kind: kindOf(frame) });
  };

  const rest = (): void => {
    disarm?.();
    disarm = null;
    line?.close();
    line = null;
    openedAt = null;
  };

  const open = (): void => {
    disarm?.();
    disarm = null;
    const mine = road.open(target, {
      opened: () => {
        if (line !== mine) return;
        openedAt = clock.monotonic();
        error = null;
        log.info('voice.line-open');
        on.changed(state());
      },
      frame: (text) => {
        if (line !== mine) return;
        note('in', text);
        on.frame(relay.toPage(text));
      },
      closed: (why) => {
        if (line !== mine) return;
        const good = openedAt !== null && clock.monotonic() - openedAt >= goodAfter;
        failures = good ? 1 : failures + 1;
        line = null;
        openedAt = null;
        error = why;
        const pause = Math.round(Math.min(longestPause, firstPause * 2 ** (failures - 1)) * (0.5 + random()));
        log.warn('voice.line-lost', { code: why.code, pause });
        disarm = clock.after(pause, open);
        on.changed(state());
      },
    });
    line = mine;
  };

  return {
    want: (on_) => {
      if (closed || wanted === on_) return;
      wanted = on_;
      failures = 0;
      error = null;
      if (wanted) open();
      else rest();
      on.changed(state());
    },
    send: (frame) => {
      if (openedAt === null || !line) return;
      note('out', frame);
      if (!line.send(relay.toExchange(frame))) log.warn('voice.frame-not-sent', { length: frame.length });
    },
    probe: () => {
      if (openedAt !== null) line?.probe();
      else if (wanted && disarm) {
        failures = 0;
        open();
      }
    },
    retry: () => {
      if (!wanted || closed) return;
      rest();
      failures = 0;
      error = null;
      on.changed(state());
      open();
    },
    get state() {
      return state();
    },
    close: () => {
      closed = true;
      wanted = false;
      rest();
    },
  };
}
