import { z } from 'zod';
import { appError, errorCodes, fail, ok, type Result } from '../../../shared/domain/result';
import type { Clock } from '../../../shared/domain/time';
import type { AudioAct, ToAudio } from '../../../shared/voice/contract';

/** A page that has not answered by then will not; what it did shows in its calls. */
const answersWithin = 10_000;

/** What the page was told to do and has not answered yet. */
export interface Acts {
  /** Sent once. */
  run(act: AudioAct): Promise<Result<null>>;
  done(id: number, result: unknown): void;
  /** The page is gone: everything open ends. */
  drop(): void;
}

export function createActs(clock: Clock, tell: (message: ToAudio) => boolean): Acts {
  const open = new Map<number, (result: Result<null>) => void>();
  let ids = 0;

  return {
    run: (act) =>
      new Promise((resolve) => {
        ids += 1;
        const id = ids;
        const end = (result: Result<null>): void => {
          if (!open.delete(id)) return;
          cancel();
          resolve(result);
        };
        const cancel = clock.after(answersWithin, () =>
          end(fail(appError('timed-out', 'the audio page does not answer', { params: { seconds: 10 } }))),
        );
        open.set(id, end);
        if (!tell({ t: 'act', id, act })) end(fail(noPage()));
      }),
    done: (id, result) => open.get(id)?.(readDone(result)),
    drop: () => {
      for (const end of [...open.values()]) end(fail(noPage()));
    },
  };
}

const noPage = () => appError('unreachable', 'there is no audio page');

const doneSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string().max(500),
      params: z.record(z.string().max(40), z.union([z.string().max(200), z.number()])).optional(),
    }),
  }),
]);

/** What a page says of an act; it is not trusted with more than a code and a few values. */
function readDone(result: unknown): Result<null> {
  const read = doneSchema.safeParse(result);
  if (!read.success) return fail(appError('internal', 'the audio page answered with something else'));
  if (read.data.ok) return ok(null);
  const { code, message, params } = read.data.error;
  return fail(appError(code, message, params ? { params } : {}));
}
