import { actionTypes } from '../../../shared/webcti/vocabulary/campaigns';
import type { TaskParameters } from '../../store/campaigns-tasks';
import { numbersOf, rangesOf } from './window';

type Parameter = keyof TaskParameters;

const isOneRange = (text: string): boolean => (rangesOf(text)?.length ?? 2) <= 1;
const kindMayCycle = (kind: string): boolean =>
  Object.entries(actionTypes).some(([known, { cyclic }]) => known === kind && cyclic);

/** What a parameter may be, beyond its kind in the catalogue (WEBCTI2 §8.2). */
const rules: readonly (readonly [Parameter, (task: TaskParameters) => boolean])[] = [
  ['runtype', ({ runtype, actiontype }) => runtype !== '1' || kindMayCycle(actiontype)],
  ['enddate', ({ begindate, enddate }) => enddate >= begindate],
  ['amrange', ({ amrange }) => isOneRange(amrange)],
  ['pmrange', ({ pmrange }) => isOneRange(pmrange)],
  [
    'timelist',
    ({ runtype, timelist }) => {
      const ranges = rangesOf(timelist);
      return ranges !== null && (runtype !== '1' || ranges.length > 0);
    },
  ],
  ['monthlist', ({ monthlist }) => numbersOf(monthlist, 1, 12) !== null],
  ['weeklist', ({ weeklist }) => numbersOf(weeklist, 0, 6) !== null],
  ['daylist', ({ daylist }) => numbersOf(daylist, 1, 31) !== null],
  ['queuecallrate', ({ queuecallrate }) => queuecallrate === '' || /^\d{1,3}(\.\d{1,4})?$/.test(queuecallrate)],
  ['validkey', ({ validkey }) => validkey === '' || /^[0-9*#A-D](?:[-,;][0-9*#A-D])*$/.test(validkey)],
];

/** The first parameter that a task cannot have so; null when all is well. */
export const wrongParameter = (task: TaskParameters): Parameter | null =>
  rules.find(([, holds]) => !holds(task))?.[0] ?? null;
