import { expect, test } from 'vitest';
import type { ConferenceSeat } from '../../port';
import { agentLeg, channel, customerLeg, everything, floor } from './testing/floor';
import type { Script } from './testing/scripted-ami';

const script: Script = {
  Park: 'Park successful',
  Hangup: 'Channel Hungup',
  Originate: 'Originate successfully queued',
};
const parked = (lot: string) => ({ lot, state: 'Parked' as const, number: '0501234567' });

test('parking counts when the exchange names the place; the agent is released', async () => {
  const at = floor(script);
  at.ami.before('Park', () => at.ami.emit('ParkedCall', { ParkeeChannel: customerLeg, ParkingSpace: '71' }));
  const outcome = await at.commands.park(customerLeg, agentLeg, 45);
  expect([outcome, at.sent(), at.clock.pending]).toEqual([
    { ok: true },
    [`Park Channel=${customerLeg} TimeoutChannel=${agentLeg} Timeout=45000`, `Hangup Channel=${agentLeg}`],
    0,
  ]);
  at.commands.close();
});

test('no time said: the lot’s own', async () => {
  const at = floor(script);
  at.ami.before('Park', () => at.ami.emit('ParkedCall', { ParkeeChannel: customerLeg }));
  await at.commands.park(customerLeg, '', 0);
  expect(at.sent()).toEqual([`Park Channel=${customerLeg}`]);
  at.commands.close();
});

test('a full lot is not asked: it would take the caller out of his call and put him nowhere', async () => {
  const at = floor(script);
  at.scene.parks = ['71', '72', '73', '74', '75', '76', '77', '78', '79'].map(parked);
  const none = floor(script, { ...everything, Parkinglots: { fields: {} } });
  expect([
    await at.commands.park(customerLeg, agentLeg, 0),
    await none.commands.park(customerLeg, agentLeg, 0),
    [...at.sent(), ...none.sent()],
  ]).toEqual([{ ok: false, why: 'no-lot' }, { ok: false, why: 'no-lot' }, []]);
  at.commands.close();
  none.commands.close();
});

test('"parked" without a place is no parking', async () => {
  const at = floor(script);
  const outcome = at.commands.park(customerLeg, agentLeg, 0);
  await at.pass(2_100);
  expect([await outcome, at.sent()]).toEqual([
    { ok: false, why: 'no-lot' },
    [`Park Channel=${customerLeg} TimeoutChannel=${agentLeg}`],
  ]);
  at.commands.close();
});

test('nobody to park', async () => {
  const at = floor({ ...script, Park: `!Channel does not exist: ${customerLeg}` });
  expect([await at.commands.park('SIP/9999-1', agentLeg, 0), await at.commands.park(customerLeg, agentLeg, 0)]).toEqual(
    [
      { ok: false, why: 'no-channel' },
      { ok: false, why: 'no-channel' },
    ],
  );
  at.commands.close();
});

test('taking a parked call rings the telephone first; an empty place is refused at once', async () => {
  const at = floor(script);
  at.scene.parks = [parked('71')];
  const [taken, empty, nobody] = [
    at.commands.unpark('SIP/2012', '71', '', 20),
    at.commands.unpark('SIP/2012', '72', '', 20),
    at.commands.unpark('SIP/9999', '71', '', 20),
  ];
  await at.pass();
  const [sent] = at.ami.sent;
  expect([
    taken.accepted,
    empty.accepted,
    await empty.result,
    nobody.accepted,
    at.ami.sent.length,
    sent?.fields,
  ]).toEqual([
    true,
    false,
    8,
    false,
    1,
    expect.objectContaining({
      Channel: 'SIP/2012',
      Context: 'parkedcalls',
      Exten: '71',
      CallerID: '0501234567',
      Timeout: 20_000,
      Variable: ['MVB_CALLEE=0501234567'],
    }),
  ]);
  at.commands.close();
});

test('a pick-up names the channel that rings', async () => {
  const at = floor(script);
  at.scene.channels.push(channel('SIP/2013-00000030', { state: 'Ringing' }));
  const [picked, silent] = [
    at.commands.pickup('SIP/2012', '2013', '2012', 0),
    at.commands.pickup('SIP/2012', '2011', '2012', 0),
  ];
  await at.pass();
  expect([picked.accepted, silent.accepted, at.ami.sent.map(({ fields }) => fields)]).toEqual([
    true,
    false,
    [
      expect.objectContaining({
        Channel: 'SIP/2012',
        Application: 'PickupChan',
        Data: 'SIP/2013-00000030',
        Timeout: 30_000,
        CallerID: '2012',
      }),
    ],
  ]);
  expect(at.ami.sent[0]?.fields).not.toHaveProperty('Exten');
  at.commands.close();
});

const seat = (member: number, left = false): ConferenceSeat => ({
  room: '9111',
  member,
  channel: `SIP/201${member}-0000004${member}`,
  uniqueId: '',
  number: '',
  name: '',
  joinedAt: 0,
  talking: false,
  muted: false,
  left,
  locked: false,
});
const rooms: Script = {
  ConfbridgeMute: 'User muted',
  ConfbridgeUnmute: 'User unmuted',
  ConfbridgeKick: 'User kicked',
  ConfbridgeLock: 'Conference locked',
  ConfbridgeUnlock: 'Conference unlocked',
};

test('people of a room by their number there', async () => {
  const at = floor(rooms);
  at.scene.conferences = [seat(1), seat(2), seat(3, true)];
  const outcomes = [
    await at.commands.conferenceCommand('mute', '9111', 2),
    await at.commands.conferenceCommand('unmute', '9111', 'all'),
    await at.commands.conferenceCommand('kick', '9111', 1),
    await at.commands.conferenceCommand('lock', '9111', 'all'),
    await at.commands.conferenceCommand('unlock', '9111', 'all'),
    await at.commands.conferenceCommand('mute', '9111', 3),
    await at.commands.conferenceCommand('mute', '9112', 1),
  ];
  expect([outcomes, at.sent()]).toEqual([
    [
      ...Array.from({ length: 5 }, () => ({ ok: true })),
      { ok: false, why: 'no-member' },
      { ok: false, why: 'no-room' },
    ],
    [
      'ConfbridgeMute Conference=9111 Channel=SIP/2012-00000042',
      'ConfbridgeUnmute Conference=9111 Channel=all',
      'ConfbridgeKick Conference=9111 Channel=SIP/2011-00000041',
      'ConfbridgeLock Conference=9111',
      'ConfbridgeUnlock Conference=9111',
    ],
  ]);
  at.commands.close();
});

test.each([
  ['No active conferences.', 'no-room'],
  ['No Conference by that name found.', 'no-room'],
  ['No Channel by that name found in Conference.', 'no-member'],
])('the exchange says: %s', async (message, why) => {
  const at = floor({ ConfbridgeMute: `!${message}` });
  at.scene.conferences = [seat(1)];
  expect(await at.commands.conferenceCommand('mute', '9111', 1)).toEqual({ ok: false, why });
  at.commands.close();
});
