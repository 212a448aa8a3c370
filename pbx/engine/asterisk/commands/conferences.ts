import type { CallEngine, Outcome } from '../../port';
import type { EngineView } from '../parts';
import { no, type Sender, type Words } from './sender';

type Verb = Parameters<CallEngine['conferenceCommand']>[0];

const actions: Readonly<Record<Verb, string>> = {
  lock: 'ConfbridgeLock',
  unlock: 'ConfbridgeUnlock',
  mute: 'ConfbridgeMute',
  unmute: 'ConfbridgeUnmute',
  kick: 'ConfbridgeKick',
};

const words: Words<'no-room' | 'no-member'> = [
  [/no active conferences|no conference by that name|no such conference/i, 'no-room'],
  [/no channel by that name/i, 'no-member'],
];

/** The vendor numbers the people of a room, the exchange knows their channels. */
export async function conferenceCommand(
  sender: Sender,
  view: EngineView,
  verb: Verb,
  room: string,
  member: number | 'all',
): Promise<Outcome<'no-room' | 'no-member'>> {
  const action = actions[verb];
  if (verb === 'lock' || verb === 'unlock') return sender.tell(action, { Conference: room }, words);
  const seats = view.conferences().filter((seat) => seat.room === room && !seat.left);
  if (seats.length === 0) return no('no-room');
  const seat = seats.find((one) => one.member === member);
  if (member !== 'all' && !seat) return no('no-member');
  return sender.tell(action, { Conference: room, Channel: seat?.channel ?? 'all' }, words);
}
