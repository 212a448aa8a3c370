import type { ProbeStep, ProbeStepName } from '../../../shared/bridge/contract';
import { type AppError, appError } from '../../../shared/domain/result';
import type { Effects } from './effects';
import { fromNetwork, TimedOut, toAppError } from './failure';
import { isPinOf } from './network';
import { createMvb, type Mvb, type PlatformProfile } from './platform';

const stepMilliseconds = 5_000;
/** A clock that is further off than this shows wrong timers and wrong "as of" to a person. */
const skewWarning = 60_000;

type Params = ProbeStep['params'];
type Outcome =
  | { readonly state?: 'ok' | 'warning' | 'skipped'; readonly params?: Params }
  | { readonly error: AppError; readonly params?: Params };

/**
 * Connection test of a profile, from the bottom up; the first failure ends it and is the last step. Uses a client of its
 * own, so that a test never disturbs a seat that works.
 */
export async function probe(
  profile: PlatformProfile,
  effects: Effects,
  { device, signal }: { readonly device: string; readonly signal?: AbortSignal },
): Promise<readonly ProbeStep[]> {
  const steps: ProbeStep[] = [];
  const run = async (step: ProbeStepName, work: () => Promise<Outcome>): Promise<boolean> => {
    const begun = effects.clock.monotonic();
    const outcome = await work().catch((thrown: unknown): Outcome => ({ error: toAppError(thrown, `probe.${step}`) }));
    const milliseconds = Math.round(effects.clock.monotonic() - begun);
    const params = outcome.params ?? {};
    if ('error' in outcome) steps.push({ step, state: 'failed', milliseconds, params, error: outcome.error });
    else steps.push({ step, state: outcome.state ?? 'ok', milliseconds, params });
    return !('error' in outcome);
  };

  const target = targetOf(profile.address);
  if (!target) {
    await run('name', async () => ({
      error: appError('invalid-input', 'not an address of a platform', {
        tried: 'probe.name',
        params: { name: 'address' },
      }),
    }));
    return steps;
  }
  const { host, port, secure } = target;
  const mvb = createMvb(profile, effects);
  try {
    const below =
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
        secure ? certificate(profile, effects, host, port, signal) : Promise.resolve({ state: 'skipped' }),
      ));
    if (!below) return steps;
    await above(mvb, run, device, signal);
    return steps;
  } finally {
    mvb.client.close();
  }
}

async function above(
  mvb: Mvb,
  run: (step: ProbeStepName, work: () => Promise<Outcome>) => Promise<boolean>,
  device: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = { signal, limit: stepMilliseconds, once: true };
  const about = await mvb.call('about', {}, options);
  // A refused key is an answer of this interface: HTTP itself is well then.
  const mute = about.ok || ['key-refused', 'clock', 'refused'].includes(about.error.code) ? null : about.error;
  if (!(await run('http', async (): Promise<Outcome> => (mute ? { error: mute } : {})))) return;
  const key = await run('key', async () => {
    if (!about.ok) return { error: about.error };
    const [row] = about.value.rows;
    return { params: { version: row?.version ?? '', name: row?.message ?? '' } };
  });
  if (!key) return;
  const clock = await run('clock', async () => {
    const answer = await mvb.call('ctigetdatetime', {}, options);
    if (!answer.ok) return { error: answer.error };
    const skew = mvb.client.time.offset;
    const skewSeconds = Math.trunc(skew / 1000);
    return {
      state: Math.abs(skew) > skewWarning ? 'warning' : 'ok',
      params: { skewSeconds, zone: mvb.client.time.zone },
    };
  });
  if (!clock) return;
  await run('extension', async () => {
    if (device === '') return { state: 'skipped' };
    const answer = await mvb.call('ctigetdevice', { device }, options);
    if (!answer.ok) return { error: answer.error, params: { device } };
    const [row] = answer.value.rows;
    return { params: { device, interface: row?.dial ?? '', user: row?.user ?? '' } };
  });
}

/** An untrusted certificate is a failure that carries its fingerprint, so that a person can compare and pin it. */
async function certificate(
  { pin }: PlatformProfile,
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
