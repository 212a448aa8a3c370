import type { Http, HttpOpened, HttpRequest } from '../../../electron/platforms/wire/http';
import { createVirtualClock } from '../../../pbx/engine/simulated/clock';
import type { Clock } from '../../../shared/domain/time';
import { pushPath } from '../../../shared/webcti/push';

/** 2026-03-10 09:30:00 in China, a Tuesday. */
export const workingMorning = Date.UTC(2026, 2, 10, 1, 30, 0);

/** What an office goes by, and how many of its timers are still armed. */
export interface OfficeClock extends Clock {
  readonly pending: number;
}

/**
 * Time of one office. The virtual one (`createOfficeTime`) stands still while a request is under way and everything that is ready runs, and then jumps to
 * the next timer of platform or desk: real sockets, no waiting, and the same order of things on a slow machine. Before
 * real telephones it is the machine's (`createWallTime`).
 */
export interface OfficeTime {
  readonly clock: OfficeClock;
  /** Resolves true as soon as `test` holds, false when it has not within `seconds`. Time stops at that moment. */
  until(test: () => boolean, seconds: number): Promise<boolean>;
  passes(seconds: number): Promise<void>;
  /** A while that is only to be long: these seconds, or as few as will do where they are real (3, or `atLeast`). */
  longer(seconds: number, atLeast?: number): number;
  /** Seconds between two things that happen one after the other; throws when one does not within `seconds`. */
  lag(began: () => boolean, came: () => boolean, seconds: number): Promise<number>;
  /** Lets time pass until the work ends; throws after `seconds`. */
  during<T>(work: Promise<T>, seconds?: number): Promise<T>;
  /** A road whose requests hold the time. Those that the platform may keep waiting do not. */
  road(http: Http): Http;
  /** Work of another kind (a name look-up, a bare socket) that holds the time. */
  holding<T>(work: Promise<T>): Promise<T>;
  /** A platform whose event streams hold the time while anything of them is on the wire. */
  pushes(platform: { readonly push: { readonly open: number; readonly written: number } }): void;
  /** From now on the platform keeps requests of this endpoint waiting (none = of all); returns an undo. */
  waitsFor(endpoint?: string): () => void;
}

/** These answer when a handset is lifted. */
const waiting = new Set(['ctioriginate', 'ctiunpark', 'ctipickup']);
/** Real milliseconds after which a request that nobody expected to wait is a fault of the test or of a part. */
const patience = 5_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createOfficeTime(start: number = workingMorning): OfficeTime {
  const clock = createVirtualClock(start);
  const open = new Map<number, string>();
  const kept = new Map<number, string>();
  const slow: (string | undefined)[] = [];
  const streams = new Set<{ bytes: number }>();
  let pushed = { open: 0, written: 0 };
  let count = 0;

  const mayWait = (endpoint: string): boolean =>
    waiting.has(endpoint) || slow.some((one) => one === undefined || one === endpoint);

  /** Something of an event stream has been written and not read, or one side has not heard of the other's end. */
  const onTheWire = (): boolean =>
    streams.size !== pushed.open || [...streams].reduce((sum, { bytes }) => sum + bytes, 0) < pushed.written;

  /** Counts what is read of an event stream as long as it lives. */
  const counted = (opened: HttpOpened): HttpOpened => {
    const stream = { bytes: 0 };
    streams.add(stream);
    const body = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for await (const part of opened.body) {
          stream.bytes += part.byteLength;
          yield part;
        }
      } finally {
        streams.delete(stream);
      }
    };
    return {
      ...opened,
      body: body(),
      cancel: () => {
        streams.delete(stream);
        opened.cancel();
      },
    };
  };

  const settle = async (): Promise<void> => {
    const began = performance.now();
    // A request that waits has at least reached the platform before time goes on.
    if (kept.size > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    for (let quiet = 0; quiet < 3; ) {
      await turn();
      quiet = open.size === 0 && !(onTheWire() && performance.now() - began < patience / 5) ? quiet + 1 : 0;
      if (performance.now() - began > patience) throw new Error(`never answered: ${[...open.values()].join(', ')}`);
    }
  };

  const until = async (test: () => boolean, seconds: number): Promise<boolean> => {
    const deadline = clock.now() + seconds * 1000;
    for (;;) {
      await settle();
      if (test()) return true;
      const next = clock.untilNext();
      if (next === null || clock.now() + next > deadline) break;
      clock.advance(next);
    }
    clock.advance(Math.max(0, deadline - clock.now()));
    await settle();
    return test();
  };

  const holding = async <T>(work: Promise<T>, what = 'work', where = open): Promise<T> => {
    count += 1;
    const id = count;
    where.set(id, what);
    try {
      return await work;
    } finally {
      where.delete(id);
    }
  };

  return {
    clock,
    until,
    passes: async (seconds) => {
      await until(() => false, seconds);
    },
    during: async (work, seconds = 30) => {
      let over = false;
      const ended = work.finally(() => {
        over = true;
      });
      ended.catch(() => undefined);
      if (!(await until(() => over, seconds))) throw new Error(`did not end within ${seconds} s`);
      return ended;
    },
    longer: (seconds) => seconds,
    lag: async (began, came, seconds) => {
      if (!(await until(began, seconds))) throw new Error('never began');
      const at = clock.now();
      if (!(await until(came, seconds))) throw new Error(`did not come within ${seconds} s`);
      return (clock.now() - at) / 1000;
    },
    holding: (work) => holding(work),
    road: (http) => ({
      send: (request: HttpRequest) => {
        const endpoint =
          new URL(request.url).pathname
            .split('/')
            .at(-1)
            ?.replace(/\.php$/, '') ?? '';
        return holding(http.send(request), endpoint, mayWait(endpoint) ? kept : open);
      },
      open: async (question) => {
        if (!new URL(question.url).pathname.endsWith(`/${pushPath}`)) return http.open(question);
        const opened = await holding(http.open(question), 'push', mayWait('push') ? kept : open);
        return opened.status === 200 ? counted(opened) : opened;
      },
      close: () => http.close(),
    }),
    pushes: (platform) => {
      pushed = platform.push;
    },
    waitsFor: (endpoint) => {
      slow.push(endpoint);
      // What is under way already may be kept waiting too.
      for (const [id, name] of open) {
        if (!mayWait(name)) continue;
        open.delete(id);
        kept.set(id, name);
      }
      return () => {
        const at = slow.indexOf(endpoint);
        if (at >= 0) slow.splice(at, 1);
      };
    },
  };
}
