import type { AudioAct, AudioCall, AudioDone, AudioDoor, FromAudio, ToAudio } from '../../../../shared/voice/contract';
import type { SipListener, SipRoad, SipTarget } from '../../../../shared/voice/link';

/** An exchange that the test opens, feeds and loses. */
export interface FakeExchange extends SipRoad {
  /** Where lines were asked for, in order. */
  readonly asked: SipTarget[];
  /** Frames that reached it. */
  readonly frames: string[];
  readonly probes: number;
  /** The newest line; null after it ended. */
  line: SipListener | null;
}

export function createFakeExchange(): FakeExchange {
  const asked: SipTarget[] = [];
  const frames: string[] = [];
  const exchange = {
    asked,
    frames,
    probes: 0,
    line: null as SipListener | null,
    open: (to: SipTarget, listener: SipListener) => {
      asked.push(to);
      exchange.line = listener;
      return {
        send: (frame: string) => {
          frames.push(frame);
          return true;
        },
        probe: () => {
          exchange.probes += 1;
        },
        close: () => {
          if (exchange.line === listener) exchange.line = null;
        },
      };
    },
  };
  return exchange;
}

export const audioCall = (more: Partial<AudioCall> = {}): AudioCall => ({
  id: 'v1',
  number: '13800138000',
  name: '',
  direction: 'in',
  state: 'ringing',
  muted: false,
  end: '',
  quality: null,
  ...more,
});

/** A page that does what it is told, at once; `deaf` answers nothing, `refuses` answers with what it holds. */
export interface FakePage {
  readonly told: ToAudio[];
  /** Acts in order, `answer v1`. */
  readonly acts: string[];
  calls: readonly AudioCall[];
  deaf: boolean;
  refuses: AudioDone | null;
  say(message: FromAudio): void;
  /** Hello, a line, registered. */
  register(exchange: FakeExchange): void;
  /** Sets the calls and says so; ended ones are said once. */
  has(...calls: readonly AudioCall[]): void;
  /** Changes one call. */
  change(id: string, more: Partial<AudioCall>): void;
  end(): void;
}

export function createFakePage(door: AudioDoor): FakePage {
  const told: ToAudio[] = [];
  const acts: string[] = [];
  const page: FakePage = {
    told,
    acts,
    calls: [],
    deaf: false,
    refuses: null,
    say: (message) => road.receive(JSON.parse(JSON.stringify(message))),
    register: (exchange) => {
      page.say({ t: 'hello' });
      page.say({ t: 'devices', microphone: 'granted', inputs: [], outputs: [], fallback: false, headset: null });
      page.say({ t: 'wanted', on: true });
      exchange.line?.opened();
      page.say({ t: 'registration', state: 'registered', status: 200 });
    },
    has: (...calls) => {
      page.say({ t: 'calls', calls: [...calls] });
      page.calls = calls.filter((call) => call.state !== 'ended');
    },
    change: (id, more) => page.has(...page.calls.map((call) => (call.id === id ? { ...call, ...more } : call))),
    end: () => road.end(),
  };
  const obey = (act: AudioAct): void => {
    if (act.kind === 'answer') page.change(act.call, { state: 'talking' });
    else if (act.kind === 'reject') page.change(act.call, { state: 'ended', end: 'rejected' });
    else if (act.kind === 'hang-up') page.change(act.call, { state: 'ended', end: 'here' });
    else if (act.kind === 'hold') page.change(act.call, { state: act.on ? 'held' : 'talking' });
    else if (act.kind === 'mute') page.change(act.call, { muted: act.on });
    else if (act.kind === 'call') {
      page.has(...page.calls, audioCall({ id: 'out', number: act.number, direction: 'out', state: 'calling' }));
    }
  };
  const road = door.attach((message) => {
    told.push(message);
    if (message.t !== 'act') return;
    const { act, id } = message;
    acts.push([act.kind, ...Object.values(act).slice(1).map(String)].join(' '));
    if (page.deaf) return;
    // As a port does, never within the sender's own call.
    void Promise.resolve().then(() => {
      if (!page.refuses) obey(act);
      page.say({ t: 'done', id, result: page.refuses ?? { ok: true, value: null } });
    });
  });
  return page;
}
