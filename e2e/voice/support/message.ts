/** A SIP message as lines; enough of RFC 3261 for an exchange in a test. */
export interface SipMessage {
  /** `INVITE sip:… SIP/2.0` or `SIP/2.0 200 OK` */
  readonly start: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function readSip(frame: string): SipMessage {
  const [head = '', ...body] = frame.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  return {
    start,
    headers: lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
    }),
    body: body.join('\r\n\r\n'),
  };
}

export const writeSip = ({ start, headers, body }: SipMessage): string =>
  `${[start, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n${body}`;

export const valuesOf = (message: SipMessage, name: string): readonly string[] =>
  message.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);

export const headerOf = (message: SipMessage, name: string): string => valuesOf(message, name)[0] ?? '';

/** Empty for an answer. */
export const methodOf = (message: SipMessage): string => /^([A-Z]+) sip/i.exec(message.start)?.[1] ?? '';

/** 0 for a request. */
export const statusOf = (message: SipMessage): number => Number(/^SIP\/2\.0 (\d{3})/.exec(message.start)?.[1] ?? 0);

/** User part of the address a request goes to. */
export const userOf = (message: SipMessage): string => /^[A-Z]+ sips?:([^@;]+)@/i.exec(message.start)?.[1] ?? '';

/** An answer to a request: what it must repeat, and what is said. */
export function answerTo(
  request: SipMessage,
  status: string,
  headers: readonly (readonly [string, string])[] = [],
  body = '',
): SipMessage {
  const to = headerOf(request, 'to');
  return {
    start: `SIP/2.0 ${status}`,
    headers: [
      ...valuesOf(request, 'via').map((via) => ['Via', via] as const),
      ['From', headerOf(request, 'from')],
      ['To', /;tag=/.test(to) || status.startsWith('100') ? to : `${to};tag=exchange`],
      ['Call-ID', headerOf(request, 'call-id')],
      ['CSeq', headerOf(request, 'cseq')],
      ...headers,
      ['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  };
}
