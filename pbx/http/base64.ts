/**
 * Text that was sent as base64 in a charset; null when it is none. A plus sign that a form turned into a blank counts
 * as a plus sign.
 */
export function textOfBase64(text: string, charset = 'utf-8'): string | null {
  const compact = text.replace(/ /g, '+').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact) || compact.replace(/=+$/, '').length % 4 === 1) return null;
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Buffer.from(compact, 'base64'));
  } catch {
    return null;
  }
}
