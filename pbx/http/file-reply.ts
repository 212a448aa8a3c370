import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServedFile } from './handlers/handler';

/** RFC 9110 §14.1.2: one range of bytes, or the last so many. Several, and what is no range, count as none. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | 'none' | 'beyond' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return 'none';
  if (first === '') return Number(last) === 0 ? 'beyond' : { from: Math.max(0, size - Number(last)), to: size };
  if (last !== '' && Number(last) < Number(first)) return 'none';
  const [from, to] = [Number(first), last === '' ? size : Math.min(Number(last) + 1, size)];
  return from >= size ? 'beyond' : { from, to };
}

/** RFC 6266: a plain name for old readers, the whole one for the others. */
function disposition(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === name
    ? `attachment; filename="${name}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

/**
 * Sends a file, whole or the part that was asked for, piece by piece as the other side takes it. With the fault `half`
 * the rest never comes.
 */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, type, bytes }: ServedFile,
  faults: ReadonlySet<string>,
): void {
  const asked = request.method === 'GET' ? rangeOf(request.headers.range, bytes.size) : 'none';
  void reply.header('accept-ranges', 'bytes').header('cache-control', 'no-store');
  if (asked === 'beyond') {
    void reply.code(416).header('content-range', `bytes */${bytes.size}`).send('');
    return;
  }
  const { from, to } = asked === 'none' ? { from: 0, to: bytes.size } : asked;
  const headers = {
    'content-type': type,
    'content-length': to - from,
    'content-disposition': disposition(name),
    ...(asked !== 'none' && { 'content-range': `bytes ${from}-${to - 1}/${bytes.size}` }),
  };
  const status = asked === 'none' ? 200 : 206;
  if (faults.has('half')) {
    reply.hijack();
    reply.raw.writeHead(status, headers);
    const half = Readable.from(bytes.read(from, from + Math.floor((to - from) / 2)));
    half.on('end', () => reply.raw.destroy());
    half.pipe(reply.raw, { end: false });
    return;
  }
  void reply
    .code(status)
    .headers(headers)
    .send(Readable.from(bytes.read(from, to), { objectMode: false }));
}
