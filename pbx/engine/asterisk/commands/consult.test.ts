import { expect, test } from 'vitest';
import { agentLeg, customerLeg, everything, type Floor, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const script: Script = {
  Atxfer: 'Atxfer successfully queued',
  CancelAtxfer: 'CancelAtxfer successfully queued',
  PlayDTMF: 'DTMF successfully queued',
  Hangup: 'Channel Hungup',
};
/** Only the number itself is an extension of the context for transfers. */
const exact: Script = {
  ...everything,
  'Getvar DIALPLAN_EXISTS(seatline,20125,1)': '0',
  'Getvar DIALPLAN_EXISTS(seatline,201255,1)': '0',
};
const local = 'Local/2012@seatline-00000001;1';

/** The exchange listens to the keys: the caller waits. */
const begins = (at: Floor): void =>
  at.ami.before('Atxfer', () => {
    at.ami.emit('Hold', { Channel: agentLeg });
    at.ami.emit('MusicOnHoldStart', { Channel: customerLeg });
  });
const rings = (at: Floor): void => {
  at.ami.emit('BridgeEnter', { Channel: local, BridgeUniqueid: 'question' });
  at.ami.emit('BridgeLeave', { Channel: agentLeg, BridgeUniqueid: 'call' });
  at.ami.emit('BridgeEnter', { Channel: agentLeg, BridgeUniqueid: 'question' });
};
const answers = (at: Floor): void => {
  at.ami.emit('DialEnd', { Channel: local.replace(';1', ';2'), DestChannel: 'SIP/2012-1', DialStatus: 'ANSWER' });
  mailboxAnswers(at);
};
const mailboxAnswers = (at: Floor): void => at.ami.emit('DialEnd', { DestChannel: local, DialStatus: 'ANSWER' });
const swaps = (at: Floor): void => {
  at.ami.emit('BridgeLeave', { Channel: agentLeg, BridgeUniqueid: 'question' });
  at.ami.emit('BridgeEnter', { Channel: agentLeg, BridgeUniqueid: 'call' });
};
const returns = (at: Floor): void => {
  swaps(at);
  at.ami.emit('MusicOnHoldStop', { Channel: customerLeg });
  at.ami.emit('Hangup', { Channel: local });
};

async function asking(facts: Script = everything, handsOver = false, more: Script = {}) {
  const at = floor({ ...script, ...more }, facts);
  begins(at);
  const verb = handsOver ? at.commands.transferWithReturn : at.commands.attendedTransfer;
  const outcome = await verb(agentLeg, '2012', 'from-internal');
  return { at, outcome, feature: async (name: string) => at.commands.featureByName(agentLeg, name) };
}

test('goes through the context for transfers; # where a longer number would be one too', async () => {
  const open = await asking();
  const closed = await asking(exact);
  expect([open.outcome, open.at.sent(), closed.at.sent()]).toEqual([
    { ok: true },
    [`Atxfer Channel=${agentLeg} Context=seatline Exten=2012#`],
    [`Atxfer Channel=${agentLeg} Context=seatline Exten=2012`],
  ]);
  open.at.commands.close();
  closed.at.commands.close();
});

test('another context is taken as it is', async () => {
  const at = floor({
    ...script,
    'Getvar DIALPLAN_EXISTS(ext-queues,905,1)': '0',
    'Getvar DIALPLAN_EXISTS(ext-queues,9055,1)': '0',
  });
  begins(at);
  await at.commands.attendedTransfer(agentLeg, '90', 'ext-queues');
  expect(at.sent()).toEqual([`Atxfer Channel=${agentLeg} Context=ext-queues Exten=90`]);
  at.commands.close();
});

test('nothing to give up or complete before there is a consultation', async () => {
  const at = floor(script);
  const names = ['atxferabort', 'atxfercomplete', 'atxferswap', 'atxferthreeway'];
  const outcomes = await Promise.all(names.map(async (name) => at.commands.featureByName(agentLeg, name)));
  expect([outcomes, at.sent()]).toEqual([names.map(() => ({ ok: false, why: 'no-feature' })), []]);
  at.commands.close();
});

test('complete: the agent steps out; not while the exchange still listens to the digits', async () => {
  const { at, feature } = await asking();
  at.sent();
  const early = await feature('atxfercomplete');
  rings(at);
  const ringing = await feature('atxfercomplete');
  answers(at);
  const talking = await feature('atxfercomplete');
  expect([early, ringing, talking, at.sent()]).toEqual([
    { ok: false, why: 'no-feature' },
    { ok: true },
    { ok: true },
    [`Hangup Channel=${agentLeg}`, `Hangup Channel=${agentLeg}`],
  ]);
  at.commands.close();
});

test.each([
  ['while the exchange listens', []],
  ['while it rings', [rings]],
  ['after the answer', [rings, answers]],
])('cancel %s', async (_, phases) => {
  const { at, feature } = await asking();
  for (const phase of phases) phase(at);
  at.sent();
  expect([await feature('atxferabort'), at.sent()]).toEqual([{ ok: true }, [`CancelAtxfer Channel=${agentLeg}`]]);
  at.commands.close();
});

test.each(['atxferswap', 'atxferthreeway'])('%s: keys that nothing comes of are no success', async (name) => {
  const { at, feature } = await asking();
  rings(at);
  answers(at);
  const pressed = feature(name).catch((error: unknown) => String(error));
  await at.pass(3_000);
  expect(await pressed).toMatch(new RegExp(`${name}: the keys were pressed and nothing came of it`));
  at.commands.close();
});

test('swap and three-way press the exchange’s own keys, once somebody has answered', async () => {
  const { at, feature } = await asking();
  rings(at);
  const early = await feature('atxferswap');
  answers(at);
  at.sent();
  const both = [];
  for (const name of ['atxferswap', 'atxferthreeway']) {
    const pressed = feature(name);
    await at.pass(300);
    if (name === 'atxferswap') swaps(at);
    else at.ami.emit('AttendedTransfer', { OrigTransfererChannel: agentLeg, DestType: 'Threeway' });
    both.push(await pressed);
  }
  const keys = at.ami.sent.map(({ fields }) => fields.Digit).join('');
  expect([early, both, keys, await feature('atxferabort')]).toEqual([
    { ok: false, why: 'no-feature' },
    [{ ok: true }, { ok: true }],
    '*4*3',
    { ok: false, why: 'no-feature' },
  ]);
  at.commands.close();
});

test('digits that were no number: nobody was asked, and nothing is left to cancel', async () => {
  const { at, feature } = await asking();
  at.ami.emit('MusicOnHoldStop', { Channel: customerLeg });
  expect(await feature('atxferabort')).toEqual({ ok: false, why: 'no-feature' });
  at.commands.close();
});

test.each([
  ['back with the caller', returns],
  [
    'handed over',
    (at: Floor) => at.ami.emit('AttendedTransfer', { OrigTransfererChannel: agentLeg, DestType: 'Bridge' }),
  ],
  ['the agent is gone', (at: Floor) => at.ami.emit('Hangup', { Channel: agentLeg })],
])('over: %s; another one may be begun', async (_, ends) => {
  const { at } = await asking();
  rings(at);
  const second = await at.commands.attendedTransfer(agentLeg, '2013', 'from-internal');
  ends(at);
  expect([second, await at.commands.attendedTransfer(agentLeg, '2013', 'from-internal')]).toEqual([
    { ok: false, why: 'no-peer' },
    { ok: true },
  ]);
  at.commands.close();
});

test('with return: the agent steps out as soon as somebody answers, and not before', async () => {
  const { at, outcome } = await asking(everything, true);
  at.sent();
  rings(at);
  await at.pass();
  const before = at.sent();
  answers(at);
  await at.pass();
  expect([outcome, before, at.sent()]).toEqual([{ ok: true }, [], [`Hangup Channel=${agentLeg}`]]);
  at.commands.close();
});

test('with return: a mailbox that answers for a person is nobody; a queue has no telephone of its own', async () => {
  const { at } = await asking(everything, true);
  at.sent();
  rings(at);
  mailboxAnswers(at);
  await at.pass();
  const person = at.sent();
  at.scene.users = [];
  at.scene.devices = [];
  at.ami.emit('Hangup', { Channel: local });
  await at.commands.transferWithReturn(agentLeg, '2012', 'from-internal');
  at.sent();
  rings(at);
  mailboxAnswers(at);
  await at.pass();
  expect([person, at.sent()]).toEqual([[`CancelAtxfer Channel=${agentLeg}`], [`Hangup Channel=${agentLeg}`]]);
  at.commands.close();
});

test('with return: an application answers before the agent has reached it', async () => {
  const { at } = await asking(everything, true);
  at.sent();
  answers(at);
  rings(at);
  await at.pass();
  expect(at.sent()).toEqual([`Hangup Channel=${agentLeg}`]);
  at.commands.close();
});

test('with return: busy or silent gives the call back, nobody is hung up', async () => {
  const { at } = await asking(everything, true);
  at.sent();
  rings(at);
  at.ami.emit('DialEnd', { DestChannel: local, DialStatus: 'BUSY' });
  returns(at);
  answers(at);
  await at.pass();
  expect(at.sent()).toEqual([]);
  at.commands.close();
});

test('two agents ask the same colleague: each steps out of his own call', async () => {
  const { at } = await asking(everything, true);
  at.sent();
  rings(at);
  at.ami.emit('DialEnd', { DestChannel: 'Local/2012@seatline-00000002;1', DialStatus: 'ANSWER' });
  await at.pass();
  expect(at.sent()).toEqual([]);
  at.commands.close();
});

test('an exchange that says yes and does nothing: the call allows no transfer', async () => {
  const at = floor(script);
  const asked = Promise.resolve(at.commands.attendedTransfer(agentLeg, '2012', '')).catch((error: unknown) =>
    String(error),
  );
  await at.pass(3_000);
  expect([await asked, at.clock.pending]).toEqual([
    'EngineTrouble: this call allows no transfer (option t or T of Queue and Dial)',
    0,
  ]);
  const again = await at.commands.featureByName(agentLeg, 'atxferabort');
  expect(again).toEqual({ ok: false, why: 'no-feature' });
  at.commands.close();
});

test('no channel, no peer, no number, no keys', async () => {
  const at = floor({ ...script, Atxfer: '!No attended transfer feature code found' });
  const said = async (run: () => unknown): Promise<unknown> =>
    Promise.resolve(run()).catch((error: unknown) => String(error));
  const ask = (name: string, exten: string) => () => at.commands.attendedTransfer(name, exten, 'from-internal');
  const outcomes = [
    await said(ask('SIP/9999-1', '2012')),
    await said(ask(agentLeg, 'hold')),
    await said(ask(agentLeg, '2012')),
  ];
  at.scene.links = [];
  expect([...outcomes, await said(ask(agentLeg, '2012'))]).toEqual([
    { ok: false, why: 'no-channel' },
    'EngineTrouble: only a number can be consulted',
    'EngineTrouble: Atxfer: No attended transfer feature code found',
    { ok: false, why: 'no-peer' },
  ]);
  at.commands.close();
});

test('the caller hangs up while the agent’s telephone still plays the keys', async () => {
  const at = floor(script);
  at.ami.before('Atxfer', () => at.ami.emit('Hangup', { Channel: customerLeg }));
  expect(await at.commands.attendedTransfer(agentLeg, '2012', '')).toEqual({ ok: false, why: 'no-channel' });
  at.commands.close();
});
