import type { ProbeStep } from '../../../shared/bridge/contract';
import type { Effects } from '../wire/effects';
import { createSteps, type Outcome, type RunStep, reach, skewWarning, stepMilliseconds } from '../wire/reach';
import { createMvb, type Mvb, type PlatformProfile } from './platform';

/**
 * Connection test of a profile, from the bottom up; the first failure ends it and is the last step. Uses a client of its
 * own, so that a test never disturbs a seat that works.
 */
export async function probe(
  profile: PlatformProfile,
  effects: Effects,
  { device, signal }: { readonly device: string; readonly signal?: AbortSignal },
): Promise<readonly ProbeStep[]> {
  const { steps, run } = createSteps(effects.clock);
  if (!(await reach(profile, effects, run, signal))) return steps;
  const mvb = createMvb(profile, effects);
  try {
    await above(mvb, run, device, signal);
    return steps;
  } finally {
    mvb.client.close();
  }
}

async function above(mvb: Mvb, run: RunStep, device: string, signal: AbortSignal | undefined): Promise<void> {
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
