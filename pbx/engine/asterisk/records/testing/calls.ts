import type { PlainCall, QueueVisit } from '../../../../services/reports/testing/ledger';
import type { Scripted } from './exchange';

/** A caller who is sent to an extension while he waits in a queue; who did it, nobody tells. */
export interface Redirected {
  readonly kind: 'redirected';
  readonly at: number;
  readonly queue: string;
  readonly caller: string;
  /** Seconds. */
  readonly wait: number;
  readonly to: string;
  readonly talk: number;
}
/** Answered through a queue, parked after `talk`, and fetched by a colleague. */
export interface ParkedVisit {
  readonly kind: 'parked';
  readonly at: number;
  readonly queue: string;
  readonly caller: string;
  readonly agent: string;
  readonly wait: number;
  readonly talk: number;
  readonly parked: number;
  readonly by: string;
  readonly onward: number;
}
export type Happening = QueueVisit | PlainCall | Redirected | ParkedVisit;

/** Seconds that an agent consults before he hands over. */
export const consultSeconds = 7;

/** What an exchange says of one call from beginning to end. `taken`: who was withdrawn by this platform. */
export function eventsOf(happening: Happening, index: number, taken: (uniqueId: string) => void): readonly Scripted[] {
  const script = new Script(index);
  if (happening.kind === 'queue') visit(script, happening, taken);
  else if (happening.kind === 'plain') plain(script, happening);
  else if (happening.kind === 'redirected') redirected(script, happening);
  else parkedVisit(script, happening);
  return script.events;
}

interface Line {
  readonly Channel: string;
  readonly Uniqueid: string;
}

class Script {
  readonly events: Scripted[] = [];
  readonly #index: number;
  #legs = 0;
  #bridges = 0;

  constructor(index: number) {
    this.#index = index;
  }

  say(ms: number, Event: string, fields: Readonly<Record<string, string | number>>): void {
    const texts = Object.entries(fields).map(([key, value]) => [key, String(value)]);
    this.events.push({ Event, Timestamp: (ms / 1000).toFixed(6), ...Object.fromEntries(texts) });
  }

  leg(ms: number, base: string, number: string, exten: string, state: '0' | '4'): Line {
    this.#legs += 1;
    const serial = (this.#index * 64 + this.#legs).toString(16).padStart(8, '0');
    const [Channel, Uniqueid] = [`${base}-${serial}`, `lab-${Math.floor(ms / 1000)}.${this.#index}.${this.#legs}`];
    const line = { Channel, Uniqueid };
    this.say(ms, 'Newchannel', {
      ...line,
      ChannelState: state,
      CallerIDNum: number,
      Context: 'from-trunk',
      Exten: exten,
    });
    return line;
  }

  up(ms: number, line: Line): void {
    this.say(ms, 'Newstate', { ...line, ChannelState: 6 });
  }

  dial(ms: number, src: Line, dst: Line, number: string): void {
    this.say(ms, 'DialBegin', { ...src, ...destOf(dst), DialString: `trunk/${number}` });
  }

  dialEnd(ms: number, src: Line, dst: Line, DialStatus: string): void {
    this.say(ms, 'DialEnd', { ...src, ...destOf(dst), DialStatus });
  }

  bridge(ms: number, ...lines: readonly Line[]): string {
    this.#bridges += 1;
    const BridgeUniqueid = `bridge-${this.#index}-${this.#bridges}`;
    const kind = { BridgeUniqueid, BridgeType: 'basic', BridgeTechnology: 'simple_bridge' };
    for (const line of lines) this.say(ms, 'BridgeEnter', { ...line, ...kind });
    return BridgeUniqueid;
  }

  leave(ms: number, BridgeUniqueid: string, ...lines: readonly Line[]): void {
    for (const line of lines) this.say(ms, 'BridgeLeave', { ...line, BridgeUniqueid });
  }

  asks(ms: number, line: Line): void {
    this.say(ms, 'HangupRequest', { ...line });
  }

  gone(ms: number, line: Line, Cause = 16): void {
    this.say(ms, 'Hangup', { ...line, Cause });
  }
}

const destOf = ({ Channel, Uniqueid }: Line) => ({ DestChannel: Channel, DestUniqueid: Uniqueid });
const named = (prefix: string, { Channel, Uniqueid }: Line): Readonly<Record<string, string>> => ({
  [`${prefix}Channel`]: Channel,
  [`${prefix}Uniqueid`]: Uniqueid,
});
const phone = (no: string): string => `SIP/${no}`;

function arrives(script: Script, at: number, caller: string, exten: string): Line {
  const line = script.leg(at, 'SIP/trunk', caller, exten, '4');
  return line;
}

function joins(script: Script, at: number, caller: string, queue: string): Line {
  const line = arrives(script, at, caller, queue);
  script.up(at, line);
  script.say(at, 'QueueCallerJoin', { ...line, Queue: queue, Position: 1 });
  return line;
}

function rings(script: Script, ms: number, caller: Line, queue: string, agent: string): Line {
  const line = script.leg(ms, phone(agent), agent, 's', '0');
  const member = { Queue: queue, Interface: phone(agent), MemberName: `Agent ${agent}` };
  script.say(ms, 'AgentCalled', { ...caller, ...destOf(line), ...member });
  script.dial(ms, caller, line, agent);
  return line;
}

function visit(
  script: Script,
  { at, queue, caller: number, tried, wait, end }: QueueVisit,
  taken: (id: string) => void,
): void {
  const caller = joins(script, at, number, queue);
  const ms = (seconds: number): number => at + seconds * 1000;
  let passed = 0;
  for (const { agent, how, ring } of tried) {
    const leg = rings(script, ms(passed), caller, queue, agent);
    passed += ring;
    const told = { ...caller, ...destOf(leg), Queue: queue, Interface: phone(agent), RingTime: ring * 1000 };
    script.dialEnd(ms(passed), caller, leg, how === 'rang' ? 'NOANSWER' : 'BUSY');
    script.say(ms(passed), 'AgentRingNoAnswer', told);
    if (how === 'rang') script.dialEnd(ms(passed), caller, leg, 'CANCEL');
    script.gone(ms(passed), leg, how === 'rang' ? 16 : ring % 2 === 0 ? 17 : 21);
  }
  if (end.how === 'left') leaves(script, caller, { queue, wait, passed, at, end }, taken);
  else talks(script, caller, { queue, wait, at, end });
}

function leaves(
  script: Script,
  caller: Line,
  given: Pick<QueueVisit, 'queue' | 'wait' | 'at'> & { readonly passed: number; readonly end: QueueVisit['end'] },
  taken: (uniqueId: string) => void,
): void {
  const { queue, wait, passed, at, end } = given;
  if (end.how !== 'left') return;
  const now = at + wait * 1000;
  const place = { ...caller, Queue: queue, Position: 1, HoldTime: wait };
  const rung = end.ringing === null ? null : rings(script, at + passed * 1000, caller, queue, end.ringing);
  if (end.event === 'EXITWITHKEY') {
    script.say(now, 'DTMFEnd', { ...caller, Digit: '1', Direction: 'Received' });
    script.say(now, 'QueueCallerLeave', place);
    script.asks(now + 400, caller);
    script.gone(now + 400, caller);
    return;
  }
  if (end.event === 'ABANDON') script.asks(now, caller);
  if (rung) {
    script.dialEnd(now, caller, rung, 'CANCEL');
    script.gone(now, rung, 0);
  }
  if (end.event === 'WITHDRAW') taken(caller.Uniqueid);
  script.say(now, 'QueueCallerAbandon', place);
  script.say(now, 'QueueCallerLeave', place);
  const status = { EXITWITHTIMEOUT: 'TIMEOUT', EXITEMPTY: 'LEAVEEMPTY' }[end.event];
  if (status) script.say(now, 'VarSet', { ...caller, Variable: 'QUEUESTATUS', Value: status });
  script.say(now, 'SoftHangupRequest', { ...caller });
  script.gone(now, caller, 0);
}

function talks(
  script: Script,
  caller: Line,
  { queue, wait, at, end }: Pick<QueueVisit, 'queue' | 'wait' | 'at' | 'end'>,
): void {
  if (end.how !== 'answered') return;
  const { agent, ring, talk, by, onward, pickedUpBy } = end;
  const answered = at + wait * 1000;
  const rung = rings(script, answered - ring * 1000, caller, queue, agent);
  let leg = rung;
  if (pickedUpBy) {
    leg = script.leg(answered, phone(pickedUpBy), pickedUpBy, 's', '0');
    script.say(answered, 'DialBegin', { ...destOf(leg) });
    script.up(answered, leg);
    script.say(answered, 'Pickup', { ...leg, ...named('Target', rung) });
    script.gone(answered, rung, 26);
  } else {
    script.up(answered, leg);
    script.dialEnd(answered, caller, leg, 'ANSWER');
  }
  script.say(answered, 'QueueCallerLeave', { ...caller, Queue: queue, Position: 1 });
  const member = { Queue: queue, Interface: phone(agent), MemberName: `Agent ${agent}` };
  script.say(answered, 'AgentConnect', { ...caller, ...destOf(leg), ...member, HoldTime: wait, RingTime: ring });
  const bridge = script.bridge(answered, leg, caller);
  if (talk === null) return;
  const over = answered + talk * 1000;
  const complete = (Reason: string): void =>
    script.say(over, 'AgentComplete', { ...caller, ...destOf(leg), ...member, HoldTime: wait, TalkTime: talk, Reason });
  if (by === 'BLINDTRANSFER') {
    const to = { Extension: '3001', Context: 'from-internal', Result: 'Success' };
    script.say(over, 'BlindTransfer', { ...named('Transferer', leg), ...named('Transferee', caller), ...to });
    complete('transfer');
    script.leave(over, bridge, caller, leg);
    script.gone(over, leg);
    calls(script, over, caller, '3001', onward);
    return;
  }
  if (by === 'ATTENDEDTRANSFER') {
    const began = over - consultSeconds * 1000;
    script.leave(began, bridge, leg);
    const asked = script.leg(began, phone('3001'), '3001', 's', '0');
    script.dial(began, leg, asked, '3001');
    script.up(began, asked);
    script.dialEnd(began, leg, asked, 'ANSWER');
    const second = script.bridge(began, leg, asked);
    const done = { Result: 'Success', DestType: 'Bridge' };
    script.say(over, 'AttendedTransfer', { ...named('OrigTransferer', leg), ...named('Transferee', caller), ...done });
    complete('transfer');
    script.leave(over, second, leg, asked);
    script.say(over, 'BridgeEnter', { ...asked, BridgeUniqueid: bridge, BridgeType: 'basic' });
    script.gone(over, leg);
    hangUp(script, over + onward * 1000, bridge, caller, asked);
    return;
  }
  const [first, last] = by === 'COMPLETEAGENT' ? [leg, caller] : [caller, leg];
  script.asks(over, first);
  complete(by === 'COMPLETEAGENT' ? 'agent' : 'caller');
  script.leave(over, bridge, first, last);
  script.gone(over, leg);
  script.say(over, 'SoftHangupRequest', { ...caller });
  script.gone(over, caller);
}

/** Rings a phone, which answers at once, and talks; the caller hangs up. */
function calls(script: Script, ms: number, src: Line, to: string, talk: number): void {
  const leg = script.leg(ms, phone(to), to, 's', '0');
  script.dial(ms, src, leg, to);
  script.up(ms, leg);
  script.dialEnd(ms, src, leg, 'ANSWER');
  hangUp(script, ms + talk * 1000, script.bridge(ms, leg, src), src, leg);
}

function hangUp(script: Script, ms: number, bridge: string, first: Line, other: Line): void {
  script.asks(ms, first);
  script.leave(ms, bridge, first, other);
  script.gone(ms, other);
  script.gone(ms, first);
}

function plain(script: Script, { at, direct, caller, callee, met, talk }: PlainCall): void {
  const end = at + (talk ?? 9) * 1000;
  const src = direct === 'IN' ? 'SIP/trunk' : phone(caller);
  const line = script.leg(at, src, caller, direct === 'IN' ? '8000' : callee, '4');
  if (!met && talk !== null) {
    script.up(at, line);
    script.asks(end, line);
    script.gone(end, line);
    return;
  }
  const leg = script.leg(at, direct === 'OUT' ? 'SIP/trunk' : phone(callee), callee, 's', '0');
  script.dial(at, line, leg, callee);
  if (talk === null) {
    script.dialEnd(end, line, leg, 'NOANSWER');
    script.gone(end, leg, 19);
    script.gone(end, line, 19);
    return;
  }
  script.up(at, leg);
  script.dialEnd(at, line, leg, 'ANSWER');
  script.up(at, line);
  hangUp(script, end, script.bridge(at, leg, line), line, leg);
}

function redirected(script: Script, { at, queue, caller: number, wait, to, talk }: Redirected): void {
  const caller = joins(script, at, number, queue);
  const now = at + wait * 1000;
  const place = { ...caller, Queue: queue, Position: 1, HoldTime: wait };
  script.say(now, 'QueueCallerAbandon', place);
  script.say(now, 'QueueCallerLeave', place);
  script.say(now, 'NewCallerid', { ...caller, Context: 'from-internal', Exten: to });
  calls(script, now, caller, to, talk);
}

function parkedVisit(script: Script, given: ParkedVisit): void {
  const { at, queue, caller: number, agent, wait, talk, parked, by, onward } = given;
  const caller = joins(script, at, number, queue);
  const end = { how: 'answered', agent, ring: 0, talk: null, by: 'COMPLETEAGENT', onward, pickedUpBy: null } as const;
  talks(script, caller, { queue, wait, at, end });
  const now = at + (wait + talk) * 1000;
  const leg = legOf(script, phone(agent));
  script.say(now, 'ParkedCall', { ...named('Parkee', caller), ParkingSpace: '71' });
  script.leave(now, bridgeOf(script), caller, leg);
  script.say(now, 'BridgeEnter', { ...caller, BridgeUniqueid: `${caller.Uniqueid} lot`, BridgeType: 'holding' });
  script.gone(now + 1_000, leg);
  const then = now + parked * 1000;
  const fetching = script.leg(then, phone(by), by, 's', '0');
  script.say(then, 'DialBegin', { ...destOf(fetching) });
  script.up(then, fetching);
  script.say(then, 'UnParkedCall', { ...named('Parkee', caller), ParkingSpace: '71' });
  script.leave(then, `${caller.Uniqueid} lot`, caller);
  hangUp(script, then + onward * 1000, script.bridge(then, caller, fetching), caller, fetching);
}

function legOf({ events }: Script, base: string): Line {
  const found = events.findLast(({ Event, Channel = '' }) => Event === 'Newchannel' && Channel.startsWith(`${base}-`));
  return { Channel: found?.Channel ?? '', Uniqueid: found?.Uniqueid ?? '' };
}
const bridgeOf = ({ events }: Script): string =>
  events.findLast(({ Event }) => Event === 'BridgeEnter')?.BridgeUniqueid ?? '';
