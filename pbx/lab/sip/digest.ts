import { createHash, randomBytes } from 'node:crypto';
import type { SipMessage } from './message';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * The header that answers a challenge (RFC 2617; MD5, with `qop=auth` where it is offered).
 *
 * @returns null when the message holds no challenge that this can answer
 */
export function answerChallenge(
  challenge: SipMessage,
  request: { readonly method: string; readonly uri: string },
  account: { readonly user: string; readonly secret: string },
): readonly [name: string, value: string] | null {
  const proxy = challenge.status === 407;
  const offers = challenge.headers.get(proxy ? 'proxy-authenticate' : 'www-authenticate') ?? [];
  const offer = offers.find((text) => !/algorithm="?(?!md5)/i.test(text));
  if (offer === undefined) return null;
  const part = (name: string): string =>
    new RegExp(`\\b${name}=(?:"([^"]*)"|([^,\\s]*))`, 'i').exec(offer)?.slice(1).find(Boolean) ?? '';
  const realm = part('realm');
  const nonce = part('nonce');
  const user = md5(`${account.user}:${realm}:${account.secret}`);
  const asked = md5(`${request.method}:${request.uri}`);
  const withQop = part('qop')
    .split(',')
    .some((each) => each.trim() === 'auth');
  const own = randomBytes(4).toString('hex');
  const response = withQop ? md5(`${user}:${nonce}:00000001:${own}:auth:${asked}`) : md5(`${user}:${nonce}:${asked}`);
  const fields = [
    `username="${account.user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${request.uri}"`,
    `response="${response}"`,
    'algorithm=MD5',
    ...(part('opaque') ? [`opaque="${part('opaque')}"`] : []),
    ...(withQop ? ['qop=auth', 'nc=00000001', `cnonce="${own}"`] : []),
  ];
  return [proxy ? 'Proxy-Authorization' : 'Authorization', `Digest ${fields.join(', ')}`];
}
