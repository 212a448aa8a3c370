import { cleanText } from './text';

/** What a pop knows, as text; everything unknown is empty. All of it is hostile (DESIGN §8). */
export interface PopValues extends Readonly<Record<PopVariable, string>> {
  /** Channel variables by name, for `{var.NAME}`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Names that a template may hold, in the order of the settings form. Times are text in the platform's local time. */
export const popVariables = [
  'number',
  'numberE164',
  'numberRaw',
  'name',
  'direction',
  'callId',
  'linkedId',
  'did',
  'queue',
  'queueName',
  'waitSec',
  'ivrPath',
  'ivrKeys',
  'agent',
  'ext',
  'location',
  'startedAt',
  'answeredAt',
  'endedAt',
  'durationSec',
  'callData',
  'transferredFrom',
] as const;
export type PopVariable = (typeof popVariables)[number];

/** Why an address is not opened; i18n key `template.<problem>`. */
export type UrlProblem =
  | 'scheme'
  | 'malformed'
  | 'credentials'
  | 'variable-in-origin'
  | 'path'
  | 'too-long'
  | 'control-characters';

export type FilledTemplate =
  | { readonly url: string; readonly unknown: readonly string[]; readonly blocked: false }
  | { readonly url: ''; readonly unknown: readonly string[]; readonly blocked: true; readonly reason: UrlProblem };

const longestUrl = 4000;
const longestValue = 500;

/** `{number}`, `{number:1}` (without its first character), `{var.ORDER}`, `{var.ORDER:2}`. */
const placeholder = /\{([^{}]*)\}/g;
const known = /^(?:([A-Za-z0-9]+)|var\.([\w.-]{1,80}))(?::(\d{1,2}))?$/;

/**
 * The address of a template. Every value is cleaned, cut to 500 characters and percent-encoded; unknown names are left
 * out and reported. A value can never reach scheme, host or port, nor climb in the path. An empty template gives an
 * empty address.
 */
export function fillTemplate(template: string, values: PopValues): FilledTemplate {
  const source = template.trim();
  const unknown: string[] = [];
  if (source === '') return { url: '', unknown, blocked: false };
  const block = (reason: UrlProblem): FilledTemplate => ({ url: '', unknown, blocked: true, reason });
  const written = problemOf(source.replace(placeholder, '{}'));
  if (written) return block(written);
  if (authorityOf(source).includes('{')) return block('variable-in-origin');
  const url = source.replace(placeholder, (_, inner: string) => {
    const value = valueNamed(inner, values);
    if (value === null) unknown.push(cleanText(inner, 40));
    return value === null ? '' : encode(value);
  });
  if (climbs(source.replace(placeholder, 'x')) !== climbs(url)) return block('path');
  const filled = escapeRest(url);
  const problem = problemOf(filled);
  if (problem) return block(problem);
  return { url: filled, unknown: [...new Set(unknown)], blocked: false };
}

/**
 * Whether an address that came from outside (a template, the platform) may be opened: http or https, a host, no
 * credentials, no backslash, no control characters, at most 4,000 characters. `file:`, UNC paths, `javascript:`,
 * `data:` and every other scheme are refused. Null = may be opened.
 */
export function problemOf(url: string): UrlProblem | null {
  if (url.length > longestUrl) return 'too-long';
  // Browsers drop tabs and line ends inside an address, so `java\nscript:` is one.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(url)) {
    return 'control-characters';
  }
  if (!/^https?:/i.test(url)) return 'scheme';
  // A backslash is a slash to browsers and not to us: no second opinion about where the host ends.
  if (url.includes('\\') || /[\p{Cs}<>"^`]/u.test(url)) return 'malformed';
  const m = /^https?:\/\/([^/?#]*)/i.exec(url);
  if (!m) return 'malformed';
  const authority = m[1] ?? '';
  if (authority.includes('@')) return 'credentials';
  if (authority.includes('{')) return 'variable-in-origin';
  return isHost(authority) ? null : 'malformed';
}

export interface TemplateCheck {
  readonly ok: boolean;
  readonly problem: UrlProblem | null;
  /** Names in braces that no call has. */
  readonly unknown: readonly string[];
  /** Names that it uses, each once. */
  readonly used: readonly string[];
  /** The address of `sampleValues`; empty when there is a problem. */
  readonly preview: string;
}

/** For the settings form: a template is good when its sample opens and every name is known. Empty is good. */
export function checkTemplate(template: string): TemplateCheck {
  const filled = fillTemplate(template, sampleValues);
  const names = [...template.matchAll(placeholder)].map((m) => (m[1] ?? '').replace(/:\d{1,2}$/, ''));
  const problem = filled.blocked ? filled.reason : null;
  const used = [...new Set(names)].filter((name) => valueNamed(name, sampleValues) !== null);
  const unknown = filled.blocked
    ? [...new Set(names.filter((name) => valueNamed(name, sampleValues) === null).map((name) => cleanText(name, 40)))]
    : filled.unknown;
  return { ok: problem === null && unknown.length === 0, problem, unknown, used, preview: filled.url };
}

/** A call for previews. */
export const sampleValues: PopValues = {
  number: '13800138000',
  numberE164: '+8613800138000',
  numberRaw: '013800138000',
  name: '张先生',
  direction: 'in',
  callId: '1421960697.190',
  linkedId: '1421960697.188',
  did: '4008001234',
  queue: '90',
  queueName: '售后',
  waitSec: '12',
  ivrPath: '主菜单>售后',
  ivrKeys: '1-3',
  agent: '8015',
  ext: '2011',
  location: '北京移动',
  startedAt: '2026-03-02 10:31:05',
  answeredAt: '2026-03-02 10:31:12',
  endedAt: '2026-03-02 10:33:43',
  durationSec: '151',
  callData: 'VIP',
  transferredFrom: '2015',
  variables: { ORDER: 'A-10086', LEVEL: 'gold' },
};

/** Value of a name with its modifier; null when there is no such name. A variable that the call lacks is empty. */
function valueNamed(inner: string, values: PopValues): string | null {
  const m = known.exec(inner.trim());
  if (!m) return null;
  const [, name = '', variable, drop] = m;
  const raw =
    variable === undefined
      ? isPopVariable(name)
        ? values[name]
        : null
      : Object.hasOwn(values.variables, variable)
        ? (values.variables[variable] ?? '')
        : '';
  if (raw === null) return null;
  const clean = cleanText(raw, longestValue);
  return drop === undefined ? clean : [...clean].slice(Number(drop)).join('');
}

const isPopVariable = (name: string): name is PopVariable => (popVariables as readonly string[]).includes(name);

/** A value of dots alone would be a step up in a path even when escaped (URL standard, "double-dot segment"). */
const encode = (value: string): string =>
  /^\.+$/.test(value)
    ? ''
    : encodeURIComponent(value).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** Number of `.` and `..` steps in the path. */
const climbs = (url: string): number =>
  url
    .replace(/^https?:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)).length;

/** What the template's author wrote himself: blanks, braces and characters beyond ASCII after the host. */
function escapeRest(url: string): string {
  const authority = authorityOf(url);
  const from = url.indexOf(authority) + authority.length;
  return (
    url.slice(0, from) +
    url.slice(from).replace(/[^\u0021-\u007e]|[{}|]/gu, (character) => encodeURIComponent(character))
  );
}

const authorityOf = (url: string): string => /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';

/** Host of labels (IDN allowed) or `[IPv6]`, and a port. */
function isHost(authority: string): boolean {
  const m = /^(\[[0-9a-f:.]{2,45}\]|[\p{L}\p{N}\p{M}._-]{1,253})(?::(\d{1,5}))?$/iu.exec(authority);
  if (!m) return false;
  const [, host = '', port = '80'] = m;
  const labels = host.startsWith('[') ? [] : host.replace(/\.$/, '').split('.');
  return Number(port) <= 65_535 && labels.every((part) => part !== '' && part.length <= 63);
}
