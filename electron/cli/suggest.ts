/** Edits between two words: insert, delete, replace, and two neighbours swapped. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The known names that somebody may have meant, nearest first, at most `most`. */
export function nearest(word: string, known: readonly string[], most = 3): readonly string[] {
  const wanted = word.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  return known
    .map((name) => {
      const candidate = name.toLowerCase();
      const inside = wanted.length >= 4 && candidate.includes(wanted);
      return { name, far: inside ? Math.min(1.5, distance(wanted, candidate)) : distance(wanted, candidate) };
    })
    .filter(({ far }) => far <= allowed || far === 1.5)
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name);
}
