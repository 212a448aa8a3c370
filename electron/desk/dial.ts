import type { DialCandidate, PhaseOfDial } from '../../shared/bridge/topics';
import type { Call, CallEnd } from '../../shared/domain/call';
import { type AppError, appError, type ErrorCode, fail, ok, type Result } from '../../shared/domain/result';
import type { Live } from './live';

/**
 * A number dialled here, phone first:
 *
 *   calling-me ──lift──▶ calling-them ──answer──▶ connected ──▶ gone
 *       │                    │
 *       └────────────────────┴──▶ failed (busy · no answer · rejected · congestion · refused · not confirmed)
 */
export interface Dialler {
  /** Resolves when my phone is seen ringing (or the call is seen at all), or with why not. Sent once, never again. */
  dial(candidate: DialCandidate): Promise<Result<null>>;
  cancel(): Promise<Result<null>>;
  /** The number the platform has been told to call while its channel has not been seen. */
  pending(): { readonly number: string; readonly display: string } | null;
  readonly busy: boolean;
  /** The person gave this dial up: its end is their own. */
  cancelled(callId: string): boolean;
  /** The dial that rings my phone now: the number that is called, and its card once it has one. */
  dialling(): { readonly number: string; readonly callId: string } | null;
  /** Card of the number dialled here last, in whatever phase; empty = none is known. */
  readonly callId: string;
  /** The call that this telephone made itself, where the platform rings no phone first. */
  heard(state: 'calling' | 'talking' | 'held' | 'ringing' | 'ended'): void;
  callChanged(call: Call): void;
  callEnded(call: Call, end: CallEnd): void;
  close(): void;
}

const shownAfterEnd = 6_000;
/** A platform that has not rung my phone by then does not do it any more; later calls are not this one. */
const seenWithin = 20_000;

/** @param direct calls from the app's own telephone; asked only where the platform does not dial */
export function createDialler(live: Live, direct: (number: string) => Promise<Result<null>>): Dialler {
  let current: {
    phase: PhaseOfDial;
    candidate: DialCandidate;
    callId: string;
    cancelled: boolean;
    sentAt: number;
    direct: boolean;
  } | null = null;
  let count = 0;
  let disarm: (() => void) | null = null;

  const publish = (): void => {
    if (live.closed) return;
    live.topics.set('dial', current?.phase ?? null);
    live.replan();
  };
  const clearAfter = (ms: number): void => {
    disarm?.();
    if (live.closed) return;
    disarm = live.clock.after(ms, () => {
      current = null;
      publish();
    });
  };
  const move = (phase: PhaseOfDial['phase'], error: AppError | null = null): void => {
    if (!current || (current.phase.phase === phase && !error)) return;
    current = { ...current, phase: { ...current.phase, phase, error, since: live.now() } };
    if (phase === 'connected') clearAfter(3_000);
    else if (phase === 'failed') clearAfter(shownAfterEnd);
    publish();
  };
  const active = (): boolean => current !== null && ['calling-me', 'calling-them'].includes(current.phase.phase);
  const originate = async (number: string): Promise<{ result: Result<null>; own: boolean }> => {
    const sent = await live.driver.commands.dial(live.identity, number);
    if (sent.ok || sent.error.code !== 'not-supported') return { result: sent, own: false };
    return { result: await direct(number), own: true };
  };
  const hangUp = async (callId: string): Promise<Result<null>> => {
    const call = live.differ.calls()[callId];
    return call ? live.driver.commands.hangUp(call.channel) : ok(null);
  };

  return {
    dial: async (candidate) => {
      if (active())
        return fail(appError('not-possible-now', 'a number is being dialled', { params: { why: 'dialling' } }));
      count += 1;
      disarm?.();
      const mine = `d${count}`;
      const phase: PhaseOfDial = {
        id: mine,
        number: candidate.display,
        phase: 'calling-me',
        error: null,
        since: live.now(),
      };
      current = { phase, candidate, callId: '', cancelled: false, sentAt: live.clock.monotonic(), direct: false };
      publish();
      let refusal: AppError | null = null;
      // A platform in synchronous mode answers only when the handset is lifted; the facts are quicker.
      void originate(candidate.dial).then(({ result, own }) => {
        if (live.closed || current?.phase.id !== mine) return;
        if (result.ok) {
          if (own) {
            current.direct = true;
            move('calling-them');
            live.confirmations.check();
          }
          return;
        }
        refusal = result.error;
        if (current.callId === '') move('failed', result.error);
        live.confirmations.check();
      });
      const seen = await live.confirmations.until(
        () =>
          refusal !== null ||
          current?.phase.id !== mine ||
          current.callId !== '' ||
          current.direct ||
          current.cancelled,
        ['pops'],
      );
      if (refusal) return fail(refusal);
      if (seen) return ok(null);
      const error = appError('not-confirmed', 'accepted, but the phone did not ring', { tried: 'call.dial' });
      if (current?.phase.id === mine) move('failed', error);
      return fail(error);
    },
    cancel: async () => {
      if (!current || !active())
        return fail(appError('not-possible-now', 'nothing is being dialled', { params: { why: 'not-dialling' } }));
      current.cancelled = true;
      const { callId } = current;
      live.confirmations.check();
      // Not seen yet: hung up the moment it is (`callChanged`).
      const result = callId ? await hangUp(callId) : ok(null);
      if (!callId) clearAfter(seenWithin);
      return result;
    },
    dialling: () =>
      current?.phase.phase === 'calling-me' && !current.cancelled
        ? { number: current.candidate.dial, callId: current.callId }
        : null,
    get callId() {
      return current?.callId ?? '';
    },
    heard: (state) => {
      if (!current?.direct || current.callId !== '' || !active()) return;
      if (state === 'talking') move('connected');
      else if (state === 'ended') move('failed', appError('no-answer', 'the call ended', { tried: 'call.dial' }));
    },
    pending: () =>
      current && current.callId === '' && live.clock.monotonic() - current.sentAt < seenWithin
        ? { number: current.candidate.dial, display: current.candidate.display }
        : null,
    get busy() {
      return active();
    },
    cancelled: (callId) => (current?.cancelled ?? false) && current?.callId === callId,
    callChanged: (call) => {
      if (!current) return;
      const outgoing = call.state === 'calling-me' || call.state === 'dialing';
      const fits = call.number === current.candidate.display || call.state === 'calling-me';
      if (current.callId === '' && outgoing && fits && live.clock.monotonic() - current.sentAt < seenWithin) {
        current.callId = call.id;
        if (current.cancelled) {
          void hangUp(call.id).then((result) => {
            if (!result.ok) live.log.warn('dial.cancel-refused', { code: result.error.code });
          });
        }
        live.confirmations.check();
      }
      if (current.callId !== call.id) return;
      if (call.assumed) {
        // Neither my phone's ringing nor the answer will be told: the call's own card goes on from here.
        if (current.phase.phase === 'calling-me') {
          move('calling-them');
          clearAfter(shownAfterEnd);
        }
        return;
      }
      if (call.state === 'calling-me') move('calling-me');
      else if (call.state === 'dialing') move('calling-them');
      else if (call.state !== 'ended' && current.phase.phase !== 'connected') {
        move('connected');
        sendTones(live, call, current.candidate.after ?? '');
      }
    },
    callEnded: (call, end) => {
      if (!current || current.callId !== call.id || current.phase.phase === 'connected') return;
      if (current.cancelled || end === 'hung-up-here' || call.answeredAt !== null || call.assumed) {
        disarm?.();
        current = null;
        publish();
        return;
      }
      const phase = current.phase.phase === 'failed' ? 'calling-them' : current.phase.phase;
      move(
        'failed',
        appError(codeOfEnd(end, phase), `the call ended: ${end}`, { tried: 'call.dial', params: { phase } }),
      );
    },
    close: () => disarm?.(),
  };
}

/** Four outcomes, four messages (R7). A phone of mine that nobody lifts is "no answer" in phase `calling-me`. */
function codeOfEnd(end: CallEnd, phase: string): ErrorCode {
  if (end === 'busy') return 'busy';
  if (end === 'rejected') return 'rejected';
  if (end === 'failed') return 'congestion';
  if (end === 'no-answer' || phase === 'calling-me') return 'no-answer';
  return end === 'unknown' ? 'not-confirmed' : 'no-answer';
}

/** Extension digits behind a number, once it is answered; pauses are not sent as tones. */
function sendTones(live: Live, call: Call, after: string): void {
  const digits = after.replace(/[^0-9*#]/g, '');
  const channel = call.legs.find((leg) => leg.state === 'talking')?.channel || call.channel;
  if (digits === '' || !live.driver.capabilities.has('dtmf')) return;
  void live.driver.commands.dtmf(channel, digits).then((result) => {
    if (!result.ok) live.log.warn('dial.tones-refused', { code: result.error.code });
  });
}
