import { z } from 'zod';
import type { DemoState } from '../../shared/bridge/contract';
import { type AppError, appError, errorCodes, fail, ok, type Result } from '../../shared/domain/result';
import type { DemoControl } from '../desk/effects';

/** A demo verb may move a clock or restart the platform; longer than that is a fault. */
const limitMilliseconds = 10_000;

const stateSchema = z.object({
  phones: z.array(z.object({ device: z.string(), state: z.string(), caller: z.string() })),
  queues: z.array(z.object({ queue: z.string(), name: z.string(), waiting: z.number() })),
  verbs: z.array(z.string()),
});

/**
 * The demo panel's road to the built-in platform: `POST /seatline/control {verb,args}` and `GET /seatline/control/state`
 * with the token that `npm start` gave to both processes.
 * @param address address of the platform, with or without a closing slash
 */
export function httpControl(address: string, token: string, request: typeof fetch = fetch): DemoControl {
  const ask = async (path: string, body?: unknown): Promise<Result<unknown>> => {
    try {
      const answer = await request(new URL(path, address), {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(limitMilliseconds),
        redirect: 'error',
      });
      const text = await answer.text();
      const value: unknown = text === '' ? null : JSON.parse(text);
      if (answer.ok) return ok(value);
      return fail(
        readError(value) ?? appError('http', `control face answered ${answer.status}`, { tried: 'demo.act' }),
      );
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return fail(
        appError(late ? 'timed-out' : 'unreachable', error instanceof Error ? error.message : 'no answer', {
          tried: 'demo.act',
        }),
      );
    }
  };
  return {
    act: async (verb, args) => {
      const answer = await ask('/seatline/control', { verb, args });
      if (!answer.ok) return answer;
      const refused = readError(answer.value);
      return refused ? fail(refused) : ok(null);
    },
    state: async () => {
      const answer = await ask('/seatline/control/state');
      if (!answer.ok) return answer;
      const value = isRecord(answer.value) && answer.value.ok === true ? answer.value.value : answer.value;
      const parsed = stateSchema.safeParse(value);
      return parsed.success
        ? ok<DemoState>(parsed.data)
        : fail(appError('not-understood', 'the demo state has another shape', { tried: 'demo.state' }));
    },
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The error of a `Result` on the wire; unknown codes become `refused`. */
function readError(value: unknown): AppError | null {
  if (!isRecord(value) || value.ok === true || !isRecord(value.error)) return null;
  const { code, message } = value.error;
  const known = errorCodes.find((candidate) => candidate === code) ?? 'refused';
  return appError(known, typeof message === 'string' ? message : 'refused', { tried: 'demo.act' });
}
