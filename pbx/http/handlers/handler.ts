import type { PlatformTime } from '../../../shared/domain/time';
import type { catalogue, EndpointName } from '../../../shared/webcti';
import type { Field } from '../../../shared/webcti/catalogue';
import type { CallEngine } from '../../engine/port';
import type { RecordStore } from '../../store/record-store';

/** What a handler may touch. Times go through `time` and `stamp`, so that a skewed clock shows everywhere. */
export interface HandlerContext {
  readonly engine: CallEngine;
  readonly records: RecordStore;
  /** Minutes east of UTC. */
  readonly zone: number;
  /** Console commands beyond `meetme …`, whole or as first words. */
  readonly allowedCommands: readonly string[];
  /** The platform's clock as the wire shows it. */
  now(): PlatformTime;
  /** Platform-local text of an instant of the engine; null = `0000-00-00 00:00:00`. */
  time(at: PlatformTime | null): string;
  /** Unix seconds of an instant of the engine, as text. */
  stamp(at: PlatformTime | null): string;
  /** Instant of the engine of platform-local text; null when it is no time. */
  instant(text: string): PlatformTime | null;
}

type Params<N extends EndpointName> = (typeof catalogue)[N]['params'];
type Given<P> = P extends { readonly unless: string }
  ? string | undefined
  : P extends { readonly required: true }
    ? string
    : P extends { readonly default: string }
      ? string
      : string | undefined;
/** Checked parameters as text: required ones and those with a default are there, empty ones are not. */
export type WireArgs<N extends EndpointName> = { readonly [K in keyof Params<N>]: Given<Params<N>[K]> };

export type Scalar = string | number;
/** A row before it is printed; the catalogue says which scalars stand without quotes. */
export type WireRow = { readonly [key: string]: Scalar | readonly WireRow[] };

type OptionalKeys<F> = { [K in keyof F]: F[K] extends { readonly optional: true } ? K : never }[keyof F];
type WireValue<F> = F extends { readonly children: infer C extends Readonly<Record<string, Field>> }
  ? readonly RowFields<C>[]
  : Scalar;
type RowFields<F extends Readonly<Record<string, Field>>> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: WireValue<F[K]>;
} & { readonly [K in OptionalKeys<F>]?: WireValue<F[K]> };
/** Rows of an endpoint: every documented key must be there, none that is not documented may be. */
export type RowsOf<N extends EndpointName> = (typeof catalogue)[N] extends { readonly dynamic: true }
  ? Readonly<Record<string, Scalar>>
  : RowFields<(typeof catalogue)[N]['fields']>;

export interface Reply<Row = WireRow> {
  /** 0 = success. */
  readonly errcode: number;
  readonly message: string | null;
  readonly rows: readonly Row[];
}

export type Handler<N extends EndpointName> = (
  args: WireArgs<N>,
  context: HandlerContext,
) => Reply<RowsOf<N> | Refused> | Promise<Reply<RowsOf<N> | Refused>>;
export type Handlers<N extends EndpointName> = { readonly [K in N]: Handler<K> };
/** The row that stands in `data` of a failed originate. */
export interface Refused {
  readonly message: string;
  readonly reason: string;
}

export const rows = <Row>(list: readonly Row[], message: string | null = 'SUCCESS'): Reply<Row> => ({
  errcode: 0,
  message,
  rows: list,
});
export const done = (message: string): Reply<never> => ({ errcode: 0, message, rows: [] });
export const refuse = (errcode: number, message: string): Reply<never> => ({ errcode, message, rows: [] });
export const invalid = (name: string): Reply<never> => refuse(9002, `variable "${name}" is invalid.`);
export const noExtension = (): Reply<never> => refuse(9004, 'no_exten');

/** `a,b;c` → the parts; undefined = no filter. */
export const list = (text: string | undefined): readonly string[] | undefined =>
  text === undefined
    ? undefined
    : text
        .split(/[,;]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
