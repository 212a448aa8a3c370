import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

// Below the ports that a system gives to whoever asks for any (Linux: from 32768 on): between the question here and the
// exchange that takes the port, nobody is given it by chance. UDP above those of the exchange's sound (rtp.conf).
const [tcp, udp] = [
  { from: 20_000, to: 32_700 },
  { from: 30_000, to: 32_700 },
];
const attempts = 50;

/** A TCP port of the loopback that nobody listens on now. */
export const freeTcpPort = (): Promise<number> =>
  firstFree(
    tcp,
    (port) =>
      new Promise((resolve) => {
        const server = createServer().once('error', () => resolve(false));
        server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
      }),
  );

/** A UDP port of that loopback address that nobody listens on now. */
export const freeUdpPort = (host: string): Promise<number> =>
  firstFree(
    udp,
    (port) =>
      new Promise((resolve) => {
        const socket = createSocket('udp4').once('error', () => resolve(false));
        socket.bind(port, host, () => socket.close(() => resolve(true)));
      }),
  );

async function firstFree(
  { from, to }: { readonly from: number; readonly to: number },
  isFree: (port: number) => Promise<boolean>,
): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(from, to);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${from} and ${to}`);
}
