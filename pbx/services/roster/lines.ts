/** Where the values of a JSON text stand. */
export type Lines =
  | {
      readonly ok: true;
      /**
       * Line of each value, from 1, by its path as JSON (`["users",3,"name"]`); of a field it is the line of its name.
       */
      readonly lines: ReadonlyMap<string, number>;
    }
  | {
      readonly ok: false;
      /** Line on which the text ceases to be JSON. */
      readonly line: number;
    };

const tokens = {
  text: /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"/iuy,
  plain: /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)(?![\w.+-])/iy,
} as const;
const deepest = 64;

class NoJson extends Error {}

/** Walks through a JSON text. `JSON.parse` says what is in it, but not on which line, and often not even where it fails. */
export function linesOf(text: string): Lines {
  const lines = new Map<string, number>();
  const path: (string | number)[] = [];
  let at = 0;
  let line = 1;

  function blanks(): void {
    for (; text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t'; at += 1) {
      if (text[at] === '\n') line += 1;
    }
  }
  function sign(wanted: string): void {
    blanks();
    if (text[at] !== wanted) throw new NoJson();
    at += 1;
    blanks();
  }
  function token(kind: keyof typeof tokens): string {
    tokens[kind].lastIndex = at;
    const [found] = tokens[kind].exec(text) ?? [];
    if (found === undefined) throw new NoJson();
    at += found.length;
    return found;
  }
  /** What stands between two brackets. */
  function entries(open: string, close: string, entry: (index: number) => void): void {
    sign(open);
    for (let index = 0; text[at] !== close; index += 1) {
      if (index > 0) sign(',');
      entry(index);
      blanks();
    }
    at += 1;
  }
  function inside(key: string | number, read: () => void): void {
    path.push(key);
    if (path.length > deepest) throw new NoJson();
    lines.set(JSON.stringify(path), line);
    read();
    path.pop();
  }
  function value(): void {
    blanks();
    if (text[at] === '{') {
      entries('{', '}', () => {
        const key = JSON.parse(token('text')) as string;
        inside(key, () => {
          sign(':');
          value();
        });
      });
    } else if (text[at] === '[') entries('[', ']', (index) => inside(index, value));
    else token(text[at] === '"' ? 'text' : 'plain');
  }

  try {
    value();
    blanks();
    if (at < text.length) throw new NoJson();
    return { ok: true, lines };
  } catch (error) {
    if (error instanceof NoJson) return { ok: false, line };
    throw error;
  }
}
