import type { PhoneBehaviour } from '../../scenario/port';
import type { Device, Outcome, User } from '../port';
import type { Exchange } from './exchange';
import type { Leg, Writable } from './leg';
import type { Ring } from './ring';

/** Telephones and the people bound to them: binding, registration, status, and what a phone does by itself. */
export class Phones {
  readonly #x: Exchange;
  readonly #devices = new Map<string, Writable<Device>>();
  readonly #byInterface = new Map<string, Writable<Device>>();
  readonly #users = new Map<string, Writable<User>>();
  readonly #behaviours = new Map<string, PhoneBehaviour>();
  readonly #changed = new Set<string>();

  constructor(x: Exchange) {
    this.#x = x;
    const now = x.steps.now();
    for (const user of x.config.users) this.#users.set(user.no, { ...user, device: '' });
    for (const config of x.config.devices) {
      const device: Writable<Device> = {
        ...config,
        interface: `${config.tech}/${config.no}`,
        status: 0,
        statusAt: now,
        registered: true,
      };
      this.#devices.set(device.no, device);
      this.#byInterface.set(device.interface, device);
      const user = this.#users.get(device.user);
      if (user) user.device = device.no;
    }
    for (const [no, behaviour] of Object.entries(x.config.phones)) this.#behaviours.set(no, behaviour);
  }

  devices(): readonly Device[] {
    return [...this.#devices.values()];
  }

  users(): readonly User[] {
    return [...this.#users.values()];
  }

  device(no: string): Device | undefined {
    return this.#devices.get(no);
  }

  byInterface(iface: string): Device | undefined {
    return this.#byInterface.get(iface);
  }

  user(no: string): User | undefined {
    return this.#users.get(no);
  }

  userAt(device: Device): User | undefined {
    return this.#users.get(device.user);
  }

  /** Number and name of whoever sits at a device: the bound user, else the bare device. */
  identity(device: Device): { readonly number: string; readonly name: string } {
    const user = this.userAt(device);
    return user ? { number: user.no, name: user.name } : { number: device.no, name: device.description };
  }

  /** Why a device cannot be rung now; null when it can. */
  obstacle(device: Device, despiteDnd = false): 'unreachable' | 'busy' | null {
    if (!device.registered) return 'unreachable';
    if (!despiteDnd && this.#x.services.dnd(device.user)) return 'busy';
    return !this.#x.config.callWaiting && this.#x.legs.countOfDevice(device.no) > 0 ? 'busy' : null;
  }

  /** Hot desk: both sides leave whom they were with before (WEBCTI2 §4.4). */
  bind(userNo: string, deviceNo: string): Outcome<'no-user' | 'no-device' | 'fixed'> {
    const checked = this.#pair(userNo, deviceNo);
    if (!checked.ok) return checked;
    const { user, device } = checked;
    const before = this.#devices.get(user.device);
    if (device.kind === 'fixed' || before?.kind === 'fixed') return { ok: false, why: 'fixed' };
    if (before === device) return { ok: true };
    if (before) before.user = '';
    const guest = this.#users.get(device.user);
    if (guest) guest.device = '';
    device.user = user.no;
    user.device = device.no;
    this.#x.roster.bound({ user: user.no, device: device.no });
    this.#bound(device);
    return { ok: true };
  }

  split(userNo: string, deviceNo: string): Outcome<'no-user' | 'no-device' | 'fixed'> {
    const checked = this.#pair(userNo, deviceNo);
    if (!checked.ok) return checked;
    const { user, device } = checked;
    if (device.kind === 'fixed') return { ok: false, why: 'fixed' };
    if (device.user !== user.no) return { ok: true };
    device.user = '';
    user.device = '';
    this.#x.roster.split(device.no);
    this.#bound(device);
    return { ok: true };
  }

  behaves(device: string, behaviour: PhoneBehaviour): void {
    this.#behaviours.set(device, behaviour);
  }

  behaviourOf(device: string): PhoneBehaviour {
    return this.#behaviours.get(device) ?? { kind: 'hand' };
  }

  /** The phone begins to ring: what it does by itself is armed. Returns a cancel. */
  react(device: string, ring: Ring): () => void {
    const behaviour = this.behaviourOf(device);
    if (behaviour.kind === 'hand') return () => undefined;
    return this.#x.steps.after(behaviour.afterSeconds * 1000, () => {
      if (behaviour.kind === 'answers') ring.answer();
      else ring.reject();
    });
  }

  setRegistered(deviceNo: string, registered: boolean): void {
    const device = this.#devices.get(deviceNo);
    if (!device || device.registered === registered) return;
    device.registered = registered;
    this.#x.events.emit('PeerStatus', {
      Peer: device.interface,
      PeerStatus: registered ? 'Registered' : 'Unregistered',
    });
    if (!registered) for (const leg of this.#x.legs.ofDevice(deviceNo)) this.#x.legs.hangUp(leg, 38);
    this.changed(deviceNo);
  }

  /** Notes that the status of a device may have changed; it is looked at when the step settles. */
  changed(device: string): void {
    if (device) this.#changed.add(device);
  }

  /** Publishes changed statuses and returns the interfaces concerned. */
  settle(): readonly string[] {
    const interfaces: string[] = [];
    for (const no of this.#changed) {
      const device = this.#devices.get(no);
      if (!device) continue;
      interfaces.push(device.interface);
      const status = statusOf(device.registered, this.#x.legs.ofDevice(no));
      if (status === device.status) continue;
      device.status = status;
      device.statusAt = this.#x.steps.now();
      this.#x.events.emit('ExtensionStatus', {
        Exten: device.user || device.no,
        Context: 'ext-local',
        Status: status,
        Channel: device.interface,
      });
    }
    this.#changed.clear();
    return interfaces;
  }

  #pair(userNo: string, deviceNo: string) {
    const user = this.#users.get(userNo);
    if (!user) return { ok: false, why: 'no-user' } as const;
    const device = this.#devices.get(deviceNo);
    if (!device) return { ok: false, why: 'no-device' } as const;
    return { ok: true, user, device } as const;
  }

  #bound(device: Device): void {
    this.#x.events.emit('UserBinding', { Device: device.no, User: device.user });
    this.changed(device.no);
  }
}

/** WEBCTI2 §6.6. */
function statusOf(registered: boolean, legs: readonly Leg[]): number {
  if (!registered) return 4;
  const ringing = legs.some((leg) => leg.info.state === 'Ringing');
  const used = legs.some((leg) => leg.info.state !== 'Ringing');
  return (ringing ? 8 : 0) + (used ? 1 : 0);
}
