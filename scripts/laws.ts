import { posix } from 'node:path';

/** One broken law: where, and which. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly law: string;
}

export interface Source {
  /** Path from the project's root, forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** What each room may import besides itself (DESIGN §1). `node:` and packages are ruled separately below. */
const rooms: readonly { readonly room: string; readonly mayImport: readonly string[]; readonly node: boolean }[] = [
  { room: 'shared/', mayImport: ['shared/'], node: false },
  { room: 'renderer/', mayImport: ['renderer/', 'shared/'], node: false },
  { room: 'pbx/', mayImport: ['pbx/', 'shared/'], node: true },
  { room: 'electron/desk/', mayImport: ['electron/desk/', 'electron/platforms/driver', 'shared/'], node: true },
  { room: 'electron/platforms/', mayImport: ['electron/platforms/', 'shared/'], node: true },
  { room: 'electron/integration/', mayImport: ['electron/integration/', 'shared/'], node: true },
  {
    room: 'electron/cli/',
    // Of the shell only what plain Node can run: the file store of secrets, the clock, the default folder.
    mayImport: [
      'electron/cli/',
      'electron/platforms/',
      'electron/desk/',
      'electron/integration/',
      'electron/shell/browser/',
      'electron/shell/clock',
      'electron/shell/profile',
      'shared/',
    ],
    node: true,
  },
  { room: 'electron/shell/', mayImport: ['electron/', 'shared/'], node: true },
];

/** Only these may import the module `electron`: the shell and the two Electron entries. */
const mayUseElectron = (file: string): boolean =>
  file.startsWith('electron/shell/') || file === 'electron/main.ts' || file === 'electron/preload.ts';

/** Packages that `shared` may use: pure ones that both sides speak. */
const sharedPackages = ['zod', 'spark-md5', 'libphonenumber-js'];

/** Patterns that belong to one place only. */
const places: readonly {
  readonly pattern: RegExp;
  readonly law: string;
  readonly allowed: (file: string) => boolean;
}[] = [
  {
    pattern: /rejectUnauthorized/,
    law: 'rejectUnauthorized lives in the pin module only (DESIGN §8)',
    allowed: (file) => /^electron\/platforms\/(wire\/)?pin\.ts$/.test(file),
  },
  {
    pattern: /\b(setTimeout|setInterval|setImmediate)\(|\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)/,
    law: 'clock, timers and random are parameters (DESIGN law 6)',
    allowed: (file) =>
      /(^|\/)(clock|wall-clock|effects|ticker)\.tsx?$/.test(file) ||
      !/^(shared|pbx|electron\/(desk|platforms|cli))\//.test(file),
  },
  {
    pattern: /\bisElectron\b/,
    law: 'the host is chosen in the entry file (DESIGN law 3)',
    allowed: () => false,
  },
  {
    pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=/,
    law: 'what callers send is text, never markup (DESIGN §8)',
    allowed: (file) => !file.startsWith('renderer/'),
  },
];

/** No specifier holds a blank: a text that ends in the word "from" begins no import. */
const importPattern = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)['"]([^'"\s]+)['"]/g;

/** Checks sources against the laws of the house. Tests may import across rooms; their sources are not given here. */
export function breaches(sources: readonly Source[]): readonly Breach[] {
  return sources.flatMap((source) => [...importBreaches(source), ...placeBreaches(source), ...sizeBreaches(source)]);
}

function importBreaches({ file, text }: Source): Breach[] {
  const room = rooms.find((entry) => file.startsWith(entry.room));
  const found: Breach[] = [];
  for (const match of text.matchAll(importPattern)) {
    const wanted = match[1] ?? '';
    const line = text.slice(0, match.index).split('\n').length;
    const breach = (law: string): void => {
      found.push({ file, line, law });
    };
    if ((wanted === 'electron' || wanted.startsWith('electron/')) && !mayUseElectron(file))
      breach(`imports electron outside the shell`);
    if (!room) continue;
    if (wanted.startsWith('.')) {
      const target = posix.normalize(posix.join(posix.dirname(file), wanted));
      if (!room.mayImport.some((allowed) => target.startsWith(allowed)))
        breach(`${room.room} may not import ${target}`);
    } else if (
      !room.node &&
      (wanted.startsWith('node:') || wanted === 'undici' || wanted === 'ws' || wanted === 'fastify')
    ) {
      breach(`${room.room} may not import ${wanted}`);
    } else if (
      room.room === 'shared/' &&
      !sharedPackages.some((name) => wanted === name || wanted.startsWith(`${name}/`))
    ) {
      breach(`shared/ may not import the package ${wanted}`);
    }
  }
  return found;
}

const placeBreaches = ({ file, text }: Source): Breach[] =>
  places
    .filter(({ allowed }) => !allowed(file))
    .flatMap(({ pattern, law }) =>
      text
        .split('\n')
        .flatMap((code, index) => (pattern.test(withoutComment(code)) ? [{ file, line: index + 1, law }] : [])),
    );

/** Comments may name what code may not do. */
const withoutComment = (line: string): string => (/^\s*(\*|\/\/|\/\*)/.test(line) ? '' : line.replace(/\/\/ .*$/, ''));

/** STYLE habit 1: only composition roots, catalogue tables and word lists may pass 600 lines. */
const sizeBreaches = ({ file, text }: Source): Breach[] => {
  const lines = text.split('\n').length;
  const table = /^shared\/webcti\/endpoints\/|^renderer\/i18n\/|golden|regions/.test(file);
  return lines > 600 && !table ? [{ file, line: lines, law: 'a file is one noun: at most 600 lines' }] : [];
};
