import { randomBytes } from 'node:crypto';

/** A SIP message (RFC 3261 §7) that was read. */
export interface SipMessage {
  /** Request: its method, else empty. */
  readonly method: string;
  readonly uri: string;
  /** Answer: its status, else 0. */
  readonly status: number;
  readonly reason: string;
  /** Lower-case long names; several values of a name in their order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

/** Compact forms (RFC 3261 §20, RFC 3515, RFC 3265). */
const longNames: Readonly<Record<string, string>> = {
  b: 'referred-by',
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  t: 'to',
  v: 'via',
};

/** Null for what is no SIP, such as a keep-alive. */
export function readMessage(text: string): SipMessage | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const answer = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  if (!answer && !request) return null;
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const short = line.slice(0, colon).trim().toLowerCase();
    const name = longNames[short] ?? short;
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return {
    method: request?.[1] ?? '',
    uri: request?.[2] ?? '',
    status: Number(answer?.[1] ?? 0),
    reason: answer?.[2] ?? '',
    headers,
    body: text.slice(end + 4),
  };
}

/** A header's first value; empty when there is none. */
export const header = (message: SipMessage, name: string): string => message.headers.get(name)?.[0] ?? '';

export type HeaderLines = readonly (readonly [name: string, value: string])[];

export function printMessage(first: string, headers: HeaderLines, body = ''): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** Of `"Name" <sip:number@host>;tag=x`. */
export interface Party {
  readonly number: string;
  readonly name: string;
  readonly uri: string;
  readonly tag: string;
}

export function readParty(value: string): Party {
  const uri = /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0]?.trim() ?? '';
  const after = value.includes('>') ? value.slice(value.lastIndexOf('>')) : value;
  const named = value.includes('<') ? value.slice(0, value.indexOf('<')).trim() : '';
  return {
    uri,
    number: decodeURIComponent(/^sips?:([^@;>]+)@/.exec(uri)?.[1] ?? ''),
    name: named.replace(/^"|"$/g, ''),
    tag: /;\s*tag=([^;>\s]+)/.exec(after)?.[1] ?? '',
  };
}

export const branchOf = (message: SipMessage): string =>
  /;\s*branch=([^;,\s]+)/.exec(header(message, 'via'))?.[1] ?? '';

/** Number and method of `CSeq`. */
export function readSequence(message: SipMessage): { readonly number: number; readonly method: string } {
  const [number = '0', method = ''] = header(message, 'cseq').split(/\s+/);
  return { number: Number(number), method };
}

/** Of one side of a dialog. */
export const newTag = (): string => randomBytes(5).toString('hex');
