import { randomBytes } from 'node:crypto';
import { appError, errorCodes, fail, ok, type Result } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { Download, PlatformDriver } from '../platforms/driver';
import { maskText } from './redact';
import { openSpool, type Spool } from './spool';

/** Bytes of a recording that a page asks for; `last` = so many at the end. Both ends included, `to` null = the end. */
export type MediaRange = { readonly from: number; readonly to: number | null } | { readonly last: number };

export interface MediaRequest {
  readonly range?: MediaRange | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Recordings that are listened to on the screen. A page gets a ticket, never the platform's address; tickets end with
 * the sign-out.
 *
 * Seeking needs any part at any time. A platform that answers parts is asked for them; one that only sends a recording
 * from its beginning (all of them when the answer comes out of a script) is asked once, and the parts are read from a
 * nameless file beside it (`spool`).
 */
export interface Media {
  /** Asks the platform for the recording, so that a refusal becomes the question's answer and not a silent player. */
  open(driver: PlatformDriver, id: string, part: number, signal: AbortSignal): Promise<Result<Opened>>;
  /**
   * `invalid-input` with `params.field` = `ticket` (unknown, or ended with the sign-out) or `range` (outside of the
   * recording; `params.size` is its size), else what the platform says.
   */
  serve(ticket: string, request: MediaRequest): Promise<Result<Download>>;
  /** Signed out: every ticket ends, and every download with it. */
  forget(): void;
}

/** Where both hosts serve a ticket, on the screen's own origin. */
export const mediaPath = (ticket: string): string => `/media/${ticket}`;

export interface Opened {
  readonly ticket: string;
  readonly name: string;
}

export interface MediaOptions {
  readonly clock: Clock;
  /** Where nameless files may be made. */
  readonly folder: string;
  /** Bytes of one recording at most: 300 MB are five hours of 8 kHz WAV. */
  readonly limitBytes?: number;
  readonly tickets?: number;
  readonly spools?: number;
}

type Source =
  | { readonly kind: 'parts'; readonly name: string; readonly whole: number }
  | { readonly kind: 'spool'; readonly name: string; readonly spool: Spool };

interface Entry {
  readonly ticket: string;
  readonly driver: PlatformDriver;
  readonly id: string;
  readonly part: number;
  /** Under way or there; null = to be asked (again). */
  source: Promise<Result<Source>> | null;
  spool: Spool | null;
}

/** Long enough for a person who pauses; an unfinished download without a listener ends after it. */
const idleMilliseconds = 30_000;

export function createMedia(options: MediaOptions): Media {
  const { clock, folder, limitBytes = 300_000_000, tickets = 50, spools = 3 } = options;
  const entries = new Map<string, Entry>();
  const passing = new Set<() => void>();

  const release = (entry: Entry): void => {
    entries.delete(entry.ticket);
    entry.spool?.drop();
  };
  /** Room for one more spool: the longest unused ones go, one that is being read stays. */
  const makeRoom = (): void => {
    const held = [...entries.values()].filter((entry) => entry.spool);
    for (const entry of held.slice(0, Math.max(0, held.length + 1 - spools))) if (entry.spool?.idle) entry.spool.drop();
  };

  const ask = async (entry: Entry, signal: AbortSignal | undefined): Promise<Result<Source>> => {
    const { driver, id, part } = entry;
    if (!driver.recording) return noRecordings();
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    passing.add(abort);
    try {
      // Who knows parts sends these bytes and the size of the whole, who does not begins to send everything. As many as
      // a driver looks at to tell a recording from a refusal.
      const range = { from: 0, to: 1_023 };
      const first = await driver.recording(id, part, { range, limitBytes, signal: stop.signal });
      if (!first.ok) return first;
      let download = first.value;
      if (download.part) {
        const { whole } = download.part;
        download.cancel();
        if (whole !== null) return ok({ kind: 'parts', name: download.name, whole });
        const again = await driver.recording(id, part, { limitBytes, signal: stop.signal });
        if (!again.ok) return again;
        download = again.value;
      }
      if (stop.signal.aborted || entries.get(entry.ticket) !== entry) {
        download.cancel();
        return fail(appError('cancelled', 'cancelled'));
      }
      makeRoom();
      const spool = await openSpool(download, {
        clock,
        folder,
        idleMilliseconds,
        onGone: () => {
          entry.source = null;
          entry.spool = null;
        },
      });
      entry.spool = spool;
      // Signed out in the meantime.
      if (entries.get(entry.ticket) !== entry) {
        spool.drop();
        return fail(appError('cancelled', 'cancelled'));
      }
      return ok({ kind: 'spool', name: spool.name, spool });
    } catch (thrown) {
      return failed(thrown);
    } finally {
      passing.delete(abort);
      signal?.removeEventListener('abort', abort);
    }
  };
  const sourceOf = async (entry: Entry, signal: AbortSignal | undefined): Promise<Result<Source>> => {
    for (;;) {
      const own = entry.source === null;
      entry.source ??= ask(entry, signal);
      const mine = entry.source;
      const answer = await mine;
      // A refusal is not kept: the next question asks again.
      if (!answer.ok && entry.source === mine) entry.source = null;
      // Whoever asked first went away, and this one has not.
      const orphaned = !answer.ok && answer.error.code === 'cancelled' && !own && !signal?.aborted;
      if (!orphaned || entries.get(entry.ticket) !== entry) return answer;
    }
  };

  /** One answer to a page: it ends with the page's request, with the sign-out, or when it has been read. */
  const openRequest = (
    signal: AbortSignal | undefined,
  ): { readonly signal: AbortSignal; readonly done: () => void } => {
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    passing.add(abort);
    return {
      signal: stop.signal,
      done: () => {
        passing.delete(abort);
        signal?.removeEventListener('abort', abort);
        stop.abort();
      },
    };
  };
  const pass = async (entry: Entry, range: Span | null, signal: AbortSignal): Promise<Result<Download>> => {
    const { driver, id, part } = entry;
    if (!driver.recording) return noRecordings();
    try {
      return await driver.recording(id, part, { limitBytes, signal, ...(range ? { range } : {}) });
    } catch (thrown) {
      return failed(thrown);
    }
  };
  const fromSpool = async (
    spool: Spool,
    range: MediaRange | undefined,
    signal: AbortSignal,
  ): Promise<Result<Download>> => {
    const { name, type } = spool;
    const cancel = (): void => {};
    try {
      if (!range) return ok({ name, type, size: spool.size, part: null, body: spool.read(0, null, signal), cancel });
      const whole = await spool.whole(signal);
      const span = spanOf(range, whole);
      if (span === 'outside') return outside(whole);
      const { from, to } = span;
      const part = { from, to, whole };
      return ok({ name, type, size: to - from + 1, part, body: spool.read(from, to, signal), cancel });
    } catch (thrown) {
      return failed(thrown);
    }
  };

  return {
    open: async (driver, id, part, signal) => {
      const known = [...entries.values()].find((row) => row.id === id && row.part === part && row.driver === driver);
      const ticket = known?.ticket ?? randomBytes(24).toString('base64url');
      const entry: Entry = known ?? { ticket, driver, id, part, source: null, spool: null };
      // The newest last; the oldest goes first.
      entries.delete(ticket);
      entries.set(ticket, entry);
      for (const old of [...entries.values()].slice(0, Math.max(0, entries.size - tickets))) release(old);
      const source = await sourceOf(entry, signal);
      return source.ok ? ok({ ticket, name: source.value.name }) : source;
    },

    serve: async (ticket, { range, signal }) => {
      const entry = entries.get(ticket);
      if (!entry) return fail(appError('invalid-input', 'no such recording', { params: { field: 'ticket' } }));
      const source = await sourceOf(entry, signal);
      if (!source.ok) return source;
      const request = openRequest(signal);
      const { value } = source;
      const span = range && value.kind === 'parts' ? spanOf(range, value.whole) : null;
      const answer =
        value.kind === 'spool'
          ? await fromSpool(value.spool, range, request.signal)
          : span === 'outside'
            ? outside(value.whole)
            : await pass(entry, span, request.signal);
      if (!answer.ok) {
        request.done();
        return answer;
      }
      const download = answer.value;
      const cancel = (): void => {
        download.cancel();
        request.done();
      };
      return ok({ ...download, body: ending(download.body, request.done), cancel });
    },

    forget: () => {
      for (const entry of [...entries.values()]) release(entry);
      for (const abort of [...passing]) abort();
      passing.clear();
    },
  };
}

const noRecordings = (): Result<never> => fail(appError('not-supported', 'the platform has no recordings'));

/** What a stream threw: its own stable code when it has one (`too-large`, `unreachable` …). */
function failed(thrown: unknown): Result<never> {
  const code = thrown instanceof Error && 'code' in thrown ? errorCodes.find((known) => known === thrown.code) : null;
  const aborted = thrown instanceof Error && thrown.name === 'AbortError';
  return fail(
    appError(code ?? (aborted ? 'cancelled' : 'internal'), maskText(String(thrown)), { tried: 'recording.open' }),
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const outside = (size: number): Result<never> =>
  fail(appError('invalid-input', 'outside of the recording', { params: { field: 'range', size } }));

/** RFC 9110 §14.1.2: an end beyond the last byte means the last byte. */
function spanOf(range: MediaRange, whole: number): Span | 'outside' {
  const from = 'last' in range ? Math.max(0, whole - range.last) : range.from;
  const to = 'last' in range || range.to === null ? whole - 1 : Math.min(range.to, whole - 1);
  return from > to ? 'outside' : { from, to };
}

async function* ending(body: AsyncIterable<Uint8Array>, done: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    done();
  }
}
