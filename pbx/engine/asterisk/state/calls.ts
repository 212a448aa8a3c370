import { type AmiEvent, field } from '../ami/port';
import type { Devices } from './devices';
import type { Ground } from './ground';
import { byAge, type Leg, type Legs } from './legs';
import type { Links } from './links';
import type { Variables } from './variables';
import type { Bridge, Wiring } from './wiring';

/** File that a channel is recorded to, and how long its name may take to be told. */
const [fileVariable, recordedMs] = ['MIXMONITOR_FILENAME', 300];
/** Q.850 (WEBCTI2 §6.5). */
const [normal, noAnswer] = [16, 19];

export interface Goal {
  readonly number: string;
  readonly application: string;
  readonly data: string;
}

/** What becomes of channels and of what connects them, event by event. */
export class Calls {
  readonly #ground: Ground;
  readonly #devices: Devices;
  readonly #legs: Legs;
  readonly #wiring: Wiring;
  readonly #links: Links;
  readonly #variables: Variables;
  /** Where calls of ours go, by the unique id that the first leg gets. */
  readonly #goals = new Map<string, Goal>();

  constructor(
    ground: Ground,
    parts: { devices: Devices; legs: Legs; wiring: Wiring; links: Links; variables: Variables },
  ) {
    this.#ground = ground;
    this.#devices = parts.devices;
    this.#legs = parts.legs;
    this.#wiring = parts.wiring;
    this.#links = parts.links;
    this.#variables = parts.variables;
  }

  /** A call that somebody has asked for is connected: the telephone that was rung first has called a number now. */
  originated(event: AmiEvent): void {
    const leg = this.#legs.find(field(event, 'Uniqueid'));
    const exten = field(event, 'Exten');
    if (!leg || field(event, 'Response') !== 'Success' || exten === '' || exten === 's') return;
    leg.dialled ||= exten;
    this.#legs.changed(leg);
  }

  /** The exchange will call a telephone for us and connect it with this number or application. */
  goal(uniqueId: string, goal: Goal): void {
    this.#goals.set(uniqueId, goal);
    this.#ground.after(60_000, () => this.#goals.delete(uniqueId));
  }

  created(event: AmiEvent): void {
    const leg = this.#legs.of(event);
    if (!leg) return;
    this.#variables.made(leg);
    const goal = this.#goals.get(leg.uniqueId);
    leg.dialled ||= goal?.number ?? '';
    // No event tells of an application that no dialplan runs.
    if (goal?.application) Object.assign(leg, { application: goal.application, applicationData: goal.data });
    this.#goals.delete(leg.uniqueId);
    this.#moved(leg);
    this.#ground.events.emit('Newchannel', {
      Channel: leg.name,
      State: leg.state,
      CallerIDNum: this.#legs.numberShown(leg),
      CallerIDName: leg.numberName,
      Uniqueid: leg.uniqueId,
    });
  }

  stateChanged(event: AmiEvent): void {
    const leg = this.#legs.of(event);
    if (!leg) return;
    leg.lastEvent = 'Newstate';
    this.#moved(leg);
    this.#ground.events.emit('Newstate', {
      Channel: leg.name,
      Uniqueid: leg.uniqueId,
      State: leg.state,
      CallerIDNum: this.#legs.numberShown(leg),
    });
  }

  hungUp(event: AmiEvent): void {
    const leg = this.#legs.known(event);
    if (!leg) return;
    const told = Number(field(event, 'Cause')) || normal;
    // `of` has read the state of the dead channel, which still says what it was.
    const known = leg.answeredAt === null ? leg.endsFor : 0;
    this.end(leg, told === normal && known !== 0 ? known : told, field(event, 'Cause-txt'));
  }

  /** Why a ringing leg is ended from here: the exchange calls that a normal end. */
  ends(channel: string, cause: number): void {
    const leg = this.#legs.named(channel);
    if (leg) leg.endsFor = cause;
  }

  end(leg: Leg, cause: number, text: string): void {
    const device = this.#devices.deviceOfChannel(leg.name)?.no ?? '';
    this.#legs.hangUp(leg, cause);
    this.#devices.changed(device);
    this.#ground.events.emit('Hangup', {
      Channel: leg.name,
      Uniqueid: leg.uniqueId,
      Cause: cause,
      'Cause-txt': text.toUpperCase().replaceAll(' ', '_'),
    });
  }

  renamed(event: AmiEvent): void {
    const leg = this.#legs.find(field(event, 'Uniqueid'));
    const name = field(event, 'Newname');
    if (!leg || name === '') return;
    this.#legs.known({ event: 'Rename', fields: { ...event.fields, Channel: name } });
    this.#links.changed(leg);
  }

  halves(event: AmiEvent): void {
    const one = this.#legs.of(event, 'LocalOne');
    const two = this.#legs.of(event, 'LocalTwo');
    if (one && two) this.twins(one, two);
  }

  /** The two halves are taken out: those beside them talk to each other directly. */
  shortened(event: AmiEvent): void {
    for (const prefix of ['LocalOne', 'LocalTwo']) {
      const half = this.#legs.known(event, prefix);
      if (!half) continue;
      half.fading = true;
      this.#links.changed(half);
    }
  }

  twins(one: Leg, two: Leg): void {
    one.twin = two.uniqueId;
    two.twin = one.uniqueId;
    this.#links.changed(one);
  }

  dialBegun(event: AmiEvent): void {
    const dst = this.#legs.of(event, 'Dest');
    if (!dst) return;
    const src = this.#legs.of(event);
    this.called(src, dst, field(event, 'DialString'));
  }

  /** `src` calls `dst`; without a source the exchange itself does, to connect it afterwards. */
  called(src: Leg | undefined, dst: Leg, dialString: string): void {
    const device = this.#devices.deviceOfChannel(dst.name);
    const line = device ? '' : this.#devices.trunkOf(dst.name);
    dst.unborn = false;
    if (device) dst.direct = src ? 'IN' : 'OUT';
    else if (line !== '') dst.direct = 'OUT';
    const tech = dst.name.split('/', 1)[0] ?? '';
    if (dialString !== '') dst.dialString = dialString.startsWith(`${tech}/`) ? dialString : `${tech}/${dialString}`;
    if (line !== '') dst.calledNumber ||= numberIn(dst.dialString, line);
    if (src) {
      if (device) dst.dialled ||= this.#devices.identity(device).number;
      else if (line !== '') dst.dialled ||= dst.calledNumber || dst.number;
      src.dialled ||= src.exten === 's' ? '' : src.exten;
      if (!src.waiting) Object.assign(src, { application: 'Dial', applicationData: dialString });
      if (dst.queue === '' && src.queue !== '') Object.assign(dst, { queue: src.queue, queueWait: src.queueWait });
      for (const key of ['did', 'ivrPath', 'ivrKeys', 'callData'] as const) dst[key] ||= src[key];
      this.#variables.inherit(src, dst);
      this.#wiring.dial(src, dst, this.#ground.now());
      this.#links.changed(src);
    }
    this.#moved(dst);
  }

  dialEnded(event: AmiEvent): void {
    const dst = this.#legs.known(event, 'Dest');
    const src = this.#legs.known(event);
    if (dst && field(event, 'DialStatus') === 'NOANSWER') dst.endsFor ||= noAnswer;
    const dial = src && dst && this.#wiring.dialOf(src, dst);
    if (!dial) {
      // A colleague has picked the call up: his telephone is the one that was called.
      if (src && dst && field(event, 'DialStatus') === 'ANSWER') this.called(src, dst, dst.dialString);
      return;
    }
    if (field(event, 'DialStatus') === 'ANSWER') {
      dial.answered = true;
      if (this.#devices.deviceOfChannel(dst.name)) dst.direct = 'IN';
    } else this.#wiring.endDial(dial);
    this.#links.changed(src);
    this.#links.changed(dst);
  }

  entered(event: AmiEvent): void {
    const leg = this.#legs.of(event);
    if (!leg) return;
    this.into(leg, field(event, 'BridgeUniqueid'), bridgeKind(event));
  }

  into(leg: Leg, id: string, kind: Bridge['kind']): void {
    if (leg.bridge !== '' && leg.bridge !== id) this.#apart(leg, leg.bridge);
    const { legs } = this.#wiring.enter(leg, id, kind);
    leg.unborn = false;
    // Whoever talks to each other belongs to one call, which has the older one's name.
    const [call = leg.linkedId] = kind === 'talk' ? [...legs].map(({ linkedId }) => linkedId).sort(byAge) : [];
    for (const one of legs) {
      if (kind === 'talk') one.linkedId = call;
      this.#links.changed(one);
    }
  }

  left(event: AmiEvent): void {
    const leg = this.#legs.known(event);
    if (leg) this.#apart(leg, field(event, 'BridgeUniqueid'));
  }

  music(event: AmiEvent, on: boolean): void {
    const leg = this.#legs.of(event);
    if (!leg) return;
    leg.music = on ? field(event, 'Class') || 'default' : null;
    const held = this.#legs.view(leg).held;
    this.#moved(leg);
    if (this.#legs.view(leg).held === held) return;
    this.#tellHold(leg);
  }

  /** Held or taken back by a command. */
  held(channel: string, on: boolean, musicClass: string): void {
    const leg = this.#legs.named(channel);
    if (!leg) return;
    const before = this.#legs.view(leg).held;
    leg.heldByUs = on ? musicClass || 'default' : null;
    this.#links.changed(leg);
    this.#legs.changed(leg);
    if (this.#legs.view(leg).held !== before) this.#tellHold(leg);
  }

  keyed(event: AmiEvent): void {
    if (field(event, 'Direction') !== 'Received') return;
    this.#ground.events.emit('DTMF', {
      Channel: field(event, 'Channel'),
      Digit: field(event, 'Digit'),
      Uniqueid: field(event, 'Uniqueid'),
    });
    this.#ground.touch();
  }

  /** A recording begins: only the channel's own variable says into which file. */
  recorded(event: AmiEvent): void {
    const leg = this.#legs.of(event);
    if (!leg) return;
    // Where variables are told it is known by then.
    this.#ground.after(recordedMs, () => {
      if (leg.monitorFile !== '' || leg.hungUpAt !== null) return;
      this.#ground.ami.send('Getvar', { Channel: leg.name, Variable: fileVariable }).then(
        ({ ok, fields }) => this.#names(leg, ok ? (fields.Value ?? '') : ''),
        () => {
          // The line is down: the call's record names the file.
        },
      );
    });
  }

  /** The exchange tells of a variable; only few are asked for. */
  assigned(event: AmiEvent): void {
    const leg = this.#legs.known(event);
    const name = field(event, 'Variable');
    if (!leg || name === '') return;
    const value = event.fields.Value ?? '';
    if (name === fileVariable) this.#names(leg, value);
    else this.#variables.told(leg, name, value);
  }

  /** `UserEvent(Seatline,IvrPath: 1-3,IvrKeys: 13,CallData: …)` in a dialplan tells what a menu knows of the caller. */
  told(event: AmiEvent): void {
    if (field(event, 'UserEvent') !== 'Seatline') return;
    const leg = this.#legs.known(event);
    if (!leg) return;
    leg.ivrPath = field(event, 'IvrPath') || leg.ivrPath;
    leg.ivrKeys = field(event, 'IvrKeys') || leg.ivrKeys;
    leg.callData = field(event, 'CallData') || leg.callData;
    leg.did = field(event, 'Did') || leg.did;
    this.#legs.changed(leg);
  }

  seen(event: AmiEvent, prefix = ''): void {
    this.#legs.known(event, prefix);
  }

  #names(leg: Leg, path: string): void {
    const file = path.replace(/^.*\//, '');
    if (file === '' || leg.hungUpAt !== null) return;
    leg.monitorFile = file;
    this.#links.changed(leg);
    this.#legs.changed(leg);
  }

  #apart(leg: Leg, id: string): void {
    for (const one of this.#wiring.bridge(id)?.legs ?? []) this.#links.changed(one);
    this.#wiring.leave(leg, id);
    this.#links.changed(leg);
  }

  #moved(leg: Leg): void {
    const device = this.#devices.deviceOfChannel(leg.name);
    if (device) this.#devices.changed(device.no);
    this.#links.changed(leg);
    this.#legs.changed(leg);
  }

  #tellHold(leg: Leg): void {
    const { held, musicClass } = this.#legs.view(leg);
    leg.lastEvent = held ? 'Hold' : 'Unhold';
    this.#legs.changed(leg);
    const more = held ? { MusicClass: musicClass } : {};
    this.#ground.events.emit(leg.lastEvent, { Channel: leg.name, Uniqueid: leg.uniqueId, ...more });
  }
}

/** A parking place and a conference are bridges too, but whoever is in them is nobody's partner. */
export function bridgeKind(event: AmiEvent): Bridge['kind'] {
  if (field(event, 'BridgeTechnology') === 'holding_bridge') return 'wait';
  return field(event, 'BridgeCreator') === 'ConfBridge' ? 'room' : 'talk';
}

/** `SIP/trunk/0501234567`, `PJSIP/0501234567@trunk`, `DAHDI/g0/0501234567` → the number; empty where there is none. */
function numberIn(dialString: string, line: string): string {
  const rest = dialString.slice(dialString.indexOf('/') + 1);
  const [before, after] = rest.split('@', 2);
  const number = after === undefined ? (rest.split('/')[1] ?? '') : (before ?? '');
  return /^\+?[\d*#]+$/.test(number) && `${line}`.split('/')[1] !== number ? number : '';
}
