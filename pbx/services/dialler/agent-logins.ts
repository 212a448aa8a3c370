import type { Clock } from '../../../shared/domain/time';
import type { CallEngine, QueueEventRow, RecordSink } from '../../engine/port';
import type { AgentGroup, AgentPlace, SpecialAgents } from '../../store/campaigns-agents';
import type { Lenient } from '../../store/lenient';
import { type AgentCalls, createAgentCalls } from './agent-calls';
import { createWrapUps } from './wrap-up';

/**
 * Special agents sign in by telephone (WEBCTI2 §6.10: AGENTLOGIN, AGENTLOGOFF): a telephone that is put through to the
 * application `AgentCallbackLogin` with the agent's number enters the password and `#`; from then on it is a member of
 * the agent's queues. `AgentLogoff` ends that, and so does losing the places. Of the options of the agent's group (§8.15)
 * `wrapuptime`, `ackcall`, `autologoff` and `musiconhold` have their effect here, `asexten` in the engine's numbers
 * (`OwnNumbers`); `grouplist` has none, because an exchange is given no call groups through `engine/port.ts`.
 */
export interface AgentLogins extends Pick<AgentCalls, 'hasTaken'> {
  /** Places were added, changed or taken away; `gone` are those that are no more. */
  changed(gone: readonly AgentPlace[]): void;
  signOut(agent: string): void;
  /** The engine says what happened in a queue; called as it happens, before the next caller is brought to anybody. */
  heard(event: QueueEventRow): void;
  /** A call of an outbound task ended that this telephone served. */
  served(phone: string): void;
  /** The keys pressed there are, or were, a password. */
  isPrivate(channel: string): boolean;
  close(): void;
}

export const loginApplication = 'AgentCallbackLogin';
export const logoffApplication = 'AgentLogoff';
const mostMistakes = 3;
/** As many as the exchange keeps events of. */
const mostPrivate = 10_000;
/** Events that end an agent's part in a call of a queue (WEBCTI2 §6.10). */
const ends: readonly string[] = ['COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER'];

interface Entering {
  readonly agent: string;
  readonly device: string;
  entered: string;
  mistakes: number;
}

export function createAgentLogins({
  engine,
  clock,
  agents,
  sink,
  lenient = (_what, _instead, work) => work(),
}: {
  readonly engine: CallEngine;
  readonly clock: Clock;
  readonly agents: SpecialAgents;
  readonly sink: Pick<RecordSink, 'queueEvent'>;
  /** What happens where the disk refuses; absent = it is thrown. */
  readonly lenient?: Lenient;
}): AgentLogins {
  const entering = new Map<string, Entering>();
  const privates = new Set<string>();
  /** Agents by the telephone that they have signed in at. */
  let signedIn: ReadonlyMap<string, string> = new Map();
  const agentAt = (phone: string): string | undefined => signedIn.get(phone);
  const guarded = (work: () => void): void => lenient('agent options', undefined, work);
  const wrapUps = createWrapUps({ engine, clock, guarded });
  const calls = createAgentCalls({ engine, clock, agents, agentAt, guarded, signOut });
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
  const groupAt = (phone: string): AgentGroup | undefined =>
    agents.group(agents.agent(agentAt(phone) ?? '')?.group ?? 0);
  const leave = (place: AgentPlace): void => {
    if (place.phone === '') return;
    engine.queueRemove(place.queue, place.phone);
    const since = place.loginAt ?? engine.now();
    note(place, 'AGENTLOGOFF', String(Math.max(0, Math.floor((engine.now() - since) / 1000))));
  };

  /** Who was signed in when the platform or the exchange stopped still is; the exchange has forgotten it. */
  function rejoin(): void {
    recount();
    for (const place of agents.places({})) if (place.phone !== '') join(place);
  }
  function recount(): void {
    signedIn = new Map(agents.places({}).flatMap(({ phone, agent }) => (phone === '' ? [] : [[phone, agent]])));
  }
  function signOut(agent: string): void {
    const places = agents.places({ agent });
    for (const phone of new Set(places.map((place) => place.phone))) wrapUps.end(phone);
    for (const place of places) leave(place);
    agents.signOut(agent, engine.now());
    recount();
  }
  function signIn(agent: string, phone: string): void {
    signOut(agent);
    const before = agentAt(phone);
    if (before !== undefined) signOut(before);
    agents.signIn(agent, phone, engine.now());
    recount();
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
        privates.add(name);
        if (privates.size > mostPrivate) for (const oldest of [...privates].slice(0, 1)) privates.delete(oldest);
      }
    }
    calls.look();
    for (const name of [...entering.keys()]) if (!engine.channel(name)) entering.delete(name);
    if (entering.size === 0) return;
    for (const { id, content } of engine.events('DTMF', seen)) {
      seen = id;
      const channel = /Channel: (\S+)/.exec(content)?.[1] ?? '';
      const one = entering.get(channel);
      if (one) key(channel, one, /Digit: (\S)/.exec(content)?.[1] ?? '');
    }
  }

  function wrapUp(phone: string): void {
    const group = groupAt(phone);
    if (group && !calls.missedBy(phone)) wrapUps.begin(phone, group);
  }

  rejoin();
  for (const phone of signedIn.keys()) {
    const group = groupAt(phone);
    if (group) wrapUps.resume(phone, group);
  }
  const unwatch = engine.onChange(() => lenient('agent sign-in', undefined, watch));
  return {
    changed(gone) {
      for (const place of gone) leave(place);
      rejoin();
      anybody = agents.places({}).length > 0;
    },
    signOut,
    heard({ event, agent }) {
      if (anybody && ends.includes(event)) guarded(() => wrapUp(agent));
    },
    served(phone) {
      if (anybody) guarded(() => wrapUp(phone));
    },
    hasTaken: calls.hasTaken,
    isPrivate: (channel) => privates.has(channel) || engine.channel(channel)?.application === loginApplication,
    close() {
      unwatch();
      calls.close();
      wrapUps.close();
    },
  };
}
