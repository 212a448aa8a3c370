import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Rows } from '../../../shared/bridge/topics';
import type { AgentRow } from '../../../shared/domain/queue';
import { appError, fail, ok } from '../../../shared/domain/result';
import { fixtureNow } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { AgentTable } from './agent-table';
import { WallboardPage } from './index';
import { agentRow, noMembers, queueTile, waitingCaller } from './sample';

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const member = (queue: string, paused = 0) => ({
  queue,
  penalty: 0,
  fixed: false,
  paused,
  callsTaken: 1,
  lastCallAt: null,
});
const byInterface = (rows: readonly AgentRow[]): Rows<AgentRow> =>
  Object.fromEntries(rows.map((row) => [row.interface, row]));

const floor = (count: number): readonly AgentRow[] =>
  Array.from({ length: count }, (_, n) =>
    agentRow({
      interface: `SIP/${2000 + n}`,
      agent: String(8000 + n),
      device: String(2000 + n),
      name: `坐席${String(n).padStart(3, '0')}`,
      state: n % 3 === 0 ? 'on-call' : 'ready',
      since: fixtureNow - 60_000,
    }),
  );

const grid = (): HTMLElement => screen.getByRole('grid', { name: '坐席' });
const chip = (name: RegExp): string | null => screen.getByRole('button', { name }).textContent;

test('R13: an agent in three queues, paused in one, is one row and one person', async () => {
  const rows = [
    agentRow({ name: '王芳', state: 'ready', queues: [member('90'), member('91', 2), member('92')] }),
    agentRow({ interface: 'SIP/2012', device: '2012', name: '李雷', state: 'paused', reason: 1 }),
  ];
  const view = renderScreen(<WallboardPage />, { change: { agents: byInterface(rows) } });
  await view.settle();
  expect({
    rows: within(grid())
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('gridcell')[0]?.textContent),
    chips: [chip(/^全部/), chip(/^示闲/), chip(/^示忙/), chip(/^通话/)],
    foot: screen.getByText(/每人只计一次/).textContent,
  }).toEqual({
    rows: ['李雷 8011', '王芳 8011'],
    chips: ['全部 2', '示闲 1', '示忙 1', '通话 0'],
    foot: '显示 2 / 2 人，每人只计一次',
  });
});

test('a tile turns amber and red at its limits, while the clock runs and nothing comes from the platform', async () => {
  const view = renderScreen(<WallboardPage />, {
    change: {
      queues: { '90': queueTile({ waiting: 1, oldestEnteredAt: fixtureNow - 18_000 }) },
      agents: {},
      waiting: {},
    },
  });
  await view.settle();
  const seen = (): string => {
    const tile = screen.getByRole('article');
    return `${within(tile).getByRole('timer').textContent} ${tile.getAttribute('aria-label')}`;
  };
  const at = [seen()];
  view.pass(2_000);
  at.push(seen());
  view.pass(40_000);
  at.push(seen());
  expect(at).toEqual([
    '00:18 售后（90），排队 1，正常',
    '00:20注意 售后（90），排队 1，等待超过 20 秒',
    '01:00告警 售后（90），排队 1，等待超过 60 秒',
  ]);
});

test('callers without anybody to answer are an alarm of its own, and the formula of the service level is named', async () => {
  const view = renderScreen(<WallboardPage />, {
    change: {
      queues: {
        '90': queueTile({ waiting: 1, oldestEnteredAt: fixtureNow, members: { ...noMembers, paused: 2 } }),
      },
    },
  });
  await view.settle();
  const tile = within(screen.getByRole('article'));
  expect(tile.getByText('有人排队，无人可接')).toBeTruthy();
  expect(tile.getByText('20 秒内接起 ÷ 全部接起')).toBeTruthy();
  expect(screen.getByText('平台累计（自启动或上次清零）')).toBeTruthy();
});

test('of nothing answered there is no share and no mean', async () => {
  const tile = (queue: string, completed: number) =>
    queueTile({ queue, name: queue, completed, abandoned: 2, averageHoldSeconds: 0, serviceLevelPercent: 0 });
  const view = renderScreen(<WallboardPage />, { change: { queues: { 90: tile('90', 0), 91: tile('91', 3) } } });
  await view.settle();
  const figures = screen
    .getAllByRole('article')
    .map((each) => [...each.querySelectorAll('.tile-figures dd')].map((cell) => cell.textContent));
  expect(figures).toEqual([
    ['0', '2 100.0%', '—', '—'],
    ['3', '2 40.0%', '00:00', '0%'],
  ]);
});

test('R14: 500 rows, 20 % change each second: scroll, selection, focus and row identity stay; only changed rows render', async () => {
  const renders = new Map<string, number>();
  const watch = { onRender: (id: string) => void renders.set(id, (renders.get(id) ?? 0) + 1) };
  const rows = floor(500);
  const view = renderScreen(<AgentTable onAsk={() => undefined} watch={watch} />, {
    change: { agents: byInterface(rows) },
  });
  await view.settle();
  const table = grid();
  const scroller = within(table).getAllByRole('rowgroup').at(-1)!;
  scroller.scrollTop = 150 * 36;
  fireEvent.scroll(scroller);
  const shownIds = (): string[] =>
    within(table)
      .getAllByRole('row')
      .map((row) => row.id)
      .filter(Boolean);
  const chosen = shownIds()[12]!;
  const chosenRow = document.getElementById(chosen)!;
  fireEvent.click(chosenRow);
  act(() => table.focus());

  const before = { ids: shownIds(), nodes: new Map(shownIds().map((id) => [id, document.getElementById(id)])) };
  let changedShown = 0;
  let rendersOfUnchanged = 0;
  let rendersOfChanged = 0;
  let now = rows;
  for (let second = 1; second <= 5; second += 1) {
    renders.clear();
    // Every fifth row gets another party and another count; the order (by state) is not touched.
    now = now.map((row, n) =>
      n % 5 === second % 5 ? { ...row, callsTaken: row.callsTaken + 1, peer: `1380013${second}${n}` } : row,
    );
    const changed = new Set(now.filter((_, n) => n % 5 === second % 5).map((row) => row.interface));
    act(() => view.bridge.set('agents', byInterface(now)));
    for (const [id, count] of renders) {
      if (changed.has(id)) rendersOfChanged += count;
      else rendersOfUnchanged += count;
    }
    changedShown += before.ids.filter((id) => changed.has(id.slice(4))).length;
  }
  const unchangedSnapshot = ((): number => {
    renders.clear();
    act(() => view.bridge.repeat('agents'));
    return renders.size;
  })();
  expect({
    scroll: scroller.scrollTop,
    ids: shownIds(),
    sameNodes: before.ids.every((id) => document.getElementById(id) === before.nodes.get(id)),
    selected: within(table).getByRole('row', { selected: true }).id,
    focus: document.activeElement === table,
    virtual: before.ids.length < 60,
    rendersOfUnchanged,
    rendersOfChanged: rendersOfChanged === changedShown && changedShown > 0,
    unchangedSnapshot,
  }).toEqual({
    scroll: 150 * 36,
    ids: before.ids,
    sameNodes: true,
    selected: chosen,
    focus: true,
    virtual: true,
    rendersOfUnchanged: 0,
    rendersOfChanged: true,
    unchangedSnapshot: 0,
  });
});

async function askOn(key: string, options: { refuse?: boolean } = {}) {
  const view = renderScreen(<WallboardPage />, {
    change: {
      agents: byInterface([
        agentRow({ name: '王芳', state: 'on-call', channel: 'SIP/2011-1', peer: '13800138000', peerName: '张先生' }),
      ]),
    },
  });
  if (options.refuse) {
    view.bridge.onCommand('member.hangUp', () =>
      fail(appError('refused', 'errcode 9', { tried: 'member.hangUp', params: { errcode: 9, text: '通道不存在' } })),
    );
  }
  await view.settle();
  fireEvent.click(within(grid()).getAllByRole('row')[1]!);
  act(() => grid().focus());
  fireEvent.keyDown(grid(), { key });
  await view.settle();
  return view;
}

const press = (button: HTMLElement): void => {
  fireEvent.click(button);
};

test('a row action names person and effect, is sent once confirmed, and a refusal is told in the words of the platform', async () => {
  const view = await askOn('x', { refuse: true });
  const dialog = screen.getByRole('alertdialog');
  const sentBefore = view.bridge.sent.length;
  const asked = { title: within(dialog).getByRole('heading').textContent, effect: dialog.textContent };
  press(within(dialog).getByRole('button', { name: '挂断' }));
  await view.settle();
  expect({
    title: asked.title,
    effect: asked.effect?.includes('王芳 与 张先生 的通话立即中断，无法恢复。'),
    sentBefore,
    sent: view.bridge.sent,
    refusal: within(dialog).getByRole('alert').textContent?.includes('通道不存在'),
    open: screen.queryByRole('alertdialog') !== null,
    again: within(dialog).queryByRole('button', { name: '再试一次' }) !== null,
  }).toEqual({
    title: '挂断 王芳 的通话？',
    effect: true,
    sentBefore: 0,
    sent: [{ name: 'member.hangUp', input: { interface: 'SIP/2011' } }],
    refusal: true,
    open: true,
    again: true,
  });
});

test('a row action that was done closes its dialog and is reported on the page', async () => {
  const view = await askOn('p');
  view.bridge.onCommand('member.pause', () => ok(null));
  press(within(screen.getByRole('alertdialog')).getByRole('button', { name: '示忙' }));
  await view.settle();
  expect({
    dialog: screen.queryByRole('alertdialog'),
    report: screen.getByText('示忙：王芳') !== null,
    sent: view.bridge.sent.map(({ name }) => name),
  }).toEqual({ dialog: null, report: true, sent: ['member.pause'] });
});

test('what changed while the dialog was open is said, and the button no longer acts', async () => {
  const view = await askOn('x');
  act(() => view.bridge.set('agents', byInterface([agentRow({ name: '王芳', state: 'ready', channel: '' })])));
  const dialog = screen.getByRole('alertdialog');
  press(within(dialog).getByRole('button', { name: '挂断' }));
  await view.settle();
  expect({ said: within(dialog).getByText(/情况已变/).textContent, sent: view.bridge.sent }).toEqual({
    said: '情况已变：没有通话。请关闭后再试。',
    sent: [],
  });
});

test('right click and Enter open the same menu, with what is impossible disabled and explained', async () => {
  const view = renderScreen(<WallboardPage />, { change: { agents: byInterface([agentRow({ name: '王芳' })]) } });
  await view.settle();
  fireEvent.contextMenu(within(grid()).getByText('王芳'), { clientX: 50, clientY: 60 });
  await view.settle();
  const menu = (): string[] =>
    screen
      .getAllByRole('menuitem')
      .map((item) => `${item.textContent}${item.getAttribute('aria-disabled') === 'true' ? ' ✗' : ''}`);
  const byMouse = menu();
  fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' });
  await view.settle();
  act(() => grid().focus());
  fireEvent.keyDown(grid(), { key: 'Enter' });
  await view.settle();
  expect({ byMouse, byKey: menu() }).toEqual({
    byMouse: [
      '示忙…P',
      '示闲没有示忙 ✗',
      '移出队列…Q',
      '移出全部队列Shift + Q',
      '挂断没有通话 ✗',
      '监听这是您自己 ✗',
      '耳语这是您自己 ✗',
      '强插这是您自己 ✗',
      '代接没有振铃 ✗',
    ],
    byKey: byMouse,
  });
});

test('listening in says who hears whom before the phone rings', async () => {
  const view = renderScreen(<WallboardPage />, { scene: 'ready' });
  await view.settle();
  const row = view.container.ownerDocument.getElementById('row-SIP/2013')!;
  fireEvent.click(row);
  act(() => grid().focus());
  fireEvent.keyDown(grid(), { key: 'e' });
  await view.settle();
  const dialog = screen.getByRole('alertdialog');
  const said = dialog.textContent;
  press(within(dialog).getByRole('button', { name: '耳语' }));
  await view.settle();
  expect([said, view.bridge.sent]).toEqual([
    expect.stringContaining(
      '向 刘强 耳语？您的话机先振铃；接起后您听得到双方，只有 刘强 听得到您，13900139001 听不到。',
    ),
    [{ name: 'member.supervise', input: { interface: 'SIP/2013', mode: 'whisper' } }],
  ]);
});

test('a waiting caller is withdrawn with a reason', async () => {
  const view = renderScreen(<WallboardPage />, {
    change: { waiting: { '1.9': waitingCaller({ id: '1.9', enteredAt: fixtureNow - 5_000 }) } },
  });
  await view.settle();
  const callers = screen.getByRole('grid', { name: '排队来电' });
  fireEvent.click(within(callers).getAllByRole('row')[1]!);
  act(() => callers.focus());
  fireEvent.keyDown(callers, { key: 'w' });
  await view.settle();
  const dialog = screen.getByRole('alertdialog');
  fireEvent.change(within(dialog).getByLabelText('撤出原因'), { target: { value: ' 下班 ' } });
  press(within(dialog).getByRole('button', { name: '撤出排队' }));
  await view.settle();
  expect(view.bridge.sent).toEqual([{ name: 'waiting.withdraw', input: { id: '1.9', reason: '下班' } }]);
});

test('floor topics flow only while the page is mounted', async () => {
  const view = renderScreen(<WallboardPage />);
  await view.settle();
  const floorTopics = ['agents', 'conferences', 'parks', 'queues', 'waiting'];
  const during = view.bridge.topics().filter((topic) => floorTopics.includes(topic));
  view.unmount();
  view.pass(5_000);
  expect({ during, after: view.bridge.topics() }).toEqual({ during: floorTopics, after: [] });
});

test('`/` takes the focus to the filter box; a filter without a match can be cleared', async () => {
  const view = renderScreen(<WallboardPage />, { change: { agents: byInterface([agentRow({ name: '王芳' })]) } });
  await view.settle();
  fireEvent.keyDown(document.body, { key: '/' });
  const box = screen.getByLabelText('筛选坐席');
  const focused = document.activeElement === box;
  fireEvent.change(box, { target: { value: '张三' } });
  const none = screen.getByText('没有符合筛选的坐席') !== null;
  press(screen.getAllByRole('button', { name: '清除筛选' })[0]!);
  expect({ focused, none, back: within(grid()).getByText('王芳') !== null }).toEqual({
    focused: true,
    none: true,
    back: true,
  });
});

test('the kiosk has no actions and says when its figures stand still', async () => {
  window.history.replaceState(null, '', '?kiosk=1');
  const view = renderScreen(<WallboardPage />, {
    scene: 'down',
    change: { agents: byInterface([agentRow({ name: '王芳' })]) },
  });
  await view.settle();
  window.history.replaceState(null, '', '?');
  expect({
    stale: screen.queryByText(/数据停在/) !== null,
    menus: screen.queryAllByRole('button', { name: /的操作/ }).length,
  }).toEqual({ stale: true, menus: 0 });
});
