import { expect, test } from 'vitest';
import { endpointOf } from '../../shared/webcti';
import { answeredNames } from './handlers';
import { startTestPlatform } from './test-platform';

test('a living centre stays consistent across its endpoints, and ends without a trace', async () => {
  const platform = await startTestPlatform({ centre: 'demo', seed: 7 });
  const lists = answeredNames.filter((name) => {
    const { mutates, params } = endpointOf(name);
    return !mutates && !Object.values(params).some((param) => param.required);
  });
  const wrong: unknown[] = [];
  const same = (what: string, left: unknown, right: unknown): void => {
    if (JSON.stringify(left) !== JSON.stringify(right)) wrong.push({ what, left, right });
  };
  for (let minute = 0; minute < 30; minute += 1) {
    await platform.scenario.passes(60);
    for (const name of lists) {
      const { errcode } = await platform.ask(name);
      if (errcode !== 0) wrong.push({ name, errcode });
    }
    const [all] = await platform.rows('getallstatus');
    const members = await platform.rows('getqueuemember');
    const general = await platform.rows('getqueuegeneral');
    const waiting = await platform.rows('getqueuecalls');
    const count = await platform.rows('getcdrcount');
    const parked = await platform.rows('getparkedcall');
    same(
      'members',
      all?.queues.flatMap((queue) =>
        queue.members.map((row) => [String(queue.queue), row.interface, row.status, row.paused]),
      ),
      members.map((row) => [row.queue, row.agent, row.status, row.paused]),
    );
    same(
      'waiting',
      all?.queues.flatMap((queue) => queue.waitingcalls.map((row) => [row.uniqueid, row.wait])),
      waiting.map((row) => [row.uniqueid, row.wait]),
    );
    same(
      'figures',
      general.map((row) => [row.membercount, row.waitings, Number(row.pause) + Number(row.unpause)]),
      all?.queues.map((queue) => [queue.members.length, queue.waitingcalls.length, queue.members.length]),
    );
    same('records', Number(count[0]?.result), (await platform.rows('getcdr')).length);
    same('parks', all?.parks.length, parked.length);
  }
  const happened = {
    records: Number((await platform.rows('getcdrcount', { disposition: 'ANSWERED' }))[0]?.result) > 10,
    offers:
      Number((await platform.rows('getagentactivity', { datefrom: '2026-03-02', dateto: '2026-03-02' })).length) > 10,
  };
  await platform.close();
  expect([wrong, happened, platform.clock.pending, platform.logged]).toEqual([
    [],
    { records: true, offers: true },
    0,
    [],
  ]);
});
