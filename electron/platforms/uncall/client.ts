import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import {
  addresses,
  type OperationArgs,
  type OperationName,
  operationNames,
  operationOf,
  type UncallAnswer,
} from '../../../shared/uncall';
import type { Download, DownloadOptions } from '../driver';
import type { Effects } from '../wire/effects';
import { HttpRefused, PlatformFailure, toAppError } from '../wire/failure';
import { textOf } from '../wire/text';
import { type Given, type Spelled, spell } from './arguments';
import { readDocument } from './document';
import { openSound } from './download';
import { Exchange } from './exchange';
import { addPhones, type PhonesAdded } from './phones';
import { baseOf, bindingOf, findService, type Service, soapHeaders } from './service';
import { envelope, readEnvelope } from './soap';
import { faultOf, type UploadOptions, Uploads, type VoiceFile } from './upload';
import type { Binding } from './wsdl';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; the operation's own limit when absent. */
  readonly limit?: number | undefined;
  /** No retry by the client: the poller asks again by itself. */
  readonly once?: boolean | undefined;
}

/** Asks one operation. `refused` when the platform says no (`params.text`, our sentence in `params.en`/`zh`). Never throws. */
type Call = <N extends OperationName>(
  name: N,
  args: OperationArgs<N>,
  options?: CallOptions,
) => Promise<Result<UncallAnswer<N>>>;
type Methods = {
  readonly [N in OperationName]: (args: OperationArgs<N>, options?: CallOptions) => Promise<Result<UncallAnswer<N>>>;
};

export interface UncallClient extends Methods {
  readonly call: Call;
  /** Operations that the service describes; all of them where it describes nothing. */
  offers(options?: CallOptions): Promise<Result<ReadonlySet<OperationName>>>;
  /** Any count of numbers, 2,000 a call; `task` is its id or its table. */
  addPhones(task: string | number, phones: readonly string[], options?: CallOptions): Promise<PhonesAdded>;
  /** Sends a voice file. `refused` with `params.errcode` E1, E2, E3 or F1 and our words. */
  upload(file: VoiceFile, options?: UploadOptions): Promise<Result<{ readonly code: 'S1' }>>;
  /** An uploaded voice file, by a name of getReordingFilesList (§4.5). */
  prompt(name: string, options?: DownloadOptions): Promise<Result<Download>>;
  /** The recording of a call, by the `files` of getRecording (§3.4). */
  recording(files: string, options?: DownloadOptions): Promise<Result<Download>>;
  /** The platform's clock: offset in ms to add to ours, from the `Date` of its answers; zone in minutes east of UTC. */
  readonly time: { readonly offset: number; readonly zone: number };
  close(): void;
}

/** Five thousand tasks; reading blocks this process for well under a second. */
const largestAnswer = 4 * 1_048_576;
/** A dial or a transfer may wait for a telephone; two thousand numbers are two thousand rows. */
/** Looking for the service, all its places. */
const findLimit = 20_000;
const limits = { quick: 5_000, waits: 30_000, slow: 30_000 } as const;

/** The client of one Uncall platform. No secrets: the document describes no authentication. */
export function createUncallClient(
  profile: { readonly address: string; readonly pin: string },
  effects: Effects,
): UncallClient {
  const base = baseOf(profile.address);
  const http = effects.http(profile.pin);
  const exchange = new Exchange(http, effects);
  let service: Service | null = null;
  let finding: Promise<Service> | null = null;

  /** One search at a time, shared by all who wait; a failed one is not remembered. */
  function find(): Promise<Service> {
    if (service) return Promise.resolve(service);
    finding ??= findService(base, exchange, effects.log)
      .then((found) => {
        service = found;
        return found;
      })
      .finally(() => {
        finding = null;
      });
    return finding;
  }

  async function ask(name: OperationName, spelled: Spelled, options: CallOptions): Promise<unknown> {
    const { pace, retry, mutates } = operationOf(name);
    const limit = options.limit ?? limits[pace];
    const found = await exchange.limited({ name, limit: options.limit ?? findLimit, signal: options.signal }, find);
    const binding = bindingOf(
      found,
      name,
      spelled.map(([part]) => part),
    );
    if (!binding) return null;
    try {
      const { body, headers } = await exchange.ask({
        name,
        method: 'POST',
        url: found.url,
        headers: soapHeaders(binding),
        body: envelope(binding, named(binding, spelled)),
        limit,
        limitBytes: largestAnswer,
        retry: retry && !mutates && options.once !== true,
        signal: options.signal,
        statuses: [200, 500],
      });
      return readDocument(name, readEnvelope(textOf(body, headers['content-type'] ?? '')));
    } catch (thrown) {
      // The service has moved: the next call looks for it anew.
      if (thrown instanceof HttpRefused && thrown.params.status === 404) service = null;
      throw thrown;
    }
  }

  async function call<N extends OperationName>(
    name: N,
    args: OperationArgs<N>,
    options: CallOptions = {},
  ): Promise<Result<UncallAnswer<N>>> {
    const spelled = spell(name, args as Given);
    if ('code' in spelled) return fail(spelled);
    try {
      const reading = await ask(name, spelled, options);
      if (reading === null) return fail(appError('not-supported', `this installation has no ${name}`, { tried: name }));
      // The document has just been typed by this very entry of the table.
      return ok(reading as UncallAnswer<N>);
    } catch (thrown) {
      return fail(failureOf(thrown, name));
    }
  }

  function failureOf(thrown: unknown, tried: string) {
    if (!(thrown instanceof PlatformFailure)) {
      effects.log.error('client.fault', {
        operation: tried,
        kind: thrown instanceof Error ? thrown.name : typeof thrown,
      });
    }
    return toAppError(thrown, tried);
  }

  const methods = Object.fromEntries(
    operationNames.map((name) => [
      name,
      (args: OperationArgs<typeof name>, options?: CallOptions) => call(name, args, options),
    ]),
  ) as unknown as Methods;

  const uploads = new Uploads(exchange, effects.random);

  /** Address of a page beside the service, in the folder that the service was found in. */
  async function beside(signal: AbortSignal | undefined): Promise<(path: string) => string> {
    const { folder } = await exchange.limited({ name: 'wsdl', limit: findLimit, signal }, find);
    return (path) => `${base}/${path.replace(/^uncall_api\//, `${folder}/`)}`;
  }

  async function attempt<T>(tried: string, work: () => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work());
    } catch (thrown) {
      return fail(failureOf(thrown, tried));
    }
  }

  return {
    ...methods,
    call,
    addPhones: (task, phones, options) => addPhones({ call }, task, phones, options),
    async upload(file, options = {}) {
      const fault = faultOf(file);
      if (fault) return fail(fault);
      return attempt('upload', async () => uploads.send(file, await beside(options.signal), options));
    },
    prompt: (file, options = {}) =>
      attempt('prompt', async () => {
        const url = `${(await beside(options.signal))(addresses.prompt.path)}?${new URLSearchParams({ name: file })}`;
        return openSound({ name: 'prompt', url, file }, options, http, effects.clock);
      }),
    recording: (files, options = {}) =>
      attempt('recording', () => {
        const query = new URLSearchParams({ m: 'Public', a: 'record', uniqueid: files });
        const url = `${base}/${addresses.recording.path}?${query}`;
        return openSound({ name: 'recording', url, file: files }, options, http, effects.clock);
      }),
    async offers(options = {}) {
      try {
        const { description } = await exchange.limited(
          { name: 'wsdl', limit: options.limit ?? findLimit, signal: options.signal },
          find,
        );
        return ok(
          new Set(operationNames.filter((name) => !description || description.bindings.has(name.toLowerCase()))),
        );
      } catch (thrown) {
        return fail(failureOf(thrown, 'wsdl'));
      }
    },
    // No operation tells the zone; the installations are Chinese.
    time: {
      get offset() {
        return exchange.offset;
      },
      zone: effects.assumedZone ?? 480,
    },
    close: () => exchange.close(),
  };
}

/** Parts as the service names them: by name without regard to case, else by their place. */
function named({ parts }: Binding, spelled: Spelled): Spelled {
  if (parts.length === 0) return spelled;
  const byName = new Map(spelled.map(([name, value]) => [name.toLowerCase(), value]));
  const known = parts.every((part) => byName.has(part.toLowerCase()));
  if (known) return parts.map((part) => [part, byName.get(part.toLowerCase()) ?? '']);
  return parts.flatMap((part, place) => (spelled[place] ? [[part, spelled[place][1]]] : []));
}
