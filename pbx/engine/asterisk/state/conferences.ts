import type { ConferenceSeat } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import { type Ground, lingerSeconds } from './ground';
import type { Leg, Legs } from './legs';
import type { Links } from './links';

interface Seat {
  readonly leg: Leg;
  view: ConferenceSeat;
  /** Only what a room with talk detection says. */
  talks: boolean | null;
}
interface Room {
  locked: boolean;
  readonly seats: Map<string, Seat>;
}

/** Conference rooms; who sits there has a number as in MeetMe, which this exchange knows only by channel. */
export class Conferences {
  readonly #ground: Ground;
  readonly #legs: Legs;
  readonly #links: Links;
  readonly #rooms = new Map<string, Room>();
  readonly #rows = new Set<Seat>();

  constructor(ground: Ground, legs: Legs, links: Links) {
    this.#ground = ground;
    this.#legs = legs;
    this.#links = links;
  }

  seats(): readonly ConferenceSeat[] {
    return [...this.#rows].map(({ view }) => view);
  }

  joined(event: AmiEvent): void {
    const leg = this.#legs.of(event);
    const no = field(event, 'Conference');
    if (!leg || no === '') return;
    const room = this.#rooms.get(no) ?? { locked: false, seats: new Map<string, Seat>() };
    this.#rooms.set(no, room);
    const muted = field(event, 'Muted') === 'Yes';
    const known = room.seats.get(leg.uniqueId);
    if (known) {
      known.view = { ...known.view, muted };
    } else {
      const { callerId, callerName } = this.#legs.view(leg);
      const seat: Seat = {
        leg,
        talks: null,
        view: {
          room: no,
          member: this.#free(room),
          channel: leg.name,
          uniqueId: leg.uniqueId,
          number: callerId,
          name: callerName,
          joinedAt: this.#ground.now() - (Number(field(event, 'AnsweredTime')) || 0) * 1000,
          talking: false,
          muted,
          left: false,
          locked: room.locked,
        },
      };
      room.seats.set(leg.uniqueId, seat);
      this.#rows.add(seat);
      Object.assign(leg, { seated: true, application: 'ConfBridge', applicationData: no });
      this.#links.changed(leg);
      const { member, channel, uniqueId } = seat.view;
      this.#ground.events.emit('MeetmeJoin', { Channel: channel, Uniqueid: uniqueId, Meetme: no, Usernum: member });
    }
    this.#heard(room);
  }

  left(event: AmiEvent): void {
    const leg = this.#legs.known(event);
    const no = field(event, 'Conference');
    if (leg) this.#leave(no, leg.uniqueId);
  }

  muted(event: AmiEvent, muted: boolean): void {
    this.#change(event, (seat) => {
      seat.view = { ...seat.view, muted };
      this.#ground.events.emit('MeetmeMute', {
        Meetme: seat.view.room,
        Usernum: seat.view.member,
        Status: muted ? 'on' : 'off',
      });
    });
  }

  talking(event: AmiEvent): void {
    this.#change(event, (seat) => {
      seat.talks = field(event, 'TalkingStatus') === 'on';
    });
  }

  /** No event tells of it: the command that did it does, and the list of rooms after a while without a line. */
  locked(no: string, locked: boolean): void {
    const room = this.#rooms.get(no);
    if (!room || room.locked === locked) return;
    room.locked = locked;
    for (const seat of room.seats.values()) seat.view = { ...seat.view, locked };
    this.#ground.events.emit('MeetmeLock', { Meetme: no, Locked: locked ? 1 : 0 });
    this.#ground.touch();
  }

  legGone(leg: Leg): void {
    if (!leg.seated) return;
    for (const no of [...this.#rooms.keys()]) this.#leave(no, leg.uniqueId);
  }

  /** Who sits where now: `ConfbridgeListRooms` and the lists of those rooms. */
  fill(rooms: readonly AmiEvent[], seats: readonly AmiEvent[]): void {
    const present = new Set(seats.map((event) => `${field(event, 'Conference')} ${field(event, 'Uniqueid')}`));
    for (const [no, room] of [...this.#rooms]) {
      for (const id of [...room.seats.keys()]) if (!present.has(`${no} ${id}`)) this.#leave(no, id);
    }
    for (const event of seats) this.joined(event);
    for (const event of rooms) this.locked(field(event, 'Conference'), field(event, 'Locked') === 'Yes');
  }

  #change(event: AmiEvent, run: (seat: Seat) => void): void {
    const room = this.#rooms.get(field(event, 'Conference'));
    const seat = room?.seats.get(field(event, 'Uniqueid'));
    if (!room || !seat) return;
    run(seat);
    this.#heard(room);
  }

  #leave(no: string, uniqueId: string): void {
    const room = this.#rooms.get(no);
    const seat = room?.seats.get(uniqueId);
    if (!room || !seat) return;
    room.seats.delete(uniqueId);
    seat.leg.seated = false;
    seat.view = { ...seat.view, left: true, talking: false };
    if (room.seats.size === 0) this.#rooms.delete(no);
    this.#heard(room);
    this.#links.changed(seat.leg);
    const { channel, member } = seat.view;
    this.#ground.events.emit('MeetmeLeave', { Channel: channel, Meetme: no, Usernum: member });
    this.#ground.after(lingerSeconds * 1000, () => {
      this.#rows.delete(seat);
      this.#ground.touch();
    });
  }

  #free({ seats }: Room): number {
    const taken = new Set([...seats.values()].map(({ view }) => view.member));
    let member = 1;
    while (taken.has(member)) member += 1;
    return member;
  }

  /** Where nobody listens for it, whoever is not muted and not alone counts as talking. */
  #heard({ seats }: Room): void {
    for (const seat of seats.values()) {
      const talking = !seat.view.muted && (seat.talks ?? seats.size > 1);
      if (talking !== seat.view.talking) seat.view = { ...seat.view, talking };
    }
    this.#ground.touch();
  }
}
