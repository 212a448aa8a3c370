import { createHash } from 'node:crypto';

/** Algorithms of RFC 7616 §6.1 and RFC 8760 that a telephone exchange asks for. */
export type DigestAlgorithm = 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess';

export interface DigestQuestion {
  readonly user: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: DigestAlgorithm;
  /** Empty: the challenge named none (RFC 2069). */
  readonly qop: '' | 'auth' | 'auth-int';
  /** Client nonce and its count as eight hexadecimal digits; only read with `qop` or a `-sess` algorithm. */
  readonly cnonce: string;
  readonly nc: string;
  readonly method: string;
  readonly uri: string;
  /** Body of the request; only read with `auth-int`. */
  readonly body: string;
}

/** The `response` of RFC 7616 §3.4.1 (and of RFC 2617 §3.2.2, RFC 2069) in lower-case hexadecimal. */
export function digestResponse(question: DigestQuestion): string {
  const { user, password, realm, nonce, algorithm, qop, cnonce, nc, method, uri, body } = question;
  const hash = (text: string): string =>
    createHash(algorithm.startsWith('SHA-256') ? 'sha256' : 'md5')
      .update(text, 'utf8')
      .digest('hex');
  const secret = hash(`${user}:${realm}:${password}`);
  const ha1 = algorithm.endsWith('-sess') ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const ha2 = hash(qop === 'auth-int' ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`);
  return hash(qop === '' ? `${ha1}:${nonce}:${ha2}` : `${ha1}:${nonce}:${nc}:${cnonce}:${qop}:${ha2}`);
}

/** The algorithm that a challenge names, MD5 when it names none, null when it is none of ours. */
export function algorithmOf(name: string | undefined): DigestAlgorithm | null {
  if (name === undefined) return 'MD5';
  const known = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'] as const;
  return known.find((algorithm) => algorithm.toLowerCase() === name.toLowerCase()) ?? null;
}

/**
 * Parameters of `Digest name=value, name="value" …`, names in lower case and values without quotes; null for any other
 * scheme.
 */
export function digestParameters(header: string): ReadonlyMap<string, string> | null {
  const scheme = /^\s*digest\s+/i.exec(header);
  if (!scheme) return null;
  const found = new Map<string, string>();
  const pattern = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;
  for (const [, name = '', quoted, plain = ''] of header.slice(scheme[0].length).matchAll(pattern)) {
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
  }
  return found;
}
