import type { Result } from '../../../shared/domain/result';
import type { Endpoint } from '../../../shared/webcti/catalogue';
import {
  type AnswerOf,
  type Args,
  catalogue,
  type EndpointName,
  endpointNames,
  endpointOf,
} from '../../../shared/webcti/index';
import type { Download, DownloadOptions, PostedForm } from '../driver';
import type { Effects } from '../wire/effects';
import type { UploadFile } from '../wire/multipart';
import { nodeNetwork } from '../wire/network';
import { undiciHttp } from '../wire/undici';
import type { AdminAccount, AdminPage } from './admin';
import { type CallOptions, type Client, type ClientProfile, createClient } from './client';

type Table = typeof catalogue;

/** Nothing has to be said where no parameter is required, and nothing can be where there is none. */
type Given<A, Rest extends readonly unknown[]> = [keyof A] extends [never]
  ? [args?: Readonly<Record<string, never>>, ...Rest]
  : Record<never, never> extends A
    ? [args?: A, ...Rest]
    : [args: A, ...Rest];

/** The parameters that travel as a file and not as text. */
type FileParam<N extends EndpointName> = {
  [K in keyof Table[N]['params']]: Table[N]['params'][K] extends { readonly type: 'file' } ? K : never;
}[keyof Table[N]['params']];

/** How an endpoint is called: what the table says of it decides. */
export type Method<N extends EndpointName> = Table[N] extends { readonly envelope: 'binary' }
  ? (...given: Given<Args<N>, [options?: DownloadOptions]>) => Promise<Result<Download>>
  : Table[N] extends { readonly envelope: 'text' }
    ? (account: AdminAccount, page?: AdminPage) => Result<PostedForm>
    : Table[N] extends { readonly method: 'multipart' }
      ? (args: Omit<Args<N>, FileParam<N>>, file: UploadFile, options?: CallOptions) => Promise<Result<AnswerOf<N>>>
      : (...given: Given<Args<N>, [options?: CallOptions]>) => Promise<Result<AnswerOf<N>>>;

/**
 * One platform, one method an endpoint, typed by the catalogue. Nothing throws: a refusal is a `Result` like every other
 * failure. Arguments are those of the catalogue without `webkey` and `json`; passwords are given as a person types them.
 */
export type Webcti = { readonly [N in EndpointName]: Method<N> } & {
  /** The client below: rows of a refusal, the body as text, the platform's clock. */
  readonly client: Client<Table>;
  /** Ends all connections. */
  close(): void;
};

/** The client of one platform. Without `http` and `network` of its own it takes the real ones. */
export function createWebcti(
  profile: ClientProfile,
  effects: Pick<Effects, 'clock' | 'random' | 'log'> & Partial<Effects>,
): Webcti {
  const client = createClient(catalogue, profile, { http: undiciHttp, network: nodeNetwork, ...effects });
  const methods = Object.fromEntries(endpointNames.map((name) => [name, methodOf(client, name)]));
  // Each method was just chosen by the same words of the table that type it.
  return { ...methods, client, close: () => client.close() } as unknown as Webcti;
}

function methodOf(client: Client<Table>, name: EndpointName): unknown {
  const { envelope, method }: Endpoint = endpointOf(name);
  if (envelope === 'binary')
    return (args = {}, options?: DownloadOptions) => client.download(name, args as never, options);
  if (envelope === 'text') return (account: AdminAccount, page: AdminPage = 'home') => client.adminForm(account, page);
  if (method === 'multipart') {
    return (args: object, file: UploadFile, options?: CallOptions) => client.upload(name, args, file, options);
  }
  return (args = {}, options?: CallOptions) => client.call(name, args as never, options);
}
