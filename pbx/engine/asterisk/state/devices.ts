import type { Device, Trunk, User } from '../../port';
import type { Database } from './database';
import type { Ground, Writable } from './ground';

/** A telephone or line that the exchange has told of. */
export interface Peer {
  /** `SIP/2011`, `PJSIP/trunk` */
  readonly interface: string;
  /** Somebody sits there, or it is a line to elsewhere. */
  readonly kind: 'telephone' | 'line';
  /** Extension under which it is called. */
  readonly no: string;
  readonly reachable: boolean;
  readonly address: string;
  readonly port: number;
}

/** What a telephone's own settings say, asked once. */
export interface Details {
  readonly name: string;
  readonly context: string;
  readonly mailbox: boolean;
}

/** What the platform knows of people beside the exchange; asked whenever people are looked at. */
export interface Roster {
  /** By number. Who is not in the exchange counts only where there are desks for whoever comes. */
  names(): ReadonlyMap<string, { readonly name: string; readonly englishName: string }>;
  /** Who sits at a hot desk of which the exchange says nothing. */
  bindings(): readonly { readonly user: string; readonly device: string }[];
}

interface Telephone {
  readonly view: Writable<Device>;
  reachable: boolean;
}

/** Channels that are nobody's: halves, announcers, recorders. */
const pseudo: ReadonlySet<string> = new Set(
  'Local Message Bridge CBAnn CBRec Recorder Announcer Snoop Surrogate Parking Console MulticastRTP'.split(' '),
);
const techs: Readonly<Record<string, Device['tech']>> = { SIP: 'SIP', PJSIP: 'SIP', IAX2: 'IAX2' };

/** Seconds that a telephone rings where nobody has said otherwise, and the calls that a line takes. */
const [ringSeconds, lineChannels] = [25, 30];

/** Telephones, who sits there, and lines: found in the exchange, named by whoever knows a name. */
export class Devices {
  readonly #ground: Ground;
  readonly #database: Database;
  readonly #roster: Roster;
  readonly #telephones = new Map<string, Telephone>();
  readonly #byInterface = new Map<string, Telephone>();
  readonly #details = new Map<string, Details>();
  /** `2011@ext-local` → interfaces that this number rings. */
  readonly #hints = new Map<string, readonly string[]>();
  readonly #changed = new Set<string>();
  #trunks: readonly Trunk[] = [];
  #users = new Map<string, User>();
  /** What a telephone's channels make of it: bits of WEBCTI2 §6.6. Set by the state. */
  usedAs: (no: string) => number = () => 0;

  constructor(ground: Ground, database: Database, roster: Roster) {
    this.#ground = ground;
    this.#database = database;
    this.#roster = roster;
  }

  devices(): readonly Device[] {
    return [...this.#telephones.values()].map(({ view }) => view);
  }

  device(no: string): Device | undefined {
    return this.#telephones.get(no)?.view;
  }

  users(): readonly User[] {
    return [...this.#users.values()];
  }

  user(no: string): User | undefined {
    return this.#users.get(no);
  }

  trunks(): readonly Trunk[] {
    return this.#trunks;
  }

  byInterface(iface: string): Device | undefined {
    return this.#byInterface.get(iface)?.view;
  }

  /** `SIP/2011-0000002a` → the telephone. */
  deviceOfChannel(name: string): Device | undefined {
    return this.#byInterface.get(baseOf(name))?.view;
  }

  /** The line that a channel is on; empty for telephones, halves and helpers. */
  trunkOf(name: string): string {
    const base = baseOf(name);
    if (this.#byInterface.has(base) || pseudo.has(base.slice(0, base.indexOf('/')))) return '';
    // `DAHDI/i1/13800138000` of an ISDN span.
    return /^[^/]+\/[^/]+/.exec(base)?.[0] ?? '';
  }

  /** The telephone behind a member of a queue: itself, or what its state is read from. */
  deviceOfMember(iface: string, stateInterface: string): Device | undefined {
    for (const one of [iface, stateInterface]) {
      const own = this.byInterface(one);
      if (own) return own;
      const number = /^hint:([^&]+)$/.exec(one)?.[1] ?? /^Local\/([^@]+@[^/]+)/.exec(one)?.[1];
      if (number === undefined) continue;
      for (const hinted of this.#hints.get(number) ?? []) {
        const device = this.byInterface(hinted);
        if (device) return device;
      }
      const device = this.device(number.split('@', 1)[0] ?? '');
      if (device) return device;
    }
    return undefined;
  }

  /** Number and name of whoever sits there: the bound user, else the bare telephone. */
  identity(device: Device): { readonly number: string; readonly name: string } {
    const user = this.#users.get(device.user);
    return user ? { number: user.no, name: user.name } : { number: device.no, name: device.description };
  }

  hints(): ReadonlyMap<string, readonly string[]> {
    return this.#hints;
  }

  setHints(hints: ReadonlyMap<string, readonly string[]>): void {
    this.#hints.clear();
    for (const [number, interfaces] of hints) this.#hints.set(number, interfaces);
  }

  /** True where the settings of a telephone have not been asked for yet. */
  lacksDetails(iface: string): boolean {
    return !this.#details.has(iface);
  }

  setDetails(iface: string, details: Details): void {
    this.#details.set(iface, details);
  }

  forgetDetails(): void {
    this.#details.clear();
  }

  /** What the exchange has now; telephones that are still there stay the same objects. */
  fill(peers: readonly Peer[]): void {
    const now = this.#ground.now();
    const before = new Map(this.#telephones);
    this.#telephones.clear();
    this.#byInterface.clear();
    for (const peer of peers) {
      if (peer.kind === 'line' || this.#telephones.has(peer.no)) continue;
      const old = before.get(peer.no);
      const same = old?.view.interface === peer.interface ? old : undefined;
      const telephone: Telephone = same ?? {
        view: {
          no: peer.no,
          tech: techs[peer.interface.split('/', 1)[0] ?? ''] ?? 'ZAP',
          interface: peer.interface,
          kind: 'fixed',
          user: '',
          description: '',
          context: this.#ground.setup.context,
          status: peer.reachable ? 0 : 4,
          statusAt: now,
          registered: peer.reachable,
          address: '',
          port: 0,
        },
        reachable: peer.reachable,
      };
      Object.assign(telephone.view, { address: peer.address, port: peer.port });
      telephone.reachable = peer.reachable;
      this.#telephones.set(peer.no, telephone);
      this.#byInterface.set(peer.interface, telephone);
      this.#changed.add(peer.no);
    }
    this.#trunks = peers
      .filter(({ kind }) => kind === 'line')
      .map((peer) => ({ name: peer.interface, channels: lineChannels, prefix: '' }));
    this.bind();
  }

  /** Who sits where, out of the exchange's database and the platform's own roster. */
  bind(): void {
    const database = this.#database;
    const people = new Set(database.keys('AMPUSER'));
    const names = this.#roster.names();
    const desks = new Map(this.#roster.bindings().map(({ device, user }) => [device, user]));
    let hasDesks = false;
    for (const { view } of this.#telephones.values()) {
      const details = this.#details.get(view.interface);
      view.kind = database.get(`DEVICE/${view.no}/type`) === 'adhoc' ? 'adhoc' : 'fixed';
      const bound = database.get(`DEVICE/${view.no}/user`);
      view.user = bound === 'none' ? '' : bound || (view.kind === 'fixed' ? view.no : (desks.get(view.no) ?? ''));
      hasDesks ||= view.kind === 'adhoc';
      view.description = database.get(`DEVICE/${view.no}/description`) || details?.name || view.no;
      view.context = details?.context || this.#ground.setup.context;
      if (view.user !== '') people.add(view.user);
    }
    if (hasDesks) for (const no of names.keys()) people.add(no);
    const seats = new Map([...this.#telephones.values()].map(({ view }) => [view.user, view]));
    const users = new Map<string, User>();
    for (const no of [...people].sort()) users.set(no, this.#user(no, seats.get(no), names.get(no)));
    this.#users = users;
    this.#ground.touch();
  }

  setReachable(iface: string, reachable: boolean): void {
    const telephone = this.#byInterface.get(iface);
    if (!telephone || telephone.reachable === reachable) return;
    telephone.reachable = reachable;
    this.#ground.events.emit('PeerStatus', {
      Peer: iface,
      PeerStatus: reachable ? 'Registered' : 'Unregistered',
    });
    this.changed(telephone.view.no);
  }

  setAddress(iface: string, address: string, port: number): void {
    const telephone = this.#byInterface.get(iface);
    if (telephone) Object.assign(telephone.view, { address, port });
  }

  /** Notes that the state of a telephone may have changed; it is looked at when the change is told. */
  changed(no: string): void {
    if (no === '') return;
    this.#changed.add(no);
    this.#ground.touch();
  }

  /** Brings states up to date; numbers of those that are another one now. */
  settle(): readonly string[] {
    const changed: string[] = [];
    for (const no of this.#changed) {
      const telephone = this.#telephones.get(no);
      if (!telephone) continue;
      const { view, reachable } = telephone;
      const used = this.usedAs(no);
      const status = used === 0 && !reachable ? 4 : used;
      if (status === view.status && view.registered === reachable) continue;
      changed.push(no);
      view.registered = reachable;
      if (status === view.status) continue;
      view.status = status;
      view.statusAt = this.#ground.now();
      this.#ground.events.emit('ExtensionStatus', {
        Exten: view.user || no,
        Context: this.#ground.setup.hintContext || 'ext-local',
        Status: status,
        Channel: view.interface,
      });
    }
    this.#changed.clear();
    return changed;
  }

  #user(no: string, device: Device | undefined, own: { name: string; englishName: string } | undefined): User {
    const of = (key: string): string => this.#database.get(`AMPUSER/${no}/${key}`);
    const details = device && this.#details.get(device.interface);
    const name = own?.name || of('cidname') || details?.name || no;
    return {
      no,
      name,
      englishName: own?.englishName || (/^[ -~]+$/.test(name) && name !== no ? name : ''),
      device: device?.no ?? '',
      outboundCid: of('outboundcid'),
      directDid: '',
      ringSeconds: Number(of('ringtimer')) || ringSeconds,
      voicemail: details?.mailbox || /^(?:default|.+@.+)$/.test(of('voicemail')),
      recording: /always|force|yes/i.test(of('recording')),
    };
  }
}

/** `PJSIP/line-one-0000002a` → `PJSIP/line-one`; `Local/1@a-0001;2` → `Local/1@a`. */
function baseOf(name: string): string {
  const dash = name.lastIndexOf('-');
  return dash < 0 ? name : name.slice(0, dash);
}
