import net from 'node:net';

/** The way between a desk and an exchange, which the test can cut. */
export interface Wire {
  /** Connections that have been made through it so far. */
  readonly made: number;
  readonly port: number;
  /** Every connection ends, as when a relay on the way is restarted; new ones are refused until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/**
 * @param to where the exchange listens on the loopback
 * @param said what the exchange says, when it passes; frames may come in parts
 */
export async function startWire(
  to: { readonly host: string; readonly port: number },
  said: (part: Buffer) => void = () => {},
): Promise<Wire> {
  const ends = new Set<net.Socket>();
  let whole = true;
  let made = 0;
  const server = net.createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    made += 1;
    const far = net.connect(to.port, to.host);
    far.on('data', said);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const drop = (): void => {
    for (const end of ends) end.destroy();
  };
  return {
    get made() {
      return made;
    },
    port: typeof address === 'object' && address ? address.port : 0,
    cut: () => {
      whole = false;
      drop();
    },
    mend: () => {
      whole = true;
    },
    close: () =>
      new Promise((closed) => {
        drop();
        server.close(() => closed());
      }),
  };
}
