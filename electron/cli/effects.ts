import type { Effects } from '../platforms/wire/effects';
import type { Io } from './io';

const silent = (): void => undefined;

/** The world as the clients of the platforms want it. What they would log, the tool says by its exit code and sentence. */
export const platformEffects = (io: Io, http: Effects['http'] = io.http): Effects => ({
  clock: io.clock,
  random: io.random,
  log: { info: silent, warn: silent, error: silent },
  http,
  network: io.network,
});
