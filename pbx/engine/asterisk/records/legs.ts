import type { PlatformTime } from '../../../../shared/domain/time';
import { type AmiEvent, field } from '../ami/port';
import type { Bridge, Leg } from './leg';
import { isLocal, type Names } from './names';

/** Extensions of a dialplan that nobody dials. */
const special: ReadonlySet<string> = new Set(['', 's', 'h', 'i', 't', 'T', 'o', 'a', 'fax', 'failed']);

/** What a channel looked like in a list of the exchange. */
export interface SeenChannel {
  readonly event: AmiEvent;
  readonly createdAt: PlatformTime;
}

/** Channels and bridges, as the events tell of them. */
export class Legs {
  readonly #names: Names;
  readonly #made: (leg: Leg) => void;
  readonly #byId = new Map<string, Leg>();
  readonly #byName = new Map<string, Leg>();
  readonly #bridges = new Map<string, Bridge>();

  /** @param made told of each leg when it is first seen */
  constructor(names: Names, made: (leg: Leg) => void) {
    this.#names = names;
    this.#made = made;
  }

  live(): readonly Leg[] {
    return [...this.#byId.values()];
  }

  find(uniqueId: string): Leg | undefined {
    return this.#byId.get(uniqueId);
  }

  named(name: string): Leg | undefined {
    return this.#byName.get(name);
  }

  /** The leg that an event tells of, by its fields `<prefix>Uniqueid` and `<prefix>Channel`; one never seen is made. */
  of(event: AmiEvent, at: PlatformTime, prefix = ''): Leg | undefined {
    const [uniqueId, name] = [field(event, `${prefix}Uniqueid`), field(event, `${prefix}Channel`)];
    if (!uniqueId && !name) return undefined;
    const leg = (uniqueId && this.#byId.get(uniqueId)) || this.#byName.get(name);
    if (leg) {
      this.#learn(leg, event, prefix);
      return leg;
    }
    return uniqueId && name ? this.#make(event, at, prefix) : undefined;
  }

  /** A channel that a list of the exchange shows and nobody saw begin. */
  adopt({ event, createdAt }: SeenChannel): Leg {
    return this.of(event, createdAt) ?? this.#make(event, createdAt, '');
  }

  state(leg: Leg, state: string, at: PlatformTime): void {
    if (state === '4' && !leg.local) leg.incoming = true;
    if (state === '4' && leg.dialled === '' && !special.has(leg.exten)) {
      leg.dialled = leg.exten;
      if (leg.trunk) leg.did = leg.exten;
    }
    if (state === '6') leg.answeredAt ??= at;
  }

  renamed(event: AmiEvent): void {
    const leg = this.#byId.get(field(event, 'Uniqueid')) ?? this.#byName.get(field(event, 'Channel'));
    const name = field(event, 'Newname');
    if (!leg || !name) return;
    this.#byName.delete(leg.name);
    leg.name = name;
    this.#byName.set(name, leg);
  }

  enter(leg: Leg, event: AmiEvent): Bridge {
    const id = field(event, 'BridgeUniqueid');
    let bridge = this.#bridges.get(id);
    if (!bridge) {
      const talk = field(event, 'BridgeType') === 'basic' && field(event, 'BridgeTechnology') !== 'holding_bridge';
      bridge = { id, talk, legs: new Set() };
      this.#bridges.set(id, bridge);
    }
    leg.bridge?.legs.delete(leg);
    leg.bridge = bridge;
    bridge.legs.add(leg);
    return bridge;
  }

  leave(leg: Leg, bridgeId: string): void {
    const bridge = this.#bridges.get(bridgeId);
    bridge?.legs.delete(leg);
    if (leg.bridge === bridge) leg.bridge = null;
    if (bridge?.legs.size === 0) this.#bridges.delete(bridgeId);
  }

  gone(leg: Leg, cause: number, at: PlatformTime): void {
    leg.hungUpAt = at;
    leg.cause = cause;
    if (leg.bridge) this.leave(leg, leg.bridge.id);
    this.#byId.delete(leg.uniqueId);
    if (this.#byName.get(leg.name) === leg) this.#byName.delete(leg.name);
  }

  /** The number of the person on a leg. */
  numberOf(leg: Leg): string {
    const device = leg.device ? this.#names.deviceOf(leg.name) : undefined;
    return device ? this.#names.numberOf(device) : leg.callerId;
  }

  #make(event: AmiEvent, at: PlatformTime, prefix: string): Leg {
    const name = field(event, `${prefix}Channel`);
    const names = this.#names;
    const leg: Leg = {
      name,
      uniqueId: field(event, `${prefix}Uniqueid`),
      linkedId: field(event, `${prefix}Linkedid`),
      local: isLocal(name),
      found: '',
      // Asked each time: at the start the channels may be known before the telephones are.
      get device() {
        return names.deviceOf(leg.name)?.no ?? '';
      },
      get trunk() {
        return names.trunkOf(leg.name);
      },
      createdAt: at,
      answeredAt: null,
      hungUpAt: null,
      cause: 0,
      incoming: false,
      callerId: '',
      callerName: '',
      did: '',
      dialled: '',
      context: '',
      exten: '',
      account: '',
      application: '',
      applicationData: '',
      hangupAsked: false,
      parked: false,
      bridge: null,
      partner: null,
      stands: null,
      standIns: new Set(),
      pairs: new Set(),
      recorded: false,
      queue: '',
      waiting: false,
      transferredBy: '',
      monitor: '',
      key: null,
      queueStatus: '',
      dialStatus: '',
    };
    this.#byId.set(leg.uniqueId, leg);
    this.#byName.set(name, leg);
    this.#learn(leg, event, prefix);
    const half = /;([12])$/.exec(name)?.[1];
    const other = half && this.#byName.get(`${name.slice(0, -1)}${half === '1' ? '2' : '1'}`);
    if (other) {
      leg.partner = other;
      other.partner = leg;
    }
    this.state(leg, field(event, `${prefix}ChannelState`), at);
    this.#made(leg);
    return leg;
  }

  #learn(leg: Leg, event: AmiEvent, prefix: string): void {
    const given = (key: string): string | undefined => event.fields[`${prefix}${key}`];
    // A telephone that was called shows the number it calls for a moment; whose it is, its device says.
    leg.callerId = field(event, `${prefix}CallerIDNum`) || leg.callerId;
    leg.callerName = field(event, `${prefix}CallerIDName`) || leg.callerName;
    leg.context = given('Context') || leg.context;
    leg.exten = given('Exten') || leg.exten;
    leg.account = given('AccountCode') || leg.account;
  }
}
