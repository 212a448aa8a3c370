import type { CallEngine, ConferenceSeat } from '../../engine/port';
import { type HandlerContext, type Handlers, refuse, rows } from './handler';
import { groupBy } from './partners';

const pad = (n: number): string => String(n).padStart(2, '0');
const present = (engine: CallEngine): readonly ConferenceSeat[] => engine.conferences().filter((seat) => !seat.left);

/** `meetme list <room>` in the words of the exchange (§4.5). */
function listRoom(engine: CallEngine, room: string): string {
  const seats = present(engine).filter((seat) => seat.room === room);
  if (seats.length === 0) return `No such conference: ${room}.`;
  const lines = seats.map(
    (seat) =>
      `User #: ${pad(seat.member)} ${seat.number} ${seat.name || '<noname>'} Channel: ${seat.channel}` +
      ` (unmonitored)${seat.muted ? ' (Admin Muted)' : ''}`,
  );
  return [...lines, `${seats.length} users in that conference.`].join('\n');
}

function listRooms(engine: CallEngine): string {
  const rooms = groupBy(present(engine), (seat) => seat.room);
  if (rooms.size === 0) return 'No active MeetMe conferences.';
  const lines = [...rooms].map(
    ([room, seats]) => `${room} ${seats.length} users${seats.some((seat) => seat.locked) ? ' (locked)' : ''}`,
  );
  return ['Conf Num Parties', ...lines].join('\n');
}

const steering = /^meetme (lock|unlock|mute|unmute|kick) (\S+)(?: (all|\d{1,4}))?$/;
type Verb = 'lock' | 'unlock' | 'mute' | 'unmute' | 'kick';

/** Console commands that a configuration may allow beside `meetme`; the exchange's own words for all others. */
function runAllowed(command: string, { engine }: HandlerContext): string {
  if (command === 'core show version') return engine.version;
  if (command === 'core show channels') {
    const live = engine.channels().filter((channel) => channel.hungUpAt === null);
    const lines = live.map((channel) => `${channel.name} ${channel.exten}@${channel.context} ${channel.state}`);
    return [...lines, `${live.length} active channels`].join('\n');
  }
  return `No such command '${command}' (type 'help' for help)`;
}

const isAllowed = (command: string, allowed: readonly string[]): boolean =>
  allowed.some((entry) => command === entry || command.startsWith(`${entry} `));

export const conference: Handlers<'cticommand' | 'getmeetme'> = {
  async cticommand(args, context) {
    const { engine, stamp } = context;
    const command = args.command.trim().replace(/\s+/g, ' ');
    const output = (text: string) =>
      rows([{ result: `Privilege: Command\nActionID: WEB${stamp(engine.now())}\n${text}`.trimEnd() }]);

    const room = /^meetme list(?: (\S+))?$/.exec(command);
    if (room) return output(room[1] === undefined ? listRooms(engine) : listRoom(engine, room[1]));

    const steer = steering.exec(command);
    if (steer) {
      const [, verb = '', number = '', member] = steer;
      const needsMember = verb !== 'lock' && verb !== 'unlock';
      if (needsMember && member === undefined) return refuse(1051, `Command failed: ${verb} needs a member or all`);
      const who = member === undefined || member === 'all' ? 'all' : Number(member);
      const steered = await engine.conferenceCommand(verb as Verb, number, who);
      if (steered.ok) return output('');
      const what = steered.why === 'no-room' ? `conference: ${number}` : `user: ${member}`;
      return refuse(1051, `Command failed: No such ${what}.`);
    }

    if (isAllowed(command, context.allowedCommands)) return output(runAllowed(command, context));
    return refuse(1051, 'Command failed: Permission denied');
  },

  getmeetme: ({ meetme }, { engine, time }) =>
    rows(
      engine
        .conferences()
        .filter((seat) => meetme === undefined || seat.room === meetme)
        .map((seat) => ({
          createtime: time(seat.joinedAt),
          callerid: seat.number,
          channel: seat.channel,
          uniqueid: seat.uniqueId,
          meetme: seat.room,
          usernum: seat.member,
          talking: seat.talking ? '1' : '0',
          duration: Math.max(0, Math.floor((engine.now() - seat.joinedAt) / 1000)),
          leave: seat.left ? '1' : '0',
        })),
    ),
};
