import { formatPlatformTime } from '../../../shared/domain/time';
import type { Words } from '../../../shared/webcti/codes';
import { createPoller } from '../../desk/poller';
import type { PlatformDriver, SeatIdentity } from '../../platforms/driver';
import { optionsOf, withSuggestions } from '../arguments';
import { driverOf } from '../drivers';
import { platformEffects } from '../effects';
import { type ExitCode, exits, usage } from '../exit';
import { wantsJson } from '../format';
import { zoneText } from '../key';
import { filled } from '../language';
import { sentenceOf } from '../sentences';
import { failed, type Shell } from '../shell';
import { nearest } from '../suggest';
import { findTarget } from '../target';
import { shown } from '../width';
import { type Change, createChanges } from './changes';
import { allCalls, allPops, callsOf, popsOf, queuesOf, type Watched } from './sources';

const kinds = ['pops', 'calls', 'queues'] as const;
type Kind = (typeof kinds)[number];

/**
 * `seatline watch pops|calls|queues`: what changes, line by line, until Ctrl-C (exit 0). Asks as the desk does: one
 * question at a time, never more often than the desk promises, backing off while the platform is away.
 */
export async function watch(shell: Shell): Promise<ExitCode> {
  const [, word, ...more] = shell.parsed.words;
  const kind = kindOf(word, more);
  const { device, queue, interval } = optionsOf(shell.parsed, ['device', 'queue', 'interval']);
  const slowest = intervalOf(interval);
  if (kind === 'queues' && device !== undefined) throw usage(filled(says.notHere, { option: 'device', kind }));
  if (kind !== 'queues' && queue !== undefined) throw usage(filled(says.notHere, { option: 'queue', kind }));
  const json = wantsJson(shell);
  const target = await findTarget(shell, { vendor: null, key: true });
  const driver = driverOf(target, platformEffects(shell.io));
  try {
    const queues = (queue ?? '').split(',').filter((each) => each !== '');
    const sources = await sourcesOf(shell, driver, kind, device, queues);
    return await follow(shell, driver, kind, sources, slowest, json);
  } finally {
    driver.close();
  }
}

function kindOf(word: string | undefined, more: readonly string[]): Kind {
  const found = kinds.find((kind) => kind === word);
  if (found && more.length === 0) return found;
  const words = filled(says.kind, { word: [word ?? '', ...more].join(' ') });
  throw usage(withSuggestions(words, found ? [] : nearest(word ?? '', kinds)));
}

/** Milliseconds; the desk's own rhythm when absent. Slower is allowed, quicker is not. */
function intervalOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const seconds = Number(text);
  if (!/^\d{1,5}(\.\d{1,3})?$/.test(text) || seconds < 1) throw usage(says.interval);
  return seconds * 1000;
}

async function sourcesOf(
  shell: Shell,
  driver: PlatformDriver,
  kind: Kind,
  device: string | undefined,
  queues: readonly string[],
): Promise<readonly Watched[]> {
  const { clock } = shell.io;
  const given = { driver, monotonic: clock.monotonic, now: () => clock.now() + driver.platformOffset };
  if (driver.vendor === 'uncall' && (kind === 'queues' || device === undefined)) throw usage(says.uncall);
  if (kind === 'queues') return queuesOf(given, queues);
  if (device === undefined) return kind === 'pops' ? allPops(given) : allCalls(given);
  const seat = await seatAt(shell, driver, device);
  return kind === 'pops' ? popsOf(given, seat) : callsOf(given, seat);
}

/** The telephone, whoever sits there. A wrong key or address ends the command here, before it begins to wait. */
async function seatAt(shell: Shell, driver: PlatformDriver, device: string): Promise<SeatIdentity> {
  const choices = await driver.choices(shell.io.signal);
  if (!choices.ok) throw failed(choices.error);
  const { devices } = choices.value;
  const found = devices.find((each) => each.device === device);
  if (!found && devices.length > 0) {
    const known = nearest(
      device,
      devices.map((each) => each.device),
    );
    throw usage(withSuggestions(filled(says.device, { device }), known));
  }
  return {
    agent: found?.user ?? device,
    agentName: found?.userName ?? '',
    device,
    interface: found?.interface ?? device,
    context: '',
    kind: found?.kind ?? 'fixed',
  };
}

async function follow(
  shell: Shell,
  driver: PlatformDriver,
  kind: Kind,
  sources: readonly Watched[],
  slowest: number,
  json: boolean,
): Promise<ExitCode> {
  const { clock, random, signal } = shell.io;
  // Since when somebody is there, and how many calls were taken, follow from other changes.
  const changes = createChanges(['since', 'calls']);
  let broken: { error: unknown } | null = null;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let begun = false;
  let writing: Promise<void> = Promise.resolve();
  const write = (work: () => Promise<void>): Promise<void> => {
    writing = writing.then(work).catch((error: unknown) => {
      broken ??= { error };
      end();
    });
    return writing;
  };
  const stamp = (): string => formatPlatformTime(clock.now() + driver.platformOffset, driver.platformZone);

  const poller = createPoller({ clock, random }, ({ endpoint, ok, error, failures }) => {
    const away = down.has(endpoint);
    if (!ok && error && !begun) {
      broken ??= { error: failed(error) };
      end();
    } else if (!ok && error && failures === 1 && !away) {
      down.add(endpoint);
      void write(() => shell.note(filled(says.away, { at: stamp(), why: shell.say(sentenceOf(error)) })));
    } else if (ok && away) {
      down.delete(endpoint);
      void write(() => shell.note(filled(says.back, { at: stamp() })));
    }
  });
  const down = new Set<string>();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    for (const source of sources) {
      poller.add({
        endpoint: source.task,
        period: () => Math.max(slowest, source.period()),
        run: async (askedAt) => {
          const rows = await source.ask(askedAt);
          if (!rows.ok) return rows;
          if (!begun) await write(() => shell.note(filled(says.watching, { kind })));
          begun = true;
          for (const change of changes(rows.value)) await write(() => shell.print(lineOf(change)));
          return rows;
        },
      });
    }
    await ended;
  } finally {
    signal.removeEventListener('abort', end);
    poller.close();
    await writing;
  }
  const trouble = broken as { error: unknown } | null;
  if (trouble) throw trouble.error;
  return exits.ok;

  function lineOf(change: Change): string {
    const at = stamp();
    if (json) {
      const iso = `${at.replace(' ', 'T')}${zoneText(driver.platformZone)}`;
      const { row, ...what } = change;
      return JSON.stringify({ at: iso, ...what, ...row });
    }
    const facts = Object.entries(change.row)
      .filter(([name, value]) => value !== '' && name !== 'id' && name !== 'channel')
      .map(([name, value]) => {
        const text = `${name}=${shown(String(value))}`;
        return change.event === 'changed' && change.fields.includes(name) ? shell.bold(text) : text;
      });
    return `${at.slice(11)}  ${marks[change.event]} ${facts.join('  ')}`;
  }
}

const marks: Readonly<Record<Change['event'], string>> = { now: '·', new: '+', changed: '~', gone: '-' };

const says = {
  kind: {
    en: 'seatline watch pops, calls or queues; not "{word}".',
    zh: 'seatline watch 之后是 pops、calls 或 queues，而不是“{word}”。',
  },
  interval: {
    en: '--interval is a number of seconds, 1 or more: the platform is not asked more often than the desk would.',
    zh: '--interval 是不小于 1 的秒数：询问平台的频率不会高于坐席端。',
  },
  notHere: { en: '--{option} does not fit watch {kind}.', zh: 'watch {kind} 不用 --{option}。' },
  uncall: {
    en: 'An Uncall platform tells of one extension only: watch pops or calls with --device.',
    zh: 'Uncall 平台只能查询单个分机：请用 watch pops 或 calls 并给出 --device。',
  },
  device: { en: 'The platform has no device {device}.', zh: '平台上没有设备 {device}。' },
  watching: { en: 'Watching {kind}; Ctrl-C ends.', zh: '正在监视 {kind}；Ctrl-C 结束。' },
  away: { en: '{at} The platform is away: {why} Trying again.', zh: '{at} 平台无应答：{why}正在重试。' },
  back: { en: '{at} The platform answers again.', zh: '{at} 平台恢复应答。' },
} as const satisfies Readonly<Record<string, Words>>;
