import type { DialNumber, Numbers } from '../../store/campaigns-numbers';
import type { Task } from '../../store/campaigns-tasks';
import type { Agents } from './agents';
import type { PacedTask } from './pacing';
import { type CallSettings, kindOf } from './request';

/** Numbers of one task that are looked at together. */
export const glance = 100;

/** The floor as one beat of the dialler sees it. */
export interface PacingSight {
  readonly agents: Agents;
  readonly numbers: Pick<Numbers, 'due' | 'callers'>;
  /** Numbers to be tried again whose last call ended after this are left in peace. */
  readonly endedBefore: number;
  /** Numbers in a call. */
  readonly except: readonly string[];
  /** When an agent was taken last; 0 = never. */
  takenAt(agent: string): number;
}

/** What the pacing needs to know of a task: whom it could call now, and what each call takes. */
export function pacedTask(task: Task, { trunk }: Pick<CallSettings, 'trunk'>, sight: PacingSight): PacedTask {
  const { agents, numbers, endedBefore, except, takenAt } = sight;
  const due = (callers?: readonly string[]): readonly DialNumber[] =>
    numbers.due({ task: task.id, endedBefore, except, callers, most: glance });
  const candidates = (list: readonly DialNumber[], named: boolean): PacedTask['candidates'] =>
    list.map(({ id, number, caller }) => ({ dial: id, number, caller: named ? caller : '' }));
  const common = { id: task.id, most: task.maxcalls, trunk };
  const { needs } = kindOf(task);
  if (needs === 'nobody') return { ...common, need: null, candidates: candidates(due(), false) };
  if (needs === 'queue') {
    // Nobody chose a rate: one call for each free agent, so that no customer is called to wait.
    const rate = Number(task.queuecallrate) || 1;
    return { ...common, need: { kind: 'queue', queue: task.exten, rate }, candidates: candidates(due(), false) };
  }
  const idle = agents
    .of(task)
    .filter((agent) => agents.isIdle(agent))
    .map(({ no }) => no)
    .sort((a, b) => takenAt(a) - takenAt(b) || (a < b ? -1 : 1));
  // Of a shared list (kind 9) whoever is idle gets the next number, whatever name stands there.
  if (task.actiontype === '9') {
    return { ...common, need: { kind: 'agent', idle, named: [] }, candidates: candidates(due(), false) };
  }
  const named = numbers.callers(task.id).filter((no) => {
    const agent = agents.byNumber(no);
    return agent !== undefined && agents.isIdle(agent);
  });
  const callers = [...(idle.length > 0 ? [''] : []), ...named];
  return { ...common, need: { kind: 'agent', idle, named }, candidates: candidates(due(callers), true) };
}
