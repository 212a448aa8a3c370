/** A SIP message as text: its first line, its header lines (folded ones joined), its body. RFC 3261 §7. */
export interface SipFrame {
  readonly first: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}
export interface SipHeader {
  readonly name: string;
  readonly value: string;
}

/** Null for what is no SIP message: keep-alives (RFC 5626 §3.5.1) and anything unreadable. */
export function readFrame(text: string): SipFrame | null {
  const end = /\r?\n\r?\n/.exec(text);
  const head = (end ? text.slice(0, end.index) : text).replace(/\r?\n[ \t]+/g, ' ');
  const [first = '', ...lines] = head.split(/\r?\n/);
  if (!/^SIP\/2\.0 \d{3}/.test(first) && !/^[A-Z]+ \S+ SIP\/2\.0$/.test(first)) return null;
  const headers = lines.flatMap((line) => {
    const at = line.indexOf(':');
    return at > 0 ? [{ name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }] : [];
  });
  return { first, headers, body: end ? text.slice(end.index + end[0].length) : '' };
}

export const writeFrame = ({ first, headers, body }: SipFrame): string =>
  `${[first, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n${body}`;

/** `INVITE`, empty for an answer. */
export const methodOf = ({ first }: SipFrame): string => /^([A-Z]+) /.exec(first)?.[1] ?? '';

/** Status of an answer, 0 for a request. */
export const statusOf = ({ first }: SipFrame): number => Number(/^SIP\/2\.0 (\d{3})/.exec(first)?.[1] ?? 0);

export const isHeader = ({ name }: SipHeader, ...names: readonly string[]): boolean =>
  names.includes(name.toLowerCase());

/** All that a log may hold of a message: its kind. Addresses, numbers and credentials stay out. */
export function kindOf(frame: SipFrame): string {
  const method = methodOf(frame);
  if (method !== '') return method;
  const asked = frame.headers.find((header) => isHeader(header, 'cseq'))?.value;
  return `${statusOf(frame)} ${/ ([A-Z]+)$/.exec(asked ?? '')?.[1] ?? ''}`.trim();
}
