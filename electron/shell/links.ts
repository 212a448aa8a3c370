import { app } from 'electron';
import { type Arguments, readArguments } from '../integration/argv';
import { readLink } from '../integration/link';
import type { LinkInbox } from './linkInbox';

/** What the first instance is told: read already, because the order of a second instance's argv is not kept. */
type HandedOver = Pick<Arguments, 'links' | 'numbers'>;

/**
 * Takes the lock of this profile. False = another instance has it and was told; this one must end. Call it after the
 * profile folder is set: the lock belongs to the folder.
 */
export function takeSingleInstance(args: Arguments): boolean {
  const handed: HandedOver = { links: args.links, numbers: args.numbers };
  return app.requestSingleInstanceLock({ ...handed });
}

/** Three of the four arrivals; the fourth, the cold start's argv, is given by the entry. */
export function setupLinks(inbox: LinkInbox, show: () => void): void {
  app.on('second-instance', (_event, argv, _folder, data) => {
    // Another user's instance hands over nothing; its argv is read here then.
    inbox.arguments(readHandedOver(data) ?? readArguments(argv.slice(1)));
    show();
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    inbox.link(readLink(url));
  });
}

/** The other process is the same program, but the message is still only data. */
function readHandedOver(data: unknown): HandedOver | null {
  if (typeof data !== 'object' || data === null || !('links' in data) || !('numbers' in data)) return null;
  const { links, numbers } = data;
  if (!Array.isArray(links) || !Array.isArray(numbers)) return null;
  return {
    links: links.flatMap((link: unknown): HandedOver['links'] => {
      if (typeof link !== 'object' || link === null || !('kind' in link) || !('scheme' in link)) return [];
      const scheme = String(link.scheme);
      if (link.kind === 'dial' && 'text' in link)
        return [{ kind: 'dial', scheme, text: String(link.text).slice(0, 512) }];
      return [{ kind: 'refused', scheme, verb: 'verb' in link ? String(link.verb) : '', why: 'other-verb' }];
    }),
    numbers: numbers.filter((entry): entry is string => typeof entry === 'string').map((entry) => entry.slice(0, 200)),
  };
}
