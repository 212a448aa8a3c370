import type { Random } from '../engine/simulated/random';
import type { IncomingCall } from './port';

const mobilePrefixes = (
  '130 131 132 133 135 136 137 138 139 150 151 152 153 155 156 157 158 159 166 173 175 176 177 178 180 181 182 183 185 ' +
  '186 187 188 189 191 198 199'
).split(' ');
/** Area code and how many digits a number has there. */
const areas = [
  ['010', 8],
  ['020', 8],
  ['021', 8],
  ['022', 8],
  ['023', 8],
  ['025', 8],
  ['027', 8],
  ['028', 8],
  ['029', 8],
  ['0512', 8],
  ['0571', 8],
  ['0755', 8],
  ['0531', 8],
  ['0591', 8],
  ['0731', 8],
  ['0451', 8],
  ['0851', 8],
  ['0871', 8],
  ['0791', 8],
  ['0351', 7],
] as const;
const families = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗'.split('');

/** Menu choices that lead to each kind of queue: path of menu ids and the keys pressed. */
const menus = [
  { path: '1-3', keys: '3' },
  { path: '1-3-7', keys: '31' },
  { path: '1-2', keys: '2' },
  { path: '1-2-5', keys: '22' },
  { path: '1-9', keys: '9' },
] as const;

export const pick = <T>(random: Random, from: readonly T[]): T => {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
};

/** Seconds between `low` and `high`, short ones more often, as talks and waits are. */
export const spell = (random: Random, low: number, high: number): number =>
  Math.round(low + (high - low) * random() * random());

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

export function outsideNumber(random: Random): string {
  if (random() < 0.8) return `${pick(random, mobilePrefixes)}${digits(random, 8)}`;
  const [code, length] = pick(random, areas);
  return `${code}${2 + Math.floor(random() * 7)}${digits(random, length - 1)}`;
}

/** Somebody who calls a queue: number, sometimes a name, menus passed, patience, and how long he means to talk. */
export function demoCaller(random: Random, queue: { no: string; index: number }, speed: number): IncomingCall {
  const menu = menus[Math.min(menus.length - 1, queue.index * 2 + Math.floor(random() * 2))] ?? menus[0];
  const callerHangsUp = random() < 0.7;
  const known = random() < 0.35;
  return {
    from: outsideNumber(random),
    ...(known ? { name: `${pick(random, families)}${random() < 0.5 ? '先生' : '女士'}` } : {}),
    did: `400800${queue.no.slice(-4).padStart(4, '1')}`,
    ivrPath: menu.path,
    ivrKeys: menu.keys,
    to: { queue: queue.no },
    patienceSeconds: Math.max(2, spell(random, 15, 240)) / speed,
    ...(callerHangsUp ? { talkSeconds: spell(random, 20, 420) / speed } : {}),
    // Most are content, and many do not wait for the question.
    ...(random() < 0.6 ? { rates: pick(random, ['1', '1', '1', '2', '2', '3', '4', '5']) } : {}),
    ...(known
      ? { callData: `order=${digits(random, 10)}`, variables: { __CUSTLEVEL: pick(random, ['1', '2', '3']) } }
      : {}),
  };
}
