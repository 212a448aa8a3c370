import type { CallEngine, Device, Member, Queue } from '../../engine/port';

interface Place {
  readonly queue: Queue;
  readonly member: Member;
}

/** Somebody who can be connected with customers: the number of the person, or of a telephone without one. */
export interface Agent {
  readonly no: string;
  readonly interface: string;
}

/** What of a task says who serves it. */
export interface Staffing {
  readonly agentno: string;
  readonly agentchannel: string;
  readonly exten: string;
}

const partsOf = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const agentAt = (device: Device): Agent => ({ no: device.user || device.no, interface: device.interface });

/** Who sits where and has nothing to do, as the engine shows it at one moment. */
export class Agents {
  readonly #engine: CallEngine;
  readonly #byInterface: ReadonlyMap<string, Device>;
  readonly #places = new Map<string, Place[]>();
  /** Numbers of agents whom the dialler has taken for a call that has not come to them yet. */
  readonly #reserved: ReadonlySet<string>;

  constructor(engine: CallEngine, reserved: ReadonlySet<string>) {
    this.#engine = engine;
    this.#reserved = reserved;
    this.#byInterface = new Map(engine.devices().map((device) => [device.interface, device]));
    for (const queue of engine.queues()) {
      for (const member of queue.members) {
        const places = this.#places.get(member.interface);
        if (places) places.push({ queue, member });
        else this.#places.set(member.interface, [{ queue, member }]);
      }
    }
  }

  /** By the number of a person or telephone; undefined when nobody is there. */
  byNumber(no: string): Agent | undefined {
    const device = this.#engine.device(this.#engine.user(no)?.device || no);
    return device && agentAt(device);
  }

  byInterface(iface: string): Agent | undefined {
    const device = this.#byInterface.get(iface);
    return device && agentAt(device);
  }

  /**
   * Those whom the task names by number or interface; else the members of the queue it names; else whoever serves any
   * queue. Nobody twice.
   */
  of({ agentno, agentchannel, exten }: Staffing): readonly Agent[] {
    const named = [
      ...partsOf(agentno).map((no) => this.byNumber(no)),
      ...partsOf(agentchannel).map((iface) => this.byInterface(iface)),
    ];
    if (named.length > 0) return unique(named);
    const queue = exten === '' ? undefined : this.#engine.queue(exten);
    const queues = queue ? [queue] : this.#engine.queues();
    return unique(queues.flatMap(({ members }) => members.map((member) => this.byInterface(member.interface))));
  }

  /** Reachable, in no call, not to be left in peace, not taken, and ready in a queue where there is one to be ready in. */
  isIdle(agent: Agent): boolean {
    const device = this.#byInterface.get(agent.interface);
    if (!device?.registered || device.status !== 0 || this.#reserved.has(agent.no)) return false;
    if (device.user !== '' && this.#engine.dnd(device.user)) return false;
    const places = this.#places.get(agent.interface) ?? [];
    if (places.some((place) => this.#wrapsUp(place))) return false;
    return places.length === 0 || places.some(({ member }) => member.paused === 0);
  }

  /** Members who could take a call of the queue now. */
  freeIn(queueNo: string): number {
    const queue = this.#engine.queue(queueNo);
    if (!queue) return 0;
    return queue.members.filter((member) => {
      const agent = this.byInterface(member.interface);
      return member.paused === 0 && agent !== undefined && this.isIdle(agent);
    }).length;
  }

  #wrapsUp({ queue: { wrapUpSeconds }, member: { lastCallAt } }: Place): boolean {
    return lastCallAt !== null && lastCallAt + wrapUpSeconds * 1000 > this.#engine.now();
  }
}

function unique(agents: readonly (Agent | undefined)[]): readonly Agent[] {
  const seen = new Map<string, Agent>();
  for (const agent of agents) if (agent && !seen.has(agent.no)) seen.set(agent.no, agent);
  return [...seen.values()];
}
