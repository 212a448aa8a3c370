import { type AppError, appError } from '../../../shared/domain/result';
import { floorParts, mostDevices, mostQueues, type PushHint, type PushScope } from '../../../shared/webcti/push';
import type { PushLine, PushListener } from '../driver';
import { EventReader, type StreamEvent } from '../wire/events';
import { toAppError } from '../wire/failure';
import type { Mvb } from './platform';

/** A platform says something at least every 15 s; two and a half of these, and the line is dead. */
const silence = 40_000;
/** Milliseconds before the next try: doubled with each failure in a row, spread by half. */
const firstPause = 1_000;
const longestPause = 30_000;
/** A line that held for so long was a good one, whatever ended it. */
const goodAfter = 10_000;

/**
 * The line to the platform's event stream: asks `about` whether there is one, listens, and takes the line up again when
 * it is lost. A platform that announces none is asked once and then left alone. Never throws.
 */
export function pushOf(mvb: Mvb): (scope: PushScope, listener: PushListener) => PushLine {
  const { clock, random, log } = mvb.effects;
  /** Where `about` says that it is: '' = nowhere, null = not asked yet. */
  let path: string | null = null;

  async function find(signal: AbortSignal): Promise<AppError | null> {
    if (path !== null) return null;
    const about = await mvb.call('about', {}, { once: true, signal });
    if (!about.ok) return about.error;
    path = safePath(about.value.rows[0]?.push ?? '');
    return null;
  }

  return (scope, listener) => {
    let closed = false;
    let failures = 0;
    let isUp: boolean | null = null;
    let attempt: AbortController | null = null;
    let unset: () => void = () => undefined;

    const begin = async (): Promise<void> => {
      const mine = new AbortController();
      attempt = mine;
      const isMine = (): boolean => !closed && attempt === mine;
      const since = clock.monotonic();
      let held = false;
      const told = {
        up: () => {
          if (!isMine()) return;
          isUp = true;
          held = true;
          listener.up();
        },
        hint: (hint: PushHint) => {
          if (isMine()) listener.hint(hint);
        },
      };
      const unfound = await find(mine.signal);
      if (!isMine() || path === '') return;
      const error = unfound ?? (await listen(mvb, path ?? '', scope, told, mine.signal));
      if (!isMine()) return;
      attempt = null;
      const offered = path !== null;
      // It may have moved, or gone, with a new release.
      if (error.code === 'http') path = null;
      failures = held && clock.monotonic() - since >= goodAfter ? 0 : failures + 1;
      const pause = Math.min(longestPause, firstPause * 2 ** Math.max(0, failures - 1)) * (0.5 + random());
      log.info('push.lost', { code: error.code, pause: Math.round(pause) });
      unset = clock.after(Math.round(pause), () => void begin());
      if (isUp === false || !offered) return;
      isUp = false;
      listener.down(error);
    };

    void begin();
    const leave = (): void => {
      unset();
      attempt?.abort();
      attempt = null;
    };
    return {
      retry: () => {
        if (closed || path === '') return;
        failures = 0;
        leave();
        void begin();
      },
      close: () => {
        closed = true;
        leave();
      },
    };
  };
}

/** Listens until the line ends; why it did. */
async function listen(
  mvb: Mvb,
  path: string,
  scope: PushScope,
  told: Pick<PushListener, 'up' | 'hint'>,
  signal: AbortSignal,
): Promise<AppError> {
  const { devices, queues, floor } = scope;
  const params = {
    devices: devices.slice(0, mostDevices).join(),
    queues: queues.slice(0, mostQueues).join(),
    ...(floor && { floor: '1' }),
  };
  const opened = await mvb.client.listen({ name: 'push', path, params, signal, silence });
  if (!opened.ok) return opened.error;
  const reader = new EventReader();
  let seq = 0;
  try {
    for await (const chunk of opened.value) {
      for (const event of reader.read(chunk)) {
        if (event.event === 'hello') told.up();
        const hint = hintOf(event);
        if (!hint) continue;
        seq += 1;
        // Something was not told: whoever listens has to ask for everything.
        if (hint.seq !== seq) told.up();
        seq = hint.seq;
        if (hint.hint) told.hint(hint.hint);
      }
    }
    return appError('unreachable', 'the platform ended the event stream', { tried: 'push' });
  } catch (thrown) {
    return toAppError(thrown, 'push');
  }
}

/** A path on the platform itself: the key goes nowhere else, whatever is announced. */
const safePath = (announced: string): string =>
  /^[a-z\d][\w-]*(?:\/[\w-]+(?:\.[\w-]+)*){0,6}$/i.test(announced) && announced.length <= 100 ? announced : '';

const isPart = (id: string): id is (typeof floorParts)[number] => floorParts.some((part) => part === id);

/** Null for what is no hint at all; `hint` null for one of a kind that is not known yet. */
function hintOf({ event, data }: StreamEvent): { readonly hint: PushHint | null; readonly seq: number } | null {
  if (event !== 'message') return null;
  let told: unknown;
  try {
    told = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof told !== 'object' || told === null) return null;
  const { kind, id, seq } = told as Readonly<Record<string, unknown>>;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) return null;
  if (typeof id !== 'string' || id.length > 64) return { hint: null, seq };
  if (kind === 'device' || kind === 'queue') return { hint: { kind, id }, seq };
  return { hint: kind === 'floor' && isPart(id) ? { kind, id } : null, seq };
}
