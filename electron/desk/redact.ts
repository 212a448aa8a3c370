import type { AppError } from '../../shared/domain/result';
import type { Log, LogFields } from './effects';

const secretName = /key|passw|secret|token|authori[sz]ation|cookie|pin$/i;
const personalName = /number|phone|caller|callee|dial|extension|exten$|did$|text$|destination/i;
/** Key, password or token in a query string or header-like text. */
const secretInText =
  /\b((?:web)?key|passw(?:or)?d|pwd|secret|token|authorization)(["']?\s*[=:]\s*["']?)([^\s"'&;,}]+)/gi;
/** A 32-digit hash is what the platform's key looks like on the wire. */
const hashInText = /\b[0-9a-f]{32,}\b/gi;
const numberInText = /\+?\d[\d -]{4,}\d/g;

/** A number as support may see it: the last two digits. `13800138000` → `…00`, an internal one stays two digits too. */
export const maskNumber = (number: string): string => (number.length <= 2 ? number : `…${number.slice(-2)}`);

/** Free text with keys, passwords, tokens, hashes and everything that looks like a telephone number masked. */
export const maskText = (text: string): string =>
  text
    .replace(secretInText, (_all, name: string, sign: string) => `${name}${sign}***`)
    .replace(hashInText, '***')
    .replace(numberInText, (number) => maskNumber(number));

/** Masks a value for the log: secrets by the name of their field, numbers by name or look. Depth is bounded. */
export function redact(value: unknown, name = '', depth = 0): unknown {
  if (secretName.test(name)) return value === '' || value === null || value === undefined ? value : '***';
  if (typeof value === 'string') return personalName.test(name) ? maskNumber(value) : maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 5) return '…';
  if (value instanceof Error) return { name: value.name, message: maskText(value.message) };
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [maskText(field), redact(inner, field, depth + 1)]),
  );
}

export const redactError = (error: AppError): AppError => ({ ...error, message: maskText(error.message) });

/** A log that never sees a secret: every field passes `redact`. The only way the desk writes to the host's log. */
export function redactedLog(log: Log): Log {
  const masked = (fields: LogFields | undefined): LogFields => (fields ? (redact(fields) as LogFields) : {});
  return {
    info: (event, fields) => log.info(event, masked(fields)),
    warn: (event, fields) => log.warn(event, masked(fields)),
    error: (event, fields) => log.error(event, masked(fields)),
  };
}
