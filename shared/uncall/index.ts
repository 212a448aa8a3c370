import type { Answer, ArgsOf, Operation, Operations, RowOf, Words } from './catalogue';
import { control } from './operations/control';
import { prompts } from './operations/prompts';
import { tasks } from './operations/tasks';

export { type AddressName, addresses, uploadPage } from './addresses';
export { type TableName, tables } from './tables';
export {
  type ControlType,
  controlTypes,
  directions,
  type NumberSource,
  type NumberState,
  numberSources,
  numberStates,
  type TaskState,
  type TaskType,
  taskStates,
  taskTypes,
  type UploadCode,
  uploadCodes,
  uploadedText,
  uploadLimit,
} from './words';

/** The 24 SOAP operations by name. */
export const operations = { ...control, ...prompts, ...tasks } as const satisfies Operations;
export type OperationName = keyof typeof operations;

export type OperationArgs<N extends OperationName> = ArgsOf<(typeof operations)[N]>;
export type OperationRow<N extends OperationName> = RowOf<(typeof operations)[N]>;
/** An answer that says success; a failure is an `AppError` with the code `refused`. */
export type UncallAnswer<N extends OperationName> = Answer<(typeof operations)[N]>;

export const operationNames = Object.keys(operations) as readonly OperationName[];
export const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name);
/** The entry of an operation, widened for code that walks the table. */
export const operationOf = (name: OperationName): Operation => operations[name];

/** Table of a task's numbers from its id: addPhoneToTask wants the table, updateTask, delTask and getAllTask the id. */
export const taskTable = (id: string | number): string => `o_task_run_${id}`;
/** Id of a task from its table (`TaskID` of addIvrTask and addQueueTask); null when it is no such name. */
export const taskIdOf = (table: string): string | null => /^o_task_run_(\d{1,10})$/i.exec(table.trim())?.[1] ?? null;

/** Our sentence for the platform's own word; null for a word that the document does not know. */
export function refusalWords(name: OperationName, said: string): Words | null {
  const wanted = said.trim().toLowerCase();
  return operationOf(name).errors.find((known) => known.message.toLowerCase() === wanted)?.meaning ?? null;
}
