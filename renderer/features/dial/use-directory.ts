import { useEffect, useMemo, useState } from 'react';
import type { Extension } from '../../../shared/domain/queue';
import { useRows, useSelect } from '../../live/hooks';
import { findRows, loadSpeller, type Speller } from './pinyin';

export interface Directory {
  /** `undefined` while the list is on its way. */
  readonly rows: readonly Extension[] | undefined;
}

/** Colleagues that match, with live presence. The pinyin table is loaded when Latin letters are typed. */
export function useDirectory(query: string, limit: number): Directory {
  const all = useRows('extensions');
  // Nobody calls or fetches a call from himself.
  const own = useSelect('seat', (seat) => seat?.interface ?? '');
  const [spell, setSpell] = useState<Speller | null>(null);
  const wantsSpeller = /[a-z]/i.test(query);
  useEffect(() => {
    if (!wantsSpeller) return undefined;
    let wanted = true;
    loadSpeller().then(
      (speller) => {
        if (wanted) setSpell(() => speller);
      },
      // Without the table names are still found by their characters.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [wantsSpeller]);
  return useMemo(
    () => ({
      rows: all
        ? findRows(
            Object.values(all).filter((row) => row.interface !== own),
            query,
            spell,
            limit,
          )
        : undefined,
    }),
    [all, own, query, spell, limit],
  );
}
