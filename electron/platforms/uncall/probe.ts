import type { ProbeStep } from '../../../shared/bridge/contract';
import type { DriverProfile } from '../driver';
import { createSteps, type Outcome, reach, skewWarning, stepMilliseconds } from '../wire/reach';
import { greet, type Uncall } from './platform';

/**
 * Connection test, from the bottom up; the first failure ends it. There is no key (§2: no authentication is described),
 * and no operation tells whether an extension exists, so the last step only shows that its calls can be asked for.
 */
export async function probe(
  profile: Pick<DriverProfile, 'address' | 'pin'>,
  uncall: Uncall,
  { device, signal }: { readonly device: string; readonly signal?: AbortSignal },
): Promise<readonly ProbeStep[]> {
  const { client, effects } = uncall;
  const { steps, run } = createSteps(effects.clock);
  if (!(await reach(profile, effects, run, signal))) return steps;
  const options = { signal, limit: stepMilliseconds, once: true };
  const spoken = await run('http', async (): Promise<Outcome> => {
    const there = await greet(uncall, options);
    return there.ok ? {} : { error: there.error };
  });
  if (!spoken) return steps;
  await run('key', async () => ({ state: 'skipped' }));
  await run('clock', async () => {
    const { offset, zone } = client.time;
    const state = Math.abs(offset) > skewWarning ? 'warning' : 'ok';
    return { state, params: { skewSeconds: Math.trunc(offset / 1000), zone } };
  });
  await run('extension', async (): Promise<Outcome> => {
    if (device === '') return { state: 'skipped' };
    const answer = await client.call('popEvent', { strExten: device }, options);
    return answer.ok
      ? { params: { device, interface: device, user: '' } }
      : { error: answer.error, params: { device } };
  });
  return steps;
}
