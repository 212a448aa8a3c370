import type { AgentRow, AgentState, QueueTile, WaitingCaller } from '../../../shared/domain/queue';

/** Rows for tests of the floor; a test overrides what it is about. */
export const agentRow = (change: Partial<AgentRow> = {}): AgentRow => ({
  interface: 'SIP/2011',
  agent: '8011',
  name: '王芳',
  device: '2011',
  state: 'ready',
  reason: 0,
  since: 1_000_000,
  queues: [{ queue: '90', penalty: 0, fixed: false, paused: 0, callsTaken: 3, lastCallAt: null }],
  peer: '',
  peerName: '',
  channel: '',
  callsTaken: 3,
  ...change,
});

export const noMembers: Readonly<Record<AgentState, number>> = {
  'on-call': 0,
  ringing: 0,
  'wrap-up': 0,
  paused: 0,
  ready: 0,
  unreachable: 0,
  offline: 0,
};

export const queueTile = (change: Partial<QueueTile> = {}): QueueTile => ({
  queue: '90',
  name: '售后',
  waiting: 0,
  oldestEnteredAt: null,
  members: { ...noMembers, ready: 2 },
  completed: 40,
  abandoned: 2,
  averageHoldSeconds: 14,
  serviceLevelPercent: 87.5,
  serviceLevelSeconds: 20,
  ...change,
});

export const waitingCaller = (change: Partial<WaitingCaller> = {}): WaitingCaller => ({
  id: '1421960697.190',
  queue: '90',
  channel: 'SIP/trunk-0000002b',
  number: '13800138000',
  name: '张先生',
  region: '北京',
  position: 1,
  enteredAt: 1_000_000,
  ...change,
});
