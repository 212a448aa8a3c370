import type { OperationName } from './index';
import examples from './vectors/examples.json';

/** What a documented example says: typed rows of a success, the platform's word of a refusal. */
export type Expected =
  | {
      readonly response: string;
      readonly message: string;
      readonly rows: readonly Readonly<Record<string, string | number>>[];
    }
  | { readonly refused: string };

/** One documented example (repaired where the print is damaged), with its value worked out apart from our reader. */
export interface Vector {
  readonly operation: OperationName;
  readonly outcome: 'success' | 'failure';
  /** Its words are destroyed in the print and put in from the return table. */
  readonly reconstructed?: boolean;
  readonly body: string;
  readonly expected: Expected;
}
type Entry = Omit<Vector, 'operation'>;

/** Every documented example of the operations. For tests and for the platform's proof only. */
export const vectors: readonly Vector[] = Object.entries(
  examples as unknown as Readonly<Record<OperationName, readonly Entry[]>>,
).flatMap(([operation, entries]) => entries.map((entry) => ({ operation: operation as OperationName, ...entry })));
