import { useState } from 'react';
import type { DialCandidate } from '../../../shared/bridge/topics';
import type { AppError } from '../../../shared/domain/result';
import { useCommand } from '../../live/command';
import { useSeatline } from '../../live/context';

export interface Dialler {
  /** Reads the text; dials when it holds one number, offers a choice when it holds several. */
  readonly dialText: (text: string) => Promise<boolean>;
  readonly dialCandidate: (candidate: DialCandidate) => Promise<boolean>;
  /** An extension of the list: no reading needed. */
  readonly dialExtension: (extension: string) => Promise<boolean>;
  readonly choices: readonly DialCandidate[] | null;
  readonly closeChoices: () => void;
  readonly pending: boolean;
  readonly error: AppError | null;
  readonly clear: () => void;
}

/** Dialling by a person's own hand: typed, pasted or chosen here, so no second confirmation. */
export function useDialler(): Dialler {
  const { bridge } = useSeatline();
  const dial = useCommand('call.dial');
  const [reading, setReading] = useState(false);
  const [choices, setChoices] = useState<readonly DialCandidate[] | null>(null);
  const [unread, setUnread] = useState<AppError | null>(null);

  const send = async (number: string): Promise<boolean> => {
    setUnread(null);
    setChoices(null);
    return (await dial.run({ number, confirmed: true })).ok;
  };
  return {
    dialText: async (text) => {
      setUnread(null);
      dial.clear();
      setReading(true);
      const read = await bridge.query('dial.read', { text });
      setReading(false);
      if (!read.ok) {
        setUnread(read.error);
        return false;
      }
      const { candidates } = read.value;
      const [only] = candidates;
      // Nothing to dial in it: the desk says why when it is asked for exactly this.
      if (!only) return send(text.slice(0, 64));
      if (candidates.length > 1) {
        setChoices(candidates);
        return false;
      }
      return send(only.display);
    },
    // As read by a person: the desk applies prefixes itself, and twice would be once too often.
    dialCandidate: (candidate) => send(candidate.display),
    dialExtension: (extension) => send(extension),
    choices,
    closeChoices: () => setChoices(null),
    pending: reading || dial.pending,
    error: unread ?? dial.error,
    clear: () => {
      setUnread(null);
      dial.clear();
    },
  };
}
