import { type AudioDoor, type FromAudio, fromAudioSchema, type ToAudio } from '../../../shared/voice/contract';
import type { Log } from '../effects';

/** Whoever the audio page works for: the seat that is signed in with voice. */
export interface PageOwner {
  /** A page is there, a new one or the first; it knows nothing yet. */
  attached(): void;
  gone(): void;
  hear(message: FromAudio): void;
}

/** The audio pages of a desk: the newest one is heard and spoken to, the older one is told that it is replaced. */
export interface AudioPages extends AudioDoor {
  readonly present: boolean;
  tell(message: ToAudio): void;
  /** From now on the page works for this owner. */
  use(owner: PageOwner): void;
  /** It works for nobody, unless somebody else has taken it meanwhile. */
  leave(owner: PageOwner): void;
}

export function createAudioPages(log: Log): AudioPages {
  let current: { readonly send: (message: ToAudio) => void } | null = null;
  let owner: PageOwner | null = null;

  return {
    attach: (send) => {
      const page = { send };
      if (current) {
        log.info('voice.page-replaced');
        current.send({ t: 'replaced' });
        current = null;
        owner?.gone();
      }
      current = page;
      if (owner) owner.attached();
      else send({ t: 'account', account: null });
      return {
        receive: (message) => {
          if (current !== page) return;
          const read = fromAudioSchema.safeParse(message);
          if (read.success) owner?.hear(read.data);
          else {
            const issue = read.error.issues[0];
            log.warn('voice.page-not-understood', { field: issue?.path.join('.') ?? '', rule: issue?.code ?? '' });
          }
        },
        end: () => {
          if (current !== page) return;
          current = null;
          owner?.gone();
        },
      };
    },
    get present() {
      return current !== null;
    },
    tell: (message) => current?.send(message),
    use: (next) => {
      owner = next;
      if (current) next.attached();
    },
    leave: (left) => {
      if (owner === left) owner = null;
    },
  };
}
