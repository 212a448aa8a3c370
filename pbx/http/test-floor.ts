import type { TestPlatform } from './test-platform';

/** A floor on which every endpoint has something to say; the golden tests stand on it. */
export interface Floor {
  /** A call between a caller and a telephone; made when that telephone has none. */
  talk(device?: string): { readonly caller: string; readonly agent: string };
  /** A new call between a caller and a telephone; what that telephone had is ended first. */
  fresh(device: string): { readonly caller: string; readonly agent: string };
  /** Lets a caller ring at an extension. */
  ring(extension: string): void;
  /** Puts a new caller into queue 90 and gives the channel. */
  enqueue(): string;
  /** A lot with a parked call. */
  lot(): string;
  /** Id of a call that queue 90 lost and nobody has handled. */
  lost(): string;
  /** Number of the record of a call to an emergency number. */
  urgent(): string;
  /** Number of a short message that has come in. */
  textIn(): string;
  /** Id of a queue call that is over and had a talk. */
  talked(): string;
  /** A telephone that cannot be rung. */
  busyPhone(): string;
  readonly room: string;
  readonly feature: { readonly code: string; readonly name: string };
}

/** Extension of each telephone that the floor uses; 8004 sits at the hot desk 3004. */
const extensions: Readonly<Record<string, string>> = { 2011: '2011', 2012: '2012', 3004: '8004' };

export async function busyFloor(platform: TestPlatform): Promise<Floor> {
  const { scenario, engine } = platform;
  const must = async (name: Parameters<TestPlatform['ask']>[0], query: Record<string, string>): Promise<void> => {
    const answer = await platform.ask(name, query);
    if (answer.errcode !== 0) throw new Error(`${name}: ${answer.message}`);
  };
  const liveAt = (device: string) =>
    engine.channels().find((channel) => channel.device === device && channel.hungUpAt === null);
  const connect = (device: string) => {
    const caller = scenario.callerRings({ from: '13800138000', to: { extension: extensions[device] ?? device } });
    platform.clock.advance(1_000);
    scenario.answers(device);
    platform.clock.advance(1_000);
    const agent = liveAt(device);
    if (agent?.state !== 'Up') throw new Error(`${device} did not answer`);
    return { caller: caller.channel, agent: agent.name };
  };

  await must('ctibinddevice', { extension: '8004', device: '3004' });
  await must('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  await must('ctiqueueadd', { queue: '90', interface: 'SIP/2012' });
  await must('ctiqueuepause', { queue: '90', interface: 'SIP/2012', paused: '3' });

  // One call that is over, one that goes on, one that waits.
  const past = scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  platform.clock.advance(2_000);
  scenario.answers('2011');
  platform.clock.advance(20_000);
  past.hangsUp();
  platform.clock.advance(30_000);
  scenario.callerRings({ from: '02085558321', to: { queue: '90' }, ivrPath: '1-3', ivrKeys: '13' });
  platform.clock.advance(2_000);
  scenario.answers('2011');
  platform.clock.advance(1_000);
  scenario.callerRings({ from: '13912345678', to: { queue: '90' } });
  platform.clock.advance(1_000);

  const room = '9111';
  for (const device of ['2013', '2014']) {
    const joining = platform.ask('ctioriginate', {
      channel: `SIP/${device}`,
      application: 'MeetMe',
      data: room,
      callerid: device,
      variable: 'A=1',
      async: 'yes',
    });
    const joined = await platform.whilePassing(joining);
    if (joined.errcode !== 0) throw new Error(`conference: ${joined.message}`);
    platform.clock.advance(500);
    scenario.answers(device);
    platform.clock.advance(500);
  }
  scenario.hangsUp('2014');
  scenario.unplugs('3003');
  platform.clock.advance(1_000);

  const talk = (device = '2011') => {
    const agent = liveAt(device);
    const link = agent && engine.links().find((each) => each.dst === agent.name && !each.cleared);
    return agent && link ? { caller: link.src, agent: agent.name } : connect(device);
  };
  const fresh = (device: string) => {
    for (let own = liveAt(device); own; own = liveAt(device)) {
      engine.hangUp(own.name);
      platform.clock.advance(1_000);
    }
    return connect(device);
  };
  const lots = () => engine.parks().filter((park) => park.state === 'Parked');
  const park = (): void => {
    const { caller, agent } = fresh('3004');
    const parked = engine.park(caller, agent, 300);
    if (!parked.ok) throw new Error(`park: ${parked.why}`);
    platform.clock.advance(1_000);
  };
  park();

  return {
    talk,
    fresh,
    ring(extension) {
      scenario.callerRings({ from: '18612345678', to: { extension } });
      platform.clock.advance(1_000);
    },
    enqueue() {
      const caller = scenario.callerRings({ from: '18612345678', to: { queue: '90' } });
      platform.clock.advance(1_000);
      return caller.channel;
    },
    lot() {
      if (lots().length === 0) park();
      return lots()[0]?.lot ?? '';
    },
    lost() {
      const caller = scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
      platform.clock.advance(1_000);
      const id = engine.channel(caller.channel)?.uniqueId ?? '';
      caller.hangsUp();
      platform.clock.advance(1_000);
      return id;
    },
    urgent() {
      for (let own = liveAt('2015'); own; own = liveAt('2015')) {
        engine.hangUp(own.name);
        platform.clock.advance(1_000);
      }
      scenario.dials('2015', '119');
      platform.clock.advance(2_000);
      const calling = liveAt('2015');
      if (calling) engine.hangUp(calling.name);
      platform.clock.advance(10_000);
      return String(platform.store.urgentCalls.list({})[0]?.id ?? '');
    },
    textIn() {
      scenario.textArrives({ from: '13800138000', text: '收到' });
      return String(platform.store.sms.received.summary({}).maxId);
    },
    talked: () =>
      platform.store.queueLog.list({ events: ['COMPLETECALLER'] }, { sort: 'id', descending: false, offset: 0 })[0]
        ?.uniqueId ?? '',
    busyPhone: () => '3003',
    room,
    feature: { code: '*6', name: 'shortcuts_8' },
  };
}
