import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../scenario/port';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
let caller: Caller;
let agent = '';
beforeEach(async () => {
  platform = await startTestPlatform();
  caller = platform.scenario.callerRings({ from: '13800138123', to: { extension: '2011' } });
  platform.clock.advance(1_000);
  platform.scenario.answers('2011');
  platform.clock.advance(1_000);
  agent = platform.engine.channels().find((channel) => channel.device === '2011')?.name ?? '';
});
afterEach(() => platform.close());

const verify = (query: Record<string, string> = {}) =>
  platform.ask('ctiwaitauth', { channel: agent, code: '1', ...query });
const told = (answer: Awaited<ReturnType<typeof verify>>) => {
  const [row] = answer.data;
  return [answer.errcode, row?.CALLDATA_STATE, row?.CALLDATA_ACCOUNT, row?.CALLDATA_AUTH];
};
/** Lets the program begin before the person acts. */
async function meanwhile<T>(work: Promise<T>, act: () => void): Promise<T> {
  for (let turn = 0; turn < 50 && platform.requests.get('ctiwaitauth') === before; turn += 1)
    await platform.whilePassing(Promise.resolve());
  act();
  return platform.whilePassing(work);
}
let before = 0;

test('who enters the own number is passed, who enters another is not, and the desk reads it from the channel', async () => {
  const left = await platform.whilePassing(verify());
  before = platform.requests.get('ctiwaitauth') ?? 0;
  const right = await meanwhile(verify({ cdvar1: 'card' }), () => caller.presses('138123#'));
  before = platform.requests.get('ctiwaitauth') ?? 0;
  const wrong = await meanwhile(verify({ name: 'verify', code: '' }), () => caller.presses('999999#'));
  const [vars] = await platform.rows('ctigetvars', { channel: agent, variable0: 'CALLDATA_AUTH', variable1: 'CDVAR1' });
  const again = await platform.rows('ctiwaitcalldata', { channel: agent });
  expect([told(left), told(right), told(wrong), vars, again[0]?.CALLDATA_ACCOUNT]).toEqual([
    [0, 1, '138123', 1],
    [0, 1, '138123', 1],
    [0, 1, '999999', 2],
    { CALLDATA_AUTH: '2', CDVAR1: 'card' },
    '999999',
  ]);
});

test('too few keys are incomplete, a hang-up is one, and the time limit answers with what there is', async () => {
  before = platform.requests.get('ctiwaitauth') ?? 0;
  const few = await meanwhile(verify(), () => caller.presses('12#'));
  const short = await platform.whilePassing(verify({ timeout: '2' }));
  before = platform.requests.get('ctiwaitauth') ?? 0;
  const gone = await meanwhile(verify(), () => caller.hangsUp());
  expect([told(few), told(short), told(gone).slice(0, 2)]).toEqual([
    [0, 2, '12', 0],
    [0, 0, '', 0],
    [0, 3],
  ]);
});

test('no program of that name and no such channel are refused at once', async () => {
  const answers = await Promise.all([
    verify({ code: '77' }),
    platform.ask('ctiwaitauth', { channel: 'SIP/none-1', code: '1' }),
    platform.ask('ctiwaitcalldata', { channel: 'SIP/none-1' }),
    platform.ask('ctiwaitauth', { channel: agent }),
  ]);
  expect(answers.map(({ errcode }) => errcode)).toEqual([1451, 1451, 1451, 9002]);
});
