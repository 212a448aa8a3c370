import { fail, ok, type Result } from '../../../shared/domain/result';
import type { Answer, ArgsOf, Endpoints } from '../../../shared/webcti/catalogue';
import { pushScheme } from '../../../shared/webcti/push';
import type { Download, DownloadOptions, PostedForm } from '../driver';
import type { Effects } from '../wire/effects';
import { PlatformFailure, toAppError } from '../wire/failure';
import type { UploadFile } from '../wire/multipart';
import { redactor } from '../wire/redact';
import { type AdminAccount, type AdminPage, adminForm } from './admin';
import { KnownAnswers } from './answers';
import { type Decoded, decode, refusal, wrongKey } from './codec';
import { emptyFile, take } from './files';
import { KeyClock } from './key';
import { type Arguments, baseOf, type Generation, secretsOf } from './request';
import { type Exchange, type Exchanged, type Listening, refused, type Timed, Transport } from './transport';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; the endpoint's own limit when absent. */
  readonly limit?: number | undefined;
  /** No retry by the transport: the poller asks again by itself. */
  readonly once?: boolean | undefined;
}

/** Rows that stood beside a failure's errcode (originate reasons) come along in `refused.rows`. */
export interface Client<T extends Endpoints> {
  readonly time: KeyClock;
  /**
   * Asks one endpoint. `refused` for any errcode but 0. While the body of a question has not changed, the same answer
   * object (===) comes back and nothing is parsed. Never throws.
   */
  call<N extends keyof T & string>(name: N, args: ArgsOf<T[N]>, options?: CallOptions): Promise<Result<Answer<T[N]>>>;
  /** Like `call`, and hands over the rows of a refusal. */
  attempt<N extends keyof T & string>(
    name: N,
    args: ArgsOf<T[N]>,
    options?: CallOptions,
  ): Promise<{ readonly result: Result<Answer<T[N]>>; readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
  /**
   * A file, as it comes: its `body` rejects with an error that carries a `code` (`timed-out`, `too-large`, `cancelled`,
   * `unreachable`). Where the platform answers success without a file (`delete`, `checkonly`), one of no bytes.
   */
  download<N extends keyof T & string>(
    name: N,
    args: ArgsOf<T[N]>,
    options?: DownloadOptions & Pick<CallOptions, 'limit'>,
  ): Promise<Result<Download>>;
  /** Like `call`, with a file as multipart. `storage` when the file cannot be read. */
  upload<N extends keyof T & string>(
    name: N,
    args: Partial<ArgsOf<T[N]>>,
    file: UploadFile,
    options?: CallOptions,
  ): Promise<Result<Answer<T[N]>>>;
  /**
   * An answer without an end, with the key of the day in a header (decision 013). Read to its end or left with `break`;
   * a read rejects with a `PlatformFailure`. The date of the key is found as for every other question.
   */
  listen(
    question: Pick<Listening, 'name' | 'path' | 'params' | 'signal' | 'silence'>,
  ): Promise<Result<AsyncIterable<Uint8Array>>>;
  /** What signs a browser in to an admin page, with the key of the platform's day. Secret. */
  adminForm(account: AdminAccount, page: AdminPage): Result<PostedForm>;
  close(): void;
}

/** So many XML answers to `json=2` in a row, and it is not asked for any more. */
const xmlOnlyAfter = 3;

/** Where a platform is and what lets the desk in. */
export interface ClientProfile {
  readonly address: string;
  readonly key: string;
  readonly pin: string;
  /** Folder of the interface; `webservice2` when absent. */
  readonly generation?: Generation | undefined;
}

/** A question before it is known who signs it, and how it ends. */
type Asked = Omit<Exchange, 'webkey' | 'askJson'>;

/** The client of one platform, typed from one catalogue. Holds the key; nothing of it leaves this object. */
export function createClient<const T extends Endpoints>(
  catalogue: T,
  profile: ClientProfile,
  effects: Effects,
): Client<T> {
  const { clock, log } = effects;
  const time = new KeyClock(clock, profile.key, effects.assumedZone ?? 480);
  const transport = new Transport(profile.address, effects.http(profile.pin), effects, profile.generation);
  const answers = new KnownAnswers();
  let xmlInARow = 0;
  let learning: Promise<void> | null = null;

  const redactOf = ({ endpoint, args }: Asked) => redactor(() => [...time.secrets(), ...secretsOf(endpoint, args)]);
  const countFormat = ({ format }: Decoded): void => {
    xmlInARow = format === 'xml' ? xmlInARow + 1 : 0;
  };

  /** Asks with the key of the day, and of its neighbours where that is refused. */
  async function signed<A extends Timed>(
    name: string,
    send: (webkey: string, askJson: boolean) => Promise<A>,
    errcodeOf: (answer: A) => number | null,
  ): Promise<A> {
    const tried: string[] = [];
    for (let date: string | null = time.date(); ; ) {
      const answer: A = await send(time.sign(date), xmlInARow < xmlOnlyAfter);
      if (errcodeOf(answer) !== wrongKey) {
        time.accepted(date, answer.sentAt);
        return answer;
      }
      tried.push(date);
      date = time.nextAfterRefusal(tried);
      if (date === null) throw time.refusal();
      log.info('key.other-date', { endpoint: name, attempt: tried.length });
    }
  }

  async function exchange(exchange: Exchange): Promise<Exchanged> {
    const exchanged = await transport.exchange(exchange);
    time.observeHeader(exchanged.response.headers.date, exchanged.sentAt, exchanged.receivedAt);
    return exchanged;
  }

  /** Zone and clock come first: every time in an answer is read with them. */
  function learn(): Promise<void> {
    const asked = { name: 'ctigetdatetime', endpoint: catalogue.ctigetdatetime, args: {}, once: true };
    const { endpoint } = asked;
    if (!endpoint) return Promise.resolve();
    learning ??= ask({ ...asked, endpoint })
      .then(({ answer: { rows }, sentAt, receivedAt }) => {
        const row = rows[0];
        const stamp = row?.mvb_timestamp;
        time.observePlatform(
          String(row?.mvb_datetime ?? ''),
          typeof stamp === 'number' ? stamp : null,
          sentAt,
          receivedAt,
        );
      })
      .catch((thrown: unknown) => {
        time.learningFailed();
        log.warn('clock.not-learned', { code: toAppError(thrown, 'ctigetdatetime').code });
      })
      .finally(() => {
        learning = null;
      });
    return learning;
  }

  async function ask(asked: Asked): Promise<Timed & { readonly answer: Decoded }> {
    const redact = redactOf(asked);
    const found = await signed(
      asked.name,
      async (webkey, askJson) => {
        const { response, ...times } = await exchange({ ...asked, webkey, askJson });
        const answer = answers.read(asked, response.body, () =>
          decode(asked.endpoint, response.body, response.headers['content-type'] ?? '', redact),
        );
        countFormat(answer);
        return { ...times, answer };
      },
      ({ answer }) => answer.errcode,
    );
    if (found.answer.errcode !== 0) throw refusal(found.answer);
    return found;
  }

  async function file(asked: Asked): Promise<Download> {
    const redact = redactOf(asked);
    const { taken } = await signed(
      asked.name,
      async (webkey, askJson) => {
        const question = { ...asked, webkey, askJson };
        const opened = await transport.open(question);
        time.observeHeader(opened.head.headers.date, opened.sentAt, opened.receivedAt);
        return { taken: await take(opened, question, redact), sentAt: opened.sentAt, receivedAt: opened.receivedAt };
      },
      ({ taken }) => ('said' in taken ? taken.said.errcode : null),
    );
    if ('file' in taken) return taken.file;
    if (taken.said.errcode !== 0) throw refusal(taken.said);
    return emptyFile(asked);
  }

  async function listen(question: Omit<Listening, 'headers'>): Promise<AsyncIterable<Uint8Array>> {
    const found = await signed(
      question.name,
      async (webkey) => {
        const headers = { accept: 'text/event-stream', authorization: `${pushScheme} ${webkey}` };
        const opened = await transport.listen({ ...question, headers });
        time.observeHeader(opened.head.headers.date, opened.sentAt, opened.receivedAt);
        if (opened.head.status === 200) return opened;
        opened.stream.cancel();
        if (opened.head.status !== 401) throw refused(opened.head);
        return opened;
      },
      ({ head }) => (head.status === 401 ? wrongKey : 0),
    );
    return found.stream;
  }

  /** Runs one question to its `Result`; `rows` are those of a refusal. */
  async function ended<V>(
    name: string,
    args: object,
    options: Omit<Asked, 'name' | 'endpoint' | 'args'>,
    work: (asked: Asked) => Promise<V>,
  ): Promise<{ readonly result: Result<V>; readonly rows: Decoded['rows'] }> {
    try {
      const endpoint = catalogue[name];
      if (!endpoint) throw new Error('unknown endpoint');
      const mayLearn = !endpoint.mutates || !time.learned;
      if (name !== 'ctigetdatetime' && mayLearn && time.wantsLearning) await learn();
      return { result: ok(await work({ ...options, name, endpoint, args: args as Arguments })), rows: [] };
    } catch (thrown) {
      if (!(thrown instanceof PlatformFailure)) log.error('client.fault', { endpoint: name, kind: kindOf(thrown) });
      const rows = thrown instanceof PlatformFailure && 'rows' in thrown ? (thrown.rows as Decoded['rows']) : [];
      return { result: fail(toAppError(thrown, name)), rows };
    }
  }

  // The codec has just typed the rows by this very entry of the catalogue.
  const answerOf =
    <N extends keyof T & string>() =>
    async (asked: Asked): Promise<Answer<T[N]>> =>
      (await ask(asked)).answer as unknown as Answer<T[N]>;

  return {
    time,
    async attempt<N extends keyof T & string>(name: N, args: ArgsOf<T[N]>, options: CallOptions = {}) {
      const { result, rows } = await ended(name, args, options, answerOf<N>());
      return { result, rows: result.ok ? result.value.rows : rows };
    },
    call: async (name, args, options = {}) => (await ended(name, args, options, answerOf<typeof name>())).result,
    upload: async (name, args, upload, options = {}) =>
      (await ended(name, args, { ...options, file: upload }, answerOf<typeof name>())).result,
    download: async (name, args, options = {}) => (await ended(name, args, options, file)).result,
    async listen(question) {
      try {
        if (time.wantsLearning) await learn();
        return ok(await listen(question));
      } catch (thrown) {
        return fail(toAppError(thrown, question.name));
      }
    },
    adminForm: (account, page) => adminForm(baseOf(profile.address), time.sign(time.date()), account, page),
    close: () => transport.close(),
  };
}

const kindOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);
