import { algorithmOf, type DigestAlgorithm, digestParameters, digestResponse } from './digest';
import { isHeader, methodOf, readFrame, type SipFrame, type SipHeader, statusOf, writeFrame } from './frame';

/**
 * Stands between the audio page and the exchange: the page answers every challenge with a password that is none, and the
 * right answer is put in here, so that the password never enters a page.
 *
 * The page's SIP stack knows MD5 only. A challenge with SHA-256 (RFC 8760) is shown to it as MD5; the answer that leaves
 * is the one that was asked for. Only challenges that came from this exchange are answered.
 */
export interface Relay {
  /** A frame of the page, as it goes to the exchange. */
  toExchange(frame: string): string;
  /** A frame of the exchange, as it goes to the page. */
  toPage(frame: string): string;
}

export interface RelayAccount {
  readonly user: string;
  readonly password: string;
}

interface Challenge {
  readonly realm: string;
  readonly algorithm: DigestAlgorithm;
  /** As the exchange wrote it; undefined when it named none. */
  readonly named: string | undefined;
}

/** An exchange makes a new nonce for each request; what is older than this has long been answered. */
const challengesKept = 64;

export function createRelay(account: RelayAccount): Relay {
  const challenges = new Map<string, Challenge>();

  const remember = (nonce: string, challenge: Challenge): void => {
    challenges.delete(nonce);
    challenges.set(nonce, challenge);
    for (const old of [...challenges.keys()].slice(0, -challengesKept)) challenges.delete(old);
  };

  const answered = (header: SipHeader, frame: SipFrame): SipHeader => {
    const given = digestParameters(header.value);
    const nonce = given?.get('nonce');
    const challenge = nonce === undefined ? undefined : challenges.get(nonce);
    if (!given || nonce === undefined || !challenge) return header;
    const qop = given.get('qop')?.toLowerCase() ?? '';
    const uri = given.get('uri') ?? '';
    const cnonce = given.get('cnonce') ?? '';
    const nc = given.get('nc') ?? '';
    const response = digestResponse({
      ...account,
      realm: challenge.realm,
      nonce,
      algorithm: challenge.algorithm,
      qop: qop === 'auth' || qop === 'auth-int' ? qop : '',
      cnonce,
      nc,
      method: methodOf(frame),
      uri,
      body: frame.body,
    });
    const opaque = given.get('opaque');
    const parts = [
      `username=${quoted(account.user)}`,
      `realm=${quoted(challenge.realm)}`,
      `nonce=${quoted(nonce)}`,
      `uri=${quoted(uri)}`,
      `response="${response}"`,
      ...(challenge.named === undefined ? [] : [`algorithm=${challenge.named}`]),
      ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
      ...(qop === '' && !challenge.algorithm.endsWith('-sess') ? [] : [`cnonce=${quoted(cnonce)}`]),
      ...(qop === '' ? [] : [`qop=${qop}`, `nc=${nc}`]),
    ];
    return { name: header.name, value: `Digest ${parts.join(', ')}` };
  };

  return {
    toExchange: (text) => {
      const frame = readFrame(text);
      if (!frame?.headers.some(isAnswer)) return text;
      return writeFrame({
        ...frame,
        headers: frame.headers.map((header) => (isAnswer(header) ? answered(header, frame) : header)),
      });
    },
    toPage: (text) => {
      const frame = readFrame(text);
      if (!frame || ![401, 407].includes(statusOf(frame))) return text;
      const best = bestChallenge(frame.headers.filter(isChallenge));
      if (!best) return text;
      remember(best.nonce, best.challenge);
      // The first challenge is the only one that the page reads.
      const kept = frame.headers.filter((header) => !isChallenge(header));
      return writeFrame({ ...frame, headers: [...kept, best.shown] });
    },
  };
}

const isAnswer = (header: SipHeader): boolean => isHeader(header, 'authorization', 'proxy-authorization');
const isChallenge = (header: SipHeader): boolean => isHeader(header, 'www-authenticate', 'proxy-authenticate');

/** The strongest challenge that can be answered, and how the page gets to see it. */
function bestChallenge(
  headers: readonly SipHeader[],
): { readonly nonce: string; readonly challenge: Challenge; readonly shown: SipHeader } | null {
  const read = headers.flatMap((header) => {
    const given = digestParameters(header.value);
    const algorithm = given && algorithmOf(given.get('algorithm'));
    const nonce = given?.get('nonce');
    if (!algorithm || !nonce) return [];
    const challenge: Challenge = { realm: given.get('realm') ?? '', algorithm, named: given.get('algorithm') };
    const shown: SipHeader = {
      name: header.name,
      value: header.value.replace(/(\balgorithm\s*=\s*)("[^"]*"|[\w-]+)/i, '$1MD5'),
    };
    return [{ nonce, challenge, shown }];
  });
  return read.find(({ challenge }) => challenge.algorithm.startsWith('SHA-256')) ?? read[0] ?? null;
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
