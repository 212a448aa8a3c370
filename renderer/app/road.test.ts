import { expect, test } from 'vitest';
import { createHandClock } from '../live/fixture/render';
import { bridgeAddress, type SocketLike, socketPort } from './road';

interface TestSocket extends SocketLike {
  readonly sent: string[];
  closed: boolean;
}
function setup() {
  const clock = createHandClock(0);
  const sockets: TestSocket[] = [];
  const port = socketPort(() => {
    const socket: TestSocket = {
      onopen: null,
      onclose: null,
      onmessage: null,
      sent: [],
      closed: false,
      send: (text) => void socket.sent.push(text),
      close: () => {
        socket.closed = true;
      },
    };
    sockets.push(socket);
    return socket;
  }, clock);
  const states: string[] = [];
  port.onState((state) => void states.push(state));
  return { clock, sockets, port, states };
}
const call = { t: 'call', id: 1, name: 'seat.ready', input: {} } as const;

test('sends text while open and nothing while closed; hears whole messages only', () => {
  const { sockets, port, states } = setup();
  const heard: unknown[] = [];
  port.onMessage((message) => heard.push(message));
  port.send(call);
  sockets[0]!.onopen?.();
  port.send(call);
  sockets[0]!.onmessage?.({ data: '{"t":"result","id":1,"result":{"ok":true,"value":null}}' });
  sockets[0]!.onmessage?.({ data: 'not json' });
  sockets[0]!.onmessage?.({ data: new ArrayBuffer(4) });
  expect({ states, sent: sockets[0]!.sent, heard }).toEqual({
    states: ['closed', 'open'],
    sent: [JSON.stringify(call)],
    heard: [{ t: 'result', id: 1, result: { ok: true, value: null } }],
  });
});

test('opens again by itself, ever slower up to five seconds, and at once when woken', () => {
  const { clock, sockets, port, states } = setup();
  const openedAt: number[] = [];
  for (let time = 0; time < 7; time += 1) {
    sockets.at(-1)!.onclose?.();
    const before = sockets.length;
    while (sockets.length === before) clock.pass(100);
    openedAt.push(clock.now());
  }
  expect(openedAt.map((at, index) => at - (openedAt[index - 1] ?? 0))).toEqual([
    300, 600, 1200, 2400, 4800, 5000, 5000,
  ]);
  sockets.at(-1)!.onclose?.();
  port.wake();
  sockets.at(-1)!.onopen?.();
  expect([sockets.length, states.at(-1)]).toEqual([9, 'open']);
});

test('closed for good leaves no timer and opens nothing', () => {
  const { clock, sockets, port, states } = setup();
  sockets[0]!.onopen?.();
  port.close();
  sockets[0]!.onclose?.();
  clock.pass(60_000);
  expect([sockets.length, sockets[0]!.closed, states]).toEqual([1, true, ['closed', 'open', 'closed']]);
});

test('the address follows the page', () => {
  expect([
    bridgeAddress({ protocol: 'http:', host: '127.0.0.1:4100' }),
    bridgeAddress({ protocol: 'https:', host: 'desk.example' }),
  ]).toEqual(['ws://127.0.0.1:4100/bridge', 'wss://desk.example/bridge']);
});
