import type { Clock } from '../../shared/domain/time';
import { type CallEngine, type Channel, type Originating, whenKnown } from '../engine/port';

/** A call that speaks (WEBCTI2 §4.24). What it is to do stands in its TTS_ variables, as the document lists them. */
export interface AnnouncementRequest {
  /** Who is called, as `OriginateRequest.channel`. */
  readonly channel: string;
  readonly timeoutMs: number;
  readonly callerId: string;
  readonly account: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The words, or `custom/name` of a prompt. */
  readonly text: string;
}

/**
 * Calls somebody, speaks, takes keys, reports them to the caller's program and leads the call on. One that hangs up
 * before the end is not reported: the document speaks of the end of the speech only.
 */
export interface Announcements {
  /** Settles when the called one has answered or not; the speech goes on by itself. */
  start(request: AnnouncementRequest): Originating;
  close(): void;
}

/** Tells a program of the platform's customer; it may take its time and its answer changes nothing. */
export type Callback = (address: string, given: Readonly<Record<string, string>>) => void;

/** The entry that the document prescribes, and the application that this platform has behind it. */
export const announcementEntry = { context: 'custom-ttsplay', exten: 's', priority: '1' } as const;
const application = 'TtsPlay';

const charactersPerSecond = 4;
/** How long the next key may take once the speech is over or the first key has come. */
const keyLimitMs = 10_000;
/** More than anybody listens to, or presses. */
const [mostPlays, mostKeys] = [99, 64];

const numberOf = (text: string | undefined, otherwise: number, most: number): number =>
  text !== undefined && /^\d{1,4}$/.test(text) ? Math.min(Number(text), most) : otherwise;

/** Where the call goes at the end: `ivr-1` is entered with the keys or at `s`, `context,exten,priority` as it says. */
function goalOf(entry: string, keys: string): { context: string; exten: string; priority: string } | null {
  const [context = '', exten, priority = '1'] = entry.split(',').map((part) => part.trim());
  if (context === '') return null;
  return { context, exten: exten || keys || 's', priority: priority || '1' };
}

export function createAnnouncements({
  engine,
  clock,
  soundMs,
  callback,
}: {
  readonly engine: CallEngine;
  readonly clock: Clock;
  /** Length of a prompt; null = there is no such prompt. */
  readonly soundMs: (prompt: string) => number | null;
  readonly callback: Callback;
}): Announcements {
  const running = new Set<() => void>();
  let count = 0;

  const lengthOf = (text: string): number =>
    (/^custom\/./.test(text) ? soundMs(text) : null) ??
    Math.max(1, Math.ceil(text.length / charactersPerSecond)) * 1000;

  /** The speech to a channel that is there to hear it. */
  function speak(
    { name: channel, uniqueId }: Channel,
    text: string,
    variables: AnnouncementRequest['variables'],
  ): void {
    const plays = Math.max(1, numberOf(variables.TTS_PLAYCOUNT, 1, mostPlays));
    const wanted = numberOf(variables.TTS_INPUTKEYLENGTH, 0, mostKeys);
    const replay = variables.TTS_REPLAYKEY ?? '*';
    const playMs = lengthOf(text) * plays;
    let seen = engine.events('DTMF', 0).at(-1)?.id ?? 0;
    let keys = '';
    let unset: () => void = () => undefined;

    const play = (): void => {
      unset();
      keys = '';
      // After the last word there is time for a key, where one is asked for.
      unset = clock.after(playMs + (wanted > 0 ? keyLimitMs : 0), end);
    };
    /** True: that was the last one. */
    const press = (key: string): boolean => {
      if (key === replay) play();
      else if (wanted > 0) {
        if (key === '#') return true;
        keys += key;
        if (keys.length >= wanted) return true;
        // Whoever presses has heard enough.
        unset();
        unset = clock.after(keyLimitMs, end);
      }
      return false;
    };
    const listen = (): void => {
      const present = engine.channel(channel);
      // Hung up, or sent elsewhere by somebody: then its end is not ours.
      if (!present || present.application !== application) {
        stop();
        return;
      }
      for (const event of engine.events('DTMF', seen)) {
        seen = event.id;
        if (!event.content.includes(`Channel: ${channel} `)) continue;
        if (!press(/Digit: (\S)/.exec(event.content)?.[1] ?? '')) continue;
        end();
        return;
      }
    };
    const unwatch = engine.onChange(listen);
    const stop = (): void => {
      unset();
      unwatch();
      running.delete(stop);
    };
    function end(): void {
      stop();
      const address = variables.TTS_CALLBACK_URL ?? '';
      if (address !== '') {
        callback(address, { tts_call_id: variables.TTS_CALL_ID ?? '', uniqueid: uniqueId, channel, inputkeys: keys });
      }
      goOn(channel, text, variables, keys);
    }
    running.add(stop);
    play();
  }

  function goOn(channel: string, text: string, variables: AnnouncementRequest['variables'], keys: string): void {
    const goal = goalOf(variables.TTS_EXIT_GOTO ?? '', keys);
    const present = engine.channel(channel);
    if (!present) return;
    if (goal?.context === announcementEntry.context) speak(present, text, variables);
    else if (!goal) engine.hangUp(channel);
    else {
      whenKnown(engine.redirect(channel, '', goal.context, goal.exten, goal.priority), (moved) => {
        if (!moved) engine.hangUp(channel);
      });
    }
  }

  return {
    start({ text, ...request }) {
      count += 1;
      const mark = String(count);
      const call = engine.originate({ ...request, ...announcementEntry, application, data: mark });
      if (!call.accepted) return call;
      const look = (): void => {
        const found = engine
          .channels()
          .find((channel) => channel.application === application && channel.applicationData === mark);
        if (!found) return;
        stop();
        if (found.hungUpAt === null) speak(found, text, request.variables);
      };
      const unwatch = engine.onChange(look);
      const stop = (): void => {
        unwatch();
        running.delete(stop);
      };
      running.add(stop);
      void call.result.then((reason) => reason !== 4 && stop());
      return call;
    },
    close() {
      for (const stop of [...running]) stop();
    },
  };
}
