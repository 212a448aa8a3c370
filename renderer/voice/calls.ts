import { type AppError, appError, fail, ok, type Result } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { AudioCall, AudioDone } from '../../shared/voice/contract';
import { type MediaDevices, type MicrophoneChoice, stopped } from './media';
import { createReconnection, type Reconnection } from './reconnection';
import type { Ear } from './sound/ear';
import { type Counters, measure, noCounters } from './statistics';
import type { Line, LineEvent, Telephone } from './telephone';

/** More calls than a person can hold: the rest hears "busy". */
const most = 4;
const qualityMs = 2_000;
const idLength = 120;

export interface CallsOptions {
  readonly telephone: Pick<Telephone, 'call'>;
  readonly media: Pick<MediaDevices, 'capture'>;
  readonly ear: Pick<Ear, 'hear' | 'quiet' | 'forget'>;
  readonly clock: Clock;
  /** The short tone before an answer; ends when it was played or could not be. */
  readonly zip: () => Promise<void>;
  /** The ringing tone of a call that goes out; returns what ends it. */
  readonly ringback: () => () => void;
  readonly microphone: () => MicrophoneChoice;
  /** All calls, each time one changes; an ended one is in it once. */
  readonly tell: (calls: readonly AudioCall[]) => void;
}

export interface Calls {
  readonly list: readonly AudioCall[];
  /** Somebody calls. */
  ring(line: Line): void;
  dial(number: string): Promise<AudioDone>;
  /** @param zip with a short tone in the agent's ear first */
  answer(id: string, zip: boolean): Promise<AudioDone>;
  reject(id: string): AudioDone;
  hangUp(id: string): AudioDone;
  hold(id: string, on: boolean): Promise<AudioDone>;
  mute(id: string, on: boolean): AudioDone;
  dtmf(id: string, digits: string): AudioDone;
  /** Another microphone is to be used, also in running calls. */
  changeMicrophone(): Promise<void>;
  /** The computer has another network. */
  network(): void;
  /** Ends all calls and tells it. */
  clear(): void;
}

interface Entry {
  readonly line: Line;
  call: AudioCall;
  sound: MediaStream | null;
  counters: Counters;
  /** Being answered: the second click does nothing. */
  answering: boolean;
  reconnection: Reconnection | null;
  /** Ends the ringing tone that is played for it. */
  ringback: (() => void) | null;
}

/**
 * The calls of the audio page. At most one of them is open: answering, dialling or resuming one holds the one that talks,
 * because two callers must never hear each other's agent.
 */
export function createCalls(options: CallsOptions): Calls {
  const { telephone, media, ear, clock, zip, ringback, microphone, tell } = options;
  const entries = new Map<string, Entry>();
  let looking: (() => void) | null = null;

  const list = (): readonly AudioCall[] => [...entries.values()].map(({ call }) => call);
  const change = (entry: Entry, part: Partial<AudioCall>): void => {
    entry.call = { ...entry.call, ...part };
    tell(list());
  };
  const impossible = (kind: string, why: string): Result<never, AppError> =>
    fail(appError('not-possible-now', why, { tried: `voice.${kind}` }));

  const watch = (): void => {
    if (looking) return;
    looking = clock.after(qualityMs, () => {
      looking = null;
      void look();
    });
  };
  const talks = (entry: Entry): boolean => entry.call.state === 'talking';
  const look = async (): Promise<void> => {
    for (const entry of [...entries.values()].filter(talks)) {
      const measured = measure(await entry.line.statistics(), entry.counters, clock.now());
      if (!measured || !talks(entry) || !entries.has(entry.call.id)) continue;
      entry.counters = measured.counters;
      change(entry, { quality: measured.quality });
    }
    if ([...entries.values()].some(talks)) watch();
  };

  const hear = async (entry: Entry): Promise<void> => {
    const opened = await media.capture(microphone());
    if (!opened.ok) return;
    const track = opened.value.getAudioTracks()[0];
    if (!track || !entries.has(entry.call.id)) return stopped(opened.value);
    use(entry, opened.value);
    await entry.line.replace(track);
  };
  const use = (entry: Entry, sound: MediaStream): void => {
    if (entry.sound) stopped(entry.sound);
    entry.sound = sound;
    // Ends by itself only when the microphone is pulled out; whatever is left then is taken.
    for (const track of sound.getAudioTracks())
      track.addEventListener('ended', () => {
        if (entry.sound === sound) void hear(entry);
      });
  };

  const hush = (entry: Entry): void => {
    entry.ringback?.();
    entry.ringback = null;
  };
  const on = (entry: Entry, event: LineEvent): void => {
    const { id } = entry.call;
    if (event.t === 'ringing') {
      entry.ringback ??= ringback();
      return;
    }
    if (event.t !== 'media' && event.t !== 'link') hush(entry);
    if (event.t === 'sound') ear.hear(id, event.stream);
    else if (event.t === 'answered') {
      entry.reconnection = createReconnection(
        clock,
        (withMedia) => entry.line.refresh(withMedia),
        () => entry.line.fail(),
      );
      if (entry.call.muted) entry.line.mute(true);
      change(entry, { state: 'talking' });
      watch();
    } else if (event.t === 'media') entry.reconnection?.media(event.state);
    else if (event.t === 'link') entry.reconnection?.link();
    else {
      entry.reconnection?.close();
      if (entry.sound) stopped(entry.sound);
      ear.forget(id);
      change(entry, { state: 'ended', end: event.end });
      entries.delete(id);
    }
  };
  const add = (line: Line, sound: MediaStream | null): Entry => {
    const id = line.id.slice(-idLength);
    const entry: Entry = {
      line,
      call: {
        id,
        number: line.number,
        name: line.name,
        direction: line.direction,
        state: line.direction === 'in' ? 'ringing' : 'calling',
        muted: false,
        end: '',
        quality: null,
      },
      sound: null,
      counters: noCounters,
      answering: false,
      reconnection: null,
      ringback: null,
    };
    entries.set(id, entry);
    if (sound) use(entry, sound);
    line.on((event) => on(entry, event));
    tell(list());
    return entry;
  };

  const hold = async (entry: Entry, wanted: boolean): Promise<boolean> => {
    const { id } = entry.call;
    // Nothing of a call that is put on hold is heard from the click on, whatever the negotiation takes.
    if (wanted) ear.quiet(id, true);
    const agreed = await entry.line.hold(wanted);
    const live = entries.has(id) && (entry.call.state === 'talking' || entry.call.state === 'held');
    if (!live) return false;
    const held = agreed ? wanted : !wanted;
    ear.quiet(id, held);
    change(entry, { state: held ? 'held' : 'talking' });
    if (!held) watch();
    return agreed;
  };
  const holdOthers = (besides: string): void => {
    for (const entry of entries.values()) if (talks(entry) && entry.call.id !== besides) void hold(entry, true);
  };

  return {
    get list() {
      return list();
    },
    ring: (line) => {
      if (entries.size >= most) line.refuse(486);
      else add(line, null);
    },
    dial: async (number) => {
      if (entries.size >= most) return impossible('call', 'too many calls');
      const opened = await media.capture(microphone());
      if (!opened.ok) return opened;
      const made = telephone.call(number, opened.value);
      if (!made.ok) {
        stopped(opened.value);
        return made;
      }
      add(made.value, opened.value);
      holdOthers(made.value.id.slice(-idLength));
      return ok(null);
    },
    answer: async (id, withZip) => {
      const entry = entries.get(id);
      if (entry?.call.state !== 'ringing' || entry.answering) return impossible('answer', 'nothing rings');
      entry.answering = true;
      const opened = await media.capture(microphone());
      // It rings on: a microphone may be plugged in, or the call be taken elsewhere.
      if (!opened.ok) {
        entry.answering = false;
        return opened;
      }
      // After the microphone, not beside it: a page that hears may also be heard without a click (autoplay rules).
      if (withZip) await zip();
      if (entries.get(id) !== entry || entry.call.state !== 'ringing') {
        stopped(opened.value);
        return impossible('answer', 'it has stopped ringing');
      }
      use(entry, opened.value);
      holdOthers(id);
      entry.line.answer(opened.value);
      return ok(null);
    },
    reject: (id) => {
      const entry = entries.get(id);
      if (entry?.call.state !== 'ringing') return impossible('reject', 'nothing rings');
      // 486, not 603: the exchange goes on to the next agent, 603 would end it everywhere (RFC 3261 §21.6.2).
      entry.line.refuse(486);
      return ok(null);
    },
    hangUp: (id) => {
      const entry = entries.get(id);
      if (!entry) return impossible('hangUp', 'no such call');
      entry.line.hangUp();
      return ok(null);
    },
    hold: async (id, wanted) => {
      const entry = entries.get(id);
      if (entry?.call.state !== 'talking' && entry?.call.state !== 'held') return impossible('hold', 'nobody talks');
      if ((entry.call.state === 'held') === wanted) return ok(null);
      if (!wanted) holdOthers(id);
      return (await hold(entry, wanted)) ? ok(null) : impossible('hold', 'the other side did not agree');
    },
    mute: (id, wanted) => {
      const entry = entries.get(id);
      if (!entry) return impossible('mute', 'no such call');
      entry.line.mute(wanted);
      if (entry.call.muted !== wanted) change(entry, { muted: wanted });
      return ok(null);
    },
    dtmf: (id, digits) => {
      const entry = entries.get(id);
      if (!entry || !talks(entry)) return impossible('dtmf', 'nobody talks');
      return entry.line.dtmf(digits) ? ok(null) : impossible('dtmf', 'the call carries no keys');
    },
    changeMicrophone: async () => {
      await Promise.all([...entries.values()].filter(({ sound }) => sound !== null).map(hear));
    },
    network: () => {
      for (const { reconnection } of entries.values()) reconnection?.network();
    },
    clear: () => {
      for (const { line } of [...entries.values()]) line.hangUp();
      looking?.();
      looking = null;
    },
  };
}
