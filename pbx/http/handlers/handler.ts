import type { PlatformTime } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import type { catalogue, EndpointName } from '../../../shared/webcti';
import type { Field } from '../../../shared/webcti/catalogue';
import type { Reply, Scalar, WireRow } from '../../../shared/webcti/print';
import type { ByteSource, CallEngine } from '../../engine/port';
import type { Announcements } from '../../services/announcement';
import type { AgentLogins } from '../../services/dialler/agent-logins';
import type { Dialler } from '../../services/dialler/dialler';
import type { LanguageEngine } from '../../services/language';
import type { Machine } from '../../services/machine';
import type { Regions } from '../../services/regions';
import type { Reports } from '../../services/reports/reports';
import type { SmsGateway } from '../../services/sms-gateway';
import type { Verification } from '../../services/verification';
import type { RecordStore } from '../../store/record-store';
import type { Store } from '../../store/store';
import type { Moment } from '../moment';
import type { Upload } from '../uploads';

/** What a handler may touch. Times go through `time` and `stamp`, so that a skewed clock shows everywhere. */
export interface HandlerContext {
  readonly engine: CallEngine;
  readonly moment: Moment;
  readonly records: RecordStore;
  readonly store: Store;
  readonly sms: SmsGateway;
  readonly machine: Machine;
  readonly reports: Reports;
  readonly regions: Regions;
  readonly verification: Verification;
  readonly announcements: Announcements;
  readonly language: LanguageEngine;
  readonly dialler: Dialler;
  readonly agentLogins: AgentLogins;
  /** Minutes east of UTC. */
  readonly zone: Zone;
  /** Path of the event stream; empty = there is none. */
  readonly push: string;
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

export type { Reply, Scalar, WireRow };

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

/** A file as it leaves the platform. */
export interface ServedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: ByteSource;
}
/** What an endpoint answers whose success is a file (WEBCTI2 §4.72). */
export interface FileReply {
  readonly file: ServedFile;
}
type FileOf<N extends EndpointName> = (typeof catalogue)[N]['envelope'] extends 'binary' ? FileReply : never;

type Answered<N extends EndpointName> = Reply<RowsOf<N> | Refused> | FileOf<N>;
/** The files that came with a form, by the names of the catalogue's file parameters. */
type Uploads<N extends EndpointName> = (typeof catalogue)[N] extends { readonly method: 'multipart' }
  ? readonly [uploads: ReadonlyMap<string, Upload>]
  : readonly [];
export type Handler<N extends EndpointName> = (
  args: WireArgs<N>,
  context: HandlerContext,
  ...form: Uploads<N>
) => Answered<N> | Promise<Answered<N>>;
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
/** With the number of rows without paging, or whatever else the catalogue says that `total` is. */
export const total = <Row>(reply: Reply<Row>, value: number): Reply<Row> => ({ ...reply, total: value });
export const done = (message: string): Reply<never> => ({ errcode: 0, message, rows: [] });
export const refuse = (errcode: number, message: string): Reply<never> => ({ errcode, message, rows: [] });
/** Bytes that are there already, as a file. */
export const file = (name: string, type: string, bytes: Uint8Array): FileReply => ({
  file: {
    ...{ name, type },
    bytes: {
      size: bytes.length,
      *read(from, to) {
        yield bytes.subarray(from, to);
      },
    },
  },
});
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
