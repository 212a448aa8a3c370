import { expect, test } from 'vitest';
import { channel, customerLeg, device, everything, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const script: Script = {
  QueueAdd: 'Added interface to queue',
  QueueRemove: 'Removed interface from queue',
  QueuePause: 'Interface paused successfully',
  QueueWithdrawCaller: 'Withdraw requested successfully',
  Redirect: 'Redirect successful',
};
const caller = { channel: customerLeg, uniqueId: 'id.7', number: '', name: '', position: 1, enteredAt: 0 };
const said = async (run: () => unknown): Promise<unknown> =>
  Promise.resolve(run()).catch((error: unknown) => String(error));

test('a member is entered under the number of the person; a Local line as it is', async () => {
  const at = floor(script);
  const outcomes = [
    await at.commands.queueAdd('90', 'SIP/2011', 3),
    await at.commands.queueAdd('90', 'Local/a1@lab-agent/n', 0),
    await at.commands.queueAdd('90', 'SIP/9999', 0),
  ];
  expect([outcomes, at.sent()]).toEqual([
    [{ ok: true }, { ok: true }, { ok: false, why: 'no-device' }],
    [
      'QueueAdd Queue=90 Interface=SIP/2011 Penalty=3 Paused=false MemberName=2011',
      'QueueAdd Queue=90 Interface=Local/a1@lab-agent/n Penalty=0 Paused=false MemberName=Local/a1@lab-agent/n',
    ],
  ]);
  at.commands.close();
});

test('the vendor’s name of a telephone reaches the one the exchange has', async () => {
  const at = floor(script);
  at.scene.devices = [device('2011', { interface: 'PJSIP/2011' })];
  await at.commands.queueAdd('90', 'SIP/2011', 0);
  await at.commands.queuePause('90', 'SIP/2011', 2);
  await at.commands.queueRemove('90', 'SIP/2011');
  expect(at.ami.sent.map(({ fields }) => fields.Interface)).toEqual(['PJSIP/2011', 'PJSIP/2011', 'PJSIP/2011']);
  at.commands.close();
});

test.each([
  ['Unable to add interface: Already there', { ok: false, why: 'already' }],
  ['Unable to add interface to queue: No such queue', { ok: false, why: 'no-queue' }],
  ['Permission denied', 'EngineTrouble: QueueAdd: Permission denied'],
])('adding: %s', async (message, outcome) => {
  const at = floor({ QueueAdd: `!${message}` });
  expect(await said(() => at.commands.queueAdd('90', 'SIP/2011', 0))).toEqual(outcome);
  at.commands.close();
});

test.each([
  ['Unable to remove interface: Not there', { ok: false, why: 'not-there' }],
  ['Unable to remove interface: Member not dynamic', { ok: false, why: 'static' }],
  ['Unable to remove interface from queue: No such queue', { ok: false, why: 'no-queue' }],
])('removing: %s', async (message, outcome) => {
  const at = floor({ QueueRemove: `!${message}` });
  expect(await said(() => at.commands.queueRemove('90', 'SIP/2011'))).toEqual(outcome);
  at.commands.close();
});

test('the reason of a pause is its number; ready has none', async () => {
  const at = floor(script);
  await at.commands.queuePause('90', 'SIP/2011', 7);
  await at.commands.queuePause('90', 'SIP/2011', 0);
  expect(at.sent()).toEqual([
    'QueuePause Queue=90 Interface=SIP/2011 Paused=true Reason=7',
    'QueuePause Queue=90 Interface=SIP/2011 Paused=false',
  ]);
  at.commands.close();
});

test('pausing: nobody there, and no such queue, which the exchange words alike', async () => {
  const at = floor({ QueuePause: '!Interface not found' });
  expect([
    await at.commands.queuePause('90', 'SIP/2011', 1),
    await at.commands.queuePause('99', 'SIP/2011', 1),
  ]).toEqual([
    { ok: false, why: 'not-there' },
    { ok: false, why: 'no-queue' },
  ]);
  at.commands.close();
});

test('withdrawing: told before it is sent, by name or by unique id', async () => {
  const at = floor(script);
  at.scene.queues = [{ no: '90', waiting: [caller] }];
  let before: string[] = [];
  at.ami.before('QueueWithdrawCaller', () => {
    before = [...at.deeds];
  });
  const outcomes = [
    await at.commands.queueWithdraw('90', customerLeg, 'supervisor'),
    await at.commands.queueWithdraw('90', 'id.7', ''),
    await at.commands.queueWithdraw('90', 'SIP/9999-1', ''),
    await at.commands.queueWithdraw('99', customerLeg, ''),
  ];
  expect([outcomes, before[0], at.sent()]).toEqual([
    [{ ok: true }, { ok: true }, { ok: false, why: 'not-there' }, { ok: false, why: 'no-queue' }],
    'taken: id.7 withdraw supervisor',
    [
      `QueueWithdrawCaller Queue=90 Caller=${customerLeg} WithdrawInfo=supervisor`,
      `QueueWithdrawCaller Queue=90 Caller=${customerLeg} WithdrawInfo=`,
    ],
  ]);
  at.commands.close();
});

test('an exchange from before 16.25: on to the step behind the queue', async () => {
  const { ListCommands, ...rest } = everything;
  const old = { ...rest, ListCommands: { fields: { QueueAdd: '', Redirect: '' } } };
  const at = floor({ ...script, QueueWithdrawCaller: '!Invalid/unknown command: QueueWithdrawCaller.' }, old);
  at.scene.channels = [channel(customerLeg, { context: 'ext-queues', exten: '90', priority: 7 })];
  at.scene.queues = [{ no: '90', waiting: [caller] }];
  expect([
    ListCommands !== undefined,
    await at.commands.queueWithdraw('90', customerLeg, 'x'),
    at.sent(),
    at.deeds,
  ]).toEqual([
    true,
    { ok: true },
    [`Redirect Channel=${customerLeg} Context=ext-queues Exten=90 Priority=8`],
    ['taken: id.7 redirect x'],
  ]);
  at.commands.close();
});

test('he has gone to an agent this moment', async () => {
  const at = floor({ QueueWithdrawCaller: '!Unable to request withdraw from queue: No such caller' });
  at.scene.queues = [{ no: '90', waiting: [caller] }];
  expect(await at.commands.queueWithdraw('90', customerLeg, '')).toEqual({ ok: false, why: 'not-there' });
  at.commands.close();
});
