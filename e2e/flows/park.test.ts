import { describe, expect, it } from 'vitest';
import { must, offices, shortly, talking } from './support/suite';

const open = offices();

describe('parking', () => {
  it('parked here, seen by everybody, picked up at another telephone', async () => {
    const office = await open();
    const [desk, other] = [office.desk(), office.desk()];
    await desk.seated();
    const { caller, callId } = await talking(office, desk);
    await other.seated({ agent: '2012' });
    const { lot } = must(await desk.call('call.park', { callId })) as { lot: string };
    expect(lot).toMatch(/^7[1-9]$/);
    await desk.shows('the card ends as parked', () => desk.get('calls')[callId]?.end === 'parked');
    await other.shows('parked', () => other.rows('parks').length === 1);
    expect(other.rows('parks')).toMatchObject([{ lot, channel: caller.channel, number: '13800138000' }]);
    expect(office.engine.parks()).toMatchObject([{ lot, channel: caller.channel, state: 'Parked' }]);

    const retrieving = other.start('park.retrieve', { lot });
    await office.happens('2012 rings', () => office.channelsOf('2012')[0]?.state === 'Ringing');
    must(await office.time.during(retrieving));
    office.scenario.answers('2012');
    await other.card('talking');
    expect(other.rows('calls')).toMatchObject([{ state: 'talking', number: '13800138000', direction: 'in' }]);
    expect(other.rows('pops').map(({ number }) => number)).toEqual(['13800138000']);
    await shortly(office, () => caller.talksTo, '2012');
    await other.shows('the lot is free', () => other.rows('parks').length === 0);
    expect([other.rows('missed'), desk.rows('missed')]).toEqual([[], []]);
    const records = await office.ask('getparkedcall');
    expect(records.map((row) => row.state)).toEqual(['UnParked']);
  });

  it('nobody fetches it: it comes back to the one who parked it, and says so', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await desk.call('settings.change', { change: { wrapUp: { mode: 'off' } } });
    const { caller, callId } = await talking(office, desk);
    const { lot } = must(await desk.call('call.park', { callId })) as { lot: string };
    const back = async () => desk.card('ringing', 320);
    const call = await back();
    expect(call).toMatchObject({ number: '13800138000', linkedId: caller.uniqueId });
    await desk.shows('said so', () => desk.rows('notices').some(({ key }) => key === 'park-returned'));
    expect(desk.rows('notices').find(({ key }) => key === 'park-returned')?.params).toEqual({
      number: '13800138000',
      lot,
    });
    must(await desk.call('call.answer', { callId: call.id }));
    await shortly(office, () => caller.talksTo, '2011');
    // The same call came back: the pop is not shown anew.
    expect(Object.keys(desk.seenRows('pops', (pop) => pop.id)).length).toBe(1);
  });

  it('the parked caller gives up: the lot is free again', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller, callId } = await talking(office, desk);
    must(await desk.call('call.park', { callId }));
    await desk.shows('parked', () => desk.rows('parks').length === 1);
    caller.givesUp();
    await desk.shows('free', () => desk.rows('parks').length === 0);
    expect(office.engine.parks()).toMatchObject([{ state: 'GiveUp' }]);
  });

  it('an empty lot cannot be fetched from', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    expect(await desk.call('park.retrieve', { lot: '75' })).toMatchObject({ ok: false });
    await shortly(office, () => office.channelsOf('2011'), []);
  });
});

describe('pickup', () => {
  it("of a colleague's ring: my telephone rings, I answer, the colleague's call ended elsewhere", async () => {
    const office = await open();
    const [desk, colleague] = [office.desk(), office.desk()];
    await desk.seated({ queues: [] });
    await colleague.seated({ agent: '2012' });
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    await colleague.card('ringing');
    must(await desk.call('pickup.extension', { extension: '2012' }));
    await office.happens('2011 rings', () => office.channelsOf('2011')[0]?.state === 'Ringing');
    office.scenario.answers('2011');
    await desk.card('talking');
    await shortly(office, () => caller.talksTo, '2011');
    await desk.shows('whom', () => desk.rows('calls')[0]?.number === '13800138000');
    expect(desk.rows('calls')[0]).toMatchObject({ direction: 'in', state: 'talking' });
    expect(desk.rows('pops').map(({ number }) => number)).toEqual(['13800138000']);
    await colleague.shows('elsewhere', () => colleague.rows('calls')[0]?.end === 'answered-elsewhere');
    expect([colleague.rows('missed'), colleague.get('seat')?.missed]).toEqual([[], 0]);
    caller.hangsUp();
    await desk.shows('ended', () => desk.rows('calls')[0]?.state === 'ended');
  });

  it('where nothing rings it is refused in words', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    expect(await desk.call('pickup.extension', { extension: '2012' })).toMatchObject({ ok: false });
    await shortly(office, () => office.channelsOf('2011'), []);
  });
});
