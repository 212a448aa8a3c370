import { networkInterfaces } from 'node:os';
import type { Clock } from '../../shared/domain/time';

/** Neither Electron's main process nor Node tells when the network changes; asking the system's list costs 0.1 ms. */
const periodMilliseconds = 2_000;

/** What makes one network different from another: the addresses that are not the computer's own. */
export function networkSignature(interfaces: ReturnType<typeof networkInterfaces>): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) =>
      (addresses ?? []).filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    )
    .sort()
    .join('\n');
}

/** Calls `on` after every change. Returns the end. */
export function watchNetwork(
  clock: Clock,
  on: () => void,
  read: () => ReturnType<typeof networkInterfaces> = networkInterfaces,
): () => void {
  let before = networkSignature(read());
  let cancel = (): void => {};
  const look = (): void => {
    const now = networkSignature(read());
    cancel = clock.after(periodMilliseconds, look);
    if (now === before) return;
    before = now;
    on();
  };
  cancel = clock.after(periodMilliseconds, look);
  return () => cancel();
}
