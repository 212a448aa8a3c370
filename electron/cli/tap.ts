import type { Effects } from '../platforms/wire/effects';
import { Cancelled } from '../platforms/wire/failure';
import type { Http, HttpQuestion } from '../platforms/wire/http';

/** Bytes of the last answer under a path, the key of its question masked: what `--raw` prints. */
export interface Kept {
  readonly http: Effects['http'];
  answerOf(path: string): Uint8Array | null;
  /** The last answer of all. */
  last(): Uint8Array | null;
}

/** Bytes as they came, but for secrets in them: a platform that refuses a key repeats it. */
export function withoutSecrets(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  const told = secrets.filter((secret) => secret.length >= 4);
  const text = Buffer.from(bytes).toString('latin1');
  const masked = told.reduce(
    (all, secret) => all.replaceAll(Buffer.from(secret, 'utf8').toString('latin1'), '***'),
    text,
  );
  return masked === text ? bytes : Buffer.from(masked, 'latin1');
}

/** The road, remembering the last answer of each path. */
export function keepAnswers(open: Effects['http']): Kept {
  const answers = new Map<string, Uint8Array>();
  let last: Uint8Array | null = null;
  return {
    http: (pin) => {
      const road = open(pin);
      return {
        send: async (request) => {
          const response = await road.send(request);
          const { webkey = '' } = fieldsOf(request);
          last = withoutSecrets(response.body, [webkey]);
          answers.set(new URL(request.url).pathname, last);
          return response;
        },
        open: (question) => road.open(question),
        close: () => road.close(),
      };
    },
    answerOf: (path) => [...answers].find(([known]) => known.endsWith(`/${path}`))?.[1] ?? null,
    last: () => last,
  };
}

export interface Rehearsal {
  readonly http: Effects['http'];
  readonly questions: readonly HttpQuestion[];
}

/** A road that goes nowhere: every question is kept and ends as cancelled. What `--dry-run` sends is what would be sent. */
export function rehearse(): Rehearsal {
  const questions: HttpQuestion[] = [];
  const refuse = (question: HttpQuestion): Promise<never> => {
    questions.push(question);
    return Promise.reject(new Cancelled('not sent: this is a rehearsal'));
  };
  const road: Http = { send: refuse, open: refuse, close: () => undefined };
  return { http: () => road, questions };
}

/** Form fields of a question, wherever they travel; null for a body that is no form. */
export function fieldsOf({ url, body, headers }: HttpQuestion): Readonly<Record<string, string>> {
  const query = [...new URL(url).searchParams];
  const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return Object.fromEntries([...query, ...(form && typeof body === 'string' ? new URLSearchParams(body) : [])]);
}
