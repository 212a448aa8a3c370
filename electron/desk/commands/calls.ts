import type { CommandName } from '../../../shared/bridge/contract';
import type { Call } from '../../../shared/domain/call';
import { toDial } from '../../../shared/domain/numbers';
import { appError, type ErrorCode, fail, ok, type Result } from '../../../shared/domain/result';
import { confirmWithin } from '../confirm';
import { contactOf } from '../contact';
import type { Core } from '../core';
import type { Session } from '../session';
import type { VoiceLeg } from '../voice/legs';
import type { Voice } from '../voice/voice';
import { type CommandSpecs, done, notConfirmed, notPossible, sendAndConfirm, withCall, withSession } from './spec';

type Names = Extract<CommandName, `call.${string}` | `park.${string}` | `pickup.${string}`>;

/** A consultation that works is seen within this, ms; after that the reason of a failed one is looked for. */
const consultShown = 1_200;
/** So long a transfer's target may ring before the call is taken for having come back, ms. */
const transferRings = 60_000;

const byCall = ({ callId }: { callId: string }): string => callId;
const now = (session: Session, call: Call): Call | undefined => session.differ.calls()[call.id];
const over = (session: Session, call: Call): boolean => (now(session, call)?.state ?? 'ended') === 'ended';
const stateIs = (session: Session, call: Call, ...states: readonly Call['state'][]): boolean =>
  states.includes(now(session, call)?.state ?? 'ended');

export const callCommands: CommandSpecs<Names> = {
  'call.dial': {
    subject: () => 'dial',
    run: (input, core) =>
      withSession(core, async (session) => {
        const read = toDial(input.number, core.settings.value().dialling);
        if (!read.ok) return read;
        core.topics.set('settings', core.settings.remember(read.value.display));
        return session.dialler.dial(read.value);
      }),
  },
  'call.cancelDial': { run: (_input, core) => withSession(core, (session) => session.dialler.cancel()) },
  'call.answer': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'answer', async (session, call) => {
        const { leg, voice } = ringsHere(core, callId);
        if (!leg && !session.driver.capabilities.has('answer')) return notHere('answer');
        return sendAndConfirm(
          session,
          () => (leg && voice ? voice.answer(leg.id) : session.driver.commands.answer(call.channel)),
          () => !stateIs(session, call, 'ringing', 'calling-me') || voice?.leg(callId)?.state === 'talking',
        );
      }),
  },
  'call.reject': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'reject', async (session, call) => {
        const { leg, voice } = ringsHere(core, callId);
        if (!leg && !session.driver.capabilities.has('reject')) return notHere('reject');
        return sendAndConfirm(
          session,
          () => (leg && voice ? voice.reject(leg.id) : session.driver.commands.hangUp(call.channel)),
          () => over(session, call),
          {
            accepted: () => session.calls.expectEnd(call.id, 'rejected'),
          },
        );
      }),
  },
  'call.hangUp': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'hang-up', (session, call) =>
        sendAndConfirm(
          session,
          () => hangUp(core, session, call),
          () => over(session, call),
          {
            accepted: () => session.calls.expectEnd(call.id, call.state === 'ringing' ? 'rejected' : 'hung-up-here'),
          },
        ),
      ),
  },
  'call.hold': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'hold', async (session, call) => {
        // The platform's own hold where it has one: then everybody sees the same.
        if (!session.driver.capabilities.has('hold')) return holdHere(core, callId, true);
        const { party } = contactOf(call);
        if (!party?.channel) return fail(notPossible('not-talking'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.hold(party.channel),
          () => stateIs(session, call, 'held'),
        );
      }),
  },
  'call.resume': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'resume', async (session, call) => {
        const heldHere = core.voice()?.leg(callId)?.state === 'held';
        if (heldHere || !session.driver.capabilities.has('hold')) return holdHere(core, callId, false);
        const { party } = contactOf(call);
        if (!party?.channel) return fail(notPossible('not-on-hold'));
        return sendAndConfirm(
          session,
          () => session.driver.commands.resume(party.channel),
          () => stateIs(session, call, 'talking'),
        );
      }),
  },
  'call.transfer': {
    subject: byCall,
    run: ({ callId, to }, core) =>
      withCall(core, callId, 'transfer', async (session, call) => {
        const { party } = contactOf(call);
        const target = dialled(core.settings.value().dialling, to);
        if (!target.ok) return target;
        if (!party?.channel) return fail(notPossible('not-talking'));
        if (session.driver.transfersReturn) {
          const sent = await session.driver.commands.transfer(party.channel, target.value);
          if (sent.ok) session.calls.expectEnd(call.id, 'transferred', { within: transferRings });
          return sent;
        }
        return sendAndConfirm(
          session,
          () => session.driver.commands.transfer(party.channel, target.value),
          () => over(session, call),
          {
            accepted: () => session.calls.expectEnd(call.id, 'transferred'),
          },
        );
      }),
  },
  'call.consult': {
    subject: byCall,
    run: ({ callId, to }, core) =>
      withCall(core, callId, 'consult', async (session, call) => {
        const target = dialled(core.settings.value().dialling, to);
        if (!target.ok) return target;
        const sentAt = session.now();
        const sent = await session.driver.commands.consult(call.channel, target.value);
        if (!sent.ok) return sent;
        const consulting = (): boolean => stateIs(session, call, 'consulting');
        const ask = ['status', 'floor', 'channels', 'pops'] as const;
        if (await session.confirmations.until(consulting, ask, consultShown)) return done;
        // A telephone that is busy or refuses is gone before a poll can see it; its channel tells why.
        const why = await goneBecause(session, call, sentAt);
        if (why) return fail(appError(why, 'the person asked could not be reached', { tried: 'call.consult' }));
        return (await session.confirmations.until(consulting, ask, confirmWithin - consultShown))
          ? done
          : notConfirmed();
      }),
  },
  'call.completeConsult': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'complete-consult', (session, call) =>
        sendAndConfirm(
          session,
          () => session.driver.commands.completeConsult(call.channel),
          () => over(session, call),
          {
            accepted: () => session.calls.expectEnd(call.id, 'transferred'),
          },
        ),
      ),
  },
  'call.cancelConsult': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'cancel-consult', (session, call) =>
        sendAndConfirm(
          session,
          () => session.driver.commands.cancelConsult(call.channel, contactOf(call).asked?.channel ?? ''),
          () => !stateIs(session, call, 'consulting'),
        ),
      ),
  },
  'call.swapConsult': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'swap-consult', async (session, call) => {
        const before = contactOf(call).asked?.state;
        return sendAndConfirm(
          session,
          () => session.driver.commands.swapConsult(call.channel),
          () => {
            const after = now(session, call);
            return after !== undefined && contactOf(after).asked?.state !== before;
          },
        );
      }),
  },
  'call.threeWay': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'three-way', (session, call) =>
        sendAndConfirm(
          session,
          () => session.driver.commands.threeWay(call.channel),
          () => stateIs(session, call, 'conference'),
        ),
      ),
  },
  'call.park': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'park', async (session, call) => {
        const { party } = contactOf(call);
        if (!party?.channel) return fail(notPossible('not-talking'));
        const sent = await session.driver.commands.park(party.channel, call.channel);
        if (!sent.ok) return sent;
        session.calls.expectEnd(call.id, 'parked', { lot: sent.value.lot });
        const parked = (): string | undefined =>
          Object.values(session.topics.get('parks')).find((row) => row.channel === party.channel)?.lot;
        const held = await session.confirmations.until(
          () => over(session, call) || parked() !== undefined,
          ['status', 'floor', 'pops'],
        );
        return held ? ok({ lot: sent.value.lot || (parked() ?? '') }) : notConfirmed();
      }),
  },
  'call.dtmf': {
    subject: byCall,
    repeatable: true,
    run: ({ callId, digits }, core) =>
      withCall(core, callId, 'dtmf', async (session, call) => {
        const voice = core.voice();
        const leg = voice?.leg(callId);
        if (voice && leg?.state === 'talking') return voice.dtmf(leg.id, digits);
        if (!session.driver.capabilities.has('dtmf')) return notHere('dtmf');
        const { asked, party } = contactOf(call);
        const listener = asked?.state === 'talking' ? asked : party;
        return session.driver.commands.dtmf(listener?.channel || call.channel, digits);
      }),
  },
  'call.setVariable': {
    repeatable: true,
    run: ({ callId, name, value }, core) =>
      withSession(core, async (session) => {
        const call = session.differ.calls()[callId];
        if (!call || call.state === 'ended') return fail(notPossible('ended'));
        if (!session.driver.capabilities.has('variables')) return fail(appError('not-supported', 'no variables'));
        const set = await session.driver.commands.setVariable(
          contactOf(call).party?.channel || call.channel,
          name,
          value,
        );
        if (set.ok) {
          session.differ.enrich(callId, { variables: { ...call.variables, [name]: value } });
          session.publishCalls();
        }
        return set;
      }),
  },
  'call.note': {
    repeatable: true,
    run: ({ callId, text }, core) =>
      withSession(core, async (session) => {
        session.calls.note(callId, text);
        return done;
      }),
  },
  'call.dismiss': {
    run: ({ callId }, core) =>
      withSession(core, async (session) => (session.calls.dismiss(callId) ? done : fail(notPossible('not-ended')))),
  },
  'call.survey': {
    subject: byCall,
    run: ({ callId }, core) =>
      withCall(core, callId, 'survey', async (session, call) => {
        const { survey } = session.driver.commands;
        if (!survey) return fail(appError('not-supported', 'the platform asks for no ratings'));
        const asked = await survey(session.identity, call.channel);
        if (!asked.ok) return asked;
        session.differ.enrich(callId, { surveyed: true });
        session.publishCalls();
        return done;
      }),
  },
  'park.retrieve': {
    subject: ({ lot }) => lot,
    run: ({ lot }, core) =>
      withSession(core, async (session) => {
        if (!session.driver.capabilities.has('park')) return fail(appError('not-supported', 'no park lots'));
        const known = new Set(Object.keys(session.differ.calls()));
        session.fetching();
        return sendAndConfirm(
          session,
          () => session.driver.commands.retrieve(session.identity, lot),
          () => Object.keys(session.differ.calls()).some((id) => !known.has(id)),
        );
      }),
  },
  'pickup.extension': {
    subject: ({ extension }) => extension,
    run: ({ extension }, core) =>
      withSession(core, async (session) => {
        if (!session.driver.capabilities.has('pickup')) return fail(appError('not-supported', 'no pickup'));
        const known = new Set(Object.keys(session.differ.calls()));
        session.fetching();
        return sendAndConfirm(
          session,
          () => session.driver.commands.pickup(session.identity, extension),
          () => Object.keys(session.differ.calls()).some((id) => !known.has(id)),
        );
      }),
  },
};

/** The call's leg in the app, while it rings there. */
function ringsHere(core: Core, callId: string): { readonly voice: Voice | null; readonly leg: VoiceLeg | undefined } {
  const voice = core.voice();
  const leg = voice?.leg(callId);
  return { voice, leg: leg?.state === 'ringing' ? leg : undefined };
}

/** The app's telephone can do it, but this call is not on it. */
const notHere = (action: string): Result<never> =>
  fail(appError('not-supported', `the platform cannot ${action}`, { params: { action } }));

/** At the app's own telephone where the call is there; the platform is the way when that fails. */
async function hangUp(core: Core, session: Session, call: Call): Promise<Result<null>> {
  const voice = core.voice();
  const leg = voice?.leg(call.id);
  if (voice && leg) {
    const done = await voice.hangUp(leg.id);
    if (done.ok) return done;
  }
  return session.driver.commands.hangUp(call.channel);
}

async function holdHere(core: Core, callId: string, on: boolean): Promise<Result<null>> {
  const voice = core.voice();
  const leg = voice?.leg(callId);
  return voice && leg ? voice.hold(leg.id, on) : notHere('hold');
}

/** Why a telephone that my channel called since then is gone already; null while none is. */
async function goneBecause(session: Session, call: Call, since: number): Promise<ErrorCode | null> {
  const facts = await session.driver.channels(session.identity);
  if (!facts.ok) return null;
  const known = new Set([call.id, ...call.legs.map((leg) => leg.id)]);
  const gone = facts.value.findLast(
    // The platform's times are whole seconds.
    (fact) =>
      fact.gone && fact.refChannel === call.channel && !known.has(fact.id) && (fact.hungUpAt ?? 0) >= since - 1_000,
  );
  return gone ? (causes[gone.cause] ?? 'congestion') : null;
}

/** Q.850 (WEBCTI2 §6.5). */
const causes: Readonly<Record<number, ErrorCode>> = {
  1: 'invalid-number',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  21: 'rejected',
  28: 'invalid-number',
};

/** An outside target goes through the same number rules as the pad; every other is a name of the platform's own. */
function dialled(
  rules: Parameters<typeof toDial>[1],
  to: { readonly number: string; readonly kind: 'extension' | 'queue' | 'outside' | 'ivr' | 'voicemail' },
) {
  if (to.kind === 'outside') {
    const read = toDial(to.number, rules);
    return read.ok ? ok({ kind: to.kind, number: read.value.dial }) : read;
  }
  return /^[0-9A-Za-z*#_-]{1,32}$/.test(to.number)
    ? ok(to)
    : fail(appError('invalid-input', 'to.number', { params: { field: 'to.number', rule: 'invalid' } }));
}
