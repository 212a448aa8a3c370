import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { centreOf } from './scenario/centre';
import { shippedRegions } from './services/regions';
import { changesOf, type ListChange } from './services/roster/changes';
import { checkRoster } from './services/roster/check';
import { type Fault, printRoster, type RosterFile, readRoster } from './services/roster/file';
import { smsDevices } from './services/sms-gateway';
import type { RosterList, RosterLists } from './store/roster';
import { openStore, type Store } from './store/store';
import { type Sentence, Usage } from './usage';

/**
 * The roster of a data folder on the command line: an office puts in its own people, telephones and queues. The platform
 * must not run on that folder meanwhile (`StoreFailure`, `in-use`), and knows what was changed when it starts.
 */
export interface RosterCommand {
  /** File to read; absent = none. */
  readonly read?: string | undefined;
  /** File to write everything into, `-` = what is returned; absent = none. */
  readonly write?: string | undefined;
  /** Writes what was read into the folder; without it the changes are only told. */
  readonly apply: boolean;
  /** Data folder; absent = a new one, which is only looked at. */
  readonly folder?: string | undefined;
  /** What a new folder begins with. */
  readonly centre: Parameters<typeof centreOf>[0];
}

/** Most faults that are told of one file, and most things that are named of one list. */
const mostFaults = 20;
const mostNames = 8;

/** What there is to say, one sentence a line. Throws `Usage` when the file is wrong. */
export function runRosterCommand(command: RosterCommand): readonly Sentence[] {
  const { read, write, apply, folder } = command;
  if (read !== undefined && folder === undefined) {
    throw new Usage('--roster needs the data folder that it is about: --data', '--roster 须同时给出数据目录：--data');
  }
  if (apply && read === undefined) {
    throw new Usage('--apply belongs to --roster <file>', '--apply 须与 --roster <文件> 同用');
  }
  const bytes = read === undefined ? null : bytesOf(read);
  // Looking at a folder that is not there yet makes none.
  const there = folder !== undefined && (apply || existsSync(path.join(folder, 'platform.db')));
  const store = openStore({ folder: there ? folder : null });
  try {
    store.roster.seed(centreOf(command.centre), smsDevices);
    store.regions.seed(shippedRegions);
    const told = bytes === null || read === undefined ? [] : take(store, bytes, path.basename(read), apply);
    return write === undefined ? told : [...told, ...give(store, write)];
  } finally {
    store.close();
  }
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = (error as { code?: unknown }).code;
    throw new Usage(`${file} cannot be read (${why})`, `无法读取 ${file}（${why}）`);
  }
}

const tablesOf = ({ regions }: Store) => ({
  areas: regions.areas(),
  prefixes: regions.prefixes(),
  segments: regions.segments(),
});

function take(store: Store, bytes: Uint8Array, name: string, apply: boolean): readonly Sentence[] {
  const read = readRoster(bytes);
  if (!read.ok) throw wrong(name, read.faults);
  const { file, lineOf } = read;
  const before = { lists: store.roster.lists(), settings: store.roster.settings(), regions: tablesOf(store) };
  const { faults, doubts } = checkRoster({
    lists: { ...before.lists, ...file.lists },
    settings: { ...before.settings, ...file.settings },
    regions: { ...before.regions, ...file.regions },
  });
  const placed = (list: typeof faults): readonly Fault[] =>
    list.map(({ path: where, said }) => {
      const line = lineOf(where);
      return { path: line === undefined ? named(where, before.lists) : where, said, line };
    });
  if (faults.length > 0) throw wrong(name, placed(faults));
  const changes = changesOf(before, file);
  if (apply) write(store, file);
  return [
    ...changes.flatMap(toldOf),
    ...placed(doubts.slice(0, mostFaults)).map((each) => joined({ en: 'Mind: ', zh: '注意：' }, sentenceOf(each))),
    apply
      ? { en: 'Written. The platform works with it from its next start.', zh: '已写入，平台下次启动时生效。' }
      : {
          en: 'Nothing has been written. With --apply it is.',
          zh: '尚未写入。加上 --apply 后写入。',
        },
  ];
}

function write(store: Store, { lists, settings, regions }: RosterFile): void {
  store.database.write(() => {
    store.roster.replace(lists, settings);
    if (Object.keys(regions).length > 0) store.regions.replace(regions);
  });
}

function give(store: Store, file: string): readonly Sentence[] {
  const text = printRoster(store.roster.lists(), store.roster.settings(), tablesOf(store));
  if (file === '-') return [{ en: text.trimEnd(), zh: text.trimEnd() }];
  try {
    // Somebody may have worked on a file of that name.
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const why = (error as { code?: unknown }).code;
    if (why === 'EEXIST') throw new Usage(`${file} is there already`, `${file} 已存在`);
    throw new Usage(`${file} cannot be written (${why})`, `无法写入 ${file}（${why}）`);
  }
  return [{ en: `${file} has been written.`, zh: `已写入 ${file}。` }];
}

const joined = (...parts: readonly Sentence[]): Sentence => ({
  en: parts.map(({ en }) => en).join(''),
  zh: parts.map(({ zh }) => zh).join(''),
});

/** Nobody counts the rows of a data folder: a thing there is called by its number or name. */
function named(where: Fault['path'], lists: RosterLists): Fault['path'] {
  const [list = '', index, ...rest] = where;
  const things: readonly object[] | undefined = Object.hasOwn(lists, list) ? lists[list as RosterList] : undefined;
  const key = Object.values(things?.[Number(index)] ?? {})[0];
  return key === undefined ? where : [`${list} ${key}`, ...rest];
}

/** `users[3].ringSeconds`, as programmers and JSON editors write it. */
const fieldOf = (where: Fault['path']): string =>
  where.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');

function sentenceOf({ path: where, line, said }: Fault): Sentence {
  const field = fieldOf(where);
  const place =
    line === undefined ? { en: 'in the data folder', zh: '数据目录中' } : { en: `line ${line}`, zh: `第 ${line} 行` };
  return {
    en: `${place.en}${field && `, ${field}`}: ${said.en}`,
    zh: `${place.zh}${field && `，${field}`}：${said.zh}`,
  };
}

function wrong(name: string, faults: readonly Fault[]): Usage {
  const inOrder = faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const lines = inOrder.slice(0, mostFaults).map(sentenceOf);
  const more = faults.length - lines.length;
  const text = (tongue: keyof Sentence, head: string, tail: string): string =>
    [head, ...lines.map((line) => `  ${line[tongue]}`), ...(more > 0 ? [`  ${tail}`] : [])].join('\n');
  return new Usage(
    text('en', `${name} is wrong, nothing has been written`, `and ${more} more`),
    text('zh', `${name} 有误，未写入任何内容`, `另有 ${more} 处`),
  );
}

function toldOf({ list, added, removed, changed, moved }: ListChange): readonly Sentence[] {
  const some = (names: readonly string[]): string =>
    names.length > mostNames ? `${names.slice(0, mostNames).join(', ')}, …` : names.join(', ');
  const parts: Sentence[] = [];
  const part = (names: readonly string[], en: string, zh: string): void => {
    if (names.length === 0) return;
    parts.push({ en: `${names.length} ${en} (${some(names)})`, zh: `${zh} ${names.length} 项（${some(names)}）` });
  };
  part(added, 'new', '新增');
  part(
    changed.map(({ key, fields }) => (list === 'settings' ? key : `${key}: ${fields.join(' ')}`)),
    'changed',
    '修改',
  );
  part(removed, 'removed', '删除');
  if (moved) parts.push({ en: 'another order', zh: '顺序不同' });
  if (parts.length === 0) parts.push({ en: 'no change', zh: '无变化' });
  return [
    { en: `${list}: ${parts.map(({ en }) => en).join('; ')}`, zh: `${list}：${parts.map(({ zh }) => zh).join('；')}` },
  ];
}
