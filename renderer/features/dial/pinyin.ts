/** How a name is found by typing Latin letters: `wangfang`, `wf`. */
export interface Spelling {
  readonly full: string;
  readonly initials: string;
}
export type Speller = (name: string) => Spelling;

const spellings = new Map<string, Spelling>();
let loading: Promise<Speller> | null = null;

/** Loads the pinyin table once, on the first search: it is larger than the rest of the screen. */
export function loadSpeller(): Promise<Speller> {
  loading ??= import('pinyin-pro').then(({ pinyin }) => (name: string): Spelling => {
    const known = spellings.get(name);
    if (known) return known;
    // The surname table reads 单 as shàn and 曾 as zēng.
    const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' });
    const made = {
      full: syllables.join('').toLowerCase(),
      initials: syllables
        .map((syllable) => syllable.slice(0, 1))
        .join('')
        .toLowerCase(),
    };
    spellings.set(name, made);
    return made;
  });
  return loading;
}

export interface Findable {
  readonly extension: string;
  readonly name: string;
}

/** 0 = no match; higher is better: number before name, start before middle. */
export function matchScore(row: Findable, query: string, spell: Speller | null): number {
  const wanted = query.trim().toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return 1;
  if (row.extension === wanted) return 100;
  if (row.extension.startsWith(wanted)) return 90;
  const name = row.name.toLowerCase().replace(/\s+/g, '');
  if (name.startsWith(wanted)) return 80;
  if (name.includes(wanted)) return 60;
  if (spell && /^[a-z]+$/.test(wanted)) {
    const { full, initials } = spell(row.name);
    if (initials.startsWith(wanted)) return 75;
    if (full.startsWith(wanted)) return 70;
    if (initials.includes(wanted) || full.includes(wanted)) return 50;
  }
  return row.extension.includes(wanted) ? 40 : 0;
}

/** Rows that match, best first, at most `limit`. */
export function findRows<T extends Findable>(
  rows: readonly T[],
  query: string,
  spell: Speller | null,
  limit: number,
): readonly T[] {
  return rows
    .map((row) => ({ row, score: matchScore(row, query, spell) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.row.extension < b.row.extension ? -1 : 1))
    .slice(0, limit)
    .map(({ row }) => row);
}
