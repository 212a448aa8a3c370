/** One line about something that should not happen unseen. Never holds a key, a token or a telephone number. */
export interface LogLine {
  /** `info`: what the platform did outside by itself, so that it can be found again. */
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly endpoint?: string;
  readonly detail?: string;
}
export type Log = (line: LogLine) => void;

/** Path for the log: parameters are numbers, names and the key, so the query is left out altogether. */
export const pathOnly = (url: string): string => url.split('?', 1)[0]?.slice(0, 120) ?? '';
