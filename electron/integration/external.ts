import { appError, fail, ok, type Result } from '../../shared/domain/result';

/** Longest address handed to the system's browser; Windows' ShellExecute fails above 2,083 characters. */
export const externalLimit = 2048;

/**
 * The only door to the system's browser (Electron security item 15). Answers the address re-serialised, so that the
 * URL parser has understood every part of it, or `blocked-url` with the reason in `params.why`: `not-text`, `too-long`,
 * `malformed`, `scheme`, `credentials`, `host`.
 */
export function checkExternalUrl(value: unknown): Result<string> {
  const blocked = (why: string) =>
    fail(appError('blocked-url', `address not opened: ${why}`, { tried: 'pop.open', params: { why } }));
  if (typeof value !== 'string') return blocked('not-text');
  if (value.length > externalLimit) return blocked('too-long');
  // The URL parser drops tabs and line breaks and turns \ into /: an address that needs that was made to deceive.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0020\u007f\\]/.test(value.trim())) return blocked('malformed');
  if (!URL.canParse(value)) return blocked('malformed');
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return blocked('scheme');
  if (url.username !== '' || url.password !== '') return blocked('credentials');
  if (url.hostname === '') return blocked('host');
  return url.href.length > externalLimit ? blocked('too-long') : ok(url.href);
}
