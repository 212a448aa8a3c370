import type { Words } from '../webcti/codes';

/**
 * Words of the Uncall Webservices 3.0 table (document V1.0 of 2014-01-15): 24 SOAP operations, 5 HTTP addresses, 2 table
 * families. Client, built-in platform, command line, coverage page and tests read it; nothing is written twice.
 */
export type { Words } from '../webcti/codes';

/** `time`: `HH:MM`. `csv`: comma-separated. `taskTable`: `o_task_run_<id>`. On the wire every one is a string. */
export type ArgumentType = 'string' | 'int' | 'decimal' | 'enum' | 'time' | 'csv' | 'taskTable';

export interface Argument {
  readonly type: ArgumentType;
  readonly required?: true;
  readonly values?: readonly string[];
  /** Sent when the argument is left out: all arguments of an operation always travel. */
  readonly default?: string;
  /** Most entries of a `csv`. */
  readonly max?: number;
  readonly about: Words;
}

export type FieldType = 'string' | 'int' | 'float' | 'datetime' | 'enum';

export interface Field {
  readonly type: FieldType;
  readonly optional?: true;
  readonly values?: readonly string[];
  /** Other spellings seen in the document, read but never written. */
  readonly aliases?: readonly string[];
  readonly about: Words;
}

export interface Refusal {
  readonly message: string;
  /** The element that carries it; `Message` when absent. */
  readonly in?: 'Response';
  readonly meaning: Words;
}

export interface Operation {
  /** Section of the Uncall document. */
  readonly section: string;
  readonly purpose: Words;
  readonly mutates: boolean;
  /** Whether the client may send it again by itself. Never for what changes something. */
  readonly retry: boolean;
  /** `waits`: a telephone is involved before it answers; `slow`: costs the platform a lot. */
  readonly pace: 'quick' | 'waits' | 'slow';
  /** In the order of the signature: rpc parts are positional. */
  readonly args: Readonly<Record<string, Argument>>;
  /** Root of the answer's document: chapter 3 says `uncall`, chapter 4 `unallcc` (sic). */
  readonly root: 'uncall' | 'unallcc';
  /** Element beside `result`. */
  readonly node: string;
  /** Names that the return tables give the node; read, never written. */
  readonly nodeAliases?: readonly string[];
  /** The node repeats, once a row. */
  readonly repeats?: true;
  /**
   * How success is told. `response`: `Response` must say success. `result`: `result` 1. `echo`: there is no `result`.
   * A `result` of 0 or another word in `Response` is a failure in any case but the echo's.
   */
  readonly judged: 'response' | 'result' | 'echo';
  /** `result` of a failure: 1 in chapter 4 and for hangUp, so `result` alone never tells. */
  readonly failureResult: '0' | '1';
  /** A bare `result` 0, without any word, means that there is nothing to tell (no call, no recording). */
  readonly maybeNothing?: true;
  readonly fields: Readonly<Record<string, Field>>;
  readonly errors: readonly Refusal[];
}
export type Operations = Readonly<Record<string, Operation>>;

/** An HTTP address beside the SOAP service. */
export interface Address {
  readonly section: string;
  /** Without a leading slash, without a query. */
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'multipart';
  readonly purpose: Words;
  readonly mutates: boolean;
  /** Query parameters; `fixed` ones always have that value. */
  readonly query: Readonly<Record<string, { readonly fixed?: string; readonly about: Words }>>;
  readonly answers: 'wsdl' | 'code' | 'audio';
}

export interface Column {
  /** MySQL type as in the document. */
  readonly type: string;
  readonly nullable: boolean;
  /** Null = none. */
  readonly default: string | null;
  readonly values?: readonly string[];
  readonly about: Words;
}

export interface Table {
  readonly section: string;
  readonly database: string;
  readonly purpose: Words;
  readonly primaryKey: string;
  readonly keys: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
}

type ArgumentValue<A extends Argument> = A extends { readonly values: readonly (infer V)[] }
  ? V
  : A['type'] extends 'int' | 'decimal'
    ? string | number
    : string;
type Required_<A extends Readonly<Record<string, Argument>>> = {
  [K in keyof A]: A[K] extends { readonly required: true } ? K : never;
}[keyof A];

/** Arguments of an operation: required ones required, enum values literal, the rest text or number. */
export type ArgsOf<O extends Operation> = { readonly [K in Required_<O['args']>]: ArgumentValue<O['args'][K]> } & {
  readonly [K in Exclude<keyof O['args'], Required_<O['args']>>]?: ArgumentValue<O['args'][K]> | undefined;
};

type FieldValue<F extends Field> = F['type'] extends 'int' | 'float' ? number | null : string;
type Optional_<F extends Readonly<Record<string, Field>>> = {
  [K in keyof F]: F[K] extends { readonly optional: true } ? K : never;
}[keyof F];

/** A node as it was read: text stays text (ids keep trailing zeros), numbers null when empty, times platform-local text. */
export type RowOf<O extends Operation> = {
  readonly [K in Exclude<keyof O['fields'], Optional_<O['fields']>>]: FieldValue<O['fields'][K]>;
} & { readonly [K in Optional_<O['fields']>]?: FieldValue<O['fields'][K]> };

/** An answer that says success. */
export interface Answer<O extends Operation> {
  /** `Response` as sent; empty where the operation has none. */
  readonly response: string;
  /** `Message` as sent. */
  readonly message: string;
  /** One a node; none when there is nothing (no call at the extension, an empty list). */
  readonly rows: readonly RowOf<O>[];
}
