/** `X`, `_X`, `__X`. */
const name = /^_{0,2}[A-Za-z]\w{0,79}$/;

/**
 * Functions that read or set what belongs to the call. Others reach the exchange's files, shell and database, and none
 * of those is a program's business that holds a key for telephone calls.
 */
const functions: ReadonlySet<string> = new Set(
  [
    'CALLERID',
    'CONNECTEDLINE',
    'REDIRECTING',
    'CDR',
    'CHANNEL',
    'DEVICE_STATE',
    'EXTENSION_STATE',
    'HINT',
    'LEN',
  ].concat([
    'QUEUE_MEMBER',
    'QUEUE_WAITING_COUNT',
    'QUEUE_VARIABLES',
    'SIPPEER',
    'SIP_HEADER',
    'PJSIP_HEADER',
    'STRFTIME',
  ]),
);

/** A plain variable, or a function of a call with arguments in which nothing is evaluated. */
export function isVariable(text: string): boolean {
  if (name.test(text)) return true;
  const call = /^([A-Z][A-Z0-9_]{1,30})\(([^()$`{}]{0,120})\)$/.exec(text);
  return functions.has(call?.[1] ?? '');
}

/** Programs, scripts and nested evaluation: what Asterisk itself refuses to a user who may not run them. */
const programs =
  /system|exec|agi|mixmonitor|externalivr|originate|^set$|^mset$|execif|macro|gosub|db(?:put|del)|realtime/i;
const evaluation = /\$\{|\$\[|SHELL\(|EVAL\(|FILE\(|CURL\(|ODBC|`/i;

export const isForbidden = (application: string, data: string): boolean =>
  !/^[A-Za-z]\w{1,40}$/.test(application) || programs.test(application) || evaluation.test(data);

/** One header may hold several variables: what would part them is escaped. */
const escaped = (value: string): string => value.replace(/[\\",()[\]]/g, '\\$&');

export const variableHeaders = (variables: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(variables).flatMap(([one, value]) => (isVariable(one) ? [`${one}=${escaped(value)}`] : []));

/** The header of the set-up, in the words of the telephone's own driver; nothing for a line that is no telephone. */
export function headerVariables(header: string | undefined, channel: string): Readonly<Record<string, string>> {
  const [, title, value] = /^\s*([\w-]+):\s*(\S.*)$/.exec(header ?? '') ?? [];
  if (!title || !value) return {};
  if (/^PJSIP\//i.test(channel)) return { [`PJSIP_HEADER(add,${title})`]: value };
  return /^SIP\//i.test(channel) ? { SIPADDHEADER50: `${title}: ${value}` } : {};
}
