import type { Device, OriginateReason, OriginateRequest, Originating } from '../port';
import type { Exchange } from './exchange';
import type { Leg } from './leg';
import type { Target } from './numbering';
import type { RingFailure, RingTo } from './ring';

/** WEBCTI2 §6.9. */
const reasonOf: Readonly<Record<RingFailure, OriginateReason>> = {
  busy: 5,
  congestion: 8,
  rejected: 1,
  'no-answer': 3,
  unallocated: 8,
  barred: 8,
};

interface FirstRing {
  readonly ms: number;
  readonly dialled: string;
  readonly context?: string;
  readonly account?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly despiteDnd?: boolean | undefined;
  answered(leg: Leg): void;
}

/** Calls that the exchange begins itself: it rings somebody first and connects him afterwards. */
export class Originates {
  readonly #x: Exchange;
  readonly #pending = new Set<(reason: OriginateReason) => void>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  originate(request: OriginateRequest): Originating {
    const { dialplan, numbering, phones, prompts, services } = this.#x;
    const to = this.#parse(request.channel);
    if (!to) return refused(8);
    const device = 'device' in to ? phones.device(to.device.no) : undefined;
    if (device && services.barred(device.user) && !request.application) {
      if (numbering.resolve(request.exten, request.context).kind === 'outside') return refused(8);
    }
    return this.ringFirst(to, {
      ms: request.timeoutMs > 0 ? request.timeoutMs : 30_000,
      dialled: request.variables.MVB_CALLEE ?? request.exten,
      context: request.context,
      account: request.account,
      variables: request.variables,
      despiteDnd: request.despiteDnd,
      answered: (leg) =>
        prompts.begin(leg, request.prompts ?? {}, () => {
          if (request.application) dialplan.execute(leg, request.application, request.data);
          else dialplan.send(leg, request.exten, request.context);
        }),
    });
  }

  /** Rings a phone or number with nobody calling; `answered` then says where it goes. */
  ringFirst(to: RingTo, spec: FirstRing): Originating {
    const { outside, phones, rings, services } = this.#x;
    if ('device' in to) {
      const obstacle = phones.obstacle(to.device, spec.despiteDnd);
      // Do-not-disturb and a call that lasts are both "busy" to a command too.
      if (obstacle) return obstacle === 'busy' ? settled(5) : refused(8);
    } else if (!outside.hasRoom(to.trunk)) return settled(8);
    else if (services.screening.refusesCalled(to.number)) return refused(8);
    let settle: (reason: OriginateReason) => void = () => undefined;
    const result = new Promise<OriginateReason>((resolve) => {
      settle = (reason) => {
        this.#pending.delete(settle);
        resolve(reason);
      };
    });
    this.#pending.add(settle);
    rings.start({
      to,
      source: null,
      ms: spec.ms,
      dialled: spec.dialled,
      ...(spec.context === undefined ? {} : { context: spec.context }),
      ...(spec.account === undefined ? {} : { account: spec.account }),
      ...(spec.variables === undefined ? {} : { variables: spec.variables }),
      answered: (leg) => {
        settle(4);
        spec.answered(leg);
      },
      failed: (why) => settle(reasonOf[why]),
    });
    return { accepted: true, result };
  }

  /** The phone of an interface, for commands that name one. */
  phone(iface: string): Device | undefined {
    return this.#x.phones.byInterface(iface);
  }

  /** A crash or the end: whoever waits for a result gets "congestion". */
  forgetAll(): void {
    for (const settle of [...this.#pending]) settle(8);
  }

  #parse(channel: string): RingTo | undefined {
    const { config, numbering, outside, phones } = this.#x;
    const local = /^Local\/([^@]+)(?:@(.+))?$/i.exec(channel);
    if (local?.[1]) {
      const target = numbering.resolve(local[1], local[2] ?? 'from-internal');
      if (target.kind === 'outside') {
        const trunk = outside.freeTrunk(target.prefix) ?? config.trunks[0];
        return trunk && { trunk, number: target.number };
      }
      const no = target.kind === 'user' ? phones.user(target.number)?.device : deviceOf(target, local[1]);
      const device = phones.device(no ?? '');
      return device && { device };
    }
    const device = phones.byInterface(channel);
    if (device) return { device };
    const trunk = config.trunks.find(({ name }) => channel.startsWith(`${name}/`));
    const number = trunk && channel.slice(trunk.name.length + 1);
    return trunk && number ? { trunk, number } : undefined;
  }
}

/** An agent's own number stands for the telephone where he has signed in. */
const deviceOf = (target: Target, dialled: string): string => (target.kind === 'device' ? target.number : dialled);

export const refused = (reason: OriginateReason): Originating => ({
  accepted: false,
  result: Promise.resolve(reason),
});

const settled = (reason: OriginateReason): Originating => ({ accepted: true, result: Promise.resolve(reason) });
