import { fail, ok, type Result } from '../../../shared/domain/result';
import type { Answer, ArgsOf, Endpoint, Endpoints } from '../../../shared/webcti/catalogue';
import { sameBody } from './body';
import { type Decoded, decode, refusal, wrongKey } from './codec';
import type { Effects } from './effects';
import { PlatformFailure, toAppError } from './failure';
import { KeyClock } from './key';
import { redactor } from './redact';
import { type Exchanged, Transport } from './transport';

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
  close(): void;
}

interface Remembered {
  readonly bytes: Uint8Array;
  readonly answer: Decoded;
}

const rememberedAnswers = 64;
const largestRemembered = 2 * 1_048_576;
/** So many XML answers to `json=2` in a row, and it is not asked for any more. */
const xmlOnlyAfter = 3;

/** The client of one platform, typed from one catalogue. Holds the key; nothing of it leaves this object. */
export function createClient<const T extends Endpoints>(
  catalogue: T,
  profile: { readonly address: string; readonly key: string; readonly pin: string },
  effects: Effects,
): Client<T> {
  const { clock, log } = effects;
  const time = new KeyClock(clock, profile.key, effects.assumedZone ?? 480);
  const redact = redactor(() => time.secrets());
  const transport = new Transport(profile.address, effects.http(profile.pin), effects);
  const remembered = new Map<string, Remembered>();
  let xmlInARow = 0;
  let learning: Promise<void> | null = null;

  /** Zone and clock come first: every time in an answer is read with them. */
  function learn(): Promise<void> {
    learning ??= ask('ctigetdatetime', {}, { once: true })
      .then(({ answer: { rows }, exchanged: { sentAt, receivedAt } }) => {
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

  async function ask(
    name: string,
    args: Readonly<Record<string, string | number | undefined>>,
    options: CallOptions,
  ): Promise<{ answer: Decoded; exchanged: Exchanged }> {
    const endpoint = catalogue[name];
    if (!endpoint) throw new Error('unknown endpoint');
    const tried: string[] = [];
    for (let date: string | null = time.date(); ; ) {
      const askJson = xmlInARow < xmlOnlyAfter;
      const exchanged: Exchanged = await transport.exchange({
        ...options,
        endpoint,
        name,
        args,
        askJson,
        webkey: time.sign(date),
      });
      time.observeHeader(exchanged.response.headers.date, exchanged.sentAt, exchanged.receivedAt);
      const answer = read(name, endpoint, args, exchanged);
      if (answer.errcode !== wrongKey) {
        time.accepted(date, exchanged.sentAt);
        if (answer.errcode !== 0) throw refusal(answer);
        return { answer, exchanged };
      }
      tried.push(date);
      date = time.nextAfterRefusal(tried);
      if (date === null) throw time.refusal();
      log.info('key.other-date', { endpoint: name, attempt: tried.length });
    }
  }

  function countFormat({ format }: Decoded): void {
    xmlInARow = format === 'xml' ? xmlInARow + 1 : 0;
  }

  function read(name: string, endpoint: Endpoint, args: object, { response }: Exchanged): Decoded {
    const shape = endpoint.mutates ? '' : `${name} ${JSON.stringify(args)}`;
    const before = remembered.get(shape);
    if (before && sameBody(before.bytes, response.body, volatileOf(endpoint))) {
      remembered.delete(shape);
      remembered.set(shape, before);
      countFormat(before.answer);
      return before.answer;
    }
    const answer = decode(endpoint, response.body, response.headers['content-type'] ?? '', redact);
    countFormat(answer);
    if (shape !== '' && answer.errcode === 0 && response.body.byteLength <= largestRemembered) {
      remembered.set(shape, { bytes: response.body, answer });
      const oldest = remembered.size > rememberedAnswers ? remembered.keys().next().value : undefined;
      if (oldest !== undefined) remembered.delete(oldest);
    } else remembered.delete(shape);
    return answer;
  }

  async function attempt<N extends keyof T & string>(name: N, args: ArgsOf<T[N]>, options: CallOptions = {}) {
    type Found = Result<Answer<T[N]>>;
    try {
      const mayLearn = catalogue[name]?.mutates !== true || !time.learned;
      if (name !== 'ctigetdatetime' && mayLearn && time.wantsLearning) await learn();
      const { answer } = await ask(name, args as Readonly<Record<string, string | number | undefined>>, options);
      // The codec has just typed the rows by this very entry of the catalogue.
      return { result: ok(answer as unknown as Answer<T[N]>) as Found, rows: answer.rows };
    } catch (thrown) {
      if (!(thrown instanceof PlatformFailure)) log.error('client.fault', { endpoint: name, kind: kindOf(thrown) });
      const rows = thrown instanceof PlatformFailure && 'rows' in thrown ? (thrown.rows as Decoded['rows']) : [];
      return { result: fail(toAppError(thrown, name)) as Found, rows };
    }
  }

  return {
    time,
    attempt,
    call: async (name, args, options) => (await attempt(name, args, options)).result,
    close: () => transport.close(),
  };
}

/** getallstatus says when it was asked and answered; everything else of two equal bodies is equal. */
function volatileOf(endpoint: Endpoint): readonly string[] {
  return ['requesttime', 'responsetime'].filter((name) => Object.hasOwn(endpoint.fields, name));
}

const kindOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);
