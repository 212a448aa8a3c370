import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createVirtualClock, createWallClock } from '../engine/simulated/clock';
import { printedBy, startGuard, startGuarded } from './process';
import { until } from './until';

const clock = createWallClock();

describe.skipIf(process.platform === 'win32')('a guarded program', () => {
  test('that will not end is ended', async () => {
    const quick = createVirtualClock(0);
    const stubborn = startGuarded(quick, '/bin/sh', ['-c', 'trap "" TERM; echo up; while :; do sleep 0.05; done'], {});
    await until(clock, 'it is up', () => stubborn.printed === 'up');
    const ended = stubborn.end(4_000);
    const before = stubborn.alive;
    quick.advance(4_000);
    await ended;
    expect([before, stubborn.alive, quick.pending]).toEqual([true, false, 0]);
  });

  test('that is asked ends by itself, and leaves no timer', async () => {
    const quick = createVirtualClock(0);
    const polite = startGuarded(quick, '/bin/sleep', ['60'], {});
    await polite.end(4_000);
    await polite.end(4_000);
    expect([polite.alive, quick.pending]).toEqual([false, 0]);
  });

  test('ends with the process that has started it, however that ends', async () => {
    const program = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
    const ended = once(program, 'close');
    const guard = startGuard(program.pid ?? 0);
    guard.stdin?.destroy();
    const [, signal] = await ended;
    expect(signal).toBe('SIGKILL');
  });

  test('that does not exist says so', async () => {
    const none = startGuarded(clock, '/nonexistent/program', [], {});
    await until(clock, 'a word about it', () => none.printed.includes('ENOENT'));
    await none.kill();
    expect([none.pid, none.alive]).toEqual([0, false]);
    await expect(printedBy('/nonexistent/program', [], 1_000)).rejects.toThrow('ENOENT');
  });
});
