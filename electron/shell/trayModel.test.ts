import { expect, test } from 'vitest';
import type { Link } from '../../shared/bridge/topics';
import type { Call, CallState } from '../../shared/domain/call';
import type { Availability, Seat } from '../../shared/domain/seat';
import { onCall, ringingCall, type TrayFacts, type TrayItem, trayModel, trayState } from './trayModel';

const seat = (availability: Availability, reason = 0): Seat =>
  ({ agent: '1001', device: '2011', availability, reason }) as Seat;
const call = (id: string, state: CallState, startedAt = 0): Call =>
  ({ id, state, startedAt, number: '13800138000', name: '王女士' }) as Call;
const link = (state: Link['state']): Link => ({ state }) as Link;
const facts = (more: Partial<TrayFacts> = {}): TrayFacts => ({
  seat: seat('ready'),
  link: link('live'),
  calls: {},
  reasons: [
    { code: 1, label: '小休' },
    { code: 2, label: '会议 & 培训' },
  ],
  settings: { language: 'zh-CN', recentNumbers: ['13800138000', '2012'] },
  ...more,
});

test('what needs the person most gives the icon', () => {
  expect([
    trayState(facts({ seat: null })),
    trayState(facts({ link: link('down'), calls: { a: call('a', 'ringing') } })),
    trayState(facts({ calls: { a: call('a', 'talking'), b: call('b', 'ringing') } })),
    trayState(facts({ calls: { a: call('a', 'held') } })),
    trayState(facts({ calls: { a: call('a', 'ended') } })),
    trayState(facts({ seat: seat('paused', 1) })),
    trayState(facts({ seat: seat('wrap-up') })),
    trayState(facts({ seat: seat('offline') })),
    trayState(facts({ link: link('stale') })),
  ]).toEqual(['offline', 'offline', 'ringing', 'on-call', 'ready', 'paused', 'paused', 'offline', 'ready']);
});

const outline = (items: readonly TrayItem[]): unknown[] =>
  items.map((item) =>
    item.kind === 'separator'
      ? '—'
      : item.kind === 'menu'
        ? [item.label, item.enabled, outline(item.items)]
        : [item.label, item.enabled, item.checked, item.act],
  );

test('the menu of a paused seat', () => {
  const model = trayModel(facts({ seat: seat('paused', 2) }));
  expect({ tip: model.tip, items: outline(model.items) }).toEqual({
    tip: '坐席线 · 1001@2011 · 示忙（会议 & 培训）',
    items: [
      ['打开坐席线', true, null, { kind: 'open' }],
      '—',
      ['示闲', true, false, { kind: 'command', name: 'seat.ready', input: {} }],
      [
        '示忙',
        true,
        [
          ['小休', true, false, { kind: 'command', name: 'seat.pause', input: { reason: 1 } }],
          ['会议 & 培训', true, true, { kind: 'command', name: 'seat.pause', input: { reason: 2 } }],
        ],
      ],
      '—',
      ['拨号…', true, null, { kind: 'dial' }],
      ['拨打选中的号码', true, null, { kind: 'selection' }],
      [
        '最近号码',
        true,
        [
          ['13800138000', true, null, { kind: 'number', number: '13800138000' }],
          ['2012', true, null, { kind: 'number', number: '2012' }],
        ],
      ],
      '—',
      ['退出', true, null, { kind: 'quit' }],
    ],
  });
});

test('signed out: nothing of a seat is offered', () => {
  const model = trayModel(facts({ seat: null, settings: { language: 'en', recentNumbers: [] } }));
  expect({ tip: model.tip, items: outline(model.items) }).toEqual({
    tip: 'Seatline · Offline',
    items: [
      ['Open Seatline', true, null, { kind: 'open' }],
      '—',
      ['Dial…', true, null, { kind: 'dial' }],
      ['Dial the selected number', false, null, { kind: 'selection' }],
      ['Recent numbers', false, []],
      '—',
      ['Quit', true, null, { kind: 'quit' }],
    ],
  });
});

test('who rings, and whether a call is live', () => {
  const calls = { a: call('a', 'ringing', 20), b: call('b', 'ringing', 10), c: call('c', 'ended') };
  expect([
    ringingCall(calls)?.id,
    trayModel(facts({ calls })).tip,
    onCall(calls),
    onCall({ d: call('d', 'consulting') }),
  ]).toEqual(['b', '坐席线 · 1001@2011 · 来电：13800138000 王女士', false, true]);
});
