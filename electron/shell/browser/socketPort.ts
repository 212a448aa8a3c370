import type { WebSocket } from 'ws';
import type { Port } from '../../../shared/bridge/wire';

/** A page that does not read for so long that this much waits is cut off; it reconnects and gets a snapshot. */
const backlogLimit = 8 * 1024 * 1024;

/** One end of the bridge over a WebSocket. Binary frames are no messages of ours. */
export function socketPort(socket: WebSocket): Port {
  return {
    send: (message) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > backlogLimit) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    onMessage: (on) => {
      const take = (data: unknown, binary: boolean): void => {
        if (!binary) on(String(data));
      };
      socket.on('message', take);
      return () => socket.off('message', take);
    },
    onState: (on) => {
      const closed = (): void => on('closed');
      socket.on('close', closed);
      on(socket.readyState === socket.OPEN ? 'open' : 'closed');
      return () => socket.off('close', closed);
    },
  };
}
