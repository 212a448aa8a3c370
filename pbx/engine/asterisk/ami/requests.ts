import { EngineTrouble } from '../../port';
import type { Message } from './parser';
import type { AmiAnswer, AmiEvent } from './port';

type Done = (answer: AmiAnswer, events: readonly AmiEvent[]) => void;

interface Request {
  readonly since: number;
  /** Its events while they come; null = it asked for an answer only. */
  readonly list: AmiEvent[] | null;
  /** An answer alone was asked for and a list comes with it: nobody wants to see that. */
  unwanted: boolean;
  readonly done: Done;
  readonly failed: (error: EngineTrouble) => void;
}

/** More in one list than any exchange has of anything. */
const longestList = 500_000;

/** What was asked and is not answered yet, by action id. Answers are handed on within the stream, in order. */
export class Requests {
  readonly #open = new Map<string, Request>();

  get size(): number {
    return this.#open.size;
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  open(id: string, since: number, wants: 'answer' | 'list', done: Done, failed: Request['failed']): void {
    this.#open.set(id, { since, list: wants === 'list' ? [] : null, unwanted: false, done, failed });
  }

  /** False for an event that belongs to no list. */
  take(message: Message): boolean {
    const id = message.fields.ActionID;
    const request = id === undefined ? undefined : this.#open.get(id);
    if (message.event === '') {
      if (request && id !== undefined && !request.unwanted) this.#answer(id, request, message);
      return true;
    }
    if (!request || id === undefined) return false;
    if (request.list === null && !request.unwanted) return false;
    if (isLast(message)) {
      this.#open.delete(id);
      if (!request.unwanted) request.done(success, request.list ?? []);
    } else if (request.list && request.list.push(message) > longestList) {
      this.#open.delete(id);
      request.failed(new EngineTrouble('refused', 'a list without an end'));
    }
    return true;
  }

  /** Gives up what has waited since before that time. */
  giveUp(before: number, error: EngineTrouble): void {
    for (const [id, request] of this.#open) {
      if (request.since > before) return;
      this.#open.delete(id);
      if (!request.unwanted) request.failed(error);
    }
  }

  #answer(id: string, request: Request, message: Message): void {
    const answer = answerOf(message);
    const follows = /^start$/i.test(message.fields.EventList ?? '');
    if (request.list === null) {
      if (follows) request.unwanted = true;
      else this.#open.delete(id);
      request.done(answer, []);
    } else if (!answer.ok) {
      this.#open.delete(id);
      request.done(answer, []);
    }
  }
}

const success: AmiAnswer = { ok: true, message: '', fields: {}, output: [] };

const answerOf = ({ fields, output }: Message): AmiAnswer => ({
  // `Goodbye` of Logoff is no failure either.
  ok: fields.Response !== 'Error',
  message: (fields.Message ?? '').trim(),
  fields,
  output,
});

/** Lists of every version since 12 say so themselves; older ones by the name of their last event. */
const isLast = ({ event, fields }: Message): boolean =>
  fields.EventList === undefined ? event.endsWith('Complete') : /^(?:complete|cancel)/i.test(fields.EventList);
