import { expect, test } from 'vitest';
import { openBench } from './testing/tool';

test('every step with its state; the exit code says how it ended', async () => {
  const bench = await openBench();
  const well = await bench.run(['doctor', '--device', '2011', '--json']);
  const spoken = await bench.run(['doctor', '--lang', 'zh']);
  const key = await bench.run(['doctor', '--json'], { env: { SEATLINE_PLATFORM_KEY: 'wrong-key-77f0' } });
  const device = await bench.run(['doctor', '--device', '9999']);
  const gone = await bench.run(['doctor', '--address', 'http://127.0.0.1:9', '--json'], { env: { SEATLINE_KEY: 'k' } });
  const undo = bench.platform.scenario.faults.clockSkew(300);
  const skewed = await bench.run(['doctor']);
  undo();
  await bench.close();
  const states = (text: string) =>
    (JSON.parse(text) as { steps: { step: string; state: string }[] }).steps.map(
      ({ step, state }) => `${step} ${state}`,
    );
  expect([well.code, states(well.out)]).toEqual([
    0,
    ['name ok', 'tcp ok', 'tls skipped', 'http ok', 'key ok', 'clock ok', 'extension ok'],
  ]);
  expect([spoken.code, spoken.out.includes('✓ 接口密钥'), spoken.out.trim().endsWith('一切正常。')]).toEqual([
    0,
    true,
    true,
  ]);
  expect([key.code, states(key.out).at(-1), /wrong-key|[0-9a-f]{32}/.test(key.out)]).toEqual([4, 'key failed', false]);
  expect([device.code, device.out.includes('✗ Extension'), device.out.includes('→ Refused by the platform')]).toEqual([
    1,
    true,
    true,
  ]);
  expect([gone.code, states(gone.out)]).toEqual([3, ['name ok', 'tcp failed']]);
  expect([skewed.code, /! Clock .*skewSeconds=300/.test(skewed.out), skewed.out.includes('It works; look at')]).toEqual(
    [7, true, true],
  );
});

test('a word too many, and the check that another program does', async () => {
  const bench = await openBench();
  const extra = await bench.run(['doctor', 'all']);
  const asterisk = await bench.run(['doctor', 'asterisk', '192.0.2.10']);
  await bench.close();
  expect([extra.code, extra.err, asterisk.code, asterisk.err.includes('node out/pbx.mjs --doctor --asterisk')]).toEqual(
    [2, 'seatline: "all" is too much here.\n', 2, true],
  );
});
