import type { DialRequest } from '../../shared/bridge/topics';
import type { Log } from '../desk/effects';
import type { Arguments } from '../integration/argv';
import type { LinkIntent } from '../integration/link';

/** Who takes a request to dial. */
export interface DialDoor {
  receiveDial(text: string, source: DialRequest['source']): void;
}

/** Most requests that wait for the desk to start; a page that fires links in a loop gets no further. */
const inboxLimit = 20;

/**
 * The one road of everything from outside that wants to dial, in all four arrivals: cold start, second instance, macOS'
 * `open-url` (which may come before `ready`), a new start through the protocol. It waits for the desk and is handed over
 * once. Refused links leave an audit line and nothing else (R21).
 */
export interface LinkInbox {
  link(intent: LinkIntent | null): void;
  /** Links and numbers of a command line. */
  arguments(read: Pick<Arguments, 'links' | 'numbers'>): void;
  /** The desk is there: what waited goes to it, in order, and so does everything later. */
  open(door: DialDoor, show: () => void): void;
}

export function createLinkInbox(log: Log): LinkInbox {
  let door: { readonly door: DialDoor; readonly show: () => void } | null = null;
  let waiting: { readonly text: string; readonly source: DialRequest['source'] }[] = [];
  const take = (text: string, source: DialRequest['source']): void => {
    if (door) {
      door.door.receiveDial(text, source);
      door.show();
    } else if (waiting.length < inboxLimit) waiting.push({ text, source });
    else log.warn('link.dropped', { source });
  };
  const link = (intent: LinkIntent | null): void => {
    if (!intent) return;
    if (intent.kind === 'refused') {
      log.warn('link.refused', { scheme: intent.scheme, verb: intent.verb, why: intent.why });
      return;
    }
    log.info('link.received', { scheme: intent.scheme });
    take(intent.text, 'link');
  };
  return {
    link,
    arguments: ({ links, numbers }) => {
      for (const intent of links) link(intent);
      for (const number of numbers) take(number, 'command-line');
    },
    open: (desk, show) => {
      door = { door: desk, show };
      const early = waiting;
      waiting = [];
      for (const { text, source } of early) take(text, source);
    },
  };
}
