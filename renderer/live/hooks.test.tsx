import { afterEach, expect, test } from 'vitest';
import { fixtureNow, people } from './fixture/index';
import { cleanup, renderScreen } from './fixture/render';
import { useIds, useNow, useRow, useSelect } from './hooks';

afterEach(cleanup);
const { byId, emily, talking } = people;

test('an unchanged snapshot causes zero renders; a changed row renders that row alone', async () => {
  const renders = { list: 0, rows: new Map<string, number>(), seat: 0 };
  const Row = ({ id }: { id: string }) => {
    renders.rows.set(id, (renders.rows.get(id) ?? 0) + 1);
    return <p>{useRow('calls', id)?.state}</p>;
  };
  const List = () => {
    renders.list += 1;
    return useIds('calls')?.map((id) => <Row key={id} id={id} />);
  };
  const Seat = () => {
    renders.seat += 1;
    return <p>{useSelect('seat', (seat) => seat?.memberships.length)}</p>;
  };
  const screen = renderScreen(
    <>
      <List />
      <Seat />
    </>,
    { scene: 'busy' },
  );
  await screen.settle();
  const counts = () => ({ list: renders.list, rows: [...renders.rows.values()], seat: renders.seat });
  const before = counts();
  for (const topic of ['calls', 'seat', 'settings', 'link'] as const) screen.bridge.repeat(topic);
  await screen.settle();
  expect(counts()).toEqual(before);

  const [first, second] = Object.keys(screen.bridge.get('calls'));
  screen.bridge.set('calls', byId([talking(fixtureNow), { ...emily(fixtureNow), state: 'talking' }]));
  await screen.settle();
  expect({
    list: renders.list - before.list,
    first: (renders.rows.get(first!) ?? 0) - before.rows[0]!,
    second: (renders.rows.get(second!) ?? 0) - before.rows[1]!,
    seat: renders.seat - before.seat,
  }).toEqual({ list: 0, first: 0, second: 1, seat: 0 });
});

test('useNow ticks on platform time and stands still without a granularity', async () => {
  const Face = ({ every }: { every: number | null }) => <time>{useNow(every)}</time>;
  const screen = renderScreen(
    <>
      <Face every={1000} />
      <Face every={null} />
    </>,
    { now: 5_400, change: {} },
  );
  await screen.settle();
  screen.pass(1_000);
  expect([...screen.container.querySelectorAll('time')].map((face) => face.textContent)).toEqual(['6000', '5400']);
});
