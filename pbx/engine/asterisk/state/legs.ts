import type { PlatformTime } from '../../../../shared/domain/time';
import type { Channel, ChannelState } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Devices } from './devices';
import { type Ground, lingerSeconds } from './ground';

/** A channel of the exchange as this platform knows it. */
export interface Leg {
  readonly uniqueId: string;
  name: string;
  linkedId: string;
  readonly createdAt: PlatformTime;
  state: ChannelState;
  answeredAt: PlatformTime | null;
  hungUpAt: PlatformTime | null;
  cause: number;
  /** Why it will end unanswered, as far as that is known before; 0 = it is not (Q.850). */
  endsFor: number;
  /** Caller id as the exchange has it; what is shown is who sits there. */
  number: string;
  numberName: string;
  context: string;
  exten: string;
  priority: number;
  application: string;
  applicationData: string;
  direct: Channel['direct'];
  /** Nothing says yet what it is for: it was made a moment ago. */
  unborn: boolean;
  did: string;
  dialled: string;
  dialString: string;
  /** Number at the far end of a line, out of the dial string. */
  calledNumber: string;
  queue: string;
  queuedAt: PlatformTime | null;
  queueWait: number | null;
  waiting: boolean;
  /** Class of the music it hears; null = none. */
  music: string | null;
  /** Held by a command of ours, and with what music. */
  heldByUs: string | null;
  seated: boolean;
  ivrPath: string;
  ivrKeys: string;
  callData: string;
  lastEvent: string;
  monitorFile: string;
  /** The other half of a Local channel, by unique id. */
  twin: string;
  /** A Local half that the exchange is taking out of the way. */
  fading: boolean;
  /** The bridge it is in. */
  bridge: string;
  readonly variables: Map<string, string>;
  /** Printed for the port; null = it changed since. */
  view: Channel | null;
}

/** Fields that tell of a channel in an event: `''`, `Dest`, `Parkee` … in front of their names. */
export const uniqueIdOf = (event: AmiEvent, prefix = ''): string => field(event, `${prefix}Uniqueid`);

/** Ids are `<second>.<count>`, with a name in front on exchanges that have one: negative where `a` is the older. */
export function byAge(a: string, b: string): number {
  const [, secondA = '0', countA = '0'] = /(\d+)\.(\d+)$/.exec(a) ?? [];
  const [, secondB = '0', countB = '0'] = /(\d+)\.(\d+)$/.exec(b) ?? [];
  return Number(secondA) - Number(secondB) || Number(countA) - Number(countB);
}

const states: ReadonlySet<string> = new Set(['Down', 'Rsrvd', 'Dialing', 'Ring', 'Ringing', 'Up', 'Busy']);
const stateOf = (text: string): ChannelState => (states.has(text) ? (text as ChannelState) : 'Unknown');

/** Channels, live and lately gone. */
export class Legs {
  readonly #ground: Ground;
  readonly #devices: Devices;
  readonly #live = new Map<string, Leg>();
  readonly #byName = new Map<string, Leg>();
  readonly #ofDevice = new Map<string, Set<Leg>>();
  readonly #gone = new Set<Leg>();
  #list: readonly Channel[] | null = null;
  /** A leg was hung up: whoever holds something of it lets go. Set by the state before the first event. */
  onGone: (leg: Leg) => void = () => {};
  /** What others tell of a leg; set by the state. Class of the music it is held with; null = it is not. */
  heldWith: (leg: Leg) => string | null = () => null;
  monitorBeside: (leg: Leg) => string = () => '';

  constructor(ground: Ground, devices: Devices) {
    this.#ground = ground;
    this.#devices = devices;
  }

  find(uniqueId: string): Leg | undefined {
    return this.#live.get(uniqueId);
  }

  named(name: string): Leg | undefined {
    return this.#byName.get(name);
  }

  live(): Iterable<Leg> {
    return this.#live.values();
  }

  ofDevice(no: string): ReadonlySet<Leg> {
    return this.#ofDevice.get(no) ?? none;
  }

  /** Live ones and those that ended a moment ago, as the port shows them. */
  channels(): readonly Channel[] {
    this.#list ??= [...this.#live.values(), ...this.#gone].filter(({ unborn }) => !unborn).map((leg) => this.view(leg));
    return this.#list;
  }

  view(leg: Leg): Channel {
    leg.view ??= this.#print(leg);
    return leg.view;
  }

  /** Number that a leg shows, without all the rest of its view: events are told of legs that nobody asks for. */
  numberShown(leg: Leg): string {
    const device = this.#devices.deviceOfChannel(leg.name);
    return device ? this.#devices.identity(device).number : leg.calledNumber || leg.number;
  }

  /** Says that a leg shows something else from now on. */
  changed(leg: Leg): void {
    leg.view = null;
    this.#list = null;
    this.#ground.touch();
  }

  /** Names or bindings of telephones changed: every channel may show another person. */
  renew(): void {
    for (const leg of this.#live.values()) leg.view = null;
    this.#list = null;
    this.#ground.touch();
  }

  /** The leg that an event tells of, made where it is not known; undefined where the event names none. */
  of(event: AmiEvent, prefix = ''): Leg | undefined {
    const uniqueId = uniqueIdOf(event, prefix);
    const name = field(event, `${prefix}Channel`);
    if (uniqueId === '' || name === '') return undefined;
    const known = this.#live.get(uniqueId);
    if (!known) return this.#create(uniqueId, name, event, prefix);
    this.#read(known, event, prefix);
    return known;
  }

  /** The same, but only what is known already: an event behind a hang-up makes no channel. */
  known(event: AmiEvent, prefix = ''): Leg | undefined {
    const leg = this.#live.get(uniqueIdOf(event, prefix));
    if (leg) this.#read(leg, event, prefix);
    return leg;
  }

  setState(leg: Leg, text: string): void {
    const state = stateOf(text);
    if (leg.state === state) return;
    leg.state = state;
    if (state !== 'Down') leg.unborn = false;
    // A channel that calls in rings by itself; one that is called is rung.
    if (state === 'Ring' && leg.direct === '') {
      leg.direct = this.#deviceOf(leg) === '' ? this.#inward(leg) : 'OUT';
      leg.dialled ||= leg.exten === 's' ? '' : leg.exten;
      if (leg.direct === 'IN') leg.did ||= leg.dialled;
    }
    if (state === 'Up') leg.answeredAt ??= this.#ground.now();
    this.changed(leg);
  }

  hangUp(leg: Leg, cause: number): void {
    if (leg.hungUpAt !== null) return;
    leg.hungUpAt = this.#ground.now();
    leg.cause = cause;
    leg.state = 'Down';
    leg.lastEvent = 'Hangup';
    this.#live.delete(leg.uniqueId);
    if (this.#byName.get(leg.name) === leg) this.#byName.delete(leg.name);
    this.#ofDevice.get(this.#deviceOf(leg))?.delete(leg);
    this.onGone(leg);
    leg.music = null;
    leg.heldByUs = null;
    leg.waiting = false;
    this.changed(leg);
    if (leg.unborn) return;
    this.#gone.add(leg);
    this.#ground.after(lingerSeconds * 1000, () => {
      this.#gone.delete(leg);
      this.#list = null;
      this.#ground.touch();
    });
  }

  /** Telephones were found or went: whose channel is whose is looked at again. */
  index(): void {
    this.#ofDevice.clear();
    for (const leg of this.#live.values()) this.#enter(leg);
    this.renew();
  }

  #create(uniqueId: string, name: string, event: AmiEvent, prefix: string): Leg {
    const leg: Leg = {
      uniqueId,
      name,
      linkedId: field(event, `${prefix}Linkedid`) || uniqueId,
      createdAt: this.#ground.now(),
      state: 'Down',
      answeredAt: null,
      hungUpAt: null,
      cause: 0,
      endsFor: 0,
      number: '',
      numberName: '',
      context: '',
      exten: '',
      priority: 1,
      application: '',
      applicationData: '',
      direct: '',
      unborn: true,
      did: '',
      dialled: '',
      dialString: '',
      calledNumber: '',
      queue: '',
      queuedAt: null,
      queueWait: null,
      waiting: false,
      music: null,
      heldByUs: null,
      seated: false,
      ivrPath: '',
      ivrKeys: '',
      callData: '',
      lastEvent: 'Newchannel',
      monitorFile: '',
      twin: '',
      fading: false,
      bridge: '',
      variables: new Map(),
      view: null,
    };
    this.#live.set(uniqueId, leg);
    this.#byName.set(name, leg);
    this.#enter(leg);
    this.#read(leg, event, prefix);
    return leg;
  }

  #enter(leg: Leg): void {
    const no = this.#deviceOf(leg);
    if (no === '') return;
    const legs = this.#ofDevice.get(no);
    if (legs) legs.add(leg);
    else this.#ofDevice.set(no, new Set([leg]));
  }

  /** What every event about a channel says of it. */
  #read(leg: Leg, event: AmiEvent, prefix: string): void {
    const { fields } = event;
    const name = fields[`${prefix}Channel`] ?? leg.name;
    const number = field(event, `${prefix}CallerIDNum`);
    const numberName = field(event, `${prefix}CallerIDName`);
    const linkedId = fields[`${prefix}Linkedid`] ?? leg.linkedId;
    const exten = fields[`${prefix}Exten`] ?? leg.exten;
    const context = fields[`${prefix}Context`] ?? leg.context;
    const state = fields[`${prefix}ChannelStateDesc`];
    const moved = leg.number !== number || leg.numberName !== numberName || leg.name !== name;
    if (moved || leg.linkedId !== linkedId || leg.exten !== exten || leg.context !== context) {
      if (leg.name !== name) {
        this.#byName.delete(leg.name);
        this.#byName.set(name, leg);
        this.#ofDevice.get(this.#deviceOf(leg))?.delete(leg);
        leg.name = name;
        this.#enter(leg);
      }
      Object.assign(leg, { number, numberName, linkedId, exten, context });
      this.changed(leg);
    }
    leg.priority = Number(fields[`${prefix}Priority`] ?? leg.priority) || 1;
    if (state !== undefined) this.setState(leg, state);
  }

  #inward(leg: Leg): Channel['direct'] {
    return this.#devices.trunkOf(leg.name) === '' ? '' : 'IN';
  }

  #deviceOf(leg: Leg): string {
    return this.#devices.deviceOfChannel(leg.name)?.no ?? '';
  }

  #print(leg: Leg): Channel {
    const device = this.#devices.deviceOfChannel(leg.name);
    const who = device ? this.#devices.identity(device) : null;
    const held = leg.hungUpAt === null ? (leg.heldByUs ?? this.heldWith(leg)) : null;
    return {
      name: leg.name,
      uniqueId: leg.uniqueId,
      linkedId: leg.linkedId,
      device: device?.no ?? '',
      trunk: device ? '' : this.#devices.trunkOf(leg.name),
      state: leg.state,
      createdAt: leg.createdAt,
      answeredAt: leg.answeredAt,
      hungUpAt: leg.hungUpAt,
      cause: leg.cause,
      callerId: this.numberShown(leg),
      callerName: who?.name ?? (leg.numberName === leg.number ? '' : leg.numberName),
      held: held !== null,
      musicClass: held ?? '',
      application: leg.application,
      applicationData: leg.applicationData,
      context: leg.context,
      exten: leg.exten,
      priority: leg.priority,
      direct: leg.direct,
      did: leg.did,
      dialled: leg.dialled,
      dialString: leg.dialString,
      queue: leg.queue,
      ivrPath: leg.ivrPath,
      ivrKeys: leg.ivrKeys,
      callData: leg.callData,
      queueWait: leg.queueWait,
      lastEvent: leg.lastEvent,
      monitorFile: leg.monitorFile || this.monitorBeside(leg),
    };
  }
}

const none: ReadonlySet<Leg> = new Set();
