import type { Clock } from '../../shared/domain/time';
import { createWallClock } from '../engine/simulated/clock';
import type { OutsideBehaviour } from '../scenario/port';
import type { PhoneCall } from './call';
import type { LabExchange } from './exchange';
import { Line } from './line';
import type { HeaderLines } from './sip/message';

/** Everybody beyond the trunk: calls in under any number, and answers under any. Each call has a voice of its own. */
export interface Outside {
  /** Those that are not over, oldest first. */
  readonly calls: readonly PhoneCall[];
  /** Calls a number of the exchange: a queue, an extension. `did` is the number that the caller has dialled. */
  call(
    number: string,
    who: { readonly from: string; readonly name?: string; readonly did?: string; readonly headers?: HeaderLines },
  ): PhoneCall;
  /** How numbers react when dialled; the longest beginning wins, `*` is all. At first everybody answers after 2 s. */
  behaves(prefix: string, behaviour: OutsideBehaviour): void;
  /** The newest call with that number, whoever has called; undefined = there is none. */
  with(number: string): PhoneCall | undefined;
  /** Each call that comes out of the exchange. */
  onCall(run: (call: PhoneCall) => void): () => void;
  close(): Promise<void>;
}

/** Number of the other person in a call with the outside: who calls, or who was dialled. */
export const outsideNumber = (call: PhoneCall): string =>
  call.direction === 'in' ? call.called : (ownNumber.get(call) ?? '');
const ownNumber = new WeakMap<PhoneCall, string>();

/** Voices of the outside, Hz: above those of the telephones, 40 apart, no key's among them. */
const tones = Array.from({ length: 40 }, (_, index) => 1700 + index * 40);

export async function createOutside(
  exchange: Pick<LabExchange, 'sip' | 'trunk'>,
  clock: Clock = createWallClock(),
): Promise<Outside> {
  const behaviours = new Map<string, OutsideBehaviour>([['*', { kind: 'answers', afterSeconds: 2 }]]);
  const listeners = new Set<(call: PhoneCall) => void>();
  /** Timers of a call's plans. */
  const plans = new Map<PhoneCall, Set<() => void>>();
  let voices = 0;

  const plan = (call: PhoneCall, seconds: number, act: () => void): void => {
    const all = plans.get(call) ?? new Set();
    plans.set(call, all);
    const cancel = clock.after(seconds * 1000, () => {
      all.delete(cancel);
      act();
    });
    all.add(cancel);
  };
  const behaviourOf = (number: string): OutsideBehaviour => {
    const prefix = [...behaviours.keys()]
      .filter((each) => each === '*' || number.startsWith(each))
      .sort((a, b) => (b === '*' ? 0 : b.length) - (a === '*' ? 0 : a.length))[0];
    return behaviours.get(prefix ?? '*') ?? { kind: 'silent' };
  };
  const react = (call: PhoneCall): void => {
    const behaviour = behaviourOf(call.called);
    switch (behaviour.kind) {
      case 'busy':
        call.reject(486);
        return;
      case 'congested':
        call.reject(503);
        return;
      case 'silent':
        return;
      case 'refuses':
        plan(call, behaviour.afterSeconds, () => call.reject(603));
        return;
      case 'answers':
        plan(call, behaviour.afterSeconds, () => {
          call.answer();
          if (behaviour.talkSeconds !== undefined) plan(call, behaviour.talkSeconds, () => void call.hangUp());
          // One key every two seconds, as somebody who is asked again and again; a dash says nothing that time.
          for (const [index, key] of [...(behaviour.keys ?? '')].entries())
            if (key !== '-') plan(call, 2 * (index + 1), () => void call.press(key));
        });
        return;
      default:
        behaviour satisfies never;
    }
  };

  const line = await Line.open({
    clock,
    ...exchange.trunk,
    server: exchange.sip,
    account: { user: 'outside', secret: '' },
    tone: () => tones[voices++ % tones.length] ?? 0,
    onRinging(call) {
      for (const run of [...listeners]) run(call);
      if (call.state === 'ringing') react(call);
    },
    onOver(call) {
      for (const cancel of plans.get(call) ?? []) cancel();
      plans.delete(call);
    },
    onNotice() {},
  });

  return {
    get calls() {
      return line.calls;
    },
    call(number, { from, name, did, headers }) {
      const call = line.dial(number, {
        from,
        ...(name !== undefined && { name }),
        ...(did !== undefined && { to: did }),
        ...(headers !== undefined && { headers }),
      });
      ownNumber.set(call, from);
      return call;
    },
    behaves(prefix, behaviour) {
      behaviours.set(prefix, behaviour);
    },
    with: (number) => line.calls.filter((call) => outsideNumber(call) === number).at(-1),
    onCall(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    close: () => line.close(),
  };
}
