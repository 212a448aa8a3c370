import { basename } from 'node:path';
import { operationNames, operationOf } from '../shared/uncall/index';
import { vectors as uncallVectors } from '../shared/uncall/vectors';
import { catalogue, type EndpointName, type FamilyName, families } from '../shared/webcti/index';
import { vectors } from '../shared/webcti/vectors';

export interface Source {
  /** Path from the project's root, forward slashes. */
  readonly file: string;
  readonly text: string;
}

const isTest = ({ file }: Source): boolean => /\.(test|spec)\.tsx?$/.test(file);
const under =
  (...folders: readonly string[]) =>
  ({ file }: Source): boolean =>
    folders.some((folder) => file.startsWith(folder));

/** Name → files that name it: as a text, as a method of a client, or as a member of a table. Read once. */
function index(sources: readonly Source[]): (name: string) => readonly string[] {
  const files = new Map<string, Set<string>>();
  for (const { file, text } of sources) {
    for (const match of text.matchAll(/(['"`])(\w+)\1|\.(\w+)\(|^ +(?:async )?(\w+)[(:]/gm)) {
      const name = match[2] ?? match[3] ?? match[4] ?? '';
      const known = files.get(name);
      if (known) known.add(file);
      else files.set(name, new Set([file]));
    }
  }
  return (name) => [...(files.get(name) ?? [])];
}

const short = (file: string): string => basename(file).replace(/\.tsx?$/, '');
const list = (files: readonly string[]): string =>
  files.length === 0 ? '–' : [...new Set(files.map(short))].sort().join(', ');

/** Where the tables are, which is no use of them. */
const tables = under('shared/webcti/endpoints/', 'shared/webcti/vectors', 'shared/uncall/', 'electron/cli/');

/**
 * The page `docs/coverage.md`: every endpoint and operation with its section, client function, handler of the built-in
 * platform, places of the desk that use it, and tests. Made of the catalogues and of the project's own sources.
 */
export function coveragePage(all: readonly Source[]): string {
  const sources = all.filter((source) => !tables(source));
  const ofUncall = ({ file }: Source): boolean => /uncall/.test(file);
  const built = sources.filter(
    (source) => !isTest(source) && !/\/testing\/|^pbx\/http\/(test-|control)/.test(source.file),
  );
  /** Uncall's words are everyday ones (`hangUp`): only its own folders are looked at. */
  const rooms = (uncall: boolean) => ({
    handlers: index(built.filter(uncall ? under('pbx/http/uncall/') : under('pbx/http/handlers/'))),
    desk: index(
      built.filter(under('electron/platforms/', 'electron/desk/')).filter((source) => ofUncall(source) === uncall),
    ),
    tests: index(sources.filter(isTest).filter((source) => ofUncall(source) === uncall)),
  });
  const [webcti, uncall] = [rooms(false), rooms(true)];
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const counted = (name: string, examples: number, tests: (name: string) => readonly string[]): string => {
    const files = tests(name);
    return (
      [examples > 0 ? `${examples} examples` : '', files.length > 0 ? list(files) : ''].filter(Boolean).join('; ') ||
      '–'
    );
  };
  const head = [
    row(['§', 'name', 'changes', 'client', 'built-in platform', 'the desk uses it in', 'tests']),
    row(['---', '---', '---', '---', '---', '---', '---']),
  ];

  const chapter = (family: FamilyName): readonly string[] => [
    `### ${family}`,
    '',
    ...head,
    ...(Object.keys(families[family]) as EndpointName[]).map((name) => {
      const { section, mutates } = catalogue[name];
      const examples = vectors.filter((vector) => vector.endpoint === name).length;
      return row([
        section,
        `\`${name}\``,
        mutates ? 'yes' : '',
        `\`webcti.${name}\``,
        list(webcti.handlers(name)),
        list(webcti.desk(name)),
        counted(name, examples, webcti.tests),
      ]);
    }),
    '',
  ];

  const names = Object.keys(catalogue) as EndpointName[];
  const answered = names.filter((name) => webcti.handlers(name).length > 0).length;
  const soap = operationNames.map((name) => {
    const { section, mutates } = operationOf(name);
    const examples = uncallVectors.filter((vector) => vector.operation === name).length;
    return row([
      section,
      `\`${name}\``,
      mutates ? 'yes' : '',
      `\`uncall.${name}\``,
      list(uncall.handlers(name)),
      list(uncall.desk(name)),
      counted(name, examples, uncall.tests),
    ]);
  });

  return [
    '# Coverage of the two interfaces',
    '',
    'Made by `npm run coverage` from the catalogues and the sources; a test fails when this page is stale.',
    '`client` is the function for programs, `seatline webcti <name>` and `seatline uncall <name>` are the same from a shell.',
    '',
    `- MVB2000 WEBCTI2: ${names.length} endpoints, ${vectors.length} documented examples; the built-in platform answers ${answered}.`,
    `- Uncall Webservices: ${operationNames.length} operations, ${uncallVectors.length} documented examples.`,
    '',
    '## MVB2000 WEBCTI2',
    '',
    ...(Object.keys(families) as FamilyName[]).flatMap(chapter),
    '## Uncall Webservices',
    '',
    ...head,
    ...soap,
    '',
  ].join('\n');
}
