import type { Clock } from '../../shared/domain/time';
import { connectManager, type Manager, type ManagerAddress, type ManagerMessage } from './manager';

/** What the exchange calls a call that came in by the trunk. */
export interface ChannelName {
  readonly channel: string;
  readonly uniqueId: string;
}

/** Learns the names that the exchange gives to calls from outside: telephones never see them. */
export interface ChannelNames {
  /** The next new channel of the trunk with that caller is his. */
  expect(from: string, run: (name: ChannelName) => void): void;
  /** An action over the same connection; rejects while there is none. */
  send: Manager['send'];
  close(): void;
}

/** Comes back by itself when the exchange was away. */
export async function watchChannels(address: ManagerAddress, trunk: string, clock: Clock): Promise<ChannelNames> {
  const expected = new Map<string, ((name: ChannelName) => void)[]>();
  let closed = false;
  let cancel = (): void => {};
  let manager = await connectManager(address);

  const read = (event: ManagerMessage): void => {
    if (event.Event !== 'Newchannel' || !event.Channel?.startsWith(`${trunk}-`)) return;
    const run = expected.get(event.CallerIDNum ?? '')?.shift();
    run?.({ channel: event.Channel, uniqueId: event.Uniqueid ?? '' });
  };
  const look = (): void => {
    cancel = clock.after(200, () => {
      if (!manager.closed) {
        look();
        return;
      }
      connectManager(address)
        .then((next) => {
          manager = next;
          if (closed) next.close();
          else next.onEvent(read);
        })
        // Not there yet: the next look tries again.
        .catch(() => {})
        .finally(() => closed || look());
    });
  };
  manager.onEvent(read);
  look();

  return {
    expect(from, run) {
      expected.set(from, [...(expected.get(from) ?? []), run]);
    },
    send: (action, fields) => manager.send(action, fields),
    close() {
      closed = true;
      cancel();
      manager.close();
    },
  };
}
