import type { StoredQueueEvent } from '../store/queue-log';

export interface Utterance {
  readonly role: 'agent' | 'caller';
  readonly text: string;
  /** Milliseconds from the beginning of the talk. */
  readonly at: number;
}

/** The talk of one caller with one agent, as the assistant heard it (WEBCTI2 §4.136). */
export interface Transcript {
  readonly id: number;
  readonly uniqueId: string;
  readonly queue: string;
  readonly agent: string;
  readonly caller: string;
  readonly begunAt: number;
  readonly endedAt: number;
  readonly utterances: readonly Utterance[];
}

const openings = ['您好，很高兴为您服务', '您好，请问有什么可以帮您'] as const;
const wishes = [
  ['我想查询一下订单的进度', '请问您的订单号是多少', '好的，订单已经发出，预计明天送达'],
  ['我想咨询一下套餐', '我们有三种套餐可以选择', '我把资费说明发短信给您'],
  ['上次报修还没有人来', '给您带来不便很抱歉', '我马上为您催办，今天会有人联系您'],
  ['我要改一下收货地址', '请您说一下新的地址', '已经为您修改好了'],
] as const;
const closings = ['谢谢，再见', '好的，谢谢', '没有了，再见'] as const;

/** The same call says the same words each time it is asked for. */
function seedOf(text: string): number {
  let hash = 2_166_136_261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}
function pick<T>(list: readonly T[], seed: number): T {
  const chosen = list[seed % list.length];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}

/** What simulated people say: as much of a short talk as fits into the seconds that it lasted. */
function wordsOf(uniqueId: string, lastedMs: number): readonly Utterance[] {
  const seed = seedOf(uniqueId);
  const [wish, question, answer] = pick(wishes, seed >>> 3);
  const talk: readonly (readonly [Utterance['role'], string])[] = [
    ['agent', pick(openings, seed)],
    ['caller', wish],
    ['agent', question],
    ['caller', '好的'],
    ['agent', answer],
    ['caller', pick(closings, seed >>> 7)],
  ];
  const step = Math.max(2_500, Math.floor(lastedMs / (talk.length + 1)));
  return talk
    .map(([role, text], at) => ({ role, text, at: 800 + at * step + ((seed >>> at) % 700) }))
    .filter(({ at }) => at < lastedMs);
}

const ends: ReadonlySet<string> = new Set(['COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER']);

/** Talks of a call by the log of its queues, in the order they took place; one that still goes on has none yet. */
export function transcriptsOf(events: readonly StoredQueueEvent[]): readonly Transcript[] {
  const found: Transcript[] = [];
  let open: StoredQueueEvent | null = null;
  for (const event of events) {
    if (event.event === 'CONNECT') open = event;
    else if (open && ends.has(event.event) && event.queue === open.queue) {
      found.push({
        id: open.id,
        uniqueId: open.uniqueId,
        queue: open.queue,
        agent: open.agentNo,
        caller: open.number,
        begunAt: open.at,
        endedAt: event.at,
        utterances: wordsOf(`${open.uniqueId} ${open.id}`, event.at - open.at),
      });
      open = null;
    }
  }
  return found;
}
