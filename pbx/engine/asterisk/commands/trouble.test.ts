import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineCommands } from '../parts';
import { agentLeg, channel, customerLeg, device, everything, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

type Run = (commands: EngineCommands, text: string) => unknown;
/** Each command that waits for the exchange, with a text of somebody's wherever one goes. */
const verbs: Readonly<Record<string, Run>> = {
  queueAdd: (it, text) => it.queueAdd(`90${text}`, 'SIP/2011', 0),
  queueRemove: (it, text) => it.queueRemove(`90${text}`, `SIP/2011${text}`),
  queuePause: (it, text) => it.queuePause('90', `SIP/2011${text}`, 1),
  queueWithdraw: (it, text) => it.queueWithdraw('90', customerLeg, text),
  hangUp: (it, text) => it.hangUp(`${agentLeg}${text}`),
  hold: (it, text) => it.hold(customerLeg, text),
  park: (it) => it.park(customerLeg, agentLeg, 30),
  redirect: (it, text) => it.redirect(customerLeg, '', `from-internal${text}`, `2012${text}`, '1'),
  attendedTransfer: (it, text) => it.attendedTransfer(agentLeg, `2012${text}`, text),
  transferWithReturn: (it, text) => it.transferWithReturn(agentLeg, '2012', text),
  askRating: (it) => it.askRating(agentLeg),
  featureByCode: (it, text) => it.featureByCode(agentLeg, `*2${text}`),
  featureByName: (it, text) => it.featureByName(agentLeg, `dtmf:1${text}`),
  answer: (it) => it.featureByName('SIP/2012-00000030', 'answer'),
  conference: (it, text) => it.conferenceCommand('lock', `9111${text}`, 'all'),
  setVariable: (it, text) => it.setVariable(agentLeg, `A${text}`, text),
  askVariable: (it, text) => it.askVariable(agentLeg, `A${text}`),
  setDnd: (it) => it.setDnd('2011', true),
  setForwarding: (it, text) => it.setForwarding('2011', 'CF', `2012${text}`),
  setBarred: (it) => it.setBarred('2011', true),
  bind: (it) => it.bind('2011', '2050'),
};

const yes: Script = {
  ...Object.fromEntries(
    ['QueueAdd', 'QueueRemove', 'QueuePause', 'QueueWithdrawCaller', 'Hangup', 'Setvar', 'PlayDTMF', 'MuteAudio']
      .concat([
        'Redirect',
        'BlindTransfer',
        'Atxfer',
        'ConfbridgeLock',
        'DBPut',
        'DBDel',
        'ExtensionState',
        'SIPnotify',
      ])
      .map((name) => [name, 'done']),
  ),
};

function scene(script: Script) {
  const at = floor(script);
  at.scene.devices.push(device('2050', { kind: 'adhoc', user: '' }));
  at.scene.channels.push(channel('SIP/2012-00000030', { state: 'Ringing' }));
  const waiting = { channel: customerLeg, uniqueId: 'id.7', number: '', name: '', position: 1, enteredAt: 0 };
  at.scene.queues = [{ no: '90', waiting: [waiting] }];
  return at;
}

const kindOf = (error: unknown): unknown => (error as { kind?: unknown }).kind ?? error;

test.each(Object.entries(verbs))(
  '%s without a line: unreachable, said once, and nothing is sent',
  async (name, run) => {
    const at = scene(yes);
    await at.pass();
    at.ami.drop();
    const outcome = await Promise.resolve(run(at.commands, '')).catch(kindOf);
    expect([outcome, at.log.map(({ level, event }) => `${level} ${event}`), at.sent()]).toEqual([
      'unreachable',
      ['warn exchange-command-failed'],
      [],
    ]);
    expect(at.log[0]?.detail).toMatch(new RegExp(`^${name === 'answer' ? 'featureByName' : name}: unreachable: `));
    at.commands.close();
  },
);

test('nobody waits for it: what fails is logged and nothing else happens', async () => {
  const at = scene(yes);
  await at.pass();
  at.ami.drop();
  for (const run of Object.values(verbs)) void run(at.commands, '');
  await at.pass();
  expect(at.log.length).toBe(Object.keys(verbs).length);
  at.commands.close();
});

test.each(
  Object.entries(verbs).filter(([name]) => !['hold', 'askRating', 'bind', 'park', 'askVariable'].includes(name)),
)('%s: the line is lost between the action and its answer; it is not sent again', async (_, run) => {
  const at = scene(yes);
  await at.pass();
  at.sent();
  let actions = 0;
  for (const name of Object.keys(yes)) {
    at.ami.before(name, () => {
      actions += 1;
      at.ami.drop();
      throw Object.assign(new Error('the line to the exchange was lost'), { kind: 'unreachable' });
    });
  }
  const outcome = await Promise.resolve(run(at.commands, '')).then(
    () => 'answered',
    () => 'failed',
  );
  at.ami.comeBack();
  await at.pass(3_000);
  expect([outcome, actions]).toEqual(['failed', 1]);
  at.commands.close();
});

test('whatever people give, no value begins a line of its own, and no channel is a pattern', async () => {
  const evil = fc.oneof(
    fc.constantFrom(
      '\r\nAction: Command\r\nCommand: core stop now',
      '\n',
      '\r',
      '\0',
      '/.*/',
      ',1)',
      '${' + 'SHELL(id)}',
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom('\r', '\n', 'A', ':', ' ', '*', '1', ')'), maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.values(verbs)), evil, async (run, text) => {
      const at = scene(yes);
      await at.pass();
      Promise.resolve(run(at.commands, text)).catch(() => {});
      await at.pass();
      const values = at.ami.asked.flatMap(({ fields }) => Object.values(fields).flat().map(String));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be there
      expect(values.filter((value) => /[\u0000-\u001f\u007f]/.test(value))).toEqual([]);
      expect(at.ami.asked.filter(({ fields }) => /^\s*\//.test(String(fields.Channel ?? '')))).toEqual([]);
      const evaluated = values.filter(
        (value) => /^DIALPLAN_EXISTS/.test(value) && !/^DIALPLAN_EXISTS\([\w*#+.,-]+\)$/.test(value),
      );
      expect(evaluated).toEqual([]);
      at.commands.close();
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('an action that the exchange lacks, or its user may not send, is missing; any other no is refused', async () => {
  const said: Record<string, unknown> = {};
  for (const message of ['Permission denied', 'Invalid/unknown command: QueueAdd.', 'Out of memory']) {
    const at = scene({ QueueAdd: `!${message}` });
    said[message] = await Promise.resolve(at.commands.queueAdd('90', 'SIP/2011', 0)).catch(kindOf);
    at.commands.close();
  }
  expect(said).toEqual({
    'Permission denied': 'missing',
    'Invalid/unknown command: QueueAdd.': 'missing',
    'Out of memory': 'refused',
  });
});

test('a mistake of this program is no answer of the exchange', async () => {
  const at = scene({ ...yes, QueueAdd: () => new TypeError('secret thing') });
  const outcome = await Promise.resolve(at.commands.queueAdd('90', 'SIP/2011', 0)).catch(String);
  expect([outcome, at.log.map(({ level }) => level)]).toEqual(['EngineTrouble: the command failed', ['error']]);
  at.commands.close();
});

test('an exchange that cannot be looked at has no limits yet; looked at again after each login', async () => {
  const at = floor({}, everything);
  expect(at.commands.limits()).toEqual([]);
  await at.pass();
  const first = at.commands.limits().map(({ feature }) => feature);
  at.ami.script = { 'Getvar DIALPLAN_EXISTS(seatline,rating,1)': '0', 'Getvar FEATUREMAP(atxfer)': '' };
  at.ami.drop();
  at.ami.comeBack();
  await at.pass();
  expect([first, at.commands.limits().map(({ feature }) => feature)]).toEqual([
    ['answer', 'barred', 'rating'],
    ['consult', 'answer', 'barred', 'rating'],
  ]);
  // Whoever runs the platform is told once what came to be missing.
  at.ami.drop();
  at.ami.comeBack();
  await at.pass();
  expect(at.log.map(({ level, event, detail }) => [level, event, detail])).toEqual([
    ['warn', 'exchange-lacks', 'consult, rating: "seatline doctor asterisk" prints the lines that would enable it'],
  ]);
  at.commands.close();
  expect([at.ami.listeners, at.clock.pending]).toEqual([0, 0]);
});
