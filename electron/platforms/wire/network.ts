import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { certificateOf, normalisePin, type ShownCertificate } from './pin';

/** The single steps below HTTP, for the connection test. Each rejects with a network error. */
export interface Network {
  /** Address of a host name. */
  resolve(host: string, signal: AbortSignal): Promise<string>;
  /** Opens and closes a TCP connection. */
  touch(host: string, port: number, signal: AbortSignal): Promise<void>;
  certificate(host: string, port: number, signal: AbortSignal): Promise<ShownCertificate>;
}

/** Whether a pin that a person entered means this fingerprint. */
export const isPinOf = (pin: string, fingerprint: string): boolean =>
  normalisePin(pin) !== '' && normalisePin(pin) === normalisePin(fingerprint);

export const nodeNetwork: Network = {
  async resolve(host, signal) {
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(timeout()), { once: true });
    });
    return (await Promise.race([lookup(host), stopped])).address;
  },
  touch: (host, port, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      const stop = () => socket.destroy(timeout());
      const done = () => signal.removeEventListener('abort', stop);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      socket.once('error', (error) => {
        done();
        reject(error);
      });
      socket.once('connect', () => {
        done();
        socket.destroy();
        resolve();
      });
    }),
  certificate: certificateOf,
};

const timeout = () => Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });
