import type { ProbeStep, ProbeStepName } from '../../../shared/bridge/contract';
import { type AppError, appError } from '../../../shared/domain/result';
import type { Effects } from './effects';
import { fromNetwork, TimedOut, toAppError } from './failure';
import { isPinOf } from './network';

/** ms that one step of a connection test may take. */
export const stepMilliseconds = 5_000;
/** A clock that is further off than this shows wrong timers and wrong "as of" to a person, ms. */
export const skewWarning = 60_000;

export type Outcome =
  | { readonly state?: 'ok' | 'warning' | 'skipped'; readonly params?: ProbeStep['params'] }
  | { readonly error: AppError; readonly params?: ProbeStep['params'] };

/** Runs one step and writes it down; false when it failed. */
export type RunStep = (step: ProbeStepName, work: () => Promise<Outcome>) => Promise<boolean>;

/** Steps of a connection test in the order they ran; the first failure ends it and is the last one. */
export function createSteps(clock: Effects['clock']): { readonly steps: readonly ProbeStep[]; readonly run: RunStep } {
  const steps: ProbeStep[] = [];
  return {
    steps,
    run: async (step, work) => {
      const begun = clock.monotonic();
      const outcome = await work().catch(
        (thrown: unknown): Outcome => ({ error: toAppError(thrown, `probe.${step}`) }),
      );
      const milliseconds = Math.round(clock.monotonic() - begun);
      const params = outcome.params ?? {};
      if ('error' in outcome) steps.push({ step, state: 'failed', milliseconds, params, error: outcome.error });
      else steps.push({ step, state: outcome.state ?? 'ok', milliseconds, params });
      return !('error' in outcome);
    },
  };
}

/** What lies below HTTP: address, name, port, certificate. False when one of them failed. */
export async function reach(
  profile: { readonly address: string; readonly pin: string },
  effects: Effects,
  run: RunStep,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const target = targetOf(profile.address);
  if (!target) {
    return run('name', async () => ({
      error: appError('invalid-input', 'not an address of a platform', {
        tried: 'probe.name',
        params: { name: 'address' },
      }),
    }));
  }
  const { host, port, secure } = target;
  return (
    (await run('name', () =>
      limited(
        effects,
        signal,
        (s) => effects.network.resolve(host, s),
        (address) => ({ params: { host, address } }),
      ),
    )) &&
    (await run('tcp', () =>
      limited(
        effects,
        signal,
        (s) => effects.network.touch(host, port, s),
        () => ({ params: { port } }),
      ),
    )) &&
    (await run('tls', () =>
      secure ? certificate(profile.pin, effects, host, port, signal) : Promise.resolve({ state: 'skipped' }),
    ))
  );
}

/** An untrusted certificate is a failure that carries its fingerprint, so that a person can compare and pin it. */
async function certificate(
  pin: string,
  effects: Effects,
  host: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  return limited(
    effects,
    signal,
    (stop) => effects.network.certificate(host, port, stop),
    ({ fingerprint, subject, validTo, trusted, reason }): Outcome => {
      const params = { fingerprint, subject, validTo };
      if (pin.trim() !== '') {
        if (isPinOf(pin, fingerprint)) return { params };
        return {
          params,
          error: appError('pin-mismatch', 'the platform shows another certificate than the pinned one', {
            tried: 'probe.tls',
            params: { fingerprint },
          }),
        };
      }
      if (trusted) return { params };
      const error = appError('tls', `the certificate is not trusted (${reason})`, {
        tried: 'probe.tls',
        params: { reason, fingerprint },
      });
      return { params, error };
    },
  );
}

async function limited<T>(
  { clock }: Effects,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  outcome: (value: T) => Outcome,
): Promise<Outcome> {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  let late = false;
  const unset = clock.after(stepMilliseconds, () => {
    late = true;
    controller.abort();
  });
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return outcome(await work(controller.signal));
  } catch (thrown) {
    throw late ? new TimedOut('no answer in time', { seconds: stepMilliseconds / 1000 }) : fromNetwork(thrown);
  } finally {
    unset();
    signal?.removeEventListener('abort', cancel);
  }
}

function targetOf(address: string): { readonly host: string; readonly port: number; readonly secure: boolean } | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const secure = protocol === 'https:';
  return { host: hostname.replace(/^\[|]$/g, ''), port: Number(port || (secure ? 443 : 80)), secure };
}
