import type { Http, HttpOpened, HttpQuestion, HttpResponse } from '../../platforms/wire/http';

/** What a scripted platform answers: a body, with 200 unless said otherwise. */
export interface Said {
  readonly body: string | Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A platform without a socket: every question is kept, `answer` says what comes back; a thrown error is the network's. */
export function scripted(answer: (question: HttpQuestion, place: string) => Said): {
  readonly http: (pin: string) => Http;
  readonly questions: HttpQuestion[];
} {
  const questions: HttpQuestion[] = [];
  const respond = async (question: HttpQuestion): Promise<HttpResponse> => {
    const sent = await gathered(question.body);
    questions.push(sent === undefined ? question : { ...question, body: sent });
    const { body, status = 200, headers = {} } = answer(question, new URL(question.url).pathname);
    return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
  };
  const road: Http = {
    send: respond,
    open: async (question): Promise<HttpOpened> => {
      const { body, ...head } = await respond(question);
      let cancelled = false;
      return {
        ...head,
        body: (async function* () {
          for (let at = 0; at < body.byteLength && !cancelled; at += 1_000) yield body.subarray(at, at + 1_000);
        })(),
        cancel: () => {
          cancelled = true;
        },
      };
    },
    close: () => undefined,
  };
  return { http: () => road, questions };
}

async function gathered(body: HttpQuestion['body']): Promise<string | undefined> {
  if (body === undefined || typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('latin1');
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}
