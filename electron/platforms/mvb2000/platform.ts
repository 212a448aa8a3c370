import type { AppError, Result } from '../../../shared/domain/result';
import type { PlatformTime } from '../../../shared/domain/time';
import { type AnswerOf, type Args, catalogue, type EndpointName, type Row } from '../../../shared/webcti/index';
import type { DriverProfile } from '../driver';
import type { Effects } from '../wire/effects';
import { type CallOptions, type Client, createClient } from './client';
import type { Generation } from './request';

/** What a profile says of a platform; `features` are names or codes of WEBCTI2 §4.7 and §4.8, empty = it cannot. */
export interface PlatformProfile {
  readonly address: string;
  readonly key: string;
  readonly pin: string;
  readonly features: Readonly<Record<string, string>>;
  /** Account of the admin page; absent or an empty user = none. */
  readonly admin?: DriverProfile['admin'] | undefined;
  /** The older interface under `webservice/`; `webservice2` when absent. */
  readonly generation?: Generation | undefined;
}

/** One platform with the whole catalogue, and the few readings that every part of the driver needs. */
export interface Mvb {
  readonly client: Client<typeof catalogue>;
  readonly effects: Effects;
  readonly features: Readonly<Record<string, string>>;
  call<N extends EndpointName>(name: N, args: Args<N>, options?: CallOptions): Promise<Result<AnswerOf<N>>>;
  /** An instant of the platform's local text; null for "no time". */
  time(text: string): PlatformTime | null;
  now(): PlatformTime;
}

export function createMvb(profile: PlatformProfile, effects: Effects): Mvb {
  const client = createClient(catalogue, profile, effects);
  return {
    client,
    effects,
    features: profile.features,
    call: client.call,
    time: (text) => client.time.instantOf(text),
    now: () => effects.clock.now() + client.time.offset,
  };
}

/** Rows of an answer, or none when the platform refused: for what may be missing without harm. */
export const rowsOr = <N extends EndpointName>(answer: Result<AnswerOf<N>>): readonly Row<N>[] =>
  answer.ok ? (answer.value.rows as readonly Row<N>[]) : [];

/** The platform answered, and its answer was no. */
export const isRefusal = (error: AppError, ...errcodes: readonly number[]): boolean =>
  error.code === 'refused' && (errcodes.length === 0 || errcodes.includes(Number(error.params?.errcode)));

/**
 * The last value made of the same things (===): facts keep their identity while the answers they are made of do, and the
 * zone they were read with.
 */
export function latest<T>(): (from: readonly unknown[], make: () => T) => T {
  let known: { from: readonly unknown[]; value: T } | null = null;
  return (from, make) => {
    if (known && known.from.length === from.length && known.from.every((part, at) => part === from[at])) {
      return known.value;
    }
    known = { from, value: make() };
    return known.value;
  };
}
