/**
 * One entry per WEBCTI2 endpoint. Client, platform routes, contract tests and coverage all read this table; nothing
 * about an endpoint is written twice. Entries live in `./endpoints/<family>.ts`, typed `as const satisfies Endpoints`.
 */
export type ParamType = 'string' | 'int' | 'enum' | 'date' | 'datetime' | 'csv' | 'base64' | 'file';
export type FieldType = 'string' | 'int' | 'float' | 'datetime' | 'enum' | 'list';

export interface Param {
  readonly type: ParamType;
  readonly required?: true;
  readonly values?: readonly string[];
  readonly default?: string;
  readonly max?: number;
  readonly unit?: 's' | 'ms';
  /** Required only while that other parameter is absent. */
  readonly unless?: string;
  /** May be sent empty: an empty value is a value. */
  readonly empty?: true;
  /** Other spellings that the platform reads; the client never sends them. */
  readonly aliases?: readonly string[];
}

export interface Field {
  readonly type: FieldType;
  readonly optional?: true;
  readonly values?: readonly string[];
  /** Other spellings seen on the wire, read but never written. */
  readonly aliases?: readonly string[];
  /** Rows of a nested list. */
  readonly children?: Readonly<Record<string, Field>>;
  /** Printed without quotes in JSON. Ids among them keep their text: `1421960697.190` must not be read as a number. */
  readonly bare?: true;
}

export interface Endpoint {
  /** Section of the WEBCTI2 document. */
  readonly section: string;
  readonly path: string;
  /** Other paths that a live system may answer under (damaged print); the platform answers all, the client tries `path`. */
  readonly otherPaths?: readonly string[];
  readonly purpose: string;
  readonly mutates: boolean;
  /** Whether the transport may send it again by itself. Never for what changes something. */
  readonly retry: boolean;
  /** `waits`: may block up to its own time limit; `slow`: costs the platform a lot. */
  readonly pace: 'quick' | 'waits' | 'slow';
  readonly params: Readonly<Record<string, Param>>;
  readonly envelope: 'items' | 'object' | 'empty' | 'text' | 'binary';
  /** Whether `total` stands beside `data`. */
  readonly total?: true;
  readonly fields: Readonly<Record<string, Field>>;
  /** Keys of the rows are the names of the call (ctigetvars, ctisetvars). */
  readonly dynamic?: true;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
}
export type Endpoints = Readonly<Record<string, Endpoint>>;

type ParamValue<P extends Param> = P extends { readonly values: readonly (infer V)[] }
  ? V
  : P['type'] extends 'int'
    ? string | number
    : string;
type Required_<P extends Readonly<Record<string, Param>>> = {
  [K in keyof P]: P[K] extends { readonly unless: string }
    ? never
    : P[K] extends { readonly required: true }
      ? K
      : never;
}[keyof P];

/** Arguments of an endpoint: required ones required, enum values literal, everything else text or number. */
export type ArgsOf<E extends Endpoint> = { readonly [K in Required_<E['params']>]: ParamValue<E['params'][K]> } & {
  readonly [K in Exclude<keyof E['params'], Required_<E['params']>>]?: ParamValue<E['params'][K]> | undefined;
};

type FieldValue<F extends Field> = F extends {
  readonly type: 'list';
  readonly children: infer C extends Readonly<Record<string, Field>>;
}
  ? readonly RowOfFields<C>[]
  : F['type'] extends 'int' | 'float'
    ? number | null
    : string;
type Optional_<F extends Readonly<Record<string, Field>>> = {
  [K in keyof F]: F[K] extends { readonly optional: true } ? K : never;
}[keyof F];
export type RowOfFields<F extends Readonly<Record<string, Field>>> = {
  readonly [K in Exclude<keyof F, Optional_<F>>]: FieldValue<F[K]>;
} & { readonly [K in Optional_<F>]?: FieldValue<F[K]> };

/**
 * A decoded row. Text stays text (ids keep trailing zeros), `int`/`float` become numbers (null when empty), times stay
 * platform-local text; `shared/domain/time` turns them into instants.
 */
export type RowOf<E extends Endpoint> = E extends { readonly dynamic: true }
  ? Readonly<Record<string, string>>
  : RowOfFields<E['fields']>;

/** A decoded answer: `data` as rows whatever the envelope (`object` gives one row, `empty` none). */
export interface Answer<E extends Endpoint> {
  readonly message: string;
  readonly rows: readonly RowOf<E>[];
  readonly total?: number;
}
