import type { CallEngine, RecordSink } from '../../engine/port';
import type { AgentPlace, SpecialAgents } from '../../store/campaigns-agents';
import type { Lenient } from '../../store/lenient';

/**
 * Special agents sign in by telephone (WEBCTI2 §6.10: AGENTLOGIN, AGENTLOGOFF): a telephone that is put through to the
 * application `AgentCallbackLogin` with the agent's number enters the password and `#`; from then on it is a member of
 * the agent's queues. `AgentLogoff` ends that, and so does losing the places.
 */
export interface AgentLogins {
  /** Places were added, changed or taken away; `gone` are those that are no more. */
  changed(gone: readonly AgentPlace[]): void;
  signOut(agent: string): void;
  close(): void;
}

export const loginApplication = 'AgentCallbackLogin';
export const logoffApplication = 'AgentLogoff';
const mostMistakes = 3;

interface Entering {
  readonly agent: string;
  readonly device: string;
  entered: string;
  mistakes: number;
}

export function createAgentLogins({
  engine,
  agents,
  sink,
  lenient = (_what, _instead, work) => work(),
}: {
  readonly engine: CallEngine;
  readonly agents: SpecialAgents;
  readonly sink: Pick<RecordSink, 'queueEvent'>;
  /** What happens where the disk refuses; absent = it is thrown. */
  readonly lenient?: Lenient;
}): AgentLogins {
  const entering = new Map<string, Entering>();
  let seen = 0;
  let anybody = agents.places({}).length > 0;
  let bootedAt = engine.startedAt;

  const note = (place: AgentPlace, event: 'AGENTLOGIN' | 'AGENTLOGOFF', seconds: string): void =>
    sink.queueEvent({
      ...{ at: engine.now(), queue: place.queue, uniqueId: '', channel: '', number: '' },
      ...{ agent: place.phone, agentNo: place.agent, event, args: [place.phone, seconds, '', '', ''] },
    });
  const join = (place: AgentPlace): void => {
    engine.queueAdd(place.queue, place.phone, place.penalty);
  };
  const leave = (place: AgentPlace): void => {
    if (place.phone === '') return;
    engine.queueRemove(place.queue, place.phone);
    const since = place.loginAt ?? engine.now();
    note(place, 'AGENTLOGOFF', String(Math.max(0, Math.floor((engine.now() - since) / 1000))));
  };

  /** Who was signed in when the platform or the exchange stopped still is; the exchange has forgotten it. */
  function rejoin(): void {
    for (const place of agents.places({})) if (place.phone !== '') join(place);
  }
  function signOut(agent: string): void {
    for (const place of agents.places({ agent })) leave(place);
    agents.signOut(agent, engine.now());
  }
  function signIn(agent: string, phone: string): void {
    signOut(agent);
    const before = agents.at(phone);
    if (before !== undefined) signOut(before);
    agents.signIn(agent, phone, engine.now());
    for (const place of agents.places({ agent })) {
      join(place);
      note(place, 'AGENTLOGIN', '');
    }
  }

  function key(channel: string, one: Entering, digit: string): void {
    if (digit !== '#') {
      one.entered += digit;
      return;
    }
    const known = agents.agent(one.agent);
    const right = known !== undefined && known.password === one.entered;
    one.entered = '';
    one.mistakes += right ? 0 : 1;
    if (!right && one.mistakes < mostMistakes) return;
    entering.delete(channel);
    engine.hangUp(channel);
    const phone = engine.device(one.device)?.interface;
    if (right && phone) signIn(one.agent, phone);
  }

  function watch(): void {
    if (!anybody) return;
    if (engine.startedAt !== bootedAt) {
      bootedAt = engine.startedAt;
      rejoin();
    }
    for (const { name, device, application, applicationData, hungUpAt } of engine.channels()) {
      if (hungUpAt !== null || device === '') continue;
      if (application === logoffApplication) {
        engine.hangUp(name);
        signOut(applicationData);
      } else if (application === loginApplication && !entering.has(name)) {
        if (entering.size === 0) seen = engine.events('DTMF', 0).at(-1)?.id ?? 0;
        entering.set(name, { agent: applicationData, device, entered: '', mistakes: 0 });
      }
    }
    for (const name of [...entering.keys()]) if (!engine.channel(name)) entering.delete(name);
    if (entering.size === 0) return;
    for (const { id, content } of engine.events('DTMF', seen)) {
      seen = id;
      const channel = /Channel: (\S+)/.exec(content)?.[1] ?? '';
      const one = entering.get(channel);
      if (one) key(channel, one, /Digit: (\S)/.exec(content)?.[1] ?? '');
    }
  }

  rejoin();
  const unwatch = engine.onChange(() => lenient('agent sign-in', undefined, watch));
  return {
    changed(gone) {
      for (const place of gone) leave(place);
      rejoin();
      anybody = agents.places({}).length > 0;
    },
    signOut,
    close: unwatch,
  };
}
