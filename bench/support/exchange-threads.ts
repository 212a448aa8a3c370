import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Ami, AmiAnswer, AmiEvent, AmiFields } from '../../pbx/engine/asterisk/ami/port';
import { type Asked, type Reply, startFakeExchange } from '../../pbx/engine/asterisk/ami/testing/fake-exchange';
import { sleep } from './wall';

/** What came out of a manager interface, cut between two messages, and how long after the first piece, ms. */
export interface Piece {
  readonly at: number;
  readonly text: string;
}

/** What somebody who only reads has seen: the age of each event where it arrived (ms), and all of it. */
export interface Heard {
  readonly ages: readonly number[];
  readonly pieces: readonly Piece[];
}

/** Answers by what was asked. */
export type Answers = ReadonlyMap<string, Reply>;

interface ReaderTask {
  readonly task: 'read';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  readonly mask: string;
  readonly filters: readonly string[];
}
interface PlayerTask {
  readonly task: 'play';
  readonly version: string;
  readonly answers: readonly (readonly [string, Reply])[];
  readonly pieces: readonly Piece[];
}

/** A thread that reads a manager's events and does nothing but look at their age. */
export function startReader(given: Omit<ReaderTask, 'task'>): { heard(): Promise<Heard> } {
  const thread = startThread({ task: 'read', ...given });
  return {
    heard: () =>
      new Promise((resolve, reject) => {
        thread.once('error', reject);
        thread.once('message', resolve);
        thread.postMessage('end');
      }),
  };
}

export interface Player {
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Says all of it once more, each event at its time and as of now; the calls are others than those of the last time. */
  play(): Promise<void>;
  end(): Promise<void>;
}

/** A manager interface in a thread of its own that says again what an exchange has said. */
export async function startPlayer(answers: Answers, pieces: readonly Piece[], version: string): Promise<Player> {
  const thread = startThread({ task: 'play', version, answers: [...answers], pieces });
  const told = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      thread.once('error', reject);
      thread.once('message', resolve);
    });
  const account = await told<Pick<Player, 'port' | 'user' | 'secret'>>();
  return {
    ...account,
    play() {
      const over = told<void>();
      thread.postMessage('play');
      return over;
    },
    async end() {
      await thread.terminate();
    },
  };
}

/** The same interface, and what it answered to what is asked through it. */
export function noting(ami: Ami): { readonly ami: Ami; readonly answers: Answers } {
  const answers = new Map<string, Reply>();
  const note = (action: string, fields: AmiFields | undefined, reply: Reply): void => {
    const asked = Object.entries(fields ?? {}).map(([key, value]) => [key.toLowerCase(), `${value}`] as const);
    answers.set(keyOf({ ...Object.fromEntries(asked), action }), reply);
  };
  const noted: Ami = {
    get state() {
      return ami.state;
    },
    get version() {
      return ami.version;
    },
    get booted() {
      return ami.booted ?? null;
    },
    async send(action, fields) {
      const answer = await ami.send(action, fields);
      note(action, fields, { ok: answer.ok, lines: linesOf(answer) });
      return answer;
    },
    async list(action, fields) {
      const events = await ami.list(action, fields);
      note(action, fields, { ok: true, lines: [], list: events.map(linesOf) });
      return events;
    },
    onEvent: (run) => ami.onEvent(run),
    onState: (run) => ami.onState(run),
    close: () => ami.close(),
  };
  return { ami: noted, answers };
}

/** Without what is made anew for each answer. */
function linesOf(said: AmiAnswer | AmiEvent): readonly string[] {
  const lines = Object.entries(said.fields).flatMap(([key, value]) =>
    /^(?:Response|ActionID|EventList)$/.test(key) ? [] : value.split('\n').map((one) => `${key}: ${one}`),
  );
  if ('ok' in said) return [...lines, ...said.output.map((line) => `Output: ${line}`)];
  return [`Event: ${said.event}`, ...lines];
}

const keyOf = ({ actionid: _, ...asked }: Asked): string => JSON.stringify(Object.entries(asked).sort());

const startThread = (task: ReaderTask | PlayerTask): Worker =>
  new Worker(new URL(import.meta.url), { workerData: task });

function read({ host, port, user, secret, mask, filters }: ReaderTask): void {
  const socket = connect(port, host);
  const heard = { ages: [] as number[], pieces: [] as Piece[] };
  let [rest, since] = ['', 0];
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const now = Date.now();
    since ||= now;
    const text = rest + chunk;
    const end = text.lastIndexOf('\r\n\r\n') + 4;
    if (end < 4) {
      rest = text;
      return;
    }
    rest = text.slice(end);
    const whole = text.slice(0, end);
    for (const [, at] of whole.matchAll(/^Timestamp: ([0-9.]+)/gm)) heard.ages.push(now - Number(at) * 1000);
    // Answers are of this connection; an event may have a line that begins like one.
    const events = whole.split(/(?<=\r\n\r\n)/).filter((message) => !message.startsWith('Response: '));
    heard.pieces.push({ at: now - since, text: events.join('') });
  });
  const say = (...lines: string[]): unknown => socket.write([...lines, '', ''].join('\r\n'));
  say('Action: Login', `Username: ${user}`, `Secret: ${secret}`, `Events: ${mask}`);
  for (const filter of filters) say('Action: Filter', 'Operation: Add', `Filter: ${filter}`);
  parentPort?.once('message', () => {
    socket.destroy();
    parentPort?.postMessage(heard);
  });
}

async function play({ version, answers, pieces }: PlayerTask): Promise<void> {
  const exchange = await startFakeExchange({ version });
  const known = new Map(answers);
  for (const [key] of answers) {
    const action = new Map<string, string>(JSON.parse(key)).get('action') ?? '';
    exchange.on(action, (asked) => known.get(keyOf(asked)) ?? { ok: true, lines: [] });
  }
  const { port, user, secret } = exchange;
  parentPort?.postMessage({ port, user, secret });
  let times = 0;
  const once = async (): Promise<void> => {
    times += 1;
    const from = performance.now() - (pieces[0]?.at ?? 0);
    for (const { at, text } of pieces) {
      const early = from + at - performance.now();
      if (early >= 1) await sleep(early);
      exchange.say(
        text
          .replace(/\b(\d{10})(\.\d+)\b/g, (_, second: string, no: string) => `${Number(second) + times * 1000}${no}`)
          .replace(/^Timestamp: [0-9.]+/gm, () => `Timestamp: ${(Date.now() / 1000).toFixed(6)}`),
      );
    }
    parentPort?.postMessage(null);
  };
  parentPort?.on('message', () => void once());
}

if (!isMainThread) {
  const given: ReaderTask | PlayerTask | undefined = workerData;
  if (given?.task === 'read') read(given);
  if (given?.task === 'play') void play(given);
}
