import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { PlatformTime } from '../../../shared/domain/time';
import type { OperationArgs, OperationName, UncallAnswer } from '../../../shared/uncall/index';
import type { Download, DownloadOptions } from '../driver';
import type { Effects } from '../wire/effects';

/** The part of `createUncallClient` that a seat needs; a test gives a scripted one. */
export interface UncallPort {
  call<N extends OperationName>(
    name: N,
    args: OperationArgs<N>,
    options?: CallOptions,
  ): Promise<Result<UncallAnswer<N>>>;
  /** The audio of a call by the `files` of getRecording. */
  recording(files: string, options?: DownloadOptions): Promise<Result<Download>>;
  /** Learned from the `Date` of its answers; zone in minutes east of UTC. */
  readonly time: { readonly offset: number; readonly zone: number };
  close(): void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** ms. */
  readonly limit?: number | undefined;
  /** No second try by itself; the caller asks again. */
  readonly once?: boolean | undefined;
}

/** What every part of the driver shares. */
export interface Uncall {
  readonly client: UncallPort;
  readonly effects: Effects;
  now(): PlatformTime;
}

export const createUncall = (client: UncallPort, effects: Effects): Uncall => ({
  client,
  effects,
  now: () => effects.clock.now() + client.time.offset,
});

/** The connection test of the interface: it must give back what was sent (§3.1). */
export async function greet(uncall: Uncall, options: CallOptions = {}): Promise<Result<null>> {
  const text = `seatline${Math.floor(uncall.effects.random() * 1e6)}`;
  const answer = await uncall.client.call('UncallWorld', { text }, options);
  if (!answer.ok) return answer;
  const said = answer.value.response;
  if (said.includes(text)) return ok(null);
  return fail(
    appError('not-understood', 'the connection test came back changed', {
      tried: 'UncallWorld',
      params: { sample: said.slice(0, 80) },
    }),
  );
}

export const notSupported = (what: string): Result<never> =>
  fail(appError('not-supported', `Uncall has no ${what}`, { tried: what }));

export const notNow = (why: string, tried: string): Result<never> =>
  fail(appError('not-possible-now', `not possible now: ${why}`, { tried, params: { why } }));

/** The platform answered, and said this. */
export const saidNo = (result: Result<unknown>, text: string): boolean =>
  !result.ok &&
  result.error.code === 'refused' &&
  String(result.error.params?.text ?? '')
    .trim()
    .toLowerCase() === text.toLowerCase();
