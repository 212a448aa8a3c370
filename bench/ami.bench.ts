import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAmi } from '../pbx/engine/asterisk/ami/client';
import { Parser } from '../pbx/engine/asterisk/ami/parser';
import { messageText, startFakeExchange } from '../pbx/engine/asterisk/ami/testing/fake-exchange';
import type { AsteriskSetup } from '../pbx/engine/asterisk/parts';
import { createState } from '../pbx/engine/asterisk/state/state';
import { sleep, timed, until, wallClock } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Manager interface';
export const notes =
  'Events of an Asterisk as this platform takes them, 500 telephones in 20 queues. The exchange is a socket on loopback ' +
  'in the same process, so its own work is part of the figures of the line. "parsed": text → fields. "line": what ' +
  'comes out of one connection that is sent as much as it takes. "floor": queue calls of 21 events each, 10,000 events ' +
  'a second for five seconds, while channels, links, queues and devices are read ten times a second; "behind" is the ' +
  'time from the sending of an event to its effect, "loop" the delay of the event loop, "CPU" the share of one core.';

const seats = 500;
const queues = 20;
const count = 100_000;

/** A queue call from its first channel to the last, as the lab's exchange tells it (fields that are read). */
function queueCall(n: number): string {
  const [seat, queue] = [String(2000 + (n % seats)), String(900 + (n % queues))];
  const id = (leg: number): string => `1795000000.${n * 2 + leg}`;
  const hex = (leg: number): string => (n * 2 + leg).toString(16).padStart(8, '0');
  const legs = [`SIP/trunk-${hex(0)}`, `SIP/${seat}-${hex(1)}`];
  const of = (leg: number, state: string, prefix = ''): string[] => [
    `${prefix}Channel: ${legs[leg]}`,
    `${prefix}ChannelStateDesc: ${state}`,
    `${prefix}CallerIDNum: ${leg === 0 ? `138${n}` : seat}`,
    `${prefix}CallerIDName: Caller ${n}`,
    `${prefix}ConnectedLineNum: <unknown>`,
    `${prefix}Language: en`,
    `${prefix}Context: from-trunk`,
    `${prefix}Exten: ${queue}`,
    `${prefix}Priority: 1`,
    `${prefix}Uniqueid: ${id(leg)}`,
    `${prefix}Linkedid: ${id(0)}`,
  ];
  const say = (name: string, ...more: string[]): string =>
    messageText([`Event: ${name}`, 'Privilege: call,all', ...more]);
  const both = [...of(0, 'Up'), ...of(1, 'Up', 'Dest')];
  const member = (status: number): string =>
    say(
      'QueueMemberStatus',
      `Queue: ${queue}`,
      'MemberName: Agent',
      `Interface: SIP/${seat}`,
      `Status: ${status}`,
      'Paused: 0',
    );
  const at = [`Queue: ${queue}`, `Interface: SIP/${seat}`, 'MemberName: Agent'];
  const bridge = [`BridgeUniqueid: b${n}`, 'BridgeTechnology: simple_bridge', 'BridgeCreator: <unknown>'];
  return [
    say('Newchannel', ...of(0, 'Ring')),
    say('Newstate', ...of(0, 'Up')),
    say('QueueCallerJoin', ...of(0, 'Up'), `Queue: ${queue}`, 'Position: 1', 'Count: 1'),
    say('Newchannel', ...of(1, 'Down')),
    say('AgentCalled', ...of(0, 'Up'), ...of(1, 'Down', 'Dest'), ...at),
    say('DialBegin', ...of(0, 'Up'), ...of(1, 'Down', 'Dest'), `DialString: SIP/${seat}`),
    say('Newstate', ...of(1, 'Ringing')),
    member(6),
    say('Newstate', ...of(1, 'Up')),
    say('DialEnd', ...both, 'DialStatus: ANSWER'),
    say('QueueCallerLeave', ...of(0, 'Up'), `Queue: ${queue}`, 'Position: 1', 'Count: 0'),
    say('AgentConnect', ...both, ...at, 'HoldTime: 1', 'RingTime: 1'),
    say('BridgeEnter', ...of(1, 'Up'), ...bridge),
    say('BridgeEnter', ...of(0, 'Up'), ...bridge),
    member(2),
    say('AgentComplete', ...both, ...at, 'HoldTime: 1', 'TalkTime: 5', 'Reason: caller'),
    say('BridgeLeave', ...of(0, 'Up'), ...bridge),
    say('BridgeLeave', ...of(1, 'Up'), ...bridge),
    say('Hangup', ...of(1, 'Up'), 'Cause: 16'),
    say('Hangup', ...of(0, 'Up'), 'Cause: 16'),
    member(1),
  ].join('');
}

const setup: AsteriskSetup = {
  ...{ host: '127.0.0.1', port: 0, user: 'desk', secret: '', context: 'from-internal', transferContext: 'seatline' },
  ...{ parkContext: 'parkedcalls', hintContext: 'ext-local', holdCode: '', unholdCode: '', recordings: '', zone: 480 },
};

function parsed(): readonly string[] {
  const bytes = Buffer.from(Array.from({ length: 500 }, (_, n) => queueCall(n)).join(''));
  const times = timed(10, () => {
    const parser = new Parser(() => {});
    parser.push(Buffer.from('Asterisk Call Manager/5.0.4\r\n'));
    for (let from = 0; from < bytes.length; from += 65_536) parser.push(bytes.subarray(from, from + 65_536));
  });
  const events = 500 * 21;
  const median = percentile(times, 0.5);
  return ['parsed', rate(events, median), `${((median * 1000) / events).toFixed(1)} µs`, '–', '–', '–'];
}

const rate = (events: number, milliseconds: number): string =>
  Math.round((events / milliseconds) * 1000).toLocaleString('en');

async function opened() {
  const exchange = await startFakeExchange();
  const ami = createAmi({
    ...{ host: '127.0.0.1', port: exchange.port, user: exchange.user, secret: exchange.secret },
    ...{ clock: wallClock, random: Math.random, log: () => {} },
  });
  const peers = Array.from({ length: seats }, (_, n) => [
    ...['Event: PeerEntry', 'Channeltype: SIP', `ObjectName: ${2000 + n}`, 'Dynamic: yes'],
    ...['IPaddress: 10.0.0.1', 'IPport: 5060', 'Status: OK (1 ms)'],
  ]);
  const rows = Array.from({ length: queues }, (_, q) => [
    ['Event: QueueParams', `Queue: ${900 + q}`, 'Max: 0', 'Strategy: rrmemory'],
    ...Array.from({ length: seats / queues }, (_, n) => [
      ...['Event: QueueMember', `Queue: ${900 + q}`, 'Name: Agent', `Location: SIP/${2000 + q + n * queues}`],
      ...['Membership: dynamic', 'Status: 1', 'Paused: 0'],
    ]),
  ]).flat();
  const list = (lines: readonly (readonly string[])[]) => () => ({
    ok: true,
    lines: ['Message: follows'],
    list: lines,
  });
  exchange.on('SIPpeers', list(peers));
  exchange.on('QueueStatus', list(rows));
  for (const name of ['CoreShowChannels', 'Status', 'BridgeList', 'ParkedCalls']) exchange.on(name, list([]));
  await ami.opened;
  return { exchange, ami };
}

async function line(): Promise<readonly string[]> {
  const { exchange, ami } = await opened();
  let seen = 0;
  ami.onEvent(() => {
    seen += 1;
  });
  const piece = Array.from({ length: 50 }, (_, n) => queueCall(n)).join('');
  const from = performance.now();
  for (let sent = 0; sent < count; sent += 1050) {
    exchange.say(piece);
    // The sender must not fill all the memory first.
    if (sent % 10_500 === 0) await until('the events', () => seen >= sent);
  }
  await until('the events', () => seen >= count);
  const took = performance.now() - from;
  ami.close();
  await exchange.close();
  return ['line', rate(seen, took), `${((took * 1000) / seen).toFixed(1)} µs`, '–', '–', '–'];
}

async function floor(): Promise<readonly string[]> {
  const { exchange, ami } = await opened();
  const state = createState({ ami, clock: wallClock, log: () => {}, setup: { ...setup, port: exchange.port } });
  await state.ready;
  const behind: number[] = [];
  let sentAt = 0;
  let seen = 0;
  ami.onEvent(({ event }) => {
    seen += 1;
    if (event === 'BridgeEnter') behind.push(performance.now() - sentAt);
  });
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const used = process.cpuUsage();
  const from = performance.now();
  let calls = 0;
  let read = 0;
  for (let tick = 0; tick < 250; tick += 1) {
    // 200 events each 20 ms.
    const due = Math.round(((tick + 1) * 200) / 21);
    let text = '';
    for (; calls < due; calls += 1) text += queueCall(calls);
    sentAt = performance.now();
    exchange.say(text);
    if (tick % 5 === 0)
      read += state.channels().length + state.links().length + state.queues().length + state.devices().length;
    await sleep(Math.max(0, from + (tick + 1) * 20 - performance.now()));
  }
  await until('the events', () => seen >= calls * 21);
  const took = performance.now() - from;
  const cpu = process.cpuUsage(used);
  loop.disable();
  if (read === 0 || state.links().length === 0) throw new Error('nothing was followed');
  state.close();
  ami.close();
  await exchange.close();
  return [
    'floor',
    rate(seen, took),
    `${(((cpu.user + cpu.system) / 1000 / took) * 100).toFixed(0)} % CPU`,
    ms(percentile(behind, 0.5)),
    ms(percentile(behind, 0.95)),
    ms(loop.percentile(95) / 1e6),
  ];
}

export async function run(): Promise<Table> {
  return {
    head: ['what', 'events a second', 'cost', 'behind p50 (ms)', 'behind p95 (ms)', 'loop p95 (ms)'],
    rows: [parsed(), await line(), await floor()],
  };
}
