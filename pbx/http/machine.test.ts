import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeMachine } from '../services/machine';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

test('the machine tells shares that add up, memory that adds up and at least one disk', async () => {
  const host = nodeMachine();
  const { user, system, nice, idle } = host.cpu();
  const memory = host.memory();
  const [disk] = host.disks();
  expect({
    cpu: Math.round(user + system + nice + idle),
    memory: (memory.memtotal ?? 0) > (memory.memfree ?? Number.POSITIVE_INFINITY),
    disk: disk !== undefined && disk.size > 0 && disk.used >= 0 && disk.available <= disk.size,
  }).toEqual({ cpu: 100, memory: true, disk: true });
});

test('figures of the machine as people know them', async () => {
  const [[cpu], [memory], [disk]] = await Promise.all([
    platform.rows('getcpuload'),
    platform.rows('getmemload'),
    platform.rows('getdiskinfo'),
  ]);
  const kernel = Number(memory?.memtotal) - Number(memory?.memfree) - Number(memory?.buffers) - Number(memory?.cached);
  expect([cpu?.idle, memory?.kernelapp, disk?.size, disk?.used, disk?.usedper]).toEqual([
    '95.25',
    kernel,
    '100G',
    '38G',
    '40%',
  ]);
});

test('a line of the voice card shows the call on it and is idle again afterwards', async () => {
  const idle = await platform.rows('getzapchannel');
  const caller = platform.scenario.callerRings({ from: '13800138000', trunk: 'ZAP/g0', to: { extension: '2011' } });
  platform.clock.advance(1_000);
  const busy = (await platform.rows('getzapchannel')).filter((line) => line.state !== '');
  const one = await platform.rows('getzapchannel', { channel: String(busy[0]?.channel) });
  caller.hangsUp();
  platform.clock.advance(1_000);
  expect([
    idle.length > 0 && idle.every((line) => line.state === '' && line.uniqueid === ''),
    busy.map((line) => [line.callerid, line.state]),
    one.map((line) => line.uniqueid),
    (await platform.rows('getzapchannel')).filter((line) => line.state !== '').length,
  ]).toEqual([true, [['13800138000', 'Ring']], [busy[0]?.uniqueid], 0]);
});
