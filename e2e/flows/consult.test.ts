import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, shortly } from './support/suite';

const open = offices();

/** 2011 talks to a queue caller. */
async function talking(
  office: Office,
): Promise<{ desk: Workplace; caller: ReturnType<Office['scenario']['callerRings']>; callId: string }> {
  const desk = office.desk();
  await desk.seated();
  const caller = office.scenario.callerRings({ from: '13800138000', name: '张先生', to: { queue: '90' } });
  const { id } = await desk.card('ringing');
  must(await desk.call('call.answer', { callId: id }));
  await desk.card('talking');
  return { desk, caller, callId: id };
}
const legsOf = (desk: Workplace) =>
  desk.rows('calls')[0]?.legs.map(({ role, number, state }) => `${role} ${number} ${state}`);
const ask = (desk: Workplace, callId: string, number = '2012') =>
  desk.call('call.consult', { callId, to: { number, kind: 'extension' } });

describe('attended transfer', () => {
  it('completed: the customer talks to the colleague, whose pop tells the customer (R10)', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    const colleague = office.desk();
    await colleague.seated({ agent: '2012' });
    must(await ask(desk, callId));
    expect(desk.get('calls')[callId]?.state).toBe('consulting');
    await desk.shows('2012 is being called', () => legsOf(desk)?.[1] === 'consult 2012 dialing');
    await shortly(office, () => [caller.hearsMusic, office.channelsOf('2012')[0]?.state], [true, 'Ringing']);
    const theirs = await colleague.card('ringing');
    must(await colleague.call('call.answer', { callId: theirs.id }));
    await desk.shows('the colleague is there', () => legsOf(desk)?.[1] === 'consult 2012 talking');
    await shortly(office, () => legsOf(desk), ['party 13800138000 held', 'consult 2012 talking']);
    must(await desk.call('call.completeConsult', { callId }));
    await desk.shows('transferred', () => desk.get('calls')[callId]?.end === 'transferred');
    await shortly(office, () => [caller.talksTo, caller.hearsMusic, office.channelsOf('2011')], ['2012', false, []]);
    await colleague.shows('the customer', () => colleague.get('calls')[theirs.id]?.number === '13800138000');
    await colleague.shows('a pop of the customer', () =>
      colleague.rows('pops').some((pop) => pop.number === '13800138000'),
    );
    // Who transferred is asked for once the call is known: a poll later than the number.
    await colleague.shows('who transferred', () => colleague.get('calls')[theirs.id]?.transferredFrom === '2011');
    await colleague.shows('the talk', () => colleague.get('calls')[theirs.id]?.state === 'talking');
    expect(await office.ask('ctigetvar', { channel: caller.channel, variable: 'ATDTRANSFERNUMBER' })).toMatchObject([
      { result: '2011' },
    ]);
    caller.hangsUp();
    await office.passes(2);
    expect(desk.rows('missed')).toEqual([]);
  });

  it('cancelled while it rings and cancelled in the talk: back with the customer', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    must(await ask(desk, callId));
    must(await desk.call('call.cancelConsult', { callId }));
    await office.happens('the customer hears the agent', () => caller.talksTo === '2011');
    await desk.card('talking');
    await shortly(office, () => [desk.get('calls')[callId]?.state, caller.talksTo, caller.hearsMusic], [
      'talking',
      '2011',
      false,
    ]);
    await office.happens('2012 is quiet', () => office.channelsOf('2012').length === 0);

    must(await ask(desk, callId));
    await office.happens('2012 rings', () => office.channelsOf('2012').length === 1);
    office.scenario.answers('2012');
    await desk.shows('in the talk', () => legsOf(desk)?.includes('consult 2012 talking') === true);
    must(await desk.call('call.cancelConsult', { callId }));
    await office.happens('the customer hears the agent', () => caller.talksTo === '2011');
    await desk.card('talking');
    await shortly(office, () => [desk.get('calls')[callId]?.state, caller.talksTo, caller.hearsMusic], [
      'talking',
      '2011',
      false,
    ]);
    await shortly(office, () => office.channelsOf('2012'), []);
    expect(desk.rows('calls').length).toBe(1);
  });

  it('the colleague is busy: said so, and back with the customer', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    office.scenario.dials('2012', '2013');
    office.scenario.answers('2013');
    const asked = await ask(desk, callId);
    await desk.shows('talking', () => desk.get('calls')[callId]?.state === 'talking');
    expect(asked).toMatchObject({ ok: false, error: { code: 'busy' } });
    await shortly(office, () => [caller.talksTo, caller.hearsMusic], ['2011', false]);
  });

  it('the colleague lets it ring: back with the customer after the ring time', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    must(await ask(desk, callId));
    await desk.shows('back', () => desk.get('calls')[callId]?.state === 'talking', 40);
    await office.happens('the customer hears the agent', () => caller.talksTo === '2011');
    await shortly(office, () => [caller.talksTo, caller.hearsMusic, office.channelsOf('2012')], ['2011', false, []]);
    expect(legsOf(desk)).toContain('consult 2012 ended');
  });

  it('an unknown number never leaves the customer alone', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    const asked = await ask(desk, callId, '7777');
    expect(asked.ok).toBe(false);
    await desk.shows('talking', () => desk.get('calls')[callId]?.state === 'talking');
    await shortly(office, () => [caller.talksTo, caller.hearsMusic], ['2011', false]);
  });

  it('swapped to and fro: who hears music is who the card says waits', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    must(await ask(desk, callId));
    office.scenario.answers('2012');
    await desk.shows('in the talk', () => legsOf(desk)?.includes('consult 2012 talking') === true);
    must(await desk.call('call.swapConsult', { callId }));
    await shortly(office, () => legsOf(desk), ['party 13800138000 talking', 'consult 2012 held']);
    await shortly(office, () => [caller.hearsMusic, office.channelsOf('2012')[0]?.held], [false, true]);
    must(await desk.call('call.swapConsult', { callId }));
    await shortly(office, () => legsOf(desk), ['party 13800138000 held', 'consult 2012 talking']);
    await shortly(office, () => [caller.hearsMusic, office.channelsOf('2012')[0]?.held], [true, false]);
  });

  it('three-way: all three talk; when the agent leaves, the others stay together', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    must(await ask(desk, callId));
    office.scenario.answers('2012');
    await desk.shows('in the talk', () => legsOf(desk)?.includes('consult 2012 talking') === true);
    must(await desk.call('call.threeWay', { callId }));
    expect(desk.get('calls')[callId]?.state).toBe('conference');
    await shortly(office, () => legsOf(desk), ['party 13800138000 talking', 'consult 2012 talking']);
    await shortly(office, () => [caller.hearsMusic, office.channelsOf('2012')[0]?.held], [false, false]);
    must(await desk.call('call.hangUp', { callId }));
    await shortly(office, () => [caller.talksTo, caller.alive], ['2012', true]);
  });

  it('the customer hangs up during the consultation: the card goes on with the colleague', async () => {
    const office = await open();
    const { desk, caller, callId } = await talking(office);
    must(await ask(desk, callId));
    office.scenario.answers('2012');
    await desk.shows('in the talk', () => legsOf(desk)?.includes('consult 2012 talking') === true);
    caller.hangsUp();
    await desk.shows('talks to the colleague', () => desk.get('calls')[callId]?.state === 'talking');
    await shortly(office, () => legsOf(desk), ['party 13800138000 ended', 'consult 2012 talking']);
    office.scenario.hangsUp('2012');
    await desk.shows('ended', () => desk.get('calls')[callId]?.state === 'ended');
  });
});
