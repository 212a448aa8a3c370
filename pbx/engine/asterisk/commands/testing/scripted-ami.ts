import { EngineTrouble } from '../../../port';
import type { Ami, AmiAnswer, AmiEvent, AmiFields } from '../../ami/port';

export interface Sent {
  readonly action: string;
  readonly fields: AmiFields;
}
/** What the exchange says to an action: a message (a success unless it begins with `!`), or more of an answer. */
export type Said = string | Partial<AmiAnswer> | Error;
export type Script = Readonly<Record<string, Said | ((fields: AmiFields) => Said)>>;

/** A manager interface that answers from a script and remembers what it was asked. */
export interface ScriptedAmi extends Ami {
  /** What was asked or told, but for looking around. */
  readonly sent: Sent[];
  /** All of it. */
  readonly asked: Sent[];
  script: Script;
  emit(event: string, fields: Readonly<Record<string, string>>): void;
  /** Runs before the answer to `action` is given. */
  before(action: string, run: (fields: AmiFields) => void): void;
  drop(): void;
  comeBack(): void;
  readonly listeners: number;
}

/** What both versions of the lab say to the questions of the facts. */
const questions = /^(?:ListCommands|ModuleCheck|Command|Parkinglots)$/;

export function scriptedAmi(script: Script, facts: Script): ScriptedAmi {
  const events = new Set<(event: AmiEvent) => void>();
  const states = new Set<(state: 'live' | 'down') => void>();
  const hooks = new Map<string, (fields: AmiFields) => void>();
  const sent: Sent[] = [];
  const asked: Sent[] = [];
  let state: Ami['state'] = 'live';

  const answerTo = (action: string, fields: AmiFields): AmiAnswer => {
    const key = action === 'Getvar' ? `Getvar ${String(fields.Variable)}` : action;
    const told =
      ami.script[key] ?? ami.script[action] ?? facts[key] ?? facts[action] ?? `!Invalid/unknown command: ${action}.`;
    const said = typeof told === 'function' ? told(fields) : told;
    if (said instanceof Error) throw said;
    if (typeof said !== 'string') return { ok: true, message: '', fields: {}, output: [], ...said };
    const ok = !said.startsWith('!');
    const value = action === 'Getvar' && ok ? { Value: said } : {};
    return { ok, message: ok ? said : said.slice(1), fields: value, output: [] };
  };

  const ami: ScriptedAmi = {
    sent,
    asked,
    script,
    version: 'Asterisk 16.28.0',
    get state() {
      return state;
    },
    get listeners() {
      return events.size + states.size;
    },
    async send(action, fields = {}) {
      if (state !== 'live') throw new EngineTrouble('unreachable', 'the line to the exchange was lost');
      asked.push({ action, fields });
      if (!isQuestion(action, fields)) sent.push({ action, fields });
      hooks.get(action)?.(fields);
      return answerTo(action, fields);
    },
    async list(action, fields = {}) {
      if (state !== 'live') throw new EngineTrouble('unreachable', 'the line to the exchange was lost');
      const { ok, message, fields: rows } = answerTo(action, fields);
      if (!ok) throw new EngineTrouble('refused', message);
      return Object.values(rows).map((row) => ({ event: action, fields: JSON.parse(row) as Record<string, string> }));
    },
    onEvent(run) {
      events.add(run);
      return () => events.delete(run);
    },
    onState(run) {
      states.add(run);
      return () => states.delete(run);
    },
    close() {
      state = 'closed';
    },
    emit(event, fields) {
      for (const run of [...events]) run({ event, fields });
    },
    before(action, run) {
      hooks.set(action, run);
    },
    drop() {
      state = 'down';
      for (const run of [...states]) run('down');
    },
    comeBack() {
      state = 'live';
      for (const run of [...states]) run('live');
    },
  };
  return ami;
}

/** Looking around changes nothing and is no command. */
const isQuestion = (action: string, { Channel, Variable }: AmiFields): boolean =>
  questions.test(action) || (action === 'Getvar' && (Channel === undefined || /^DYNAMIC_/.test(String(Variable))));
