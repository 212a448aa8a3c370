import type { OriginateRequest } from '../../engine/port';
import type { SettingName } from '../../store/campaigns';
import type { DialNumber } from '../../store/campaigns-numbers';
import type { Task } from '../../store/campaigns-tasks';
import type { Agent } from './agents';

/** Whom a kind of task rings first, and who else has to be there (WEBCTI2 §8.2). */
export interface CallKind {
  readonly first: 'customer' | 'agent' | 'nobody';
  /** Whose talk with the customer makes the call a success; nobody: an answer is enough. */
  readonly needs: 'nobody' | 'agent' | 'queue';
}
const kinds: Readonly<Record<string, CallKind>> = {
  1: { first: 'customer', needs: 'nobody' },
  2: { first: 'customer', needs: 'nobody' },
  3: { first: 'agent', needs: 'agent' },
  4: { first: 'customer', needs: 'agent' },
  5: { first: 'customer', needs: 'nobody' },
  6: { first: 'customer', needs: 'nobody' },
  // The agent looks at the number and dials by hand.
  7: { first: 'nobody', needs: 'agent' },
  8: { first: 'customer', needs: 'queue' },
  // Whoever is idle gets the next number.
  9: { first: 'agent', needs: 'agent' },
};
const noKind: CallKind = { first: 'nobody', needs: 'nobody' };
export const kindOf = ({ actiontype }: Pick<Task, 'actiontype'>): CallKind => kinds[actiontype] ?? noKind;

/** Keys that count, of `0-1-2-3`; empty = any. */
export const keysOf = (validkey: string): readonly string[] => validkey.split(/[-,;]/).filter((key) => key !== '');

/** A task's own value, or that for all tasks. */
export interface CallSettings {
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly trunk: string;
  readonly callerId: string;
  readonly context: string;
}

export function settingsOf(task: Task, value: (name: SettingName) => string): CallSettings {
  const count = (own: number, name: SettingName): number => own || Math.max(0, Number.parseInt(value(name), 10) || 0);
  return {
    timeoutSeconds: count(task.timeout, 'timeout') || 30,
    retries: count(task.maxretries, 'maxretries'),
    trunk: task.outtrunk || value('outtrunk'),
    callerId: task.callerid || value('callerid'),
    context: value('outboundcontext') || 'from-internal',
  };
}

/** `A=1|B=2` → variables; a part without a name is passed over. */
function variablesOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/[|\n]/).flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [[part.slice(0, at).trim(), part.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** By which a call of the dialler, and every leg that it leads to, is known again (WEBCTI2 §4.23). */
export const marks = { task: 'MVBBOB_TASKID', number: 'MVBBOB_DIALNUMBER', dial: 'MVBBOB_DIALID' } as const;

function noticeOf(task: Task): string {
  const keys = task.validkey ? keysOf(task.validkey).join('-') : task.actiontype === '2' ? '*' : '';
  const { voicefile1, voicefile2, inputtimeout, inputerrorcount, inputtimeoutcount } = task;
  return [voicefile1, voicefile2, keys, inputtimeout, inputerrorcount, inputtimeoutcount].join(',');
}

/** Where a customer goes who has answered. */
function destinationOf(
  task: Task,
  agent: Agent | undefined,
  settings: CallSettings,
): Pick<OriginateRequest, 'context' | 'exten' | 'priority' | 'application' | 'data'> {
  const nowhere = { context: settings.context, exten: '', priority: '1', application: '', data: '' };
  switch (task.actiontype) {
    case '1':
    case '2':
      return { ...nowhere, application: 'OutboundNotice', data: noticeOf(task) };
    case '5':
      return { ...nowhere, application: task.application, data: task.appdata };
    case '6':
    case '8':
      return { ...nowhere, context: task.context, exten: task.exten, priority: task.priority || '1' };
    default:
      return { ...nowhere, exten: agent?.no ?? '' };
  }
}

/** Length of a prompt; null = the platform has none of that name. */
export type SoundMs = (prompt: string) => number | null;

function lengthsOf({ actiontype, voicefile1, voicefile2 }: Task, soundMs: SoundMs): Readonly<Record<string, string>> {
  if (actiontype !== '1' && actiontype !== '2') return {};
  const [one, two] = [voicefile1, voicefile2].map((prompt) => (prompt === '' ? null : soundMs(prompt)));
  return { ...(one && { OUTCALL_MS1: String(one) }), ...(two && { OUTCALL_MS2: String(two) }) };
}

/** The call of a number as the exchange is asked for it. */
export function requestOf(
  task: Task,
  { id, number, text1, text2 }: DialNumber,
  agent: Agent | undefined,
  settings: CallSettings,
  soundMs: SoundMs,
): OriginateRequest {
  const { trunk, context, callerId, timeoutSeconds } = settings;
  const variables = {
    ...variablesOf(task.variable),
    [`__${marks.task}`]: String(task.id),
    [`__${marks.number}`]: number,
    [`__${marks.dial}`]: String(id),
    MVB_CALLEE: number,
    MVB_DIRECT: 'OUT',
    ...lengthsOf(task, soundMs),
    ...(text1 && { OUTCALL_TEXT1: text1 }),
    ...(text2 && { OUTCALL_TEXT2: text2 }),
    ...(task.needqs === 'Y' && { QUEUEQMCONTEXT: 'qm' }),
  };
  const common = { timeoutMs: timeoutSeconds * 1000, callerId, account: task.account };
  if (kindOf(task).first === 'agent' && agent) {
    const byTrunk = trunk === '' ? { exten: number } : { application: 'Dial', data: `${trunk}/${number}`, exten: '' };
    return {
      ...{ ...common, channel: agent.interface, context, priority: '1', application: '', data: '', ...byTrunk },
      callerId: callerId || number,
      variables: { ...variables, MVB_CALLER: agent.no },
    };
  }
  return {
    ...common,
    ...destinationOf(task, agent, settings),
    channel: trunk === '' ? `Local/${number}@${context}` : `${trunk}/${number}`,
    variables,
  };
}
