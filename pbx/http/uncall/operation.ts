import type { OperationName, OperationRow, operations } from '../../../shared/uncall';
import { printAnswer, printNothing, printRefusal } from '../../../shared/uncall/print';
import type { HandlerContext } from '../handlers/handler';

/** What an operation says: rows, the documented word of a refusal, or that there is none. */
export type Said<N extends OperationName> =
  | { readonly rows: readonly OperationRow<N>[] }
  | { readonly refused: string }
  | { readonly nothing: true };

/** All arguments of the signature, trimmed. */
export type SentArgs<N extends OperationName> = {
  readonly [K in keyof (typeof operations)[N]['args']]: string;
};
export type Operate<N extends OperationName> = (
  args: SentArgs<N>,
  context: HandlerContext,
) => Said<N> | Promise<Said<N>>;
export type Operates<N extends OperationName> = { readonly [K in N]: Operate<K> };

export const refused = (word: string) => ({ refused: word });
export const nothing = { nothing: true } as const;
export const success = (message: string) => ({ rows: [{ Response: 'success', Message: message }] });
/** Chapter 4 says no more than that. */
export const succeeded = { rows: [{ Response: 'success' }] } as const;

export function documentOf<N extends OperationName>(name: N, said: Said<N>): string {
  if ('refused' in said) return printRefusal(name, said.refused);
  return 'nothing' in said ? printNothing(name) : printAnswer(name, said.rows);
}
