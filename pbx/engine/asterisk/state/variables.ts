import type { Devices } from './devices';
import { type Ground, seconds } from './ground';
import type { Leg, Legs } from './legs';
import type { Links } from './links';

const bareOf = (name: string): string => name.replace(/^_{1,2}/, '');
const mostEarly = 1_000;

/** Variables that this platform has set or given with a call, and those of the vendor that follow from the state. */
export class Variables {
  readonly #ground: Ground;
  readonly #legs: Legs;
  readonly #links: Links;
  readonly #devices: Devices;
  /** Given with a call whose channel is not known yet. */
  readonly #early = new Map<string, Map<string, string>>();

  constructor(ground: Ground, legs: Legs, links: Links, devices: Devices) {
    this.#ground = ground;
    this.#legs = legs;
    this.#links = links;
    this.#devices = devices;
  }

  set(channel: string, name: string, value: string): void {
    const leg = this.#legs.named(channel);
    if (leg) {
      this.#put(leg, name, value);
      return;
    }
    if (this.#early.size >= mostEarly) this.#early.clear();
    const waiting = this.#early.get(channel) ?? new Map<string, string>();
    this.#early.set(channel, waiting.set(name, value));
  }

  /** The exchange itself says so. */
  told(leg: Leg, name: string, value: string): void {
    const spellings = [name, `_${name}`, `__${name}`];
    const known = spellings.find((spelling) => leg.variables.has(spelling)) ?? name;
    if (leg.variables.get(known) !== value) this.#put(leg, known, value);
  }

  /** A channel appeared: what was set for it before is its own now. */
  made(leg: Leg): void {
    const waiting = this.#early.get(leg.name);
    if (!waiting) return;
    this.#early.delete(leg.name);
    for (const [name, value] of waiting) this.#put(leg, name, value);
  }

  /** `X` is handed on once as `_X` and without end as `__X`. */
  inherit(from: Leg, to: Leg): void {
    for (const [name, value] of from.variables) {
      if (name.startsWith('__')) this.#put(to, name, value);
      else if (name.startsWith('_')) this.#put(to, name.slice(1), value);
    }
  }

  /** Undefined: no such channel, or nothing is known of that name. */
  get(channel: string, name: string): string | undefined {
    const leg = this.#legs.named(channel);
    if (!leg) return undefined;
    const bare = bareOf(name);
    const { variables } = leg;
    return variables.get(bare) ?? variables.get(`_${bare}`) ?? variables.get(`__${bare}`) ?? this.#computed(leg, bare);
  }

  #put(leg: Leg, name: string, value: string): void {
    const bare = bareOf(name);
    for (const spelling of [bare, `_${bare}`, `__${bare}`]) leg.variables.delete(spelling);
    leg.variables.set(name, value);
    if (bare === 'CALLDATA') leg.callData = value;
    // Whom a call is for is said when it begins: a parking place is dialled for the one who waits there.
    if (bare === 'MVB_CALLEE' && (leg.dialled === '' || leg.answeredAt === null)) leg.dialled = value;
    this.#ground.events.emit('VarSet', { Channel: leg.name, Variable: name, Uniqueid: leg.uniqueId });
    this.#legs.changed(leg);
  }

  /** WEBCTI2 §6.1: what the vendor's platform knows of a channel by itself. */
  #computed(leg: Leg, name: string): string | undefined {
    const info = this.#legs.view(leg);
    const link = this.#links.all().findLast(({ src, dst }) => src === leg.name || dst === leg.name);
    const other = link && this.#legs.named(link.src === leg.name ? link.dst : link.src);
    const far = other && this.#legs.view(other);
    const since = (at: number | null | undefined): string => (at ? String(seconds(this.#ground.now() - at)) : '');
    switch (name) {
      case 'UNIQUEID':
        return info.uniqueId;
      case 'CHANNEL':
        return info.name;
      case 'DIALEDPEERNAME':
        return far?.name ?? '';
      case 'DIALEDPEERNUMBER':
        return far?.callerId ?? '';
      case 'DIALEDTIME':
        return since(link?.dialledAt);
      case 'ANSWEREDTIME':
        return since(link?.linkedAt);
      case 'DID':
      case 'MVB_DNID':
        return info.did;
      case 'EXTTOCALL':
        return far?.device ? far.callerId : '';
      case 'FROMTRUNK':
        return info.trunk && info.direct === 'IN' ? '1' : '0';
      case 'MVB_ANI':
      case 'MVB_CALLER':
      case 'REALCALLERIDNUM':
      case 'FIRSTEXTCALLER':
        return link?.src === leg.name || !far ? info.callerId : far.callerId;
      case 'MVB_CALLEE':
      case 'FIRSTEXTCALLEE':
        return info.dialled;
      case 'MVB_HOLDTIME':
        return info.queueWait === null ? '' : info.queueWait <= 30 ? '0-30' : info.queueWait <= 60 ? '30-60' : '>60';
      case 'MVB_IVRHIST':
        return info.ivrPath.replaceAll('-', '|');
      case 'MVB_QUEUENUM':
      case 'QUEUEQMNAME':
      case 'MVB_QUEUENAME':
        return info.queue;
      case 'MVB_REALUSER':
      case 'QUEUEAGENTNO':
        return this.#devices.device(info.device)?.user ?? '';
      case 'MVB_EXTDEVICE':
        return this.#devices.device(info.device)?.interface ?? '';
      case 'CALLFILENAME':
        return info.monitorFile.replace(/\.\w{2,4}$/, '');
      case 'RECFORMAT':
        return /\.(\w{2,4})$/.exec(info.monitorFile)?.[1] ?? '';
      case 'CALLDATA':
        return info.callData;
      default:
        return undefined;
    }
  }
}
