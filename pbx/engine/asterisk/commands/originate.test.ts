import { expect, test } from 'vitest';
import type { OriginateRequest } from '../../port';
import { device, everything, type Floor, floor } from './testing/floor';

const request: OriginateRequest = {
  channel: 'SIP/2011',
  context: 'from-internal',
  exten: '13800138000',
  priority: '1',
  application: '',
  data: '',
  timeoutMs: 20_000,
  callerId: '"Desk" <2011>',
  variables: {},
  account: '',
};
const queued = { Originate: 'Originate successfully queued' };

/** The id that the exchange was given for the call. */
const idOf = (at: Floor): string =>
  String(at.ami.sent.findLast(({ action }) => action === 'Originate')?.fields.ChannelId);

async function begun(more: Partial<OriginateRequest> = {}, script: Parameters<typeof floor>[0] = queued) {
  const at = floor(script);
  const call = at.commands.originate({ ...request, ...more });
  const results: number[] = [];
  void call.result.then((reason) => results.push(reason));
  await at.pass();
  return { at, call, results, id: idOf(at) };
}

test('sends what was asked, once, with an id of its own and the variables as the exchange reads them', async () => {
  const { at, call, id } = await begun({
    variables: { CALLREF: 'a,b"c\\d(e]', __ON: '1', 'PJSIP_HEADER(add,X-A)': 'b', 'SHELL(id)': 'x', 'bad name': 'y' },
    account: 'sales',
  });
  expect([call.accepted, at.sent()]).toEqual([
    true,
    [
      `Originate ActionID=${id} ChannelId=${id} Channel=SIP/2011 Context=from-internal Exten=13800138000 Priority=1 ` +
        `Timeout=20000 Async=true CallerID="Desk" <2011> Account=sales ` +
        'Variable=CALLREF=a\\,b\\"c\\\\d\\(e\\]&__ON=1&PJSIP_HEADER(add,X-A)=b',
    ],
  ]);
  expect(id).toMatch(/^seatline[0-9a-z]+-1800000000\.1$/);
  at.commands.close();
});

test('an application needs no extension, and takes no header for one', async () => {
  const { at, id } = await begun({ application: 'ChanSpy', data: 'SIP/2012-0000001a,qEw', exten: '' });
  expect(at.sent()).toEqual([
    `Originate ActionID=${id} ChannelId=${id} Channel=SIP/2011 Application=ChanSpy Data=SIP/2012-0000001a,qEw ` +
      'Timeout=20000 Async=true CallerID="Desk" <2011> Variable=',
  ]);
  at.commands.close();
});

test('answered: 4; the variables are told under the channel’s name as soon as it has one', async () => {
  const { at, results, id } = await begun({ variables: { CALLREF: '7', __ON: '1' } });
  at.ami.emit('Newchannel', { Uniqueid: id, Channel: 'SIP/2011-0000000a' });
  at.ami.emit('OriginateResponse', { ActionID: id, Response: 'Success', Reason: '4', Uniqueid: id });
  await at.pass();
  expect([results, at.deeds, at.clock.pending]).toEqual([
    [4],
    ['variable: SIP/2011-0000000a CALLREF 7', 'variable: SIP/2011-0000000a __ON 1'],
    0,
  ]);
  at.commands.close();
});

/** What the lab saw of each end, by version: status of the attempt, cause of the leg, reason of the answer, who comes first. */
const ends = [
  ['busy (486)', 16, 'BUSY', '17', '5', 'leg', 5],
  ['declined (603)', 16, 'BUSY', '21', '5', 'leg', 1],
  ['away (480)', 16, 'BUSY', '19', '5', 'leg', 3],
  ['unknown (404)', 16, 'NOANSWER', '1', '0', 'answer', 8],
  ['silent', 16, '', '16', '3', 'leg', 3],
  ['hung up while it rang', 16, 'NOANSWER', '16', '0', 'leg', 1],
  ['busy (486)', 22, 'BUSY', '17', '0', 'answer', 5],
  ['declined (603)', 22, 'NOANSWER', '21', '0', 'answer', 1],
  ['away (480)', 22, 'NOANSWER', '19', '0', 'answer', 3],
  ['unknown (404)', 22, 'NOANSWER', '1', '0', 'answer', 8],
  ['silent', 22, '', '19', '3', 'answer', 3],
  ['no circuit', 22, 'CONGESTION', '34', '0', 'answer', 8],
] as const;

test.each(ends)('%s on %i', async (_, version, status, cause, reason, first, expected) => {
  const { at, results, id } = await begun();
  const name = `${version === 16 ? 'SIP' : 'PJSIP'}/2011-0000000a`;
  at.ami.emit('Newchannel', { Uniqueid: id, Channel: name });
  if (status) at.ami.emit('DialEnd', { DestUniqueid: id, DialStatus: status });
  const leg = (): void => at.ami.emit('Hangup', { Uniqueid: id, Cause: cause });
  const answer = (): void =>
    at.ami.emit('OriginateResponse', { ActionID: id, Response: 'Failure', Reason: reason, Uniqueid: '<unknown>' });
  for (const run of first === 'leg' ? [leg, answer] : [answer, leg]) run();
  await at.pass();
  expect([results, at.clock.pending]).toEqual([[expected], 0]);
  at.commands.close();
});

test('hung up from here while it rang: 1, whatever the leg says of itself', async () => {
  const { at, results, id } = await begun({}, { ...queued, Hangup: 'Channel Hungup' });
  at.ami.emit('Newchannel', { Uniqueid: id, Channel: 'PJSIP/2011-0000000a' });
  await at.commands.hangUp('PJSIP/2011-0000000a');
  at.ami.emit('OriginateResponse', { ActionID: id, Response: 'Failure', Reason: '0' });
  at.ami.emit('Hangup', { Uniqueid: id, Cause: '19' });
  await at.pass();
  expect(results).toEqual([1]);
  at.commands.close();
});

test('a telephone that cannot be reached makes no leg: congestion at once', async () => {
  const { at, results, id } = await begun();
  at.ami.emit('OriginateResponse', { ActionID: id, Response: 'Failure', Reason: '0', Uniqueid: id });
  await at.pass();
  expect(results).toEqual([8]);
  at.commands.close();
});

test('a leg whose cause never comes is judged by what the attempt said', async () => {
  const { at, results, id } = await begun();
  at.ami.emit('Newchannel', { Uniqueid: id, Channel: 'PJSIP/2011-0000000a' });
  at.ami.emit('DialEnd', { DestUniqueid: id, DialStatus: 'BUSY' });
  at.ami.emit('OriginateResponse', { ActionID: id, Response: 'Failure', Reason: '0', Uniqueid: id });
  await at.pass(300);
  expect(results).toEqual([]);
  await at.pass(300);
  expect(results).toEqual([5]);
  at.commands.close();
});

test('two calls to one telephone are told apart', async () => {
  const at = floor(queued);
  const results: string[] = [];
  for (const name of ['first', 'second']) {
    void at.commands.originate(request).result.then((reason) => results.push(`${name} ${reason}`));
  }
  await at.pass();
  const ids = at.ami.sent.map(({ fields }) => String(fields.ChannelId));
  at.ami.emit('Newchannel', { Uniqueid: String(ids[1]), Channel: 'SIP/2011-0000000b' });
  at.ami.emit('Hangup', { Uniqueid: String(ids[1]), Cause: '17' });
  at.ami.emit('OriginateResponse', { ActionID: String(ids[1]), Response: 'Failure', Reason: '5' });
  at.ami.emit('OriginateResponse', { ActionID: String(ids[0]), Response: 'Success', Reason: '4' });
  await at.pass();
  expect([new Set(ids).size, results]).toEqual([2, ['second 5', 'first 4']]);
  at.commands.close();
});

test('an extension that is not there is refused at once, without a call', async () => {
  const missing = { Getvar: '0', ...queued };
  const { at, call, results } = await begun({}, missing);
  expect([call.accepted, results, at.sent()]).toEqual([true, [8], []]);
  at.commands.close();
});

test('a context of the vendor’s that is not there: the number in the context of the telephones', async () => {
  const script = {
    'Getvar DIALPLAN_EXISTS(ext-queues,90,1)': '0',
    'Getvar DIALPLAN_EXISTS(from-internal,90,1)': '1',
    ...queued,
  };
  const { at } = await begun({ context: 'ext-queues', exten: '90' }, script);
  expect(at.sent()[0]).toContain('Context=from-internal Exten=90');
  at.commands.close();
});

test('what the exchange itself refuses is congestion, and logged without a number', async () => {
  const { at, results } = await begun({}, { Originate: '!Originate Access Forbidden: app 13800138000' });
  expect([results, at.log]).toEqual([
    [8],
    [
      {
        level: 'warn',
        event: 'exchange-command-failed',
        detail: 'originate: refused: Originate Access Forbidden: app …',
      },
    ],
  ]);
  at.commands.close();
});

test('what can be told without the exchange is told at once', async () => {
  const at = floor(queued);
  at.scene.devices.push(device('2014', { registered: false }));
  at.scene.dnd.push('2012');
  at.scene.barred.push('2013');
  const ask = async (more: Partial<OriginateRequest>) => {
    const { accepted, result } = at.commands.originate({ ...request, ...more });
    return [accepted, await Promise.race([result, Promise.resolve('rings')])];
  };
  const outcomes = {
    nonsense: await ask({ channel: 'nonsense' }),
    pattern: await ask({ channel: '/.*/' }),
    unknown: await ask({ channel: 'SIP/9999' }),
    unregistered: await ask({ channel: 'SIP/2014' }),
    dnd: await ask({ channel: 'SIP/2012' }),
    barred: await ask({ channel: 'SIP/2013' }),
    program: await ask({ application: 'System', data: 'id' }),
    evaluated: await ask({ application: 'Playback', data: '${' + 'SHELL(id)}' }),
    nowhere: await ask({ exten: '' }),
  };
  await at.pass();
  expect([outcomes, at.sent()]).toEqual([
    {
      nonsense: [false, 8],
      pattern: [false, 8],
      unknown: [false, 8],
      unregistered: [false, 8],
      dnd: [true, 5],
      barred: [false, 8],
      program: [false, 8],
      evaluated: [false, 8],
      nowhere: [false, 8],
    },
    [],
  ]);
  at.commands.close();
});

test('its own person rings in spite of do-not-disturb; the bar lets inside numbers through; a trunk is not a telephone', async () => {
  const at = floor(queued);
  at.scene.dnd.push('2012');
  at.scene.barred.push('2013');
  at.commands.originate({ ...request, channel: 'SIP/2012', despiteDnd: true });
  at.commands.originate({ ...request, channel: 'SIP/2013', exten: '2011' });
  at.commands.originate({ ...request, channel: 'SIP/trunk/13800138000' });
  at.commands.originate({ ...request, channel: 'Local/13800138000@from-internal' });
  await at.pass();
  expect(at.ami.sent.map(({ fields }) => fields.Channel)).toEqual([
    'SIP/2012',
    'SIP/2013',
    'SIP/trunk/13800138000',
    'Local/13800138000@from-internal',
  ]);
  at.commands.close();
});

test('a program that knows the vendor’s names only reaches the telephone under its own', async () => {
  const at = floor(queued);
  at.scene.devices = [device('2011', { interface: 'PJSIP/2011' })];
  at.commands.originate(request);
  await at.pass();
  expect(at.ami.sent[0]?.fields.Channel).toBe('PJSIP/2011');
  at.commands.close();
});

test.each([
  ['SIP/2011', 'SIPADDHEADER50=Call-Info: answer-after=0'],
  ['PJSIP/2011', 'PJSIP_HEADER(add,Call-Info)=answer-after=0'],
])('a set-up with a header makes %s pick up by itself', async (iface, variable) => {
  const at = floor(queued, everything, { autoAnswer: 'Call-Info: answer-after=0' });
  at.scene.devices = [device('2011', { interface: iface })];
  at.commands.originate({ ...request, channel: iface });
  at.commands.originate({ ...request, channel: 'SIP/trunk/13800138000' });
  await at.pass();
  expect(at.ami.sent.map(({ fields }) => fields.Variable)).toEqual([[variable], []]);
  at.commands.close();
});

test('line breaks in what people give begin no header of their own', async () => {
  const { at } = await begun({
    callerId: 'x\r\nAction: Command\r\nCommand: core stop now',
    variables: { A: 'b\r\nAction: Logoff' },
    account: 'a\nb',
  });
  expect(JSON.stringify(at.ami.sent.map(({ fields }) => fields))).not.toMatch(/\\r|\\n/);
  at.commands.close();
});

test('without a line it is refused at once, and said once', async () => {
  const at = floor(queued);
  at.ami.drop();
  const call = at.commands.originate(request);
  expect([call.accepted, await call.result, at.log.map(({ detail }) => detail)]).toEqual([
    false,
    8,
    ['originate: unreachable: no line to the exchange'],
  ]);
  at.commands.close();
});

test.each([
  ['answered meanwhile', 'Up', [4]],
  ['rings on', 'Ringing', []],
  ['gone', '!No such channel', [8]],
])('the line is lost and back: the exchange is asked (%s)', async (_, state, expected) => {
  const { at, results } = await begun({}, { ...queued, 'Getvar CHANNEL(state)': state });
  at.ami.drop();
  at.ami.comeBack();
  await at.pass();
  expect([results, at.ami.sent.filter(({ action }) => action === 'Originate').length]).toEqual([expected, 1]);
  at.commands.close();
});

test('an exchange that never says how it went is not waited for for ever', async () => {
  const { at, results } = await begun({ timeoutMs: 1_000 });
  await at.pass(10_900);
  expect(results).toEqual([]);
  await at.pass(200);
  expect([results, at.clock.pending]).toEqual([[8], 0]);
  at.commands.close();
});

test('the end leaves no timer, no listener and nobody waiting', async () => {
  const { at, results } = await begun();
  at.commands.close();
  await at.pass();
  expect([results, at.clock.pending, at.ami.listeners]).toEqual([[8], 0, 0]);
});
