import { expect, test } from 'vitest';
import { agentLeg, channel, customerLeg, device, everything, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const script: Script = {
  DBPut: 'Updated database successfully',
  DBDel: 'Key deleted successfully',
  Setvar: 'Variable Set',
  ExtensionState: { fields: { Hint: 'SIP/2011&Custom:DND2011' } },
  Hangup: 'Channel Hungup',
  BlindTransfer: 'Transfer succeeded',
};
const said = (run: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(run)
    .catch((error: unknown) => String(error));

test('do-not-disturb: where the dialplan looks for it, with the lamp that a hint has for it', async () => {
  const at = floor(script);
  const outcomes = [await at.commands.setDnd('2011', true), await at.commands.setDnd('2011', false)];
  expect([outcomes, at.sent().filter((line) => !line.startsWith('ExtensionState')), at.deeds]).toEqual([
    [{ ok: true }, { ok: true }],
    [
      'DBPut Family=DND Key=2011 Val=YES',
      'Setvar Variable=DEVICE_STATE(Custom:DND2011) Value=INUSE',
      'DBDel Family=DND Key=2011',
      'Setvar Variable=DEVICE_STATE(Custom:DND2011) Value=UNAVAILABLE',
    ],
    ['setting: 2011 dnd 1', 'setting: 2011 dnd '],
  ]);
  at.commands.close();
});

test('forwarding: one kind, all kinds, and none', async () => {
  const at = floor({ ...script, DBDel: '!Database entry could not be deleted' });
  const outcomes = [
    await at.commands.setForwarding('2011', 'CFB', '13800138000'),
    await at.commands.setForwarding('2011', 'ALL', ''),
    await at.commands.setForwarding('9999', 'CF', '2012'),
    await said(() => at.commands.setForwarding('2011', 'CF', '2012\r\nAction: Logoff')),
  ];
  expect([outcomes, at.sent()]).toEqual([
    [{ ok: true }, { ok: true }, { ok: false, why: 'no-user' }, 'EngineTrouble: calls are forwarded to a number'],
    [
      'DBPut Family=CFB Key=2011 Val=13800138000',
      'DBDel Family=CF Key=2011',
      'DBDel Family=CFB Key=2011',
      'DBDel Family=CFU Key=2011',
    ],
  ]);
  at.commands.close();
});

test('families of a dialplan of one’s own', async () => {
  const families = { dnd: 'my/dnd', CF: 'cfwd', CFB: 'b', CFU: 'u', barred: 'no-out' };
  const at = floor(script, everything, { families, hintContext: '' });
  await at.commands.setDnd('2011', true);
  await at.commands.setBarred('2011', true);
  expect(at.sent()).toEqual(['DBPut Family=my/dnd Key=2011 Val=YES', 'DBPut Family=no-out Key=2011 Val=YES']);
  at.commands.close();
});

test('a database that may not be written', async () => {
  const at = floor({ ...script, DBPut: '!Permission denied', DBDel: '!Permission denied' });
  expect([
    await said(() => at.commands.setDnd('2011', true)),
    await said(() => at.commands.setBarred('2011', false)),
    at.deeds,
  ]).toEqual(['EngineTrouble: DBPut: Permission denied', 'EngineTrouble: DBDel: Permission denied', []]);
  at.commands.close();
});

test('a fixed telephone stays its person’s; an ad-hoc one changes hands, and whoever sat there is told', async () => {
  const at = floor(script);
  at.scene.devices.push(device('2050', { kind: 'adhoc', user: '2013' }));
  const outcomes = [
    await at.commands.bind('2011', '2012'),
    await at.commands.bind('9999', '2012'),
    await at.commands.bind('2011', '9999'),
    await at.commands.bind('2011', '2050'),
    await at.commands.split('2012', '2050'),
    await at.commands.split('2013', '2050'),
    await at.commands.split('2013', '2013'),
  ];
  expect([outcomes, at.sent(), at.deeds]).toEqual([
    [
      { ok: false, why: 'fixed' },
      { ok: false, why: 'no-user' },
      { ok: false, why: 'no-device' },
      { ok: true },
      { ok: false, why: 'no-device' },
      { ok: true },
      { ok: false, why: 'fixed' },
    ],
    [
      'DBPut Family=DEVICE/2011 Key=user Val=none',
      'DBPut Family=AMPUSER/2013 Key=device Val=',
      'DBPut Family=DEVICE/2050 Key=user Val=2011',
      'DBPut Family=AMPUSER/2011 Key=device Val=2050',
      'DBPut Family=DEVICE/2050 Key=user Val=none',
      'DBPut Family=AMPUSER/2013 Key=device Val=',
    ],
    ['seated: 2013 ', 'seated: 2011 2050', 'seated: 2013 '],
  ]);
  at.commands.close();
});

test('variables: set and asked by name and by the functions of a call, nothing else', async () => {
  const at = floor({
    ...script,
    'Getvar CALLREF': '7',
    'Getvar CALLERID(num)': '0501234567',
    'Getvar SEEN': '',
    'Getvar NOTHING': '',
  });
  const set = [
    await at.commands.setVariable(agentLeg, 'CALLDATA', 'two\r\nlines'),
    await at.commands.setVariable(agentLeg, 'CDR(userfield)', 'x'),
    await said(() => at.commands.setVariable(agentLeg, 'SHELL(id)', 'x')),
    await said(() => at.commands.setVariable(agentLeg, 'DB(a/b)', 'x')),
    await said(() => at.commands.setVariable(agentLeg, 'A\r\nAction', 'x')),
    await at.commands.setVariable('/.*/', 'A', 'x'),
  ];
  const names = ['CALLREF', '__CALLREF', 'CALLERID(num)', 'SEEN', 'NOTHING', 'SHELL(id)', 'CHANNEL(${' + 'X})'];
  const asked = [];
  for (const name of names) asked.push(await at.commands.askVariable(agentLeg, name));
  expect([set, asked, at.deeds, at.sent().filter((line) => line.startsWith('Setvar'))]).toEqual([
    [
      { ok: true },
      { ok: true },
      ...Array.from({ length: 3 }, () => 'EngineTrouble: this variable cannot be set'),
      { ok: false, why: 'no-channel' },
    ],
    ['7', '7', '0501234567', 'before', '', '', ''],
    [`variable: ${agentLeg} CALLDATA two lines`, `variable: ${agentLeg} CDR(userfield) x`],
    [
      `Setvar Channel=${agentLeg} Variable=CALLDATA Value=two lines`,
      `Setvar Channel=${agentLeg} Variable=CDR(userfield) Value=x`,
    ],
  ]);
  at.commands.close();
});

test('no such channel: nothing to ask, nothing to set', async () => {
  const at = floor({ Getvar: '!No such channel', Setvar: '!No such channel' });
  expect([
    await at.commands.askVariable('SIP/9999-1', 'A'),
    await at.commands.askVariable('nonsense', 'A'),
    await at.commands.setVariable('SIP/9999-1', 'A', 'x'),
    at.deeds,
  ]).toEqual([undefined, undefined, { ok: false, why: 'no-channel' }, []]);
  at.commands.close();
});

test('a judgement: asked for during the call, in place of the hang-up, told by the key', async () => {
  const at = floor(script);
  at.scene.channels = [
    channel(customerLeg, { callerId: '0501234567', queue: '90' }),
    channel(agentLeg, { queue: '90' }),
  ];
  const asked = await at.commands.askRating(agentLeg);
  const gone = await at.commands.hangUp(agentLeg);
  at.ami.emit('Hangup', { Channel: agentLeg });
  at.ami.emit('DTMFEnd', { Channel: customerLeg, Digit: '#', Direction: 'Received' });
  at.ami.emit('DTMFEnd', { Channel: customerLeg, Digit: '5', Direction: 'Received' });
  at.ami.emit('Hangup', { Channel: customerLeg });
  expect([asked, gone, at.sent(), at.deeds]).toEqual([
    { ok: true },
    { ok: true },
    [`BlindTransfer Channel=${agentLeg} Context=seatline Exten=rating`],
    [
      `rated: ${JSON.stringify({ uniqueId: `id.${customerLeg}`, queue: '90', agent: '2011', number: '0501234567', application: 'FEEDBACK', at: 1_800_000_000_000, key: 5 })}`,
    ],
  ]);
  at.commands.close();
});

test('a judgement not given is -1; one not asked for is none', async () => {
  const at = floor(script);
  await at.commands.askRating(agentLeg);
  await at.commands.hangUp(agentLeg);
  at.ami.emit('Hangup', { Channel: customerLeg });
  const key = JSON.parse(at.deeds[0]?.slice('rated: '.length) ?? '{}').key;
  const other = floor(script);
  await other.commands.hangUp(agentLeg);
  other.ami.emit('DTMFEnd', { Channel: customerLeg, Digit: '5' });
  expect([key, other.deeds, other.sent()]).toEqual([-1, [], [`Hangup Channel=${agentLeg}`]]);
  at.commands.close();
  other.commands.close();
});

test('a judgement cannot be had: no channel, nobody there, no extension that asks', async () => {
  const at = floor({ ...script, 'Getvar DIALPLAN_EXISTS(seatline,rating,1)': '0' });
  const none = floor(script);
  none.scene.links = [];
  expect([
    await at.commands.askRating('SIP/9999-1'),
    await none.commands.askRating(agentLeg),
    await said(() => at.commands.askRating(agentLeg)),
  ]).toEqual([
    { ok: false, why: 'no-channel' },
    { ok: false, why: 'no-peer' },
    'EngineTrouble: rating: this exchange has no extension that asks',
  ]);
  at.commands.close();
  none.commands.close();
});
