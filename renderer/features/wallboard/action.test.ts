import { expect, test } from 'vitest';
import type { DriverCapability } from '../../../shared/bridge/topics';
import { agentActions, agentCommand, callerActions, callerCommand } from './action';
import { agentRow, waitingCaller } from './sample';

const all = new Set<DriverCapability>(['supervise', 'queues', 'queue-pause', 'pickup', 'withdraw']);
const told = (row: Parameters<typeof agentActions>[0], driver = all) =>
  Object.fromEntries(agentActions(row, driver).map(({ name, why }) => [name, why]));

test('what the moment forbids is there, disabled, and says why', () => {
  const [first] = agentRow().queues;
  expect({
    ready: told(agentRow()),
    ringing: told(agentRow({ state: 'ringing', channel: 'SIP/2011-1', peer: '138' })),
    paused: told(agentRow({ state: 'paused', queues: [{ ...first!, paused: 2, fixed: true }] })),
    offline: told(agentRow({ state: 'offline', queues: [] })),
  }).toEqual({
    ready: {
      pause: null,
      unpause: 'not-paused',
      remove: null,
      'remove-all': null,
      'hang-up': 'no-call',
      pickup: 'not-ringing',
    },
    ringing: { pause: null, unpause: 'not-paused', remove: null, 'remove-all': null, 'hang-up': null, pickup: null },
    paused: {
      pause: 'paused-already',
      unpause: null,
      remove: 'fixed-member',
      'remove-all': 'fixed-member',
      'hang-up': 'no-call',
      pickup: 'not-ringing',
    },
    offline: {
      pause: 'no-queue',
      unpause: 'no-queue',
      remove: 'no-queue',
      'remove-all': 'no-queue',
      'hang-up': 'no-call',
      pickup: 'not-ringing',
    },
  });
});

test('listening in is offered as far as the platform can, on somebody else who is on a call', () => {
  const onCall = agentRow({ interface: 'SIP/2012', state: 'on-call', channel: 'SIP/2012-1' });
  const of = (row: Parameters<typeof agentActions>[0], driver: readonly DriverCapability[]) =>
    Object.fromEntries(agentActions(row, new Set(driver), 'SIP/2011').map(({ name, why }) => [name, why]));
  expect([
    of(onCall, ['monitor', 'whisper', 'barge']),
    of(onCall, ['monitor']),
    of({ ...onCall, interface: 'SIP/2011' }, ['monitor', 'barge']),
    of({ ...onCall, state: 'ready', channel: '' }, ['whisper']),
    (['monitor', 'whisper', 'barge'] as const).map((name) => agentCommand(name, onCall, { reason: 1, queue: '' })),
  ]).toEqual([
    { monitor: null, whisper: null, barge: null },
    { monitor: null },
    { monitor: 'myself', barge: 'myself' },
    { whisper: 'no-call' },
    [
      { name: 'member.supervise', input: { interface: 'SIP/2012', mode: 'monitor' } },
      { name: 'member.supervise', input: { interface: 'SIP/2012', mode: 'whisper' } },
      { name: 'member.supervise', input: { interface: 'SIP/2012', mode: 'barge' } },
    ],
  ]);
});

test('without pauses by queue nobody is paused from the floor', () => {
  expect(Object.keys(told(agentRow(), new Set(['supervise', 'queues'])))).toEqual(['remove', 'remove-all', 'hang-up']);
});

test('what the platform lacks is absent', () => {
  const caller = waitingCaller();
  expect([
    told(agentRow(), new Set(['pickup'])),
    told(agentRow(), new Set()),
    callerActions(caller, new Set(['supervise'])).map(({ name }) => name),
    callerActions(caller, new Set(['withdraw'])).map(({ name }) => name),
  ]).toEqual([{ pickup: 'not-ringing' }, {}, ['take'], ['withdraw']]);
});

test('each confirmed action becomes one command', () => {
  const row = agentRow({ interface: 'SIP/2011', device: '2011' });
  const choice = { reason: 3, queue: '90' };
  expect([
    ...(['pause', 'unpause', 'remove', 'remove-all', 'hang-up', 'pickup'] as const).map((name) =>
      agentCommand(name, row, choice),
    ),
    callerCommand('take', waitingCaller(), ''),
    callerCommand('withdraw', waitingCaller(), 'closing'),
  ]).toEqual([
    { name: 'member.pause', input: { interface: 'SIP/2011', reason: 3 } },
    { name: 'member.unpause', input: { interface: 'SIP/2011' } },
    { name: 'member.remove', input: { interface: 'SIP/2011', queue: '90' } },
    { name: 'member.remove', input: { interface: 'SIP/2011', queue: '' } },
    { name: 'member.hangUp', input: { interface: 'SIP/2011' } },
    { name: 'pickup.extension', input: { extension: '2011' } },
    { name: 'waiting.take', input: { id: '1421960697.190' } },
    { name: 'waiting.withdraw', input: { id: '1421960697.190', reason: 'closing' } },
  ]);
});
