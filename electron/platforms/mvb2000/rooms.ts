import type { Row } from '../../../shared/webcti/index';
import type { DriverCommands } from '../driver';
import { commandsOf } from './commands';
import { type Mvb, rowsOr } from './platform';

type Seat = Pick<Row<'getallstatus'>['conferences'][number], 'channel' | 'confno' | 'usernum'>;
export type Rooms = ReadonlyMap<string, { readonly talking: boolean; readonly muted: boolean }>;

const empty: Rooms = new Map();

/**
 * What getallstatus does not say of conference members: who speaks (getmeetme) and who is muted. Mutes are told by the
 * console only, so `meetme list` is run when the members of a room have changed or a mute was sent, not with every poll.
 */
export function roomsOf(mvb: Mvb): {
  /** The same map (===) while nothing has changed. */
  of(seats: readonly Seat[]): Promise<Rooms>;
  readonly commands: Pick<DriverCommands, 'conference'>;
} {
  const { conference } = commandsOf(mvb);
  let listed = '';
  let muted: ReadonlySet<string> = new Set();
  let known = empty;
  let shape = '';

  async function list(seats: readonly Seat[]): Promise<void> {
    const found = new Set<string>();
    for (const room of new Set(seats.map(({ confno }) => confno))) {
      if (!/^\d+$/.test(room)) continue;
      const [row] = rowsOr<'cticommand'>(await mvb.call('cticommand', { command: `meetme list ${room}` }));
      for (const member of mutedMembers(row?.result ?? '')) found.add(`${room}/${member}`);
    }
    muted = found;
  }

  return {
    async of(seats) {
      if (seats.length === 0) {
        listed = '';
        return empty;
      }
      const now = seats.map(({ confno, usernum, channel }) => `${confno}/${usernum}/${channel}`).join();
      if (now !== listed) {
        listed = now;
        await list(seats);
      }
      const talking = new Set(
        rowsOr<'getmeetme'>(await mvb.call('getmeetme', {}, { once: true }))
          .filter((row) => row.talking === '1')
          .map((row) => row.channel),
      );
      const next = seats.map(({ channel, confno, usernum }) => ({
        channel,
        talking: talking.has(channel),
        muted: muted.has(`${confno}/${usernum}`),
      }));
      const text = JSON.stringify(next);
      if (text !== shape) {
        shape = text;
        known = new Map(next.map(({ channel, ...more }) => [channel, more]));
      }
      return known;
    },
    commands: {
      async conference(room, action, member) {
        const done = await conference(room, action, member);
        listed = '';
        return done;
      },
    },
  };
}

/** `User #: 01 5002 <noname> Channel: SIP/5002-09598800 (Muted) (unmonitored)`: numbers of those that are muted. */
export function mutedMembers(listing: string): readonly number[] {
  return listing.split(/User #:/).flatMap((line) => {
    const number = /^\s*(\d+)\b/.exec(line)?.[1];
    return number !== undefined && /\(\s*(?:admin\s+)?muted/i.test(line) ? [Number(number)] : [];
  });
}
