import { notifyManager } from '@tanstack/react-query';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallRecord, QueryInput } from '../../../shared/bridge/contract';
import { appError, fail, ok } from '../../../shared/domain/result';
import { createFixtureBridge, fixtureNow } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { faultOf, joinPages, noFilter, questionOf, readTime } from './filter';
import { HistoryPage } from './index';
import { pageRows } from './pages';

beforeEach(() => {
  fakeLayout();
  // Answers arrive within `settle()`, not a timer later.
  notifyManager.setScheduler(queueMicrotask);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const record = (n: number): CallRecord => ({
  id: `${n}.1`,
  at: fixtureNow - n * 60_000,
  direction: n % 2 ? 'out' : 'in',
  number: `1380000${String(n).padStart(4, '0')}`,
  name: '',
  region: '北京',
  caller: '13800138000',
  callee: '2011',
  queue: '90',
  talkSeconds: 65,
  totalSeconds: 80,
  outcome: n % 2 ? 'no-answer' : 'answered',
  recorded: false,
});
type Asked = QueryInput<'history.calls'>;

/** A platform with so many records; answers can fail from an offset on. */
function office(total: number, failing: { from?: number } = {}) {
  const asked: Asked[] = [];
  const bridge = createFixtureBridge();
  bridge.onQuery('history.calls', (input: Asked) => {
    asked.push(input);
    const { offset = 0, rows = 50 } = input;
    if (failing.from !== undefined && offset >= failing.from) {
      return fail(appError('timed-out', 'no answer', { tried: 'history.calls' }));
    }
    const all = Array.from({ length: total }, (_, n) => record(n));
    return ok({ total, rows: all.slice(offset, offset + rows), asOf: fixtureNow });
  });
  return { bridge, asked, failing };
}
const scroller = (): HTMLElement => within(screen.getByRole('grid')).getAllByRole('rowgroup').at(-1)!;
const foot = (): string | null | undefined => screen.getByText(/^共 /).textContent;
const toEnd = (rows: number): void => {
  scroller().scrollTop = rows * 38;
  fireEvent.scroll(scroller());
};

test('the next page is asked for when the end of the list comes into sight, and nothing before is lost', async () => {
  const { bridge, asked } = office(250);
  const view = renderScreen(<HistoryPage />, { bridge });
  await view.settle();
  const feet = [foot()];
  for (const rows of [pageRows, 2 * pageRows]) {
    toEnd(rows);
    await view.settle();
    await view.settle();
    feet.push(foot());
  }
  expect({ feet, offsets: asked.map(({ offset }) => offset) }).toEqual({
    feet: ['共 250 条，已读取 100 条', '共 250 条，已读取 200 条', '共 250 条，已读取 250 条'],
    offsets: [0, 100, 200],
  });
});

test('a page that fails keeps those before it, says so in place, and can be asked again', async () => {
  const { bridge, failing } = office(150, { from: 100 });
  const view = renderScreen(<HistoryPage />, { bridge });
  await view.settle();
  toEnd(pageRows);
  await view.settle();
  await view.settle();
  const failed = { said: screen.getByText('没有读到后面的记录。') !== null, foot: foot() };
  delete failing.from;
  fireEvent.click(screen.getByRole('button', { name: '重试' }));
  await view.settle();
  await view.settle();
  expect({ failed, after: foot() }).toEqual({
    failed: { said: true, foot: '共 150 条，已读取 100 条' },
    after: '共 150 条，已读取 150 条',
  });
});

test('loading, empty and error each have a face of their own', async () => {
  const empty = renderScreen(<HistoryPage />, { bridge: office(0).bridge });
  const loading = screen.getByText('正在加载…') !== null;
  await empty.settle();
  const nothing = screen.getByText('没有通话记录') !== null;
  cleanup();
  const broken = renderScreen(<HistoryPage />, { bridge: office(10, { from: 0 }).bridge });
  await broken.settle();
  const alert = screen.getByRole('alert').textContent;
  expect({ loading, nothing, alert: alert?.includes('查询通话记录') }).toEqual({
    loading: true,
    nothing: true,
    alert: true,
  });
});

test('a number that is typed is one question, not one a digit', async () => {
  const { bridge, asked } = office(5);
  const view = renderScreen(<HistoryPage />, { bridge });
  await view.settle();
  for (const number of ['1', '13', '138'])
    fireEvent.change(screen.getByLabelText('号码'), { target: { value: number } });
  view.pass(400);
  await view.settle();
  expect(asked.map(({ number }) => number)).toEqual(['', '138']);
});

test('one click calls back', async () => {
  const { bridge } = office(1);
  const view = renderScreen(<HistoryPage />, { bridge });
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '回拨 13800000000' }));
  await view.settle();
  expect({ sent: bridge.sent, report: screen.getByText('正在呼叫 13800000000') !== null }).toEqual({
    sent: [{ name: 'call.dial', input: { number: '13800000000', confirmed: true } }],
    report: true,
  });
});

test('during a call a click asks first', async () => {
  const talking = createFixtureBridge({ scene: 'talking' });
  talking.onQuery('history.calls', () => ok({ total: 1, rows: [record(0)], asOf: fixtureNow }));
  const view = renderScreen(<HistoryPage />, { bridge: talking });
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '回拨 13800000000' }));
  await view.settle();
  expect({ asked: screen.getByText('呼叫 13800000000？') !== null, sent: talking.sent }).toEqual({
    asked: true,
    sent: [],
  });
});

test('times are read in the zone of the platform, and an end before the start is a sentence', () => {
  expect([
    readTime('2026-11-21T10:32', 480),
    readTime('', 480),
    readTime('2026-13-01T10:32', 480),
    faultOf({ ...noFilter, from: '2026-11-21T10:00', to: '2026-11-20T10:00' }, 480),
    questionOf({ ...noFilter, number: ' 138 ', from: '2026-11-21T10:32' }, 480),
  ]).toEqual([
    Date.UTC(2026, 10, 21, 2, 32),
    undefined,
    null,
    { field: 'to', key: 'badRange' },
    { mine: true, number: '138', from: Date.UTC(2026, 10, 21, 2, 32) },
  ]);
});

test('a call that came meanwhile moves rows to the next page; none is shown twice', () => {
  expect(joinPages([{ rows: [record(0), record(1)] }, { rows: [record(1), record(2)] }]).map(({ id }) => id)).toEqual([
    '0.1',
    '1.1',
    '2.1',
  ]);
});
