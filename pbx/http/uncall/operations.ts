import type { OperationName } from '../../../shared/uncall';
import type { HandlerContext } from '../handlers/handler';
import { control } from './control';
import { documentOf, type Operates, type Said } from './operation';
import { stock } from './stock';
import { tasks } from './tasks';

/** What this platform answers: all of the table. */
const operates: Operates<OperationName> = { ...control, ...stock, ...tasks };

type LooseOperate = (
  args: Readonly<Record<string, string>>,
  context: HandlerContext,
) => Said<OperationName> | Promise<Said<OperationName>>;

/** The document that an operation answers with; `args` has all of its signature, as `readCall` sees to. */
export const operate = async (
  name: OperationName,
  args: Readonly<Record<string, string>>,
  context: HandlerContext,
): Promise<string> => documentOf(name, await (operates[name] as unknown as LooseOperate)(args, context));
