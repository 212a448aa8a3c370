import type { Result } from '../../../shared/domain/result';
import type { EndpointName } from '../../../shared/webcti/index';
import type { Download, DownloadOptions } from '../../platforms/driver';
import type { CallOptions } from '../../platforms/mvb2000/client';
import { createWebcti } from '../../platforms/mvb2000/webcti';
import type { Effects } from '../../platforms/wire/effects';
import type { UploadFile } from '../../platforms/wire/multipart';
import type { TableRow } from '../table';
import type { Target } from '../target';

/** A decoded answer of any endpoint: what the catalogue types row by row, seen as a table. */
export interface LooseAnswer {
  readonly message: string;
  readonly rows: readonly TableRow[];
  readonly total?: number;
}
type Args = Readonly<Record<string, string>>;
type Options = CallOptions & DownloadOptions;

/** The client for names and arguments that are known only now; the catalogue has checked both. */
export interface LooseClient {
  attempt(
    name: EndpointName,
    args: Args,
    options: Options,
  ): Promise<{ readonly result: Result<LooseAnswer>; readonly rows: readonly TableRow[] }>;
  download(name: EndpointName, args: Args, options: Options): Promise<Result<Download>>;
  upload(name: EndpointName, args: Args, file: UploadFile, options: Options): Promise<Result<LooseAnswer>>;
}

/** Runs `work` with a client of the platform and ends its connections afterwards. */
export async function withClient<T>(
  target: Target,
  effects: Effects,
  work: (client: LooseClient) => Promise<T>,
): Promise<T> {
  const webcti = createWebcti(target, effects);
  try {
    return await work(webcti.client as unknown as LooseClient);
  } finally {
    webcti.close();
  }
}
