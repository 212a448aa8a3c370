/** What everybody can read in the manual keeps nobody out. */
export const defaultKey = 'seatline';

/** Why a platform does not start; `message` is one plain sentence. */
export class UnsafeStart extends Error {}

/** Whether an address to listen on is reached from this machine only. */
export const isLocalHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** Throws `UnsafeStart` when other machines could use a platform whose key is known. */
export function checkStart(host: string, key: string): void {
  if (isLocalHost(host) || (key !== defaultKey && key !== '')) return;
  throw new UnsafeStart('a platform that other machines can reach needs a key of its own: --key');
}
