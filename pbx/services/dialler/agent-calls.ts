import type { Clock } from '../../../shared/domain/time';
import { type CallEngine, type Channel, type Link, whenKnown } from '../../engine/port';
import type { AgentGroup, SpecialAgents } from '../../store/campaigns-agents';

/**
 * Calls of a queue at the telephone of a special agent (WEBCTI2 §8.15). With `ackcall` an answered call is the agent's
 * only after a key: until then the caller hears the group's music, and without the key goes back to the end of the
 * queue. The key may take as long as the queue lets a telephone ring. Who has not taken a call `autologoff` seconds
 * after the telephone began to ring is signed out: by a key where the group asks for one, else by lifting.
 */
export interface AgentCalls {
  /** Looks at what the engine shows now. */
  look(): void;
  /** False for the leg of an agent who has not taken the call, or did not. */
  hasTaken(channel: string): boolean;
  /** The last call at this telephone was not taken. */
  missedBy(phone: string): boolean;
  close(): void;
}

interface Call {
  readonly agent: string;
  readonly phone: string;
  readonly queue: string;
  readonly group: AgentGroup;
  readonly since: number;
  state: 'rings' | 'answered' | 'taken' | 'missed';
  /** Held until the key comes. */
  caller: string;
  lastKey: number;
  readonly unset: (() => void)[];
}

export function createAgentCalls({
  engine,
  clock,
  agents,
  agentAt,
  guarded,
  signOut,
}: {
  readonly engine: CallEngine;
  readonly clock: Clock;
  readonly agents: Pick<SpecialAgents, 'agent' | 'group'>;
  /** Who has signed in at a telephone. Asked often. */
  readonly agentAt: (phone: string) => string | undefined;
  /** Around what a timer does: the disk may refuse. */
  readonly guarded: (work: () => void) => void;
  readonly signOut: (agent: string) => void;
}): AgentCalls {
  const calls = new Map<string, Call>();

  const stop = (call: Call): void => {
    for (const each of call.unset.splice(0)) each();
  };
  const after = (call: Call, ms: number, work: () => void): void => {
    call.unset.push(clock.after(Math.max(0, ms), () => guarded(work)));
  };
  const linkOf = (name: string): Link | undefined =>
    engine.links().find(({ src, dst }) => src === name || dst === name);
  const queueOf = ({ name, queue }: Channel): string => {
    if (queue !== '') return queue;
    const caller = engine.links().find(({ dst }) => dst === name)?.src;
    if (caller === undefined) return '';
    return engine.queues().find(({ waiting }) => waiting.some(({ channel }) => channel === caller))?.no ?? '';
  };

  function begin(channel: Channel): void {
    const phone = engine.device(channel.device)?.interface ?? '';
    const agent = agentAt(phone);
    const queue = agent === undefined ? '' : queueOf(channel);
    const group = queue === '' ? undefined : agents.group(agents.agent(agent ?? '')?.group ?? 0);
    if (agent === undefined || !group) return;
    const call: Call = {
      ...{ agent, phone, queue, group, since: channel.createdAt, state: 'rings', caller: '', lastKey: 0 },
      unset: [],
    };
    calls.set(channel.name, call);
    const late = call.since + group.autologoff * 1000 - engine.now();
    if (group.autologoff > 0) after(call, late, () => miss(channel.name, call, true));
  }

  function follow(name: string, call: Call): void {
    if (call.state === 'taken' || call.state === 'missed') return;
    if (!engine.channel(name)) {
      call.state = 'missed';
      stop(call);
      const { autologoff } = call.group;
      // The queue gave up ringing in the very second in which the agent was to be signed out.
      if (autologoff > 0 && engine.now() - call.since >= autologoff * 1000) signOut(call.agent);
    } else if (call.state === 'rings') {
      const link = linkOf(name);
      if (link?.state === 'Link') answered(name, call, link.src === name ? link.dst : link.src);
    } else if (pressed(name, call)) {
      take(call);
      engine.unhold(call.caller);
    }
  }

  function take(call: Call): void {
    call.state = 'taken';
    stop(call);
  }
  function answered(name: string, call: Call, caller: string): void {
    if (call.group.ackcall !== 'yes') {
      take(call);
      return;
    }
    Object.assign(call, { state: 'answered', caller, lastKey: engine.events('DTMF', 0).at(-1)?.id ?? 0 });
    engine.hold(caller, call.group.musiconhold || 'default');
    const seconds = engine.queue(call.queue)?.ringSeconds ?? 0;
    after(call, seconds * 1000, () => miss(name, call, false));
  }
  const pressed = (name: string, call: Call): boolean =>
    engine.events('DTMF', call.lastKey).some(({ content }) => content.includes(`Channel: ${name} `));

  function miss(name: string, call: Call, ends: boolean): void {
    const wasAnswered = call.state === 'answered';
    call.state = 'missed';
    stop(call);
    // First of all, so that the queue does not offer it to the same agent again.
    if (ends) signOut(call.agent);
    if (!wasAnswered) {
      engine.hangUp(name);
      return;
    }
    engine.unhold(call.caller);
    whenKnown(engine.redirect(call.caller, '', 'ext-queues', call.queue, '1'), () => engine.hangUp(name));
  }

  return {
    look() {
      const present = engine.channels();
      for (const channel of present) {
        const { name, device, direct, hungUpAt } = channel;
        if (hungUpAt === null && device !== '' && direct !== 'OUT' && !calls.has(name)) begin(channel);
      }
      if (calls.size === 0) return;
      for (const [name, call] of [...calls]) follow(name, call);
      const known = new Set([
        ...present.map(({ name }) => name),
        ...engine.links().flatMap(({ src, dst }) => [src, dst]),
      ]);
      for (const name of [...calls.keys()]) if (!known.has(name)) calls.delete(name);
    },
    hasTaken(channel) {
      const call = calls.get(channel);
      return call === undefined || call.state === 'taken';
    },
    missedBy: (phone) => [...calls.values()].findLast((call) => call.phone === phone)?.state === 'missed',
    close() {
      for (const call of calls.values()) stop(call);
    },
  };
}
