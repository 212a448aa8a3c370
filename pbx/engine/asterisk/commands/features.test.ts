import { expect, test } from 'vitest';
import { agentLeg, channel, customerLeg, device, everything, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const script: Script = {
  PlayDTMF: 'DTMF successfully queued',
  Hangup: 'Channel Hungup',
  SIPnotify: 'Notify Sent',
  PJSIPNotify: 'NOTIFY sent',
  'Getvar SIPCALLID': 'dialog-1',
  Park: 'Park successful',
};
const ringing = (name: string) => channel(name, { state: 'Ringing' });

test('a code that the exchange knows is pressed on the leg; another is no feature', async () => {
  const at = floor(script);
  const [known, unknown, nobody, words] = [
    at.commands.featureByCode(agentLeg, '##'),
    at.commands.featureByCode(agentLeg, '*99'),
    at.commands.featureByCode('SIP/9999-1', '##'),
    at.commands.featureByCode(agentLeg, 'core stop now'),
  ];
  await at.pass(300);
  expect([await known, await unknown, await nobody, await words, at.sent()]).toEqual([
    { ok: true },
    { ok: false, why: 'no-feature' },
    { ok: false, why: 'no-channel' },
    { ok: false, why: 'no-feature' },
    Array.from({ length: 2 }, () => `PlayDTMF Channel=${agentLeg} Digit=# Duration=80 Receive=true`),
  ]);
  at.commands.close();
});

test('a name of the exchange’s own maps', async () => {
  const at = floor(script);
  const outcomes = [at.commands.featureByName(agentLeg, 'atxfer'), at.commands.featureByName(agentLeg, 'nothing')];
  await at.pass(300);
  expect([await Promise.all(outcomes), at.ami.sent.map(({ fields }) => fields.Digit).join('')]).toEqual([
    [{ ok: true }, { ok: false, why: 'no-feature' }],
    '*2',
  ]);
  at.commands.close();
});

test('tones go to the other party, where no feature hears them; alone, to the application', async () => {
  const at = floor(script);
  const first = at.commands.featureByName(agentLeg, 'dtmf:5#');
  await at.pass(300);
  const outcomes = [await first];
  at.scene.links = [];
  outcomes.push(await at.commands.featureByName(agentLeg, 'dtmf:1'));
  outcomes.push(await at.commands.featureByName(agentLeg, 'dtmf:core stop'));
  outcomes.push(await at.commands.featureByName(agentLeg, 'dtmf:'));
  expect([outcomes, at.sent()]).toEqual([
    [{ ok: true }, { ok: true }, { ok: false, why: 'no-feature' }, { ok: false, why: 'no-feature' }],
    [
      `PlayDTMF Channel=${customerLeg} Digit=5 Duration=80`,
      `PlayDTMF Channel=${customerLeg} Digit=# Duration=80`,
      `PlayDTMF Channel=${agentLeg} Digit=1 Duration=80 Receive=true`,
    ],
  ]);
  at.commands.close();
});

test.each([
  ['SIP/2011-0000002b', 'SIPnotify Channel=2011 Variable=Event=talk Call-ID=dialog-1'],
  ['PJSIP/2011-0000002b', 'PJSIPNotify Channel=PJSIP/2011-0000002b Variable=Event=talk'],
])('answer: %s is asked in the dialog of the call, and counts when its line is up', async (name, sent) => {
  const at = floor(script);
  at.scene.channels = [ringing(name)];
  const answered = at.commands.featureByName(name, 'answer');
  await at.pass();
  at.ami.emit('Newstate', { Channel: name, ChannelStateDesc: 'Up' });
  expect([await answered, at.sent().at(-1), at.clock.pending]).toEqual([{ ok: true }, sent, 0]);
  at.commands.close();
});

test('answer: a telephone that rings on cannot be told to; one that is gone is gone; one that talks does not ring', async () => {
  const at = floor(script);
  at.scene.channels = [ringing(agentLeg)];
  const said = (run: () => unknown): Promise<unknown> =>
    Promise.resolve(run()).catch((error: unknown) => String(error));
  const deaf = said(() => at.commands.featureByName(agentLeg, 'answer'));
  await at.pass(2_600);
  const gone = said(() => at.commands.featureByName(agentLeg, 'answer'));
  await at.pass();
  at.ami.emit('Hangup', { Channel: agentLeg });
  const outcomes = [await deaf, await gone];
  at.scene.channels = [channel(agentLeg)];
  expect([...outcomes, await at.commands.featureByName(agentLeg, 'answer')]).toEqual([
    'EngineTrouble: answer: this telephone does not take calls by command',
    { ok: false, why: 'no-channel' },
    { ok: false, why: 'no-feature' },
  ]);
  at.commands.close();
});

test('answer: a line that is no SIP telephone', async () => {
  const at = floor(script);
  at.scene.channels = [ringing('IAX2/2011-0000002b')];
  const asked = Promise.resolve(at.commands.featureByName('IAX2/2011-0000002b', 'answer'));
  await expect(asked).rejects.toMatchObject({ kind: 'missing' });
  at.commands.close();
});

test('reject ends only what rings, with the cause that says so', async () => {
  const at = floor(script);
  const talking = await at.commands.featureByName(agentLeg, 'reject');
  at.scene.channels = [ringing(agentLeg)];
  expect([talking, await at.commands.featureByName(agentLeg, 'reject'), at.sent()]).toEqual([
    { ok: false, why: 'no-feature' },
    { ok: true },
    [`Hangup Channel=${agentLeg} Cause=21`],
  ]);
  at.commands.close();
});

test('park by name parks the other party', async () => {
  const at = floor(script);
  at.ami.before('Park', () => at.ami.emit('ParkedCall', { ParkeeChannel: customerLeg }));
  const parked = await at.commands.featureByName(agentLeg, 'park');
  at.scene.links = [];
  expect([parked, await at.commands.featureByName(agentLeg, 'park'), at.sent()]).toEqual([
    { ok: true },
    { ok: false, why: 'no-feature' },
    [`Park Channel=${customerLeg} TimeoutChannel=${agentLeg}`, `Hangup Channel=${agentLeg}`],
  ]);
  at.commands.close();
});

test('an exchange without keys for a three-way call says which are missing', async () => {
  const at = floor(
    { ...script, Atxfer: 'Atxfer successfully queued' },
    { ...everything, 'Getvar FEATURE(atxferthreeway)': '' },
  );
  at.scene.devices.push(device('2014'));
  at.ami.before('Atxfer', () => at.ami.emit('Hold', { Channel: agentLeg }));
  await at.commands.attendedTransfer(agentLeg, '2012', '');
  at.ami.emit('BridgeEnter', { Channel: 'Local/2012@seatline-00000001;1', BridgeUniqueid: 'question' });
  at.ami.emit('BridgeEnter', { Channel: agentLeg, BridgeUniqueid: 'question' });
  at.ami.emit('DialEnd', { DestChannel: 'Local/2012@seatline-00000001;1', DialStatus: 'ANSWER' });
  const pressed = Promise.resolve(at.commands.featureByName(agentLeg, 'atxferthreeway'));
  await expect(pressed).rejects.toMatchObject({ kind: 'missing' });
  at.commands.close();
});
