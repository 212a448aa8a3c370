import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformTime } from '../../../../shared/domain/time';
import type { RecordSink } from '../../port';
import type { Leg } from './leg';

export interface SpoolOptions {
  /** `/var/spool/asterisk/voicemail` as this machine sees it; empty = it cannot be read. */
  readonly folder: string;
  readonly sink: Pick<RecordSink, 'voicemail'>;
  /** Where a channel is asked for by the name that the message gives. */
  readonly legOf: (channel: string) => Leg | undefined;
  readonly now: () => PlatformTime;
}

const name = /^[\w+-]{1,80}$/;

/**
 * New messages of the mailboxes, out of the files that the exchange keeps. It says only that there are some
 * (`MessageWaiting`); who spoke, when and for how long stands beside the sound. Each is taken once.
 */
export class VoicemailSpool {
  readonly #options: SpoolOptions;
  readonly #taken = new Set<string>();
  /** Older messages are somebody else's to tell. */
  readonly #since: PlatformTime;

  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#since = options.now();
  }

  /** Looks into the inbox of `2011@default`. */
  look(mailbox: string): void {
    const { folder } = this.#options;
    const [box = '', context = 'default'] = mailbox.split('@');
    if (folder === '' || !name.test(box) || !name.test(context)) return;
    const inbox = join(folder, context, box, 'INBOX');
    for (const file of messagesIn(inbox)) this.#take(box, join(inbox, file));
  }

  #take(box: string, path: string): void {
    const note = textOf(path);
    if (note === null) return;
    const said = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(note)?.[1]?.trim() ?? '';
    const id = said('msg_id') || `${box} ${said('origtime')} ${said('callerchan')}`;
    const at = Number(said('origtime')) * 1000;
    // The note is written before the sound is whole: a message without seconds is not there yet.
    if (this.#taken.has(id) || !(at > 0) || said('duration') === '') return;
    const sound = soundOf(path);
    if (sound === null) return;
    this.#taken.add(id);
    // Within the second in which this began.
    if (at + 1000 <= this.#since) return;
    const leg = this.#options.legOf(said('callerchan'));
    const [, quoted = '', number = said('callerid')] = /^"?(.*?)"?\s*<(.*)>$/.exec(said('callerid')) ?? [];
    const unknown = (text: string): string => (/^unknown$/i.test(text) ? '' : text);
    this.#options.sink.voicemail({
      box,
      at,
      seconds: Number(said('duration')) || 0,
      channel: said('callerchan'),
      uniqueId: leg?.uniqueId ?? '',
      number: unknown(number),
      name: unknown(quoted),
      context: leg?.trunk && leg.incoming ? 'from-trunk' : said('context'),
      reason: reasonOf(leg?.dialStatus ?? ''),
      redirected: said('rdnis') === 'unknown' ? '' : said('rdnis'),
      sound,
    });
  }
}

const reasonOf = (dialStatus: string): string =>
  dialStatus === 'CONGESTION'
    ? 'CHANUNAVAIL'
    : ['NOANSWER', 'BUSY', 'CHANUNAVAIL'].includes(dialStatus)
      ? dialStatus
      : '';

function messagesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /^msg\d{4}\.txt$/.test(file))
      .sort();
  } catch {
    // A box without messages has no folder.
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The message as WAV; where the exchange keeps other formats only, there is none. */
function soundOf(note: string): Uint8Array | null {
  for (const ending of ['.wav', '.WAV']) {
    try {
      return readFileSync(note.replace(/\.txt$/, ending));
    } catch {
      // The other spelling, then.
    }
  }
  return null;
}
