import { expect, test } from 'vitest';
import { agentLeg, channel, customerLeg, floor, link } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const script: Script = {
  BlindTransfer: 'Transfer succeeded',
  Redirect: 'Redirect successful',
  Setvar: 'Variable Set',
  PlayDTMF: 'DTMF successfully queued',
  MuteAudio: '',
};
const ctx = ['from-internal', '2012', '1'] as const;

test('the agent’s leg hands the caller over, so that the queue counts the call as complete', async () => {
  const at = floor(script);
  expect([await at.commands.redirect(customerLeg, '', ...ctx), at.sent(), at.deeds]).toEqual([
    { ok: true },
    [`BlindTransfer Channel=${agentLeg} Context=from-internal Exten=2012`],
    [],
  ]);
  at.commands.close();
});

test.each(['Transfer not permitted', 'Transfer failed', 'Channel specified does not exist', 'Permission denied'])(
  'where it cannot hand over (%s) the caller is redirected',
  async (message) => {
    const at = floor({ ...script, BlindTransfer: `!${message}` });
    at.scene.channels = at.scene.channels.map((leg) => ({ ...leg, queue: '90' }));
    expect([await at.commands.redirect(customerLeg, '', ...ctx), at.sent().at(-1), at.deeds]).toEqual([
      { ok: true },
      `Redirect Channel=${customerLeg} Context=from-internal Exten=2012 Priority=1`,
      [`transferred: ${agentLeg} 2012`],
    ]);
    at.commands.close();
  },
);

test('a step inside an extension, and a call of more than two, cannot be handed over', async () => {
  const at = floor(script);
  await at.commands.redirect(customerLeg, '', 'from-internal', '2012', '3');
  at.scene.links.push(link(agentLeg, 'SIP/2013-0000002c'));
  await at.commands.redirect(customerLeg, '', ...ctx);
  expect(at.sent()).toEqual([
    `Redirect Channel=${customerLeg} Context=from-internal Exten=2012 Priority=3`,
    `Redirect Channel=${customerLeg} Context=from-internal Exten=2012 Priority=1`,
  ]);
  at.commands.close();
});

test('both legs at once', async () => {
  const at = floor(script);
  at.scene.channels = at.scene.channels.map((leg) => ({ ...leg, queue: '90' }));
  expect([
    await at.commands.redirect(customerLeg, agentLeg, 'from-internal', '9111', '1'),
    at.sent(),
    at.deeds,
  ]).toEqual([
    { ok: true },
    [
      `Redirect Channel=${customerLeg} Context=from-internal Exten=9111 Priority=1 ` +
        `ExtraChannel=${agentLeg} ExtraContext=from-internal ExtraExten=9111 ExtraPriority=1`,
    ],
    [`transferred: ${agentLeg} 9111`],
  ]);
  at.commands.close();
});

test('a caller who waits in a queue: what follows is no loss, and that is told before it is sent', async () => {
  const at = floor(script);
  at.scene.links = [];
  const waiting = { channel: customerLeg, uniqueId: 'id.7', number: '', name: '', position: 1, enteredAt: 0 };
  at.scene.queues = [{ no: '90', waiting: [waiting] }];
  at.scene.channels = [channel(customerLeg, { uniqueId: 'id.7', queue: '90' })];
  let before: string[] = [];
  at.ami.before('Redirect', () => {
    before = [...at.deeds];
  });
  expect([await at.commands.redirect(customerLeg, '', ...ctx), before]).toEqual([
    { ok: true },
    ['taken: id.7 redirect 2012'],
  ]);
  at.commands.close();
});

test('an extension that is not there is refused: the exchange would hang the caller up', async () => {
  const at = floor({ ...script, 'Getvar DIALPLAN_EXISTS(from-internal,2012,1)': '0' });
  expect([
    await at.commands.redirect(customerLeg, '', ...ctx),
    await at.commands.redirect(customerLeg, '', 'from-internal', '20,1)', '1'),
    at.sent(),
  ]).toEqual([{ ok: false, why: 'no-exten' }, { ok: false, why: 'no-exten' }, []]);
  at.commands.close();
});

test('a channel that is gone, here or there', async () => {
  const at = floor({
    ...script,
    BlindTransfer: '!Transfer failed',
    Redirect: `!Channel does not exist: ${customerLeg}`,
  });
  expect([
    await at.commands.redirect('SIP/9999-1', '', ...ctx),
    await at.commands.redirect(customerLeg, 'SIP/9999-1', ...ctx),
    await at.commands.redirect('/.*/', '', ...ctx),
    await at.commands.redirect(customerLeg, '', ...ctx),
  ]).toEqual(Array.from({ length: 4 }, () => ({ ok: false, why: 'no-channel' })));
  at.commands.close();
});

test('a caller on hold is let go before he is sent on: a leg that is muted would stay so', async () => {
  const at = floor(script);
  let keys = '';
  at.ami.before('PlayDTMF', ({ Digit }) => {
    keys += String(Digit);
    if (keys.endsWith('*61')) at.ami.emit('MusicOnHoldStart', { Channel: customerLeg });
    if (keys.endsWith('*62')) at.ami.emit('MusicOnHoldStop', { Channel: customerLeg });
  });
  const held = at.commands.hold(customerLeg, 'default');
  await at.pass(1_000);
  await held;
  at.sent();
  const sent = at.commands.redirect(customerLeg, '', ...ctx);
  await at.pass(1_000);
  expect([await sent, at.sent().map((line) => line.split(' ')[0])]).toEqual([
    { ok: true },
    ['MuteAudio', 'PlayDTMF', 'PlayDTMF', 'PlayDTMF', 'BlindTransfer'],
  ]);
  at.commands.close();
});
