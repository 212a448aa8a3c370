import type { Clock } from '../../shared/domain/time';
import type { CallEngine } from '../engine/port';

/** What a voice program leaves on the channel it was started for (WEBCTI2 §4.44). */
export interface CallData {
  /** 0 not processed, 1 done, 2 incomplete input, 3 hung up. */
  readonly state: '0' | '1' | '2' | '3';
  readonly id: string;
  readonly account: string;
  /** 0 not processed, 1 passed, 2 failed. */
  readonly auth: '0' | '1' | '2';
  readonly timestamp: string;
  readonly data: readonly [string, string, string, string];
}

/**
 * The voice program that asks a person for the account number and checks it. The customer of a real platform writes his
 * own; this one asks for six keys and `#`, and passes who enters the last six digits of the own number.
 */
export interface Verification {
  /** False: there is no such program, or no such call. The caller's values go onto the channel as CDVAR1 … CDVAR4. */
  start(program: string, channel: string, asksOwnSide: boolean, values: readonly (string | undefined)[]): boolean;
  /** What is on a channel now; undefined when it is gone. */
  dataOf(channel: string): CallData | undefined;
  setValues(channel: string, values: readonly (string | undefined)[]): boolean;
  close(): void;
}

/** Shortcut and name under which the program is reached (§4.45). */
export const verificationProgram = { code: '1', name: 'verify' } as const;

/** A person who is left alone enters the right number after so long; one who presses keys has so long for each. */
const thinksMs = 6_000;
const keyLimitMs = 10_000;
const keys = 6;

export function createVerification({
  engine,
  clock,
  stamp,
}: {
  readonly engine: CallEngine;
  readonly clock: Clock;
  /** Platform-local text of now. */
  readonly stamp: () => string;
}): Verification {
  const running = new Map<string, () => void>();

  const set = (channel: string, values: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(values)) engine.setVariable(channel, name, value);
  };
  const setValues = (channel: string, values: readonly (string | undefined)[]): boolean => {
    if (!engine.channel(channel)) return false;
    set(
      channel,
      Object.fromEntries(values.flatMap((value, at) => (value === undefined ? [] : [[`CDVAR${at + 1}`, value]]))),
    );
    return true;
  };
  const partnerOf = (channel: string): string => {
    const link = engine
      .links()
      .find((one) => !one.cleared && one.state === 'Link' && (one.src === channel || one.dst === channel));
    return link ? (link.src === channel ? link.dst : link.src) : '';
  };

  function finish(channel: string, outcome: 'done' | 'incomplete' | 'gone', entered: string, expected: string): void {
    running.get(channel)?.();
    set(channel, {
      CALLDATA_ACCOUNT: entered,
      CALLDATA_AUTH: outcome !== 'done' ? '0' : entered === expected ? '1' : '2',
      CALLDATA_TIMESTAMP: stamp(),
      CALLDATA_STATE: outcome === 'done' ? '1' : outcome === 'incomplete' ? '2' : '3',
    });
  }

  return {
    start(program, channel, asksOwnSide, values) {
      if (program !== verificationProgram.code && program !== verificationProgram.name) return false;
      const asked = asksOwnSide ? channel : partnerOf(channel);
      const person = engine.channel(asked);
      if (!engine.channel(channel) || !person) return false;
      running.get(channel)?.();
      setValues(channel, values);
      set(channel, { CALLDATA_STATE: '0', CALLDATA_AUTH: '0', CALLDATA_ID: person.uniqueId, CALLDATA_ACCOUNT: '' });
      const expected = person.callerId.replace(/\D/g, '').slice(-keys);
      let seen = engine.events('DTMF', 0).at(-1)?.id ?? 0;
      let entered = '';
      let unset = clock.after(thinksMs, () => finish(channel, 'done', expected, expected));
      const unwatch = engine.onChange(() => {
        if (!engine.channel(asked)) {
          finish(channel, 'gone', entered, expected);
          return;
        }
        for (const event of engine.events('DTMF', seen)) {
          seen = event.id;
          if (!event.content.includes(`Channel: ${asked} `)) continue;
          const key = /Digit: (\S)/.exec(event.content)?.[1] ?? '';
          if (key === '#') {
            finish(channel, entered.length < keys ? 'incomplete' : 'done', entered, expected);
            return;
          }
          entered += key;
          unset();
          unset = clock.after(keyLimitMs, () => finish(channel, 'incomplete', entered, expected));
        }
      });
      running.set(channel, () => {
        unset();
        unwatch();
        running.delete(channel);
      });
      return true;
    },
    dataOf(channel) {
      if (!engine.channel(channel)) return undefined;
      const of = (name: string): string => engine.getVariable(channel, `CALLDATA_${name}`) ?? '';
      const [state, auth] = [of('STATE') || '0', of('AUTH') || '0'];
      return {
        state: state as CallData['state'],
        id: of('ID'),
        account: of('ACCOUNT'),
        auth: auth as CallData['auth'],
        timestamp: of('TIMESTAMP'),
        data: [of('DATA1'), of('DATA2'), of('DATA3'), of('DATA4')],
      };
    },
    setValues,
    close() {
      for (const end of [...running.values()]) end();
    },
  };
}
