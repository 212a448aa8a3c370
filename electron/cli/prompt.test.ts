import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { askSecret } from './prompt';

function terminal(isTTY = true) {
  const input = Object.assign(new EventEmitter(), {
    isTTY,
    raw: [] as boolean[],
    setRawMode: (on: boolean) => void input.raw.push(on),
    resume: () => input,
    pause: () => input,
  });
  let shown = '';
  const output = {
    isTTY,
    write: (text: string) => {
      shown += text;
      return true;
    },
  };
  const control = new AbortController();
  const asked = askSecret(input as never, output as never, 'Key: ', control.signal);
  return { input, shown: () => shown, control, asked, type: (text: string) => input.emit('data', Buffer.from(text)) };
}

test('what is typed is taken and never shown, a pasted line and corrections too', async () => {
  const typed = terminal();
  typed.type('pä');
  typed.type('x\u007fß\r');
  const pasted = terminal();
  pasted.type('secret\nrest');
  expect([
    await typed.asked,
    await pasted.asked,
    typed.shown(),
    typed.input.raw,
    typed.input.listenerCount('data'),
  ]).toEqual(['päß', 'secret', 'Key: \n', [true, false], 0]);
});

test('Ctrl-C, Ctrl-D, a signal and no terminal give nothing, and the terminal is itself again', async () => {
  const keys = ['\u0003', '\u0004'].map((key) => {
    const one = terminal();
    one.type(`ab${key}`);
    return one;
  });
  const stopped = terminal();
  stopped.control.abort();
  const pipe = terminal(false);
  const all = [...keys, stopped, pipe];
  expect([await Promise.all(all.map(({ asked }) => asked)), all.map(({ input }) => input.raw)]).toEqual([
    [null, null, null, null],
    [[true, false], [true, false], [true, false], []],
  ]);
});
