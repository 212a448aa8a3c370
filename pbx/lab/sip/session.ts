/** Direction of a call's sound as one side describes it. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What this side offers: one stream of PCMU, and keys as RFC 4733 events. */
export const describeSession = (host: string, port: number, version: number, direction: Direction): string =>
  [
    'v=0',
    `o=lab 1 ${version} IN IP4 ${host}`,
    's=lab',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');

/** Where the other side listens, and which way it wants sound; null without a stream of sound. */
export function readSession(
  text: string,
): { readonly host: string; readonly port: number; readonly direction: Direction; readonly eventType: number } | null {
  const port = Number(/^m=audio (\d+)/m.exec(text)?.[1] ?? 0);
  const host = /^c=IN IP4 (\S+)/m.exec(text)?.[1];
  if (port === 0 || host === undefined) return null;
  const said = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(text)?.[1] as Direction | undefined;
  return {
    host,
    port,
    // The old way of holding a call (RFC 2543).
    direction: host === '0.0.0.0' ? 'inactive' : (said ?? 'sendrecv'),
    eventType: Number(/^a=rtpmap:(\d+) telephone-event\/8000/im.exec(text)?.[1] ?? 101),
  };
}

/** The answer's direction to an offer's. */
export const mirrored = (direction: Direction): Direction =>
  direction === 'sendonly' ? 'recvonly' : direction === 'recvonly' ? 'sendonly' : direction;
