import type { CentreConfig } from '../../scenario/centre';
import { centreOf } from '../../scenario/centre';
import { createPeople } from '../../scenario/people';
import type {
  AgentActivityRow,
  AgentCallRow,
  CallRecordRow,
  FaxRow,
  MenuKeyRow,
  OriginateRequest,
  QueueEventRow,
  RatingRow,
  RecordingRow,
  RecordSink,
  VoicemailRow,
} from '../port';
import { createVirtualClock } from './clock';
import { createSimulatedEngine } from './engine';

/** Records kept in lists, in the order in which they were written. */
export function listSink() {
  const calls: CallRecordRow[] = [];
  const queueLog: QueueEventRow[] = [];
  const agentCalls: AgentCallRow[] = [];
  const activity: AgentActivityRow[] = [];
  const recordings: RecordingRow[] = [];
  const voicemails: VoicemailRow[] = [];
  const faxes: FaxRow[] = [];
  const menuKeys: MenuKeyRow[] = [];
  const ratings: RatingRow[] = [];
  const sink: RecordSink = {
    callRecord: (row) => void calls.push(row),
    queueEvent: (row) => void queueLog.push(row),
    agentCall: (row) => void agentCalls.push(row),
    agentActivity: (row) => void activity.push(row),
    recording: (row) => void recordings.push(row),
    voicemail: (row) => void voicemails.push(row),
    fax: (row) => void faxes.push(row),
    menuKey: (row) => void menuKeys.push(row),
    rating: (row) => void ratings.push(row),
  };
  return { calls, queueLog, agentCalls, activity, recordings, voicemails, faxes, menuKeys, ratings, sink };
}

/** 2 March 2026, 09:00 in China. */
export const morning = Date.UTC(2026, 2, 2, 1, 0, 0);

/** A small exchange on a virtual clock with its people and records; for tests. */
export function createLab(change: Partial<CentreConfig> = {}, seed = 1) {
  const clock = createVirtualClock(morning);
  const records = listSink();
  const centre = { ...centreOf('small'), ...change };
  const engine = createSimulatedEngine({ centre, clock, records: records.sink, seed, zone: 480 });
  const people = createPeople(engine);
  return {
    clock,
    engine,
    people,
    records,
    pass: (seconds: number) => clock.advance(seconds * 1000),
    /** Live channels of a device, or of an outside number. */
    live: (who: string) =>
      engine
        .channels()
        .filter((one) => one.hungUpAt === null && (one.device === who || (one.trunk !== '' && one.callerId === who))),
    /** Open and ended pairs by number: `13800138000>2011 Link`. */
    pairs: () => {
      const number = (name: string): string => engine.channels().find((one) => one.name === name)?.callerId ?? name;
      return engine.links().map((link) => `${number(link.src)}>${number(link.dst)} ${link.state}`);
    },
    /** Number, cause and state of every channel that is there or lingers. */
    legs: () => engine.channels().map((one) => `${one.callerId} ${one.hungUpAt === null ? one.state : one.cause}`),
    /** Queue log of one queue, else of all: `CONNECT(4,13800138000,4)`. */
    log: (queue = '') =>
      records.queueLog
        .filter((row) => queue === '' || row.queue === queue)
        .map((row) => `${row.event}(${row.args.filter((arg) => arg !== '').join(',')})`),
    cdr: () => records.calls.map((row) => `${row.src}>${row.dst} ${row.disposition} ${row.billSeconds}s ${row.cause}`),
  };
}

/** A click to dial from 2011 to 2012, changed as said. */
export const order = (change: Partial<OriginateRequest> = {}): OriginateRequest => ({
  channel: 'SIP/2011',
  context: 'from-internal',
  exten: '2012',
  priority: '1',
  application: '',
  data: '',
  timeoutMs: 30_000,
  callerId: '2011',
  variables: {},
  account: '',
  ...change,
});

export type Lab = ReturnType<typeof createLab>;

/** 13800138000 came through queue 90 and talks to 2011 since 5 s. */
export function createTalk() {
  const lab = createLab();
  lab.engine.queueAdd('90', 'SIP/2011', 0);
  lab.records.queueLog.length = 0;
  const caller = lab.people.callerRings({ from: '13800138000', to: { queue: '90' } });
  lab.people.answers('2011');
  lab.pass(5);
  return { ...lab, caller, mine: lab.live('2011')[0]?.name ?? '' };
}

/** Pairs that talk or ring. */
export const openPairs = (lab: Lab): string[] => lab.pairs().filter((one) => / (Link|Dialing)$/.test(one));
