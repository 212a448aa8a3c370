import type { Channel } from '../port';
import { type Exchange, lingerMs } from './exchange';
import { isLive, type Leg, nowhere, type Place } from './leg';
import { inheritVariables } from './variables';

export interface NewLeg {
  /** `SIP/2011`, `SIP/to117`, `Local/90@from-internal`: the serial is put behind it. */
  readonly base: string;
  readonly device?: string;
  readonly trunk?: string;
  readonly state: Channel['state'];
  readonly number: string;
  readonly name?: string;
  readonly direct: Channel['direct'];
  readonly context?: string;
  readonly dialled?: string;
  readonly did?: string;
  readonly account?: string;
  /** The leg that made this one: hands on variables, linked id, queue and IVR facts. */
  readonly parent?: Leg | null;
}

/** All channels, live and lately gone: the only place that creates, answers and ends them. */
export class Legs {
  readonly #x: Exchange;
  readonly #live = new Map<string, Leg>();
  readonly #gone = new Set<Leg>();
  /** Since when a leg hears music, and whom it waits for. */
  readonly #holds = new Map<Leg, { readonly at: number; readonly agent: string }>();
  readonly #byDevice = new Map<string, Set<Leg>>();
  readonly #byTrunk = new Map<string, Set<Leg>>();
  #serial = 0;

  constructor(x: Exchange) {
    this.#x = x;
  }

  create(spec: NewLeg): Leg {
    const { steps, events } = this.#x;
    const now = steps.now();
    const serial = this.#serial++;
    const uniqueId = `${Math.floor(now / 1000)}.${serial}`;
    const parent = spec.parent ?? null;
    const leg: Leg = {
      info: {
        name: `${spec.base}-${serial.toString(16).padStart(8, '0')}`,
        uniqueId,
        linkedId: parent?.info.linkedId ?? uniqueId,
        device: spec.device ?? '',
        trunk: spec.trunk ?? '',
        state: spec.state,
        createdAt: now,
        answeredAt: spec.state === 'Up' ? now : null,
        hungUpAt: null,
        cause: 0,
        callerId: spec.number,
        callerName: spec.name ?? '',
        held: false,
        musicClass: '',
        application: '',
        applicationData: '',
        context: spec.context ?? 'from-internal',
        exten: '',
        priority: 1,
        direct: spec.direct,
        did: spec.did ?? parent?.info.did ?? '',
        dialled: spec.dialled ?? '',
        dialString: '',
        queue: parent?.info.queue ?? '',
        ivrPath: parent?.info.ivrPath ?? '',
        ivrKeys: parent?.info.ivrKeys ?? '',
        callData: parent?.info.callData ?? '',
        queueWait: parent?.info.queueWait ?? null,
        lastEvent: 'Newchannel',
        monitorFile: '',
      },
      place: nowhere,
      variables: parent ? inheritVariables(parent.variables) : new Map(),
      account: spec.account ?? parent?.account ?? '',
      links: new Set(),
      recorded: false,
      dialStatus: '',
      queueCall: null,
      person: null,
      forwardedBy: [],
      transferredBy: '',
      partner: null,
    };
    this.#live.set(leg.info.name, leg);
    if (leg.info.device) indexed(this.#byDevice, leg.info.device).add(leg);
    if (leg.info.trunk) indexed(this.#byTrunk, leg.info.trunk).add(leg);
    events.emit('Newchannel', {
      Channel: leg.info.name,
      State: leg.info.state,
      CallerIDNum: leg.info.callerId,
      CallerIDName: leg.info.callerName,
      Uniqueid: uniqueId,
    });
    this.#x.phones.changed(leg.info.device);
    return leg;
  }

  find(name: string): Leg | undefined {
    return this.#live.get(name);
  }

  live(): Iterable<Leg> {
    return this.#live.values();
  }

  channels(): Channel[] {
    return [...this.#live.values(), ...this.#gone].map((leg) => leg.info);
  }

  ofDevice(device: string): readonly Leg[] {
    return [...(this.#byDevice.get(device) ?? [])];
  }

  ofTrunk(trunk: string): readonly Leg[] {
    return [...(this.#byTrunk.get(trunk) ?? [])];
  }

  countOfDevice(device: string): number {
    return this.#byDevice.get(device)?.size ?? 0;
  }

  countOfTrunk(trunk: string): number {
    return this.#byTrunk.get(trunk)?.size ?? 0;
  }

  setState(leg: Leg, state: Channel['state']): void {
    if (leg.info.state === state || !isLive(leg)) return;
    leg.info.state = state;
    this.#happened(leg, 'Newstate', { State: state, CallerIDNum: leg.info.callerId });
    this.#x.phones.changed(leg.info.device);
  }

  answer(leg: Leg): void {
    if (!isLive(leg) || leg.info.state === 'Up') return;
    leg.info.answeredAt = this.#x.steps.now();
    this.setState(leg, 'Up');
  }

  setHeld(leg: Leg, held: boolean, musicClass = 'default'): void {
    if (leg.info.held === held || !isLive(leg)) return;
    leg.info.held = held;
    if (held) this.#holdBegins(leg);
    else this.#holdEnds(leg);
    leg.info.musicClass = held ? musicClass || 'default' : '';
    this.#happened(leg, held ? 'Hold' : 'Unhold', held ? { MusicClass: leg.info.musicClass } : {});
  }

  run(leg: Leg, application: string, data: string): void {
    leg.info.application = application;
    leg.info.applicationData = data;
    this.#happened(leg, 'Newexten', { Context: leg.info.context, Extension: leg.info.exten, Application: application });
  }

  /** Puts a leg into a place; the place it was in is told that it moved. */
  move(leg: Leg, place: Place): void {
    const before = leg.place;
    leg.place = place;
    before.left(leg, 'moved');
  }

  /** Takes a leg out of its place without the others there noticing; the caller looks after them. */
  lift(leg: Leg): void {
    leg.place = nowhere;
  }

  /** Ends a channel with a Q.850 cause. Whoever depends on it follows in the same step. Ending twice does nothing. */
  hangUp(leg: Leg, cause: number): void {
    if (!isLive(leg)) return;
    const { info } = leg;
    info.hungUpAt = this.#x.steps.now();
    info.cause = cause;
    info.state = 'Down';
    info.held = false;
    this.#holdEnds(leg);
    const place = leg.place;
    leg.place = nowhere;
    leg.person?.stopWaiting();
    leg.person?.stopTalking();
    this.#live.delete(info.name);
    this.#byDevice.get(info.device)?.delete(leg);
    this.#byTrunk.get(info.trunk)?.delete(leg);
    this.#gone.add(leg);
    this.#happened(leg, 'Hangup', { Cause: cause, 'Cause-txt': causeText(cause) });
    this.#x.queueCalls.legGone(leg, place);
    this.#x.links.legGone(leg);
    this.#x.spies.legGone(leg);
    place.left(leg, 'hung-up');
    if (!leg.recorded) this.#x.records.single(leg);
    if (leg.partner) this.hangUp(leg.partner, cause);
    this.#x.phones.changed(info.device);
    this.#x.steps.after(lingerMs, () => {
      this.#gone.delete(leg);
      this.#x.steps.touch();
    });
  }

  /** A leg that steps into a call begun by others learns what is known of it, as if it had been called itself. */
  adopt(leg: Leg, from: Leg): void {
    const { linkedId, did, queue, queueWait, ivrPath, ivrKeys, callData } = from.info;
    Object.assign(leg.info, { linkedId, did, queue, queueWait, ivrPath, ivrKeys, callData });
    for (const [name, value] of inheritVariables(from.variables)) leg.variables.set(name, value);
  }

  /** A crash: nothing is told to anybody and nothing lingers. */
  forgetAll(): void {
    for (const leg of this.#live.values()) leg.place = nowhere;
    this.#live.clear();
    this.#gone.clear();
    this.#holds.clear();
    this.#byDevice.clear();
    this.#byTrunk.clear();
  }

  /** Only with somebody to wait for: a caller who is parked waits for nobody. */
  #holdBegins(leg: Leg): void {
    for (const { view, src, dst } of leg.links) {
      if (view.state !== 'Link') continue;
      this.#holds.set(leg, { at: this.#x.steps.now(), agent: (src === leg ? dst : src).info.callerId });
      return;
    }
  }

  #holdEnds(leg: Leg): void {
    const hold = this.#holds.get(leg);
    if (!hold) return;
    this.#holds.delete(leg);
    const { name: channel, uniqueId } = leg.info;
    this.#x.sink.musicHold?.({ ...hold, endedAt: this.#x.steps.now(), channel, uniqueId });
  }

  #happened(leg: Leg, event: string, fields: Readonly<Record<string, string | number>>): void {
    leg.info.lastEvent = event;
    this.#x.events.emit(event, { Channel: leg.info.name, Uniqueid: leg.info.uniqueId, ...fields });
  }
}

/** Name of a Q.850 cause as WEBCTI2 §6.5 spells it, for those the engine gives. */
const causeText = (cause: number): string =>
  ({
    1: 'UNALLOCATED',
    16: 'NORMAL_CLEARING',
    17: 'USER_BUSY',
    19: 'NO_ANSWER',
    21: 'CALL_REJECTED',
    34: 'NORMAL_CIRCUIT_CONGESTION',
    38: 'NETWORK_OUT_OF_ORDER',
    52: 'OUTGOING_CALL_BARRED',
  })[cause] ?? 'NORMAL_UNSPECIFIED';

function indexed(index: Map<string, Set<Leg>>, key: string): Set<Leg> {
  let legs = index.get(key);
  if (!legs) {
    legs = new Set();
    index.set(key, legs);
  }
  return legs;
}
