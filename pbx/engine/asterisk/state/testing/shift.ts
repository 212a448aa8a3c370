import { readFileSync } from 'node:fs';
import type { Ami, AmiAnswer, AmiEvent } from '../../ami/port';

type Told = readonly [event: string, fields: Readonly<Record<string, string>>];
type Answer = AmiAnswer | readonly Told[] | null;

/** A quiet moment of the shift: what the exchange said of itself when asked for everything. */
export interface Mark {
  readonly name: string;
  /** Events before it, counted from the start. */
  readonly at: number;
  /** By action and the values of its fields. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/** A shift at a real exchange, written down as it was: its events in order, and its lists at quiet moments. */
export interface Shift {
  readonly version: string;
  readonly events: readonly AmiEvent[];
  readonly marks: readonly Mark[];
}

export const shifts = [16, 22] as const;

/** `shift-16.jsonl`: a line an event, or a mark with the answers that are others than at the mark before. */
export function readShift(version: (typeof shifts)[number]): Shift {
  const text = readFileSync(new URL(`./shift-${version}.jsonl`, import.meta.url), 'utf8');
  const events: AmiEvent[] = [];
  const marks: Mark[] = [];
  let answers = new Map<string, Answer>();
  let name = '';
  for (const line of text.trimEnd().split('\n')) {
    const told = JSON.parse(line) as Told | { mark: string; version?: string; answers: Record<string, Answer> };
    if ('mark' in told) {
      name ||= told.version ?? '';
      answers = new Map([...answers, ...Object.entries(told.answers)]);
      marks.push({ name: told.mark, at: events.length, answers });
    } else events.push({ event: told[0], fields: told[1] });
  }
  return { version: name, events, marks };
}

export interface ScriptedAmi extends Ami {
  /** What was asked, as the answers are filed. */
  readonly asked: string[];
  state: Ami['state'];
  booted: NonNullable<Ami['booted']> | null;
  /** Events as they come from the exchange. */
  tell(...events: readonly AmiEvent[]): void;
  /** Answers from now on. */
  answer(answers: ReadonlyMap<string, Answer>): void;
  /** The line is lost, or is there again. */
  turn(state: 'live' | 'down'): void;
}

/** A manager interface that says what was written down. */
export function scriptedAmi(version: string, first: ReadonlyMap<string, Answer>): ScriptedAmi {
  const onEvent = new Set<(event: AmiEvent) => void>();
  const onState = new Set<(state: 'live' | 'down') => void>();
  const asked: string[] = [];
  let answers = first;
  const find = (action: string, fields: Readonly<Record<string, unknown>> = {}): Answer => {
    const key = [action, ...Object.values(fields)].join(' ');
    asked.push(key);
    return answers.get(key) ?? null;
  };
  const refused: AmiAnswer = { ok: false, message: 'not written down', fields: {}, output: [] };
  return {
    version,
    asked,
    state: 'live',
    booted: null,
    send: async (action, fields) => {
      const answer = find(action, fields);
      return answer !== null && 'ok' in answer ? answer : refused;
    },
    list: async (action, fields) => {
      const answer = find(action, fields);
      return answer === null || 'ok' in answer ? [] : answer.map(([event, values]) => ({ event, fields: values }));
    },
    onEvent: (run) => {
      onEvent.add(run);
      return () => onEvent.delete(run);
    },
    onState: (run) => {
      onState.add(run);
      return () => onState.delete(run);
    },
    close: () => {},
    tell: (...events) => {
      for (const event of events) for (const run of onEvent) run(event);
    },
    answer: (given) => {
      answers = given;
    },
    turn(state) {
      this.state = state;
      for (const run of onState) run(state);
    },
  };
}
