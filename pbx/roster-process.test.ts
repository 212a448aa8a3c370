import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformDate } from '../shared/domain/time';
import { catalogue, type EndpointName } from '../shared/webcti';
import { webKey } from '../shared/webcti/webkey';
import { createRandom } from './engine/simulated/random';
import { bundleProgram } from './test-bundle';

let folder = '';
let entry = '';
const children = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seatline-roster-crash-'));
  entry = path.join(folder, 'pbx.mjs');
  await bundleProgram({ file: fileURLToPath(new URL('./main.ts', import.meta.url)) }, entry);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

type Query = Readonly<Record<string, string>>;
interface Running {
  readonly child: ChildProcess;
  ask(name: EndpointName, query: Query): Promise<{ readonly errcode: number; readonly data: unknown }>;
}

async function start(data = path.join(folder, 'data')): Promise<Running> {
  const args = ['--centre', 'small', '--data', data, '--zone', '480'];
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH ?? '', SEATLINE_PLATFORM_KEY: 'k1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  child.on('close', () => children.delete(child));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { address } = JSON.parse(line.toString()) as { address: string };
  return {
    child,
    async ask(name, query) {
      const webkey = webKey('k1', platformDate(Date.now(), 480));
      const all = new URLSearchParams({ ...query, json: '2', webkey });
      const answer = await fetch(`${address}/${catalogue[name].path}?${all}`);
      return (await answer.json()) as { errcode: number; data: unknown };
    },
  };
}

/** What each person's switch, seat and membership should be, and what the platform says that it is. */
type State = Readonly<Record<string, string>>;
interface Order {
  readonly endpoint: EndpointName;
  readonly query: Query;
  /** What it changes when it is obeyed. */
  readonly makes: State;
}
const users = ['8001', '8002', '8003'] as const;
const phone = (user: string): string => `300${user.at(-1)}`;

function orderOf(random: () => number, state: State): Order {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const user = pick(users);
  const desk = { extension: user, device: phone(user) };
  const place = { queue: '90', interface: `SIP/${phone(user)}` };
  const [seat, member] = [state[`seat ${user}`], state[`member ${user}`]];
  switch (pick(['dnd', 'cf', 'seat', 'member', 'pause', 'pause'] as const)) {
    case 'dnd': {
      const on = state[`dnd ${user}`] !== '1';
      return {
        endpoint: on ? 'ctisetdndon' : 'ctisetdndoff',
        query: { extension: user },
        makes: { [`dnd ${user}`]: on ? '1' : '0' },
      };
    }
    case 'cf': {
      const destination = String(13_800_138_000 + Math.floor(random() * 1_000));
      return {
        endpoint: 'ctisetcfon',
        query: { extension: user, cftype: 'CFB', destination },
        makes: { [`cf ${user}`]: destination },
      };
    }
    case 'seat':
      return seat === ''
        ? { endpoint: 'ctibinddevice', query: desk, makes: { [`seat ${user}`]: desk.device } }
        : { endpoint: 'ctisplitdevice', query: desk, makes: { [`seat ${user}`]: '' } };
    case 'member':
      return member === ''
        ? { endpoint: 'ctiqueueadd', query: place, makes: { [`member ${user}`]: '0' } }
        : { endpoint: 'ctiqueueremove', query: place, makes: { [`member ${user}`]: '' } };
    default: {
      if (member === '') return { endpoint: 'ctiqueueadd', query: place, makes: { [`member ${user}`]: '0' } };
      const paused = String(Math.floor(random() * 10));
      return { endpoint: 'ctiqueuepause', query: { ...place, paused }, makes: { [`member ${user}`]: paused } };
    }
  }
}

async function stateOf({ ask }: Running): Promise<State> {
  const rows = async (name: EndpointName, query: Query = {}) => {
    const { data } = await ask(name, query);
    return (Array.isArray(data) ? data : [data]) as readonly Readonly<Record<string, unknown>>[];
  };
  const members = await rows('getqueuemember', { queue: '90' });
  const state: Record<string, string> = {};
  for (const user of users) {
    const [dnd] = await rows('ctigetdnd', { extension: user });
    const [cf] = await rows('ctigetcf', { extension: user });
    const [seat] = await rows('ctigetuser', { user });
    state[`dnd ${user}`] = String(dnd?.status);
    state[`cf ${user}`] = String(cf?.CFB);
    state[`seat ${user}`] = String(seat?.device);
    state[`member ${user}`] = String(members.find(({ agent }) => agent === `SIP/${phone(user)}`)?.paused ?? '');
  }
  return state;
}

// Six processes are started one after another.
test('killed at any moment, what people were told is done is done; what they were not told is done or not, never half', async () => {
  const random = createRandom(20_260_302);
  let platform = await start();
  let known = await stateOf(platform);
  let obeyed = 0;
  const faults: unknown[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { child } = platform;
    // Somewhere within the flow of orders, at no place in particular of the program.
    let left = 15 + Math.floor(random() * 60);
    let open: Order | null = null;
    const gone = once(child, 'exit');
    for (;;) {
      open = orderOf(random, known);
      const answer = platform.ask(open.endpoint, open.query).catch(() => null);
      left -= 1;
      if (left === 0) {
        // With the order on its way: some are carried out and not answered, some never arrive.
        for (let spins = Math.floor(random() * 4); spins > 0; spins -= 1) await new Promise(setImmediate);
        child.kill('SIGKILL');
      }
      const said = await answer;
      if (said?.errcode === 0) {
        known = { ...known, ...open.makes };
        obeyed += 1;
        open = null;
      } else if (said !== null) faults.push([open, said]);
      if (left <= 0) break;
    }
    await gone;
    platform = await start();
    const now = await stateOf(platform);
    const maybe = open ? { ...known, ...open.makes } : known;
    if (JSON.stringify(now) !== JSON.stringify(known) && JSON.stringify(now) !== JSON.stringify(maybe)) {
      faults.push({ round, now, known, maybe });
    }
    known = now;
  }
  platform.child.kill('SIGTERM');
  await once(platform.child, 'exit');
  expect([faults, obeyed > 100]).toEqual([[], true]);
}, 30_000);

test('the program takes in a roster and ends; not while a platform runs on the folder', async () => {
  const data = path.join(folder, 'office');
  const file = path.join(folder, 'office.json');
  await writeFile(file, JSON.stringify({ users: [{ no: '601', name: '张三' }], devices: [], queues: [], menus: [] }));
  const run = async (args: readonly string[], env: Query = {}) => {
    const child = spawn(process.execPath, [entry, ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    return [code, stdout.trimEnd().split('\n').at(-1), stderr.trimEnd().split('\n').at(-1)];
  };
  const take = ['--data', data, '--centre', 'small', '--roster', file];
  const told = await run(take);
  const written = await run([...take, '--apply'], { LANG: 'zh_CN.UTF-8' });
  const platform = await start(data);
  const { data: users } = await platform.ask('getusers', {});
  const running = await run(take);
  platform.child.kill('SIGTERM');
  await once(platform.child, 'exit');
  await writeFile(file, '{ "users": [ { "no": 1 } ] }');
  const wrong = await run(take);
  expect([told, written, (users as readonly Query[]).map(({ cnname }) => cnname), running, wrong]).toEqual([
    [0, 'Nothing has been written. With --apply it is.', ''],
    [0, '已写入，平台下次启动时生效。', ''],
    ['张三'],
    [3, '', `seatline platform: another platform is running on the data folder ${data}`],
    [2, '', '  line 1, users[0].name: is missing'],
  ]);
}, 30_000);
