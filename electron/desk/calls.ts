import type { MissedCall } from '../../shared/bridge/topics';
import type { Call, CallEnd } from '../../shared/domain/call';
import { toE164 } from '../../shared/domain/numbers';
import type { PlatformTime } from '../../shared/domain/time';
import type { Dialler } from './dial';
import type { DifferEvent } from './differ';
import { type Live, liveCalls } from './live';
import type { Pops } from './pops';
import { livingTwin } from './twins';
import type { Unrecorded } from './unrecorded';

/** What happens around the cards: details, pops, reasons of ends, missed calls. */
export interface Calls {
  handle(events: readonly DifferEvent[]): void;
  /** A command of mine was accepted that ends the call in this way; it explains an end within 15 s (`within`, ms). */
  expectEnd(callId: string, end: CallEnd, more?: { readonly lot?: string; readonly within?: number }): void;
  note(callId: string, text: string): void;
  dismiss(callId: string): boolean;
  /** A call of mine rang out within the last 15 s. */
  readonly justMissed: boolean;
  close(): void;
}

/** An ended card stays so long, unless dismissed or its wrap-up runs. */
export const endedShown = 45_000;
/** The platform writes its records a moment after the end. */
const endLooks = [150, 700, 1_500, 3_000];
const expectedFor = 15_000;
/** A target that rings longer than this has been given up by the platform long ago. */
const returnsWithin = 120_000;

export function createCalls(
  live: Live,
  parts: {
    readonly pops: Pops;
    readonly dialler: Dialler;
    /** The last live call ended; `end` is known or `unknown`. */
    readonly cleared: (call: Call) => void;
    readonly wrapUpCall: () => string;
    /** Set where the platform keeps no records to ask. */
    readonly unrecorded: Unrecorded | null;
  },
): Calls {
  const { pops, dialler, unrecorded } = parts;
  const expected = new Map<string, { end: CallEnd; lot: string; until: number }>();
  /** Calls that this seat made, also internal ones, can be neither missed nor popped as incoming. */
  const wentOut = (call: Call): boolean => live.differ.outgoing(call.id);
  const timers = new Set<() => void>();
  const parked = new Map<string, string>();
  /** Given away on a platform that brings back what nobody takes: linked id → when. */
  const transferred = new Map<string, number>();
  let missedAt = Number.NEGATIVE_INFINITY;

  const later = (ms: number, run: () => void): void => {
    if (live.closed) return;
    const cancel = live.clock.after(ms, () => {
      timers.delete(cancel);
      run();
    });
    timers.add(cancel);
  };
  const enrich = (id: string, more: Partial<Call>): void => {
    const event = live.differ.enrich(id, more);
    if (event && event.kind === 'changed') {
      live.publishCalls();
      pops.refresh(event.call);
    }
  };

  /** More than the poll carries, asked once (WEBCTI2 §4.11); a failure leaves the card as it is. */
  const askDetails = async (call: Call): Promise<void> => {
    const party = call.legs.find((leg) => leg.role === 'party');
    const detail = live.driver.callDetail(party?.channel || call.channel).then((result) => {
      if (!result.ok || live.closed) return;
      const { did, queue, ivrPath, ivrKeys, holdSeconds, region, variables, transferredFrom } = result.value;
      enrich(call.id, {
        did,
        ivrPath,
        ivrKeys,
        region,
        transferredFrom,
        variables,
        ...(queue ? { queue, queueName: live.queueName(queue) || queue } : {}),
        ...(holdSeconds === null ? {} : { waitSeconds: holdSeconds }),
      });
    });
    const region =
      call.direction === 'internal' || call.number === ''
        ? Promise.resolve()
        : live.driver.region(call.number).then((result) => {
            if (result.ok && !live.closed) enrich(call.id, { region: result.value });
          });
    await Promise.all([detail, region]);
  };

  const started = (call: Call): void => {
    const details = askDetails(call).catch((error: unknown) => live.log.warn('call.no-details', { error }));
    const lot = parked.get(call.linkedId);
    if (lot !== undefined && parked.delete(call.linkedId) && call.state === 'ringing') {
      live.notices.say('info', 'park-returned', { number: call.number, lot });
    }
    const gaveAwayAt = transferred.get(call.linkedId);
    if (gaveAwayAt !== undefined && transferred.delete(call.linkedId)) {
      if (live.clock.monotonic() - gaveAwayAt < returnsWithin) {
        live.notices.say('info', 'transfer-returned', { number: call.number });
      }
    }
    unrecorded?.seen(call);
    dialler.callChanged(call);
    pops.consider(call, 'ring', details);
    // Where nobody says when a call is answered, the answer pops at once: later would be never.
    if (call.answeredAt !== null || call.assumed) pops.consider(call, 'answer', details);
  };

  const changed = (before: Call, call: Call): void => {
    if (before.answeredAt !== call.answeredAt || before.assumed !== call.assumed || before.number !== call.number) {
      unrecorded?.seen(call);
    }
    dialler.callChanged(call);
    const replaced = call.linkedId !== before.linkedId;
    if (replaced) {
      const details = askDetails(call).catch((error: unknown) => live.log.warn('call.no-details', { error }));
      pops.consider(call, 'ring', details);
      pops.consider(call, 'answer', details);
    } else if (before.answeredAt === null && call.answeredAt !== null) {
      pops.consider(call, 'answer', Promise.resolve());
    }
    pops.refresh(call);
  };

  const settled = (call: Call, end: CallEnd, endedAt: PlatformTime | null = null): void => {
    live.differ.settleEnd(call.id, end, endedAt);
    live.publishCalls();
    dialler.callEnded(call, end);
    if (!unrecorded) {
      missed(call, end);
      return;
    }
    unrecorded.ended(call, end, (answered) => {
      // Whoever hung it up here has not missed it.
      if (!answered && !live.closed && end === 'unknown') missed(call, end);
    });
  };

  const missed = (call: Call, end: CallEnd): void => {
    if (call.direction === 'out' || call.answeredAt !== null || wentOut(call)) return;
    const why = missedWhy(end);
    if (!why) return;
    live.topics.setRow('missed', call.id, missedRow(call, why));
    if (why === 'rejected') return;
    live.keeper.missed();
    live.publishSeat();
    live.notices.say(
      'info',
      'missed-call',
      { number: call.number, name: call.name },
      { host: live.settings.value().notify.missed },
    );
  };

  const askEnd = async (call: Call, look: number): Promise<void> => {
    const answer = await live.driver.endOf({
      seat: live.identity,
      id: call.id,
      channel: call.channel,
      legs: call.legs,
      answered: call.answeredAt !== null,
      direction: call.direction,
      queue: call.queue,
    });
    if (live.closed) return;
    const known = answer.ok && answer.value.end !== 'unknown' ? answer.value.end : null;
    const endedAt = answer.ok ? (answer.value.endedAt ?? null) : null;
    if (known) return settled(call, known, endedAt);
    const wait = endLooks[look + 1];
    if (wait === undefined) return settled(call, 'unknown', endedAt);
    later(wait, () => void askEnd(call, look + 1));
  };

  const ended = (call: Call): void => {
    if (livingTwin(call, Object.values(live.differ.calls()))) {
      live.differ.settleEnd(call.id, 'answered-elsewhere', null);
      live.differ.forget(call.id);
      live.publishCalls();
      return;
    }
    pops.consider(call, 'end', Promise.resolve());
    if (!wentOut(call) && call.answeredAt === null && !call.assumed) missedAt = live.clock.monotonic();
    const mine = expected.get(call.id);
    expected.delete(call.id);
    if (dialler.cancelled(call.id)) settled(call, 'hung-up-here');
    else if (mine && live.clock.monotonic() <= mine.until) settled(call, mine.end);
    else if (unrecorded) settled(call, 'unknown');
    else later(endLooks[0] ?? 0, () => void askEnd(call, 0));
    if (mine?.end === 'parked') parked.set(call.linkedId, mine.lot);
    if (mine?.end === 'transferred' && live.driver.transfersReturn) {
      transferred.set(call.linkedId, live.clock.monotonic());
    }
    if (wentOut(call)) markCalledBack(live, call.number);
    const forget = (): void => {
      if (parts.wrapUpCall() === call.id) {
        later(5_000, forget);
        return;
      }
      live.differ.forget(call.id);
      live.publishCalls();
    };
    later(endedShown, forget);
    if (liveCalls(live).length === 0) parts.cleared(call);
  };

  return {
    handle: (events) => {
      for (const event of events) {
        if (event.kind === 'started') started(event.call);
        else if (event.kind === 'changed') changed(event.before, event.call);
        else if (event.kind === 'ended') ended(event.call);
      }
    },
    expectEnd: (callId, end, { lot = '', within = expectedFor } = {}) => {
      expected.set(callId, { end, lot, until: live.clock.monotonic() + within });
    },
    note: (callId, text) => {
      const call = live.differ.calls()[callId];
      if (call) live.journal.change({ notes: { ...live.journal.value().notes, [call.linkedId]: text } });
    },
    dismiss: (callId) => {
      const call = live.differ.calls()[callId];
      if (call?.state !== 'ended') return false;
      live.differ.forget(callId);
      live.publishCalls();
      return true;
    },
    get justMissed() {
      return live.clock.monotonic() - missedAt < expectedFor;
    },
    close: () => {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}

function missedWhy(end: CallEnd): MissedCall['why'] | null {
  switch (end) {
    case 'abandoned':
    case 'hung-up-there':
      return 'abandoned';
    case 'rejected':
    case 'hung-up-here':
      return 'rejected';
    case 'no-answer':
    case 'unknown':
      return 'no-answer';
    default:
      return null;
  }
}

const missedRow = (call: Call, why: MissedCall['why']): MissedCall => ({
  id: call.id,
  at: call.startedAt,
  number: call.number,
  name: call.name,
  region: call.region,
  queue: call.queue,
  why,
  calledBack: false,
});

/** Whoever called this number meanwhile has called back. */
export function markCalledBack(live: Live, number: string): void {
  // One is as the platform writes it, the other as a person reads it: blanks, trunk zero or country code may differ.
  const rules = live.settings.value().dialling;
  const forms = (text: string): readonly string[] =>
    [text.replace(/\D/g, ''), toE164(text, rules)].filter((form) => form !== '');
  const called = new Set(forms(number));
  for (const row of Object.values(live.topics.get('missed'))) {
    if (!row.calledBack && forms(row.number).some((form) => called.has(form))) {
      live.topics.setRow('missed', row.id, { ...row, calledBack: true });
    }
  }
}
