import { formatPlatformTime } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import type { CallEngine } from '../../engine/port';
import type { MirrorSource } from '../../services/task-mirror';
import { numberCells, taskCells } from '../../services/task-mirror-rows';
import { watchTasks } from '../../store/campaigns-changes';
import type { Store } from '../../store/store';
import { rowOf, targetOf } from './tasks';

/** The platform's outbound tasks as their tables tell them (§5.3, §5.4): what getAllTask says, and their numbers. */
export function mirrored({
  engine,
  store,
  zone,
}: {
  readonly engine: CallEngine;
  readonly store: Store;
  readonly zone: Zone;
}): MirrorSource {
  const { tasks, numbers } = store.campaigns;
  const time = (at: number | null): string => formatPlatformTime(at, zone);
  const local = (at: number | null): string | null => (at === null ? null : time(at));
  const isClick = (actiontype: string): boolean =>
    targetOf({ actiontype, context: '', exten: '' }).task_type === 'click';
  return {
    changes: watchTasks(store.database),
    task: tasks.get,
    taskCells: (task) =>
      taskCells(
        task,
        rowOf(task, { engine, store, time }),
        isClick(task.actiontype) ? numbers.count({ task: task.id, status: 'N', caller: '' }) : 0,
      ),
    numberCells: (number, task) => numberCells(number, isClick(task.actiontype), local),
  };
}
