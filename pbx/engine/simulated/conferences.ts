import type { ConferenceSeat, Outcome } from '../port';
import { type Exchange, lingerMs } from './exchange';
import { type Leg, nowhere, type Writable } from './leg';

interface Room {
  locked: boolean;
  readonly seats: Map<number, { readonly row: Writable<ConferenceSeat>; readonly leg: Leg }>;
}

/** Conference rooms and the `meetme` verbs of cticommand (WEBCTI2 §4.5, §4.70). */
export class Conferences {
  readonly #x: Exchange;
  readonly #rooms = new Map<string, Room>();
  readonly #rows = new Set<Writable<ConferenceSeat>>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  seats(): ConferenceSeat[] {
    return [...this.#rows];
  }

  /** A leg comes into a room; a locked room turns it away with cause 21. */
  join(leg: Leg, no: string): void {
    const { config, events, legs, outside, recorder, steps } = this.#x;
    // Out of where it was first: it may come from this very room.
    legs.move(leg, nowhere);
    const room = this.#rooms.get(no) ?? { locked: false, seats: new Map() };
    const refusal = !config.conferenceRooms.includes(no) ? 1 : room.locked ? 21 : null;
    if (refusal !== null) {
      legs.hangUp(leg, refusal);
      return;
    }
    this.#rooms.set(no, room);
    let member = 1;
    while (room.seats.has(member)) member += 1;
    const row: Writable<ConferenceSeat> = {
      room: no,
      member,
      channel: leg.info.name,
      uniqueId: leg.info.uniqueId,
      number: leg.info.callerId,
      name: leg.info.callerName,
      joinedAt: steps.now(),
      talking: false,
      muted: false,
      left: false,
      locked: false,
    };
    legs.answer(leg);
    legs.run(leg, 'MeetMe', no);
    legs.move(leg, { kind: 'seated', room: no, member, left: () => this.#left(no, member) });
    legs.setHeld(leg, false);
    room.seats.set(member, { row, leg });
    recorder.seated(no, leg);
    this.#rows.add(row);
    outside.connected(leg);
    this.#heard(room);
    events.emit('MeetmeJoin', { Channel: row.channel, Uniqueid: row.uniqueId, Meetme: no, Usernum: member });
  }

  command(
    verb: 'lock' | 'unlock' | 'mute' | 'unmute' | 'kick',
    no: string,
    member: number | 'all',
  ): Outcome<'no-room' | 'no-member'> {
    const room = this.#rooms.get(no);
    if (!room) return { ok: false, why: 'no-room' };
    if (verb === 'lock' || verb === 'unlock') {
      room.locked = verb === 'lock';
      for (const { row } of room.seats.values()) row.locked = room.locked;
      this.#x.events.emit('MeetmeLock', { Meetme: no, Locked: room.locked ? 1 : 0 });
      return { ok: true };
    }
    const chosen = [...room.seats].filter(([number]) => member === 'all' || number === member);
    if (chosen.length === 0) return { ok: false, why: 'no-member' };
    for (const [number, { row, leg }] of chosen) {
      if (verb === 'kick') {
        this.#x.legs.hangUp(leg, 16);
        continue;
      }
      row.muted = verb === 'mute';
      this.#x.events.emit('MeetmeMute', { Meetme: no, Usernum: number, Status: row.muted ? 'on' : 'off' });
    }
    this.#heard(room);
    return { ok: true };
  }

  forgetAll(): void {
    this.#rooms.clear();
    this.#rows.clear();
  }

  #left(no: string, member: number): void {
    const room = this.#rooms.get(no);
    const seat = room?.seats.get(member);
    if (!room || !seat) return;
    seat.row.left = true;
    seat.row.talking = false;
    room.seats.delete(member);
    this.#heard(room);
    if (room.seats.size === 0) {
      this.#rooms.delete(no);
      this.#x.recorder.emptied(no);
    }
    this.#x.events.emit('MeetmeLeave', { Channel: seat.row.channel, Meetme: no, Usernum: member });
    this.#x.steps.after(lingerMs, () => {
      this.#rows.delete(seat.row);
      this.#x.steps.touch();
    });
  }

  /** Whoever is not muted and not alone counts as talking. */
  #heard(room: Room): void {
    for (const { row } of room.seats.values()) row.talking = !row.muted && room.seats.size > 1;
  }
}
