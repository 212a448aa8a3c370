import type { Port } from '../../shared/bridge/wire';
import { readWire } from '../../shared/bridge/wire';
import { appError, assertNever, fail, ok } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { AudioAct, AudioCall, AudioDone, AudioPreferences, FromAudio, ToAudio } from '../../shared/voice/contract';
import { type Calls, createCalls } from './calls';
import { createDevices } from './devices';
import { createHeadsets } from './headset/headsets';
import type { Hid } from './headset/hid';
import { watchLevel } from './level';
import { type MediaDevices, type Meter, type MicrophoneChoice, stopped } from './media';
import { createEar, type EarEffects } from './sound/ear';
import { startRingback } from './sound/ringback';
import { type Tones, testTone, zipTone } from './sound/tone';
import type { RegistrationState, Telephone, TelephoneEvents } from './telephone';

export interface AudioPageEffects extends EarEffects {
  readonly port: Port;
  readonly clock: Clock;
  readonly telephone: (events: TelephoneEvents) => Telephone;
  readonly media: MediaDevices;
  readonly meter: (stream: MediaStream) => Meter;
  readonly tones: Tones;
  readonly hid: Hid | null;
  readonly onHeadsetAllowed: (run: () => void) => () => void;
  /** The computer has got another network. */
  readonly onNetwork: (run: () => void) => () => void;
}

const firstPreferences: AudioPreferences = {
  input: '',
  output: '',
  volume: 1,
  echoCancellation: true,
  noiseSuppression: true,
  autoGain: true,
};

/**
 * The audio page: hears the desk, and has a telephone, calls, devices and a headset. Everything the desk must know is said
 * again when the road to it was closed: it may be another desk.
 */
export function startAudioPage(effects: AudioPageEffects): { close(): Promise<void> } {
  const { port, clock, media, tones } = effects;
  let preferences = firstPreferences;
  let registration: RegistrationState = { t: 'registration', state: 'off', status: 0 };
  let wanted = false;
  let over = false;
  /** The desk knows nothing of a page before its `hello`. */
  let known = false;
  let endTest: (() => void) | null = null;
  let testing = 0;

  const say = (message: FromAudio): void => {
    if (known && !over) port.send({ t: 'audio', message });
  };

  const ear = createEar(effects);
  const devices = createDevices(media, {
    change: () => sayDevices(),
    chosen: ({ output }) => {
      ear.output(output);
      void calls.changeMicrophone();
    },
  });
  const microphone = (): MicrophoneChoice => ({ ...preferences, input: devices.chosen.input });
  const telephone = effects.telephone({
    onRegistration: (state) => {
      registration = state;
      say(state);
    },
    onLine: (line) => calls.ring(line),
    onWanted: (on) => {
      wanted = on;
      say({ t: 'wanted', on });
    },
    onFrame: (frame) => say({ t: 'sip', frame }),
  });
  const calls: Calls = createCalls({
    telephone,
    media,
    ear,
    clock,
    microphone,
    zip: async () => {
      await tones.play(zipTone, devices.chosen.output, preferences.volume);
    },
    ringback: () =>
      startRingback({ tones, clock, output: () => devices.chosen.output, volume: () => preferences.volume }),
    tell: (list) => {
      light(list);
      say({ t: 'calls', calls: [...list] });
    },
  });
  const headsets = createHeadsets({
    hid: effects.hid,
    onAllowed: effects.onHeadsetAllowed,
    press: (button) => say({ t: 'button', button }),
    change: () => sayDevices(),
  });

  function sayDevices(): void {
    const { microphone: state, inputs, outputs, fallback } = devices.report;
    say({
      t: 'devices',
      microphone: state,
      inputs: [...inputs],
      outputs: [...outputs],
      fallback,
      headset: headsets.headset,
    });
  }
  function light(list: readonly AudioCall[]): void {
    headsets.show({
      offHook: list.some(({ state }) => state === 'talking' || state === 'held' || state === 'calling'),
      ringing: list.some(({ state }) => state === 'ringing'),
      muted: list.some(({ state, muted }) => muted && state === 'talking'),
    });
  }

  const stopTest = (): void => {
    testing += 1;
    endTest?.();
    endTest = null;
  };
  const test = async (what: 'output' | 'microphone' | 'off'): Promise<AudioDone> => {
    stopTest();
    if (what === 'off') return ok(null);
    if (what === 'output') {
      const heard = await tones.play(testTone, devices.chosen.output, preferences.volume);
      if (heard) return ok(null);
      return fail(
        appError('not-possible-now', 'the browser allows no sound before a click', {
          tried: 'voice.test',
          params: { reason: 'gesture' },
        }),
      );
    }
    const turn = testing;
    const opened = await media.capture(microphone());
    if (!opened.ok) return opened;
    if (turn !== testing || over) {
      stopped(opened.value);
      return ok(null);
    }
    const stop = watchLevel(effects.meter(opened.value), clock, (level) => say({ t: 'level', level }));
    endTest = () => {
      stop();
      stopped(opened.value);
    };
    return ok(null);
  };

  const act = (wish: AudioAct): AudioDone | Promise<AudioDone> => {
    switch (wish.kind) {
      case 'call':
        return calls.dial(wish.number);
      case 'answer':
        return calls.answer(wish.call, wish.zip);
      case 'reject':
        return calls.reject(wish.call);
      case 'hang-up':
        return calls.hangUp(wish.call);
      case 'hold':
        return calls.hold(wish.call, wish.on);
      case 'mute':
        return calls.mute(wish.call, wish.on);
      case 'dtmf':
        return calls.dtmf(wish.call, wish.digits);
      case 'test':
        return test(wish.what);
      default:
        return assertNever(wish, 'act');
    }
  };
  const perform = async (id: number, wish: AudioAct): Promise<void> => {
    let result: AudioDone;
    try {
      result = await act(wish);
    } catch (error) {
      // Whatever a browser may throw ends as an answer: the desk waits for one.
      result = fail(appError('internal', String(error), { tried: `voice.${wish.kind}` }));
    }
    say({ t: 'done', id, result });
  };

  const prefer = (next: AudioPreferences): void => {
    const before = preferences;
    preferences = next;
    ear.volume(next.volume);
    devices.prefer(next);
    const otherSound =
      before.echoCancellation !== next.echoCancellation ||
      before.noiseSuppression !== next.noiseSuppression ||
      before.autoGain !== next.autoGain;
    if (otherSound) void calls.changeMicrophone();
  };

  const receive = (message: ToAudio): void => {
    switch (message.t) {
      case 'account':
        if (message.account) {
          telephone.use(message.account);
          void devices.ask();
        } else {
          stopTest();
          telephone.rest();
        }
        return;
      case 'preferences':
        prefer(message.preferences);
        return;
      case 'link':
        telephone.link(message.state);
        return;
      case 'sip':
        telephone.receive(message.frame);
        return;
      case 'act':
        void perform(message.id, message.act);
        return;
      case 'replaced':
        void close();
        return;
      default:
        assertNever(message, 'message');
    }
  };

  const offMessage = port.onMessage((raw) => {
    const wire = readWire(raw);
    if (wire?.t === 'audio' && !over) receive(wire.message as ToAudio);
  });
  const offState = port.onState((state) => {
    known = state === 'open';
    if (!known) {
      telephone.link('closed');
      return;
    }
    say({ t: 'hello' });
    say(registration);
    if (wanted) say({ t: 'wanted', on: true });
    say({ t: 'calls', calls: [...calls.list] });
    sayDevices();
  });
  const offNetwork = effects.onNetwork(() => calls.network());
  void devices.refresh();

  async function close(): Promise<void> {
    if (over) return;
    // What ends now is still said to the exchange and to the desk.
    stopTest();
    calls.clear();
    telephone.rest();
    over = true;
    offMessage();
    offState();
    offNetwork();
    devices.close();
    ear.close();
    await headsets.close();
  }
  return { close };
}
