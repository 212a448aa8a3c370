import type { Device, PauseReasonRow, Queue, RecordSink, RecordsPast, Trunk } from '../../../port';
import { createVirtualClock, type VirtualClock } from '../../../simulated/clock';
import type { Ami, AmiAnswer, AmiEvent, AmiFields } from '../../ami/port';
import type { Parts } from '../../parts';
import { createRecords, type Records } from '../records';

/** An event of a script: its name, and its fields as the exchange spells them. */
export type Scripted = Readonly<Record<string, string>> & { readonly Event: string };

export interface ScriptedExchange {
  readonly clock: VirtualClock;
  readonly records: Records;
  /** What was asked: `Getvar MIXMONITOR_FILENAME`. */
  readonly asked: readonly string[];
  readonly log: readonly string[];
  /** What this platform took out of a queue itself. */
  readonly taken: Map<string, { readonly by: 'withdraw' | 'redirect'; readonly info: string }>;
  /** Channel variables as `Getvar` tells them. */
  readonly variables: Map<string, string>;
  readonly lists: Record<'CoreShowChannels' | 'QueueStatus', readonly Scripted[]>;
  readonly members: Map<string, Queue>;
  /** Moves on to the time of each event and tells it; an event without `Timestamp` happens now. */
  play(events: readonly Scripted[]): Promise<void>;
  wait(ms: number): Promise<void>;
  /** `meanwhile`: what the exchange says before its lists arrive. */
  connection(state: 'live' | 'down', meanwhile?: readonly Scripted[]): Promise<void>;
}

export interface ScriptedOptions {
  readonly sink: RecordSink;
  readonly startsAt: number;
  readonly setup?: Partial<Parts['setup']>;
  /** Devices by number with their interface; every other channel is on a line. */
  readonly devices: readonly { readonly no: string; readonly interface: string; readonly user?: string }[];
  readonly reasons?: readonly PauseReasonRow[];
  /** What is there at the first login. */
  readonly lists?: Partial<ScriptedExchange['lists']>;
  /** What was written before this platform was started. */
  readonly past?: RecordsPast;
}

/** The records of an exchange that says what a script says, on a clock that moves with the script. */
export function scriptedExchange(options: ScriptedOptions): ScriptedExchange {
  const clock = createVirtualClock(options.startsAt);
  const listeners = new Set<(event: AmiEvent) => void>();
  const states = new Set<(state: 'live' | 'down') => void>();
  const variables = new Map<string, string>();
  const lists: ScriptedExchange['lists'] = { CoreShowChannels: [], QueueStatus: [], ...options.lists };
  const [asked, log]: [string[], string[]] = [[], []];
  let state: 'live' | 'down' = 'live';
  const answer = (fields: Readonly<Record<string, string>>): AmiAnswer => ({
    ok: true,
    message: '',
    fields,
    output: [],
  });
  const eventOf = ({ Event, ...fields }: Scripted): AmiEvent => ({ event: Event, fields });
  const ami: Ami = {
    get state() {
      return state;
    },
    version: 'Asterisk 16.28.0',
    send: async (action: string, fields: AmiFields = {}) => {
      const variable = String(fields.Variable ?? '');
      asked.push(`${action} ${variable}`);
      return answer({ Value: variables.get(`${String(fields.Channel)} ${variable}`) ?? '' });
    },
    list: async (action) => (lists[action as keyof typeof lists] ?? []).map(eventOf),
    onEvent(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    onState(run) {
      states.add(run);
      return () => states.delete(run);
    },
    close: () => undefined,
  };
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  };
  const taken: ScriptedExchange['taken'] = new Map();
  const members: ScriptedExchange['members'] = new Map();
  const devices = new Map(options.devices.map((each) => [each.no, deviceOf(each)]));
  const setup: Parts['setup'] = {
    ...{ host: '127.0.0.1', port: 5038, user: 'desk', secret: '', context: 'from-internal', transferContext: '' },
    ...{ parkContext: 'parkedcalls', hintContext: '', holdCode: '', unholdCode: '', recordings: '', zone: 0 },
    ...options.setup,
  };
  const records = createRecords({
    parts: { ami, clock, log: ({ event, detail }) => log.push(`${event}: ${detail ?? ''}`), setup },
    view: { device: (no) => devices.get(no), trunks: (): readonly Trunk[] => [], queue: (no) => members.get(no) },
    deeds: { wasTaken: (uniqueId) => taken.get(uniqueId) },
    sink: options.sink,
    reasons: () => options.reasons ?? [],
    ...(options.past && { past: options.past }),
  });
  const wait = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; ) {
      const step = Math.min(left, clock.untilNext() ?? left);
      clock.advance(step);
      left -= step;
      await settled();
      if (step === 0) clock.advance(0);
    }
    await settled();
  };
  return {
    ...{ clock, records, asked, log, taken, variables, lists, members, wait },
    async play(events) {
      await settled();
      for (const each of events) {
        const at = Number(each.Timestamp) * 1000;
        if (at > clock.now()) await wait(Math.round(at - clock.now()));
        for (const run of listeners) run(eventOf(each));
        await settled();
      }
    },
    async connection(next, meanwhile = []) {
      state = next;
      for (const run of [...states]) run(next);
      for (const each of meanwhile) for (const run of listeners) run(eventOf(each));
      await settled();
    },
    wait,
  };
}

/** A telephone as the view shows it. */
export const deviceOf = ({ no, interface: iface, user = '' }: ScriptedOptions['devices'][number]): Device => ({
  ...{ no, tech: 'SIP', interface: iface, kind: 'fixed', user, description: '', context: 'from-internal', status: 0 },
  ...{ statusAt: 0, registered: true, address: '', port: 0 },
});
