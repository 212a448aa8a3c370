/**
 * One entry per WEBCTI2 endpoint. Client, platform routes, contract tests and coverage all read this table; nothing
 * about an endpoint is written twice. Entries live in `./endpoints/<family>.ts`, typed `as const satisfies Endpoints`.
 */
import type { Words } from './vocabulary/words';

export type ParamType = 'string' | 'int' | 'enum' | 'date' | 'datetime' | 'csv' | 'base64' | 'file';
export type FieldType = 'string' | 'int' | 'float' | 'datetime' | 'enum' | 'list';

export interface Param {
  readonly type: ParamType;
  readonly required?: true;
  readonly values?: readonly string[];
  readonly default?: string;
  /** Largest value of an `int`, longest text (characters) of a `string`. */
  readonly max?: number;
  /** Smallest `int`; 0 when absent. */
  readonly min?: number;
  readonly unit?: 's' | 'ms';
  /** Required only while that other parameter is absent. */
  readonly unless?: string;
  /** Required only while each of these parameters has one of these values. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
  /** May be sent empty: an empty value is a value. */
  readonly empty?: true;
  /** Other spellings that the platform reads; the client never sends them. */
  readonly aliases?: readonly string[];
  /** The platform reads the values in small letters too; the client sends them as they are listed. */
  readonly caseless?: true;
  /** A password or the like: sent in a body only, never shown, never in argv. */
  readonly secret?: true;
  /** Stands in the query of the URL though the rest is posted (integrated login, chapter 5). */
  readonly inUrl?: true;
  /** Code of `errors` by which a value that is none of `values` is refused; 9002 when absent. */
  readonly refusal?: number;
  /** What it means here, where the glossary (`./glossary`) has another meaning for its name. */
  readonly about?: Words;
}

export interface Field {
  readonly type: FieldType;
  readonly optional?: true;
  readonly values?: readonly string[];
  /** Other spellings seen on the wire, read but never written. */
  readonly aliases?: readonly string[];
  /** Rows of a nested list. */
  readonly children?: Readonly<Record<string, Field>>;
  /** A password: whoever shows a row to somebody masks it unless it was asked for. */
  readonly secret?: true;
  /** Printed without quotes in JSON. Ids among them keep their text: `1421960697.190` must not be read as a number. */
  readonly bare?: true;
}

export interface Endpoint {
  /** Section of the WEBCTI2 document. */
  readonly section: string;
  readonly path: string;
  /**
   * Other paths that a live system may answer under (damaged print), and other pages of the integrated login; the
   * platform answers all, the client tries `path`.
   */
  readonly otherPaths?: readonly string[];
  readonly purpose: Words;
  readonly mutates: boolean;
  /**
   * Whether the transport may send it again by itself. Never for what changes something, nor for what costs a lot: a
   * sum over a period, a file.
   */
  readonly retry: boolean;
  /** `waits`: may block up to its own time limit; `slow`: costs the platform a lot. */
  readonly pace: 'quick' | 'waits' | 'slow';
  /** GET when absent; a GET grows into a POST by itself where its URL would be too long or carry a secret. */
  readonly method?: 'POST' | 'multipart';
  readonly params: Readonly<Record<string, Param>>;
  /** `binary`: a file, or an envelope when refused. `text`: a page of the platform, for a person's browser. */
  readonly envelope: 'items' | 'object' | 'empty' | 'text' | 'binary';
  /** `total` stands beside `data`: rows without paging, or the id of what was made (§8.2). */
  readonly total?: true;
  readonly fields: Readonly<Record<string, Field>>;
  /**
   * The rows stand one level deeper: `data` holds one row whose only field has this name and is the list of the rows,
   * `"data":[{"result":[{…},{…}]}]` and `<data><item><result><item>…</item></result></item></data>` (§4.125, which
   * describes them right below `data` all the same: both are read, the deeper one is printed). `fields` are the rows'.
   */
  readonly inside?: string;
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
  [K in keyof P]: P[K] extends { readonly unless: string } | { readonly when: object }
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
