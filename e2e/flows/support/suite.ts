import { afterEach, expect } from 'vitest';
import { type Office, openOffice } from './office';

/** Opens offices for one file and, after each test, sees that nothing of them is left: no timer, no socket, no request. */
export function offices(): (...given: Parameters<typeof openOffice>) => Promise<Office> {
  const open: Office[] = [];
  afterEach(async () => {
    const left: number[] = [];
    for (const office of open.splice(0)) {
      await office.close();
      left.push(office.time.clock.pending);
    }
    const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
    // A closed socket leaves the list a few turns later.
    for (let turns = 0; sockets() > 0 && turns < 1_000; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect({ timers: left.filter((count) => count > 0), sockets: sockets() }).toEqual({ timers: [], sockets: 0 });
  });
  return async (...given) => {
    const office = await openOffice(...given);
    open.push(office);
    return office;
  };
}

/** The value of a success; a failure ends the test with its words. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
