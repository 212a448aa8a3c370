import { describe, expect, it } from 'vitest';
import { type DriverCapability, driverCapabilities } from '../bridge/topics';
import type { Call } from './call';
import { type CallAction, canDo, capabilities } from './capabilities';
import type { Seat } from './seat';

const call = (more: Partial<Call>): Call => ({
  id: '100.2',
  linkedId: '100.1',
  channel: '802/100.2',
  direction: 'in',
  state: 'talking',
  legs: [],
  number: '13421829060',
  name: '',
  region: '',
  queue: '',
  queueName: '',
  did: '',
  ivrPath: '',
  ivrKeys: '',
  waitSeconds: null,
  callData: '',
  variables: {},
  transferredFrom: '',
  startedAt: 1,
  answeredAt: null,
  heldSince: null,
  endedAt: null,
  end: null,
  room: '',
  ...more,
});
const seat = {} as Seat;
const all: ReadonlySet<DriverCapability> = new Set(driverCapabilities);
const enabled = (more: Partial<Call>): readonly CallAction[] =>
  capabilities(call(more), seat, all)
    .filter((control) => control.enabled)
    .map(({ action }) => action);
const why = (action: CallAction, more: Partial<Call>) =>
  capabilities(call(more), seat, all).find((control) => control.action === action)?.why;

describe('where the platform does not say whether a call was answered', () => {
  it('hold, transfer and survey are offered from the start', () => {
    expect([
      enabled({ state: 'ringing' }),
      enabled({ state: 'ringing', assumed: 'calling' }),
      enabled({ state: 'talking', assumed: 'answered' }),
    ]).toEqual([
      ['answer', 'reject', 'hang-up'],
      ['answer', 'reject', 'hang-up', 'hold', 'transfer', 'consult', 'park', 'survey'],
      ['hang-up', 'hold', 'transfer', 'consult', 'park', 'dtmf', 'survey'],
    ]);
  });

  it('a call held by parking can only be resumed', () => {
    expect([
      enabled({ state: 'held' }),
      enabled({ state: 'held', away: true }),
      why('hang-up', { state: 'held', away: true }),
    ]).toEqual([['hang-up', 'resume', 'transfer', 'consult', 'park', 'survey'], ['resume'], 'on-hold']);
  });
});

it('a rating is asked for once, and not before the answer', () => {
  expect([
    why('survey', {}),
    why('survey', { surveyed: true }),
    why('survey', { state: 'ringing' }),
    why('survey', { state: 'ended' }),
    canDo('survey', call({}), seat, new Set()),
    canDo('survey', call({}), null, all),
  ]).toEqual([null, 'survey-asked', 'not-talking', 'ended', false, false]);
});
