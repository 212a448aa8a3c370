import { connect, createServer, type Socket } from 'node:net';

/** A wire between a platform and the manager of its exchange that can be cut. */
export interface Relay {
  readonly host: string;
  readonly port: number;
  /** As a pulled cable between two switches: who talks is cut off, and nobody gets through until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startRelay(to: { readonly host: string; readonly port: number }): Promise<Relay> {
  const ends = new Set<Socket>();
  let isCut = false;
  const part = (): void => {
    for (const end of ends) end.destroy();
  };
  const hold = (end: Socket, other: Socket): void => {
    ends.add(end);
    end.on('error', () => {});
    end.on('close', () => {
      ends.delete(end);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(to.port, to.host);
    hold(near, far);
    hold(far, near);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      isCut = true;
      part();
    },
    mend() {
      isCut = false;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      part();
      await closed;
    },
  };
}
