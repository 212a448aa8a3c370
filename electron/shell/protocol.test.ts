import { expect, test, vi } from 'vitest';
import { appError, fail, ok } from '../../shared/domain/result';
import type { MediaRequest } from '../desk/media';
import { servePage } from './protocol';

vi.mock('electron', () => import('./testing/fake-electron'));

const ticket = 't'.repeat(32);
const lines: unknown[] = [];
const log = {
  info: () => {},
  warn: (event: string, fields?: object) => void lines.push([event, fields]),
  error: () => {},
};

/** A recording that counts what is taken of it. */
function endless() {
  const seen = { taken: 0, cancelled: 0, asked: [] as [string, MediaRequest][] };
  async function* body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      seen.taken += 1;
      yield new Uint8Array(1_000);
    }
  }
  const media = async (given: string, request: MediaRequest) => {
    seen.asked.push([given, request]);
    const part = { from: 0, to: 999_999, whole: 1_000_000 };
    const cancel = (): void => {
      seen.cancelled += 1;
    };
    return ok({ name: 'a.wav', type: 'audio/wav', size: 1_000_000, part, body: body(), cancel });
  };
  return { seen, media };
}
const ask = (url: string, init: RequestInit, door: Parameters<typeof servePage>[3]): Promise<Response> =>
  servePage(new Request(url, init), '/nowhere', log, door);

test('a recording is taken as fast as the page listens, and let go when it stops', async () => {
  const { seen, media } = endless();
  const response = await ask(`seatline://app/media/${ticket}`, { headers: { range: 'bytes=0-' } }, { media });
  const before = seen.taken;
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.read();
  const heard = seen.taken;
  await reader?.cancel();
  const [given, request] = seen.asked[0] ?? [];
  expect({
    status: [response.status, response.headers.get('content-range'), response.headers.get('content-type')],
    sizes: [before, first?.value?.byteLength, heard],
    cancelled: seen.cancelled,
    asked: [given, request?.range, request?.signal?.aborted],
  }).toEqual({
    status: [206, 'bytes 0-999999/1000000', 'audio/wav'],
    sizes: [0, 1_000, 2],
    cancelled: 1,
    asked: [ticket, { from: 0, to: null }, true],
  });
});

test('a request that is given up ends the question; HEAD and a question "if unchanged" are answered as in the browser edition', async () => {
  const { seen, media } = endless();
  const gone = new AbortController();
  const response = await ask(`seatline://app/media/${ticket}?save=1`, { signal: gone.signal }, { media });
  gone.abort();
  const head = await ask(`seatline://app/media/${ticket}`, { method: 'HEAD' }, { media });
  const headers = { range: 'bytes=5-9', 'if-range': '"x"' };
  await ask(`seatline://app/media/${ticket}`, { headers }, { media });
  expect([
    response.headers.get('content-disposition'),
    seen.asked[0]?.[1].signal?.aborted,
    [head.status, head.body, seen.cancelled],
    seen.asked[2]?.[1].range,
  ]).toEqual([`attachment; filename="a.wav"; filename*=UTF-8''a.wav`, true, [206, null, 1], undefined]);
});

test('an ended ticket is 404 and leaves a line without the ticket; another origin is not served at all', async () => {
  lines.length = 0;
  const door = { media: async () => fail(appError('invalid-input', 'x', { params: { field: 'ticket' } })) };
  const statuses = [
    (await ask(`seatline://app/media/${ticket}`, {}, door)).status,
    (await ask(`seatline://other/media/${ticket}`, {}, door)).status,
    (await ask(`seatline://app/media/${ticket}`, { method: 'POST' }, door)).status,
  ];
  expect([statuses, lines.length, JSON.stringify(lines).includes(ticket)]).toEqual([[404, 421, 405], 3, false]);
});
