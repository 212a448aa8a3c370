import { describe, expect, it } from 'vitest';
import { asteriskVersion } from './support/exchange';
import type { Office, Workplace } from './support/office';
import { must, offices } from './support/suite';

const open = offices();
const customer = '13800138000';

/** Who hears whom, by their voices; music where nobody else is heard. */
function ears(office: Office) {
  const { people } = office;
  const voices = [
    ...['2011', '2012', '2013', '2014'].map((no) => [no, people?.phone(no).tone ?? 0] as const),
    ['customer', people?.outside.with(customer)?.tone ?? 0] as const,
  ];
  const hears = (call: { hears(hz: number): number } | undefined): string =>
    voices
      .filter(([, hz]) => hz > 0 && (call?.hears(hz) ?? 0) > 0.15)
      .map(([who]) => who)
      .join(' ');
  return {
    customer: () => hears(people?.outside.with(customer)),
    phone: (no: string) => hears(people?.phone(no).active),
    /** A telephone that gets no sound at all. */
    silent: (no: string) => (people?.phone(no).active?.loudness ?? 0) < 50,
  };
}

/** 2011 talks to a customer out of queue 90. */
async function talking(office: Office, desk: Workplace = office.desk()) {
  if (desk.get('session')?.state !== 'signed-in') await desk.seated();
  const caller = office.scenario.callerRings({ from: customer, name: '张先生', to: { queue: '90' } });
  const { id: callId } = await desk.card('ringing');
  must(await desk.call('call.answer', { callId }));
  await desk.card('talking');
  return { desk, caller, callId, heard: ears(office) };
}
const states = (desk: Workplace) => desk.seen('session', ({ state }) => state);
const offersTo = async (office: Office) =>
  (await office.ask('getagentcalls', { queue: '90' })).map((row) => `${row.callerid} ${row.callstate}`);

describe.runIf(asteriskVersion() !== null)('what is heard at a real exchange', () => {
  it('a queue call: both ways; on hold the customer hears music and the agent nothing; resumed; sent on', async () => {
    const office = await open();
    const { desk, caller, callId, heard } = await talking(office);
    await office.happens('both ways', () => heard.customer() === '2011' && heard.phone('2011') === 'customer');

    must(await desk.call('call.hold', { callId }));
    await office.happens('music', () => caller.hearsMusic && heard.silent('2011'));
    await office.passes(2);
    expect([caller.hearsMusic, heard.customer(), heard.phone('2011'), heard.silent('2011')]).toEqual([
      true,
      '',
      '',
      true,
    ]);

    must(await desk.call('call.resume', { callId }));
    await office.happens('both ways again', () => heard.customer() === '2011' && heard.phone('2011') === 'customer');
    must(await desk.call('call.transfer', { callId, to: { number: '2012', kind: 'extension' } }));
    await office.happens('2012 rings', () => office.channelsOf('2012')[0]?.state === 'Ringing');
    office.scenario.answers('2012');
    await office.happens(
      '2012 and the customer',
      () => heard.customer() === '2012' && heard.phone('2012') === 'customer',
    );
    expect([office.people?.phone('2011').calls.length, caller.alive]).toEqual([0, true]);
    caller.hangsUp();
    await desk.shows('its reason', () => desk.get('calls')[callId]?.end === 'transferred');
    expect(await offersTo(office)).toEqual([`${customer} Complete`]);
  });

  it('an attended transfer: the colleague is asked while the customer hears music, then the two are left alone', async () => {
    const office = await open();
    const { desk, caller, callId, heard } = await talking(office);
    must(await desk.call('call.consult', { callId, to: { number: '2012', kind: 'extension' } }));
    await office.happens('2012 rings', () => office.channelsOf('2012')[0]?.state === 'Ringing');
    office.scenario.answers('2012');
    await office.happens('asked', () => heard.phone('2012') === '2011' && heard.phone('2011') === '2012');
    await office.happens('music meanwhile', () => caller.hearsMusic && heard.customer() === '');
    must(await desk.call('call.completeConsult', { callId }));
    await office.happens('left alone', () => heard.customer() === '2012' && heard.phone('2012') === 'customer');
    expect([caller.hearsMusic, office.people?.phone('2011').calls.length]).toEqual([false, 0]);
  });

  it('parked with music, and fetched by a colleague', async () => {
    const office = await open();
    const other = office.desk();
    await other.seated({ agent: '2012', queues: [] });
    const { desk, caller, callId, heard } = await talking(office);
    const { lot } = must(await desk.call('call.park', { callId })) as { lot: string };
    await office.happens('music', () => caller.hearsMusic && heard.customer() === '');
    await other.shows('parked', () => other.rows('parks').length === 1);
    const fetching = other.start('park.retrieve', { lot });
    await office.happens('2012 rings', () => office.channelsOf('2012')[0]?.state === 'Ringing');
    must(await office.time.during(fetching));
    office.scenario.answers('2012');
    await office.happens('both ways', () => heard.customer() === '2012' && heard.phone('2012') === 'customer');
    expect(caller.hearsMusic).toBe(false);
  });

  it('a parked call that nobody fetches rings where it was parked', async () => {
    const office = await open();
    const { desk, caller, heard } = await talking(office);
    const [own] = office.channelsOf('2011');
    await office.ask('ctipark', { channel: caller.channel, srcchannel: own?.name ?? '', timeout: 4 });
    await office.happens('music', () => caller.hearsMusic);
    await office.happens('2011 rings', () => office.channelsOf('2011')[0]?.state === 'Ringing', 10);
    office.scenario.answers('2011');
    await office.happens('both ways', () => heard.customer() === '2011' && heard.phone('2011') === 'customer');
    await desk.card('talking');
  });

  it("a colleague's ring is picked up", async () => {
    const office = await open();
    const [desk, colleague] = [office.desk(), office.desk()];
    await desk.seated({ queues: [] });
    await colleague.seated({ agent: '2012' });
    office.scenario.callerRings({ from: customer, to: { queue: '90' } });
    await colleague.card('ringing');
    must(await desk.call('pickup.extension', { extension: '2012' }));
    await office.happens('2011 rings', () => office.channelsOf('2011')[0]?.state === 'Ringing');
    office.scenario.answers('2011');
    const heard = ears(office);
    await office.happens('both ways', () => heard.customer() === '2011' && heard.phone('2011') === 'customer');
    await colleague.shows('elsewhere', () => colleague.rows('calls')[0]?.end === 'answered-elsewhere');
  });

  it.each([
    ['listens', 'qE', { customer: '2011', agent: 'customer', boss: '2011 customer' }],
    ['whispers', 'qEw', { customer: '2011', agent: '2014 customer', boss: '2011 customer' }],
    ['barges in', 'qEB', { customer: '2011 2014', agent: '2014 customer', boss: '2011 customer' }],
  ])('a supervisor %s: who hears whom', async (_, options, expected) => {
    const office = await open();
    const { heard } = await talking(office);
    const [own] = office.channelsOf('2011');
    const spying = office.ask('ctioriginate', {
      channel: office.interfaceOf('2014'),
      callerid: '2011',
      variable: 'SPIES=1',
      application: 'ChanSpy',
      data: `${own?.name ?? ''},${options}`,
    });
    await office.happens('2014 rings', () => office.channelsOf('2014')[0]?.state === 'Ringing');
    office.scenario.answers('2014');
    await spying;
    const now = () => ({ customer: heard.customer(), agent: heard.phone('2011'), boss: heard.phone('2014') });
    const isSo = await office.time.until(() => JSON.stringify(now()) === JSON.stringify(expected), 15);
    expect(isSo ? expected : now()).toEqual(expected);
  });
});

describe.runIf(asteriskVersion() !== null)('when the exchange goes away', () => {
  /** A ready agent with a call, and one who is paused for a reason. */
  async function shift(office: Office) {
    const other = office.desk();
    await other.seated({ agent: '2012', pause: 4 });
    await other.shows('paused', () => other.get('seat')?.availability === 'paused');
    const { desk, caller, callId } = await talking(office);
    return { desk, other, caller, callId };
  }

  it.each([
    ['restarts mid-shift', (office: Office) => office.lab?.restart()],
    [
      'is killed and started again',
      async (office: Office) => {
        await office.lab?.kill();
        await office.passes(5);
        await office.lab?.restart();
      },
    ],
  ])('the exchange %s: nobody is signed out, the pause stays, the lost call ends and is on record', async (_, goes) => {
    const office = await open();
    const { desk, other, caller, callId } = await shift(office);
    await goes(office);
    await office.happens('reached again', () => office.engine.reachable, 30);
    await desk.shows('the lost call has ended', () => desk.get('calls')[callId]?.state === 'ended', 30);
    await desk.shows(
      'live',
      () => desk.get('link').state === 'live' && desk.get('seat')?.memberships.some(({ joined }) => joined) === true,
      30,
    );
    await office.passes(3);
    expect([states(desk).at(-1), states(desk).filter((state) => state === 'signed-out').length]).toEqual([
      'signed-in',
      1,
    ]);
    expect([office.member('90', '2012')?.paused, other.get('seat')]).toMatchObject([
      4,
      { availability: 'paused', reason: 4, pausedBy: 'me' },
    ]);
    expect(office.member('90', '2011')).toBeDefined();
    const lost = await office.ask('getcdr', { uniqueid: caller.uniqueId });
    expect(lost.map(({ disposition }) => disposition)).toEqual(['ANSWERED']);

    // And the shift goes on.
    must(await desk.call('seat.finishWrapUp', {}).then(() => desk.call('seat.ready', {})));
    // The telephones have not heard of it.
    for (const no of ['2011', '2012']) for (const call of office.people?.phone(no).calls ?? []) await call.hangUp();
    caller.hangsUp();
    await office.passes(1);
    office.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    const next = await desk.card('ringing', 30);
    must(await desk.call('call.answer', { callId: next.id }));
    expect((await desk.card('talking')).number).toBe('13700137000');
  });

  it('30 s without its manager, and calls meanwhile: nobody is signed out, the calls are listed, records are right', async () => {
    const office = await open({ cuttable: true });
    const { desk, other, caller } = await shift(office);
    await desk.call('settings.change', { change: { wrapUp: { mode: 'off' } } });
    office.relay?.cut();
    const cutAt = office.time.clock.now();
    await office.happens('out of reach', () => !office.engine.reachable, 10);
    expect(await other.call('seat.ready', {})).toMatchObject({ ok: false });

    caller.hangsUp();
    await office.passes(2);
    // One is answered at the telephone, one gives up while it rings.
    const answered = office.scenario.callerRings({ from: '13600136000', to: { queue: '90' } });
    await office.time.until(() => office.people?.phone('2011').ringing !== undefined, 8);
    office.scenario.answers('2011');
    await office.passes(5);
    answered.hangsUp();
    await office.passes(3);
    const left = office.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    await office.time.until(() => office.people?.phone('2011').ringing !== undefined, 8);
    left.givesUp();
    await office.passes(Math.max(0, 30 - (office.time.clock.now() - cutAt) / 1000));
    office.relay?.mend();
    await office.happens('reached again', () => office.engine.reachable, 30);
    await office.passes(6);

    expect([desk, other].map((one) => states(one).filter((state) => state === 'signed-out').length)).toEqual([1, 1]);
    expect([office.member('90', '2011')?.paused, office.member('90', '2012')?.paused]).toEqual([0, 4]);
    const records = (await office.ask('getcdr', office.today())).map((row) => `${row.src} ${row.disposition}`);
    expect(records.toSorted()).toEqual(['13600136000 ANSWERED', '13700137000 NO ANSWER', '13800138000 ANSWERED']);
    expect(desk.rows('calls').filter(({ state }) => state !== 'ended')).toEqual([]);

    office.scenario.callerRings({ from: '13500135000', to: { queue: '90' } });
    expect((await desk.card('ringing', 20)).number).toBe('13500135000');
  });
});
