import { leaveMessage, rateCall, sendFax } from './test-messages';
import type { TestPlatform } from './test-platform';

/** What became of the callers of a queue; seconds are whole. */
export interface QueueLedger {
  entered: number;
  answered: number;
  abandoned: number;
  /** Of the abandoned ones: somebody was rung just then. */
  rung: number;
  timedOut: number;
  transferred: number;
  callerHangups: number;
  agentHangups: number;
  talk: number;
  waits: number[];
}
export interface AgentLedger {
  answered: number;
  talk: number;
  pauses: { readonly reason: number; readonly seconds: number }[];
}
/** What the script made happen, written down by the script itself and by nobody else. */
export interface Ledger {
  readonly queues: Readonly<Record<'90' | '91', QueueLedger>>;
  readonly agents: Readonly<Record<'2011' | '2012', AgentLedger>>;
  /** Unique ids of the callers who were lost. */
  readonly lost: string[];
  /** Calls (not records), and talk seconds of all their records. */
  readonly incoming: { calls: number; answered: number; talk: number };
  readonly outgoing: { calls: number; answered: number; talk: number };
  readonly internal: { calls: number; answered: number; talk: number };
  /** Pairs of legs of queue 91, which is recorded. */
  recordings: number;
  voicemails: number;
  faxes: number;
  readonly ratings: number[];
  readonly texts: { received: number; sent: number; failed: number };
  readonly campaign: { task: string; numbers: number; successful: number; failed: number; attempts: number };
  /** Calls that began in each hour of the day, from outside and to outside. */
  readonly hours: Map<number, { incoming: number; outgoing: number }>;
}

const queueLedger = (): QueueLedger => ({
  ...{ entered: 0, answered: 0, abandoned: 0, rung: 0, timedOut: 0, transferred: 0, callerHangups: 0, agentHangups: 0 },
  ...{ talk: 0, waits: [] },
});
const traffic = () => ({ calls: 0, answered: 0, talk: 0 });

/**
 * A working day of the small centre, from 09:00 on 2 March 2026 to the evening: by hand and to the second, through the
 * endpoints where a desk would act and by the scenario's verbs where people and telephones do.
 */
export async function liveDay(platform: TestPlatform): Promise<Ledger> {
  const { clock, scenario, engine } = platform;
  const ledger: Ledger = {
    queues: { 90: queueLedger(), 91: queueLedger() },
    agents: { 2011: { answered: 0, talk: 0, pauses: [] }, 2012: { answered: 0, talk: 0, pauses: [] } },
    lost: [],
    ...{ incoming: traffic(), outgoing: traffic(), internal: traffic() },
    ...{ recordings: 0, voicemails: 0, faxes: 0, ratings: [] },
    texts: { received: 0, sent: 0, failed: 0 },
    campaign: { task: '', numbers: 0, successful: 0, failed: 0, attempts: 0 },
    hours: new Map(),
  };
  const seconds = (count: number): void => clock.advance(count * 1_000);
  const until = (hour: number): void => clock.advance(Date.UTC(2026, 2, 2, hour - 8) - clock.now());
  const did = async (name: Parameters<TestPlatform['ask']>[0], query: Record<string, string>): Promise<string> => {
    const answer = (await platform.ask(name, query)) as unknown as { errcode: number; total?: number };
    if (answer.errcode !== 0) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return String(answer.total ?? '');
  };
  const began = (way: 'incoming' | 'outgoing'): void => {
    const hour = new Date(clock.now() + 8 * 3_600_000).getUTCHours();
    const row = ledger.hours.get(hour) ?? { incoming: 0, outgoing: 0 };
    row[way] += 1;
    ledger.hours.set(hour, row);
    ledger[way].calls += 1;
  };
  const live = (no: string): boolean => engine.channels().some((one) => one.device === no && one.hungUpAt === null);
  const ringing = (): '2011' | '2012' => {
    const rung = engine.channels().find(({ state, device }) => state === 'Ringing' && /^201[12]$/.test(device));
    if (!rung) throw new Error('nobody of queue 90 rings');
    return rung.device as '2011' | '2012';
  };

  /** A caller of queue 90 who is answered after `wait` and talks for `talk` seconds. */
  const answered = (from: string, wait: number, talk: number, end: 'caller' | 'agent' | 'transfer'): void => {
    const queue = ledger.queues[90];
    began('incoming');
    const menu = from === '13800138002' ? { ivrPath: '1', ivrKeys: '0' } : {};
    const caller = scenario.callerRings({ from, ...menu, to: { queue: '90' } });
    seconds(wait);
    const agent = ringing();
    scenario.answers(agent);
    seconds(talk);
    queue.entered += 1;
    queue.answered += 1;
    queue.waits.push(wait);
    queue.talk += talk;
    ledger.incoming.answered += 1;
    ledger.incoming.talk += talk;
    ledger.agents[agent].answered += 1;
    ledger.agents[agent].talk += talk;
    if (end === 'caller') {
      queue.callerHangups += 1;
      caller.hangsUp();
    } else if (end === 'agent') {
      queue.agentHangups += 1;
      scenario.hangsUp(agent);
    } else {
      queue.transferred += 1;
      const moved = engine.redirect(caller.channel, '', 'from-internal', '2014', '1');
      if (!moved.ok) throw new Error(`redirect: ${moved.why}`);
      seconds(3);
      scenario.answers('2014');
      seconds(40);
      ledger.incoming.talk += 40;
      caller.hangsUp();
    }
    seconds(30);
  };
  const abandoned = (from: string, wait: number): void => {
    began('incoming');
    const caller = scenario.callerRings({ from, to: { queue: '90' } });
    seconds(wait);
    ledger.queues[90].rung += live('2011') || live('2012') ? 1 : 0;
    caller.givesUp();
    ledger.lost.push(caller.uniqueId);
    ledger.queues[90].entered += 1;
    ledger.queues[90].abandoned += 1;
    ledger.queues[90].waits.push(wait);
    seconds(20);
  };
  const timedOut = (from: string): void => {
    began('incoming');
    const caller = scenario.callerRings({ from, to: { queue: '90' } });
    seconds(310);
    ledger.lost.push(caller.uniqueId);
    ledger.queues[90].entered += 1;
    ledger.queues[90].timedOut += 1;
    if (caller.alive) caller.hangsUp();
    seconds(20);
  };
  const paused = async (agent: '2011' | '2012', reason: number, span: number, meanwhile = (): void => {}) => {
    const member = { queue: '90', interface: `SIP/${agent}` };
    await did('ctiqueuepause', { ...member, paused: String(reason) });
    const from = clock.now();
    meanwhile();
    clock.advance(from + span * 1_000 - clock.now());
    await did('ctiqueuepause', { ...member, paused: '0' });
    ledger.agents[agent].pauses.push({ reason, seconds: span });
  };
  const dialled = (number: string, behaviour: 'answers' | 'busy', talk = 0): void => {
    began('outgoing');
    scenario.outsideBehaves(
      number,
      behaviour === 'busy' ? { kind: 'busy' } : { kind: 'answers', afterSeconds: 4, talkSeconds: talk },
    );
    scenario.dials('2014', number);
    seconds(60);
    // Whoever talked has hung up; who heard the busy tone has not.
    if (live('2014')) scenario.hangsUp('2014');
    seconds(5);
    if (behaviour === 'busy') return;
    ledger.outgoing.answered += 1;
    ledger.outgoing.talk += talk;
  };
  const inside = (talk: number | null): void => {
    ledger.internal.calls += 1;
    scenario.dials('2013', '2014');
    seconds(5);
    if (talk !== null) {
      scenario.answers('2014');
      seconds(talk);
      ledger.internal.answered += 1;
      ledger.internal.talk += talk;
    }
    scenario.hangsUp('2013');
    seconds(10);
  };

  // 09: people come, callers come.
  for (const agent of ['2011', '2012']) await did('ctiqueueadd', { queue: '90', interface: `SIP/${agent}` });
  seconds(60);
  answered('13800138001', 4, 30, 'caller');
  answered('13800138002', 8, 61, 'agent');
  answered('13800138003', 12, 95, 'caller');
  abandoned('13800138004', 9);
  inside(20);
  // 10: out and inside.
  until(10);
  dialled('13900139001', 'answers', 25);
  dialled('13900139002', 'answers', 31);
  dialled('02087654321', 'busy');
  inside(null);
  inside(7);
  // 11: transfers.
  until(11);
  answered('13800138005', 3, 15, 'transfer');
  answered('13800138006', 5, 18, 'transfer');
  // 12: lunch. With everybody away callers wait for ever, or not.
  until(12);
  await paused('2011', 3, 1_800, () => undefined);
  await paused('2012', 3, 1_500);
  await did('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '4' });
  const meeting = clock.now();
  await paused('2012', 4, 900, () => {
    timedOut('13800138007');
    timedOut('13800138008');
    abandoned('13800138009', 25);
  });
  await did('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '0' });
  ledger.agents[2011].pauses.push({ reason: 4, seconds: Math.round((clock.now() - meeting) / 1000) });
  // 14: messages.
  until(14);
  for (const length of [5, 12, 20]) {
    began('incoming');
    leaveMessage(platform, length, '13700137001');
    ledger.voicemails += 1;
  }
  for (const pages of [1, 3]) {
    began('incoming');
    sendFax(platform, pages);
    ledger.faxes += 1;
    ledger.incoming.answered += 1;
    ledger.incoming.talk += 10 + 30 * pages;
  }
  for (const text of ['你好', '收到', '谢谢']) {
    scenario.textArrives({ from: '13800138001', text });
    ledger.texts.received += 1;
  }
  await did('sendsms', { number: '13800138001,13800138002,13800138003', text: 'aGVsbG8=' });
  await did('sendsms', { number: '12345', text: 'aGVsbG8=', retry: '0' });
  ledger.texts.sent += 3;
  ledger.texts.failed += 1;
  // 15: judged calls of the recorded queue.
  until(15);
  for (const key of ['5', '3', '']) {
    began('incoming');
    rateCall(platform, key);
    ledger.ratings.push(key === '' ? -1 : Number(key));
    const queue = ledger.queues[91];
    queue.entered += 1;
    queue.answered += 1;
    queue.agentHangups += 1;
    queue.waits.push(1);
    queue.talk += 10;
    ledger.incoming.answered += 1;
    ledger.incoming.talk += 10;
    ledger.recordings += 1;
    seconds(60);
  }
  // 16: a campaign that calls three customers for 2016.
  until(16);
  const task = await did('addobtask', {
    ...{ name: '回访', actiontype: '9', runtype: '0', begindate: '2026-03-02', enddate: '2026-03-02' },
    ...{ agentno: '2016', voicefile1: 'welcome', maxretries: '2' },
  });
  scenario.behaves('2016', { kind: 'answers', afterSeconds: 1 });
  scenario.outsideBehaves('13370821701', { kind: 'answers', afterSeconds: 2, talkSeconds: 12 });
  scenario.outsideBehaves('13370821702', { kind: 'answers', afterSeconds: 3, talkSeconds: 21 });
  scenario.outsideBehaves('13370821703', { kind: 'busy' });
  for (const number of ['13370821701', '13370821702', '13370821703']) {
    await did('addobdiallist', { taskid: task, dialnumber: number });
  }
  await did('setobtaskstatus', { id: task, status: 'B' });
  // Two who talk and one who is busy three times.
  for (const talk of [12, 21, 0, 0, 0]) {
    began('outgoing');
    ledger.outgoing.answered += talk > 0 ? 1 : 0;
    ledger.outgoing.talk += talk;
  }
  seconds(600);
  scenario.behaves('2016', { kind: 'hand' });
  Object.assign(ledger.campaign, { task, numbers: 3, successful: 2, failed: 1, attempts: 5 });
  // Somebody dials for help and thinks better of it; and the books are kept.
  began('outgoing');
  scenario.dials('2013', '9119');
  seconds(2);
  if (live('2013')) scenario.hangsUp('2013');
  seconds(10);
  await did('ctiaddblacklist', { name: 'hmd', extension: '13600136001', reason: '骚扰' });
  await did('addblacklist', { name: 'admin', extension: '13600136002', reason: '骚扰' });
  await did('addrouteblacklist', { extension: '13600136003' });
  await did('addroutewhitelist', { extension: '13600136004' });
  await did('addagentgroup', { groupname: '营销组' });
  await did('addspecialagent', { groupid: '1', agent: '7001', agentname: '王', agentpassword: '7001' });
  await did('addobagent', { queue: '90', agent: '7001' });
  // 17: home.
  until(17);
  answered('13800138010', 6, 45, 'agent');
  for (const agent of ['2011', '2012']) await did('ctiqueueremove', { queue: '90', interface: `SIP/${agent}` });
  seconds(600);
  return ledger;
}
