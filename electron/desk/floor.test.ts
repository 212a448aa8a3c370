import { describe, expect, it } from 'vitest';
import { countAgents, onlineAgents, stateOfAgent } from '../../shared/domain/agents';
import { levelOf, percent, totalTiles } from '../../shared/domain/metrics';
import type { StatusFacts } from '../platforms/driver';
import { type FloorNames, readExtensions, readFloor } from './floor';
import { linkFact, member, popFact } from './testing/fake-driver';

const names = (more: Partial<FloorNames> = {}): FloorNames => ({
  agentName: (agent) => (agent === '2011' ? '李坐席' : ''),
  queueName: (queue) => `Q${queue}`,
  queues: [],
  figures: new Map(),
  wrapUpCode: 9,
  ...more,
});
const facts = (more: Partial<StatusFacts>): StatusFacts => ({
  at: 1_000_000,
  devices: [],
  members: [],
  waiting: [],
  parks: [],
  conferences: [],
  users: [],
  ...more,
});
const device = (status: number, more = {}) => ({
  device: '2011',
  interface: 'SIP/2011',
  user: '2011',
  status,
  pops: [],
  links: [],
  ...more,
});

describe('floor', () => {
  it('R13 counts an agent in three queues once, paused in one of them', () => {
    const rows = readFloor(
      facts({ devices: [device(0)], members: [member('90'), member('91', { paused: 2 }), member('92')] }),
      names(),
      {},
    );
    const counts = countAgents(Object.values(rows.agents));
    expect([Object.keys(rows.agents), onlineAgents(counts), counts.ready, counts.paused]).toEqual([
      ['SIP/2011'],
      1,
      1,
      0,
    ]);
    expect(Object.values(rows.queues).map(({ queue, members }) => [queue, members.ready, members.paused])).toEqual([
      ['90', 1, 0],
      ['91', 0, 1],
      ['92', 1, 0],
    ]);
  });

  it('R16 loses none of 501 queues', () => {
    const queues = Array.from({ length: 501 }, (_, i) => String(1000 + i));
    const rows = readFloor(facts({ members: queues.map((queue) => member(queue)) }), names({ queues }), {});
    expect([Object.keys(rows.queues).length, rows.agents['SIP/2011']?.queues.length]).toEqual([501, 501]);
  });

  it('shows whom an agent talks to since when, keeps "since" while the state holds, and forgets the peer after', () => {
    const link = linkFact({ state: 'Link', linkedAt: 940_000 });
    const talking = readFloor(
      facts({ devices: [device(1, { links: [link], pops: [popFact()] })], members: [member('90')] }),
      names(),
      {},
    );
    expect(talking.agents['SIP/2011']).toMatchObject({
      state: 'on-call',
      since: 940_000,
      peer: '13800138000',
      peerName: '王女士',
      channel: 'SIP/2011-00000002',
    });
    const idle = readFloor(facts({ devices: [device(0)], members: [member('90')] }), names(), talking.agents);
    const later = readFloor(
      facts({ at: 2_000_000, devices: [device(0)], members: [member('90')] }),
      names(),
      idle.agents,
    );
    expect(later.agents['SIP/2011']).toMatchObject({ state: 'ready', since: 1_000_000, peer: '', channel: '' });
  });

  it('gives waiting callers, the oldest of a queue, and parked calls that still wait', () => {
    const rows = readFloor(
      facts({
        waiting: [
          { queue: '90', id: '1.1', channel: 'SIP/t-1', number: '1', position: 2, enteredAt: 900_000 },
          { queue: '90', id: '1.2', channel: 'SIP/t-2', number: '2', position: 1, enteredAt: 800_000 },
        ],
        parks: [
          {
            lot: '71',
            channel: 'SIP/t-3',
            srcChannel: 'SIP/2011-1',
            number: '3',
            timeoutSeconds: 300,
            state: 'Parked',
            parkedAt: 1,
          },
          {
            lot: '72',
            channel: 'SIP/t-4',
            srcChannel: 'SIP/2011-1',
            number: '4',
            timeoutSeconds: 300,
            state: 'TimeOut',
            parkedAt: 1,
          },
        ],
      }),
      names({ queues: ['90', '91'] }),
      {},
    );
    expect(
      Object.values(rows.queues).map(({ queue, waiting, oldestEnteredAt }) => ({ queue, waiting, oldestEnteredAt })),
    ).toEqual([
      { queue: '90', waiting: 2, oldestEnteredAt: 800_000 },
      { queue: '91', waiting: 0, oldestEnteredAt: null },
    ]);
    expect(Object.values(rows.parks).map(({ lot, expiresAt }) => [lot, expiresAt])).toEqual([['71', 300_001]]);
  });

  it('greys out colleagues who are paused, and takes the phone for presence', () => {
    const status = facts({ devices: [device(9)], members: [member('90', { paused: 3 })] });
    const { agents } = readFloor(status, names(), {});
    const list = [
      {
        extension: '2011',
        name: '李',
        device: '2011',
        interface: 'SIP/2011',
        context: '',
        presence: 'unknown' as const,
        paused: false,
      },
    ];
    expect(readExtensions(list, status, agents)['2011']).toMatchObject({ presence: 'in-use', paused: false });
    const idle = { ...status, devices: [device(0)] };
    expect(readExtensions(list, idle, readFloor(idle, names(), {}).agents)['2011']).toMatchObject({
      presence: 'idle',
      paused: true,
    });
  });
});

describe('state of an agent', () => {
  const signs = (device: number | null, members: [number, number][], wrapUpCode = 9) =>
    stateOfAgent({ device, members: members.map(([status, paused]) => ({ status, paused })), wrapUpCode }).state;
  it.each([
    ['on-call', signs(1, [[1, 0]])],
    ['on-call', signs(9, [[6, 0]])],
    ['on-call', signs(null, [[2, 5]])],
    ['ringing', signs(8, [[1, 0]])],
    [
      'wrap-up',
      signs(0, [
        [1, 9],
        [1, 9],
      ]),
    ],
    ['paused', signs(0, [[1, 9]], 0)],
    ['paused', signs(0, [[1, 2]])],
    [
      'ready',
      signs(0, [
        [1, 0],
        [1, 2],
      ]),
    ],
    ['unreachable', signs(4, [[5, 0]])],
    ['unreachable', signs(-1, [])],
    ['unreachable', signs(null, [[5, 0]])],
    ['offline', signs(0, [])],
  ])('%s', (expected, state) => {
    expect(state).toBe(expected);
  });
});

describe('metrics', () => {
  it('adds what may be added and nothing else', () => {
    const tile = {
      queue: '90',
      name: '',
      members: countAgents([]),
      averageHoldSeconds: 9,
      serviceLevelPercent: 80,
      serviceLevelSeconds: 20,
    };
    expect(
      totalTiles([
        { ...tile, waiting: 2, oldestEnteredAt: 500, completed: 9, abandoned: 1 },
        { ...tile, waiting: 1, oldestEnteredAt: 300, completed: null, abandoned: null },
      ]),
    ).toEqual({ waiting: 3, oldestEnteredAt: 300, completed: 9, abandoned: 1, abandonedPercent: 10 });
    expect([percent(1, 3), percent(0, 0), levelOf(60, 20, 60), levelOf(20, 20, 60), levelOf(19, 20, 60)]).toEqual([
      33.3,
      null,
      'red',
      'amber',
      'normal',
    ]);
  });
});
