import type { CallPrompts, Prompt } from '../../engine/port';
import type { SettingName } from '../../store/campaigns';
import type { Task } from '../../store/campaigns-tasks';
import { kindOf, type SoundMs } from './request';

/**
 * What the people in a call of a task hear besides each other (WEBCTI2 §8.1, §8.2); null = nothing. With `neednotify` the
 * agent hears `agentvoice` (kind 3 without one: `toagentvoice`), before the number is called where he is rung first, else
 * before he is connected with the customer. A customer who waits for one agent (kind 4) hears `touservoice` first, one of
 * an Uncall task its `recording_files` before the menu or the queue (Uncall §4.10, §4.11: a voice file of the task, and
 * nothing else there plays one). With `needinput` an agent who was rung first hears `resultprompt` when the customer has
 * gone, and has time for keys.
 */
export function promptsOf(
  task: Pick<Task, 'actiontype' | 'neednotify' | 'needinput' | 'agentvoice' | 'voicefile1' | 'createbyapp'>,
  value: (name: SettingName) => string,
  soundMs: SoundMs,
): CallPrompts | null {
  const { actiontype, neednotify, needinput, agentvoice, voicefile1, createbyapp } = task;
  const heard = (name: string, where: keyof CallPrompts): Partial<Record<keyof CallPrompts, Prompt>> =>
    name === '' ? {} : { [where]: { name, milliseconds: soundMs(name) } };
  const prompts = ((): CallPrompts => {
    if (kindOf(task).first === 'agent') {
      const notice = agentvoice || (actiontype === '3' ? value('toagentvoice') : '');
      return {
        ...heard(neednotify === 'Y' ? notice : '', 'first'),
        ...heard(needinput === 'Y' ? value('resultprompt') : '', 'last'),
      };
    }
    if (!meetsAgent.includes(actiontype)) return {};
    return {
      ...heard(actiontype === '4' ? value('touservoice') : createbyapp === 'uncall' ? voicefile1 : '', 'first'),
      ...heard(neednotify === 'Y' ? agentvoice : '', 'second'),
    };
  })();
  return Object.keys(prompts).length === 0 ? null : prompts;
}

/** Kinds that ring the customer first and may bring him to an agent. */
const meetsAgent: readonly string[] = ['4', '6', '8'];
