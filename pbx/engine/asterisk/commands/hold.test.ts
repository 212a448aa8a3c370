import { expect, test } from 'vitest';
import { agentLeg, customerLeg, everything, type Floor, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const keyed: Script = {
  Setvar: 'Variable Set',
  PlayDTMF: 'DTMF successfully queued',
  MuteAudio: '',
  Hangup: 'Channel Hungup',
  Redirect: 'Dual Redirect successful',
  Bridge: 'Channels have been bridged',
};
const press = (digit: string): string => `PlayDTMF Channel=${agentLeg} Digit=${digit} Duration=80 Receive=true`;
const noFeature: Script = {
  ...everything,
  Command: { output: [] },
  'Getvar DYNAMIC_FEATURES': '',
};

/** Music begins or ends as the last key arrives. */
function answersKeys(at: Floor, music = true): void {
  let keys = '';
  at.ami.before('PlayDTMF', ({ Digit }) => {
    keys += String(Digit);
    if (!music) return;
    if (keys.endsWith('*61')) at.ami.emit('MusicOnHoldStart', { Channel: customerLeg, Class: 'default' });
    if (keys.endsWith('*62')) at.ami.emit('MusicOnHoldStop', { Channel: customerLeg });
  });
}

async function settled<T>(at: Floor, answer: Promise<T> | T, ms = 1000): Promise<unknown> {
  let outcome: unknown = 'waits';
  Promise.resolve(answer).then(
    (value) => {
      outcome = value;
    },
    (error: unknown) => {
      outcome = String(error);
    },
  );
  await at.pass(ms);
  return outcome;
}

test('keys on the agent’s leg play music to the caller, and the agent hears nothing', async () => {
  const at = floor(keyed);
  answersKeys(at);
  const held = await settled(at, at.commands.hold(customerLeg, 'jazz'));
  expect([held, at.sent(), at.deeds]).toEqual([
    { ok: true },
    [
      `Setvar Channel=${customerLeg} Variable=SEATLINE_MUSIC Value=jazz`,
      press('*'),
      press('6'),
      press('1'),
      `MuteAudio Channel=${customerLeg} Direction=in State=on`,
    ],
    [`held: ${customerLeg} true jazz`],
  ]);
  const resumed = await settled(at, at.commands.unhold(customerLeg));
  expect([resumed, at.sent(), at.deeds.at(-1), at.clock.pending]).toEqual([
    { ok: true },
    [`MuteAudio Channel=${customerLeg} Direction=in State=off`, press('*'), press('6'), press('2')],
    `held: ${customerLeg} false `,
    0,
  ]);
  at.commands.close();
});

test('held twice is held once; resumed twice is no trouble', async () => {
  const at = floor(keyed);
  answersKeys(at);
  await settled(at, at.commands.hold(customerLeg, 'default'));
  at.sent();
  const again = await settled(at, at.commands.hold(customerLeg, 'default'));
  expect([again, at.sent()]).toEqual([{ ok: true }, []]);
  await settled(at, at.commands.unhold(customerLeg));
  at.sent();
  expect([await settled(at, at.commands.unhold(customerLeg)), at.sent()]).toEqual([{ ok: true }, []]);
  at.commands.close();
});

test('keys without music are no hold: it is said, nothing is muted', async () => {
  const at = floor(keyed);
  answersKeys(at, false);
  const outcome = await settled(at, at.commands.hold(customerLeg, 'default'), 6_000);
  expect([outcome, at.deeds, at.sent().some((line) => line.startsWith('MuteAudio'))]).toEqual([
    'EngineTrouble: hold: the keys were pressed and no music began',
    [],
    false,
  ]);
  at.commands.close();
});

test('a leg without the feature is not pressed on: both are parted, and joined again', async () => {
  const at = floor({ ...keyed, 'Getvar DYNAMIC_FEATURES': 'apprecord' });
  const outcome = await settled(at, at.commands.hold(customerLeg, 'default'));
  expect([outcome, at.sent(), at.deeds]).toEqual([
    { ok: true },
    [
      `Setvar Channel=${customerLeg} Variable=SEATLINE_MUSIC Value=default`,
      `Setvar Channel=${agentLeg} Variable=SEATLINE_HOLD Value=silence`,
      `Redirect Channel=${customerLeg} Context=seatline Exten=hold Priority=1 ` +
        `ExtraChannel=${agentLeg} ExtraContext=seatline ExtraExten=hold ExtraPriority=1`,
    ],
    [`held: ${customerLeg} true default`, `transferred: ${agentLeg} hold`],
  ]);
  const back = await settled(at, at.commands.unhold(customerLeg));
  expect([back, at.sent(), at.deeds.at(-1)]).toEqual([
    { ok: true },
    [`Bridge Channel1=${agentLeg} Channel2=${customerLeg} Tone=no`],
    `held: ${customerLeg} false `,
  ]);
  at.commands.close();
});

test.each([agentLeg, customerLeg])('parted, and %s hangs up: the other is not left behind', async (gone) => {
  const at = floor(keyed, noFeature);
  await settled(at, at.commands.hold(customerLeg, 'default'));
  at.sent();
  at.ami.emit('Hangup', { Channel: gone });
  await at.pass();
  expect([at.sent(), at.deeds.at(-1)]).toEqual([
    [`Hangup Channel=${gone === agentLeg ? customerLeg : agentLeg}`],
    `held: ${customerLeg} false `,
  ]);
  at.commands.close();
});

test('the agent hangs up during a hold: the caller is not left dumb', async () => {
  const at = floor(keyed);
  answersKeys(at);
  await settled(at, at.commands.hold(customerLeg, 'default'));
  at.sent();
  at.ami.emit('Hangup', { Channel: agentLeg });
  await at.pass();
  expect(at.sent()).toEqual([`MuteAudio Channel=${customerLeg} Direction=in State=off`]);
  at.commands.close();
});

test('an exchange with neither says so', async () => {
  const at = floor({ ...keyed, 'Getvar DIALPLAN_EXISTS(seatline,hold,1)': '0' }, noFeature);
  expect(await settled(at, at.commands.hold(customerLeg, 'default'))).toBe(
    'EngineTrouble: hold: this exchange has neither the feature nor the extension for it',
  );
  at.commands.close();
});

test('nobody, a pattern, and somebody who talks to nobody', async () => {
  const at = floor(keyed);
  at.scene.links = [];
  expect([
    await settled(at, at.commands.hold('SIP/9999-1', 'default')),
    await settled(at, at.commands.hold('/.*/', 'default')),
    await settled(at, at.commands.unhold('SIP/9999-1')),
    await settled(at, at.commands.hold(customerLeg, 'default')),
    at.sent(),
  ]).toEqual([
    { ok: false, why: 'no-channel' },
    { ok: false, why: 'no-channel' },
    { ok: false, why: 'no-channel' },
    'EngineTrouble: nobody talks to this channel',
    [],
  ]);
  at.commands.close();
});

test('two commands press one after the other on the same leg', async () => {
  const at = floor(keyed);
  answersKeys(at);
  const held = at.commands.hold(customerLeg, 'default');
  const pressed = at.commands.featureByCode(agentLeg, '*2');
  await at.pass(2_000);
  expect([await held, await pressed]).toEqual([{ ok: true }, { ok: true }]);
  const keys = at.ami.sent.flatMap(({ action, fields }) => (action === 'PlayDTMF' ? [fields.Digit] : [])).join('');
  expect(['*61*2', '*2*61']).toContain(keys);
  at.commands.close();
});
