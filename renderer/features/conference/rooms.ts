import type { ConferenceMember } from '../../../shared/domain/queue';
import type { PlatformTime } from '../../../shared/domain/time';

/** A conference room with the people in it. */
export interface Room {
  readonly room: string;
  /** Since the first of those who are still in it joined. */
  readonly since: PlatformTime;
  /** In the order of their member numbers. */
  readonly members: readonly ConferenceMember[];
}

/** Rooms in the order of their numbers. */
export function roomsOf(members: readonly ConferenceMember[]): readonly Room[] {
  const rooms = new Map<string, ConferenceMember[]>();
  for (const member of members) rooms.set(member.room, [...(rooms.get(member.room) ?? []), member]);
  return [...rooms]
    .map(([room, people]) => ({
      room,
      since: Math.min(...people.map((member) => member.joinedAt)),
      members: people.sort((a, b) => a.number - b.number),
    }))
    .sort((a, b) => a.room.localeCompare(b.room, 'en', { numeric: true }));
}
