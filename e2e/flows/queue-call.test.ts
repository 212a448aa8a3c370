import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, shortly } from './support/suite';

const open = offices();

const customer = '051288881234';

const rung = async (office: Office, desk: Workplace, queue = '90') => {
  const caller = office.scenario.callerRings({
    from: customer,
    name: '张先生',
    did: '4008001234',
    ivrPath: '1-3',
    ivrKeys: '13',
    to: { queue },
  });
  return { caller, call: await desk.card('ringing') };
};

describe('a queue call', () => {
  it('is shown while it rings, answered, held, resumed and sent on to a colleague', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller, call } = await rung(office, desk);
    await desk.shows(
      'region and path',
      () => desk.rows('calls')[0]?.region !== '' && desk.rows('calls')[0]?.ivrPath !== '',
    );
    expect(desk.rows('calls')[0]?.region).toBe('江苏 苏州');
    expect(desk.rows('calls')).toMatchObject([
      {
        state: 'ringing',
        direction: 'in',
        number: customer,
        name: '张先生',
        queue: '90',
        queueName: '售后',
        did: '4008001234',
        ivrPath: '1-3',
        ivrKeys: '13',
        linkedId: caller.uniqueId,
        answeredAt: null,
      },
    ]);
    expect(call.id).toBe(office.channelsOf('2011')[0]?.uniqueId);

    must(await desk.call('call.answer', { callId: call.id }));
    await desk.card('talking');
    await shortly(office, () => caller.talksTo, '2011');
    expect(office.liveLinks().map(({ srcUniqueId, dstUniqueId }) => [srcUniqueId, dstUniqueId])).toEqual([
      [caller.uniqueId, call.id],
    ]);

    must(await desk.call('call.hold', { callId: call.id }));
    await shortly(office, () => [desk.rows('calls')[0]?.state, caller.hearsMusic], ['held', true]);
    await office.passes(office.longer(20));
    must(await desk.call('call.resume', { callId: call.id }));
    await shortly(office, () => [desk.rows('calls')[0]?.state, caller.hearsMusic], ['talking', false]);

    must(await desk.call('call.transfer', { callId: call.id, to: { number: '2012', kind: 'extension' } }));
    expect(desk.rows('calls').map(({ state }) => state)).toEqual(['ended']);
    await desk.shows('sent on', () => desk.rows('calls')[0]?.end === 'transferred');
    await office.happens('2012 rings', () => office.channelsOf('2012')[0]?.state === 'Ringing');
    office.scenario.answers('2012');
    await office.happens('caller talks to 2012', () => caller.talksTo === '2012');
    await shortly(office, () => office.channelsOf('2011'), []);
    caller.hangsUp();
    await office.passes(2);

    expect(desk.seenRows('calls', (row) => row.state)).toEqual({
      [call.id]: ['ringing', 'talking', 'held', 'talking', 'ended'],
    });
    expect(desk.rows('missed')).toEqual([]);
    const [offer] = await office.ask('getagentcalls', { queue: '90', agentname: '2011' });
    expect(offer).toMatchObject({ uniqueid: call.id, callstate: 'Complete', callerid: customer });
    expect(office.engine.queue('90')).toMatchObject({ completed: 1, abandoned: 0 });
    const records = await office.ask('getcdr', { uniqueid: caller.uniqueId });
    expect(
      records
        .map(({ disposition, dstchannel }) => `${disposition} ${/\/(\d+)-/.exec(String(dstchannel))?.[1]}`)
        .toSorted(),
    ).toEqual(['ANSWERED 2011', 'ANSWERED 2012']);
  });

  it('answered by lifting the handset, hung up by the caller', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller, call } = await rung(office, desk);
    office.scenario.answers('2011');
    await desk.card('talking');
    const talk = office.longer(30);
    await office.passes(talk);
    caller.hangsUp();
    await desk.shows('why it ended', () => desk.rows('calls')[0]?.end === 'hung-up-there');
    const ended = desk.rows('calls')[0]!;
    expect(office.over(talk, (ended.endedAt! - ended.answeredAt!) / 1000)).toBe(0);
    const [record] = await office.ask('getcdr', { uniqueid: caller.uniqueId });
    expect(record).toMatchObject({ disposition: 'ANSWERED', billsec: expect.anything() });
    const [offer] = await office.ask('getagentcalls', { queue: '90' });
    expect(offer).toMatchObject({ uniqueid: call.id, callstate: 'Complete' });
    expect(office.over(talk, Number(offer?.talktime))).toBe(0);
  });

  it('hung up by the agent', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller, call } = await rung(office, desk);
    must(await desk.call('call.answer', { callId: call.id }));
    await desk.card('talking');
    must(await desk.call('call.hangUp', { callId: call.id }));
    await desk.shows('hung up here', () => desk.rows('calls')[0]?.end === 'hung-up-here');
    await shortly(office, () => [caller.alive, office.channelsOf('2011')], [false, []]);
  });

  it('sent to a queue and to an outside number', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const first = await rung(office, desk);
    must(await desk.call('call.answer', { callId: first.call.id }));
    await desk.card('talking');
    must(await desk.call('call.transfer', { callId: first.call.id, to: { number: '91', kind: 'queue' } }));
    await office.happens(
      'waits in 91',
      () => office.engine.queue('91')?.waiting[0]?.uniqueId === first.caller.uniqueId,
    );
    first.caller.givesUp();
    await desk.shows('wrap-up or ready', () => desk.get('seat')?.phone === 'idle');
    await desk.call('seat.finishWrapUp', {});
    await desk.shows('ready', () => desk.get('seat')?.availability === 'ready');

    office.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 2 });
    const second = await rung(office, desk);
    must(await desk.call('call.answer', { callId: second.call.id }));
    await desk.card('talking');
    must(await desk.call('call.transfer', { callId: second.call.id, to: { number: '13900139000', kind: 'outside' } }));
    await office.happens('talks to the outside number', () => second.caller.talksTo === '13900139000');
  });
});

describe('a call that nobody answers here', () => {
  it('the caller gives up while it rings: abandoned, and listed as missed', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller, call } = await rung(office, desk);
    caller.givesUp();
    await desk.shows('abandoned', () => desk.rows('calls')[0]?.end === 'abandoned');
    expect(desk.rows('missed')).toMatchObject([{ id: call.id, number: customer, queue: '90', why: 'abandoned' }]);
    expect([desk.get('seat')?.missed, desk.get('seat')?.availability]).toEqual([1, 'ready']);
    expect(office.engine.queue('90')).toMatchObject({ completed: 0, abandoned: 1 });
    const [offer] = await office.ask('getagentcalls', { queue: '90' });
    expect(offer?.uniqueid).toBe(call.id);
  });

  it('rings out and goes to the colleague: no answer', async () => {
    const office = await open();
    const [desk, other] = [office.desk(), office.desk()];
    await desk.seated();
    const { caller, call } = await rung(office, desk);
    await other.seated({ agent: '2012' });
    await desk.shows('no answer', () => desk.rows('calls')[0]?.end === 'no-answer', 30);
    expect(desk.rows('missed')).toMatchObject([{ id: call.id, why: 'no-answer' }]);
    const theirs = await other.card('ringing');
    must(await other.call('call.answer', { callId: theirs.id }));
    await shortly(office, () => caller.talksTo, '2012');
    const ends = Object.values(desk.seenRows('calls', (row) => row.end)).map((all) => all.at(-1));
    expect(desk.get('seat')?.missed).toBe(ends.filter((end) => end === 'no-answer').length);
  });

  it('rejected here: rejected, not counted as missed by absence', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller, call } = await rung(office, desk);
    const rejected = desk.call('call.reject', { callId: call.id });
    must(await rejected);
    await desk.shows('rejected', () => desk.seenRows('calls', (row) => row.end)[call.id]?.at(-1) === 'rejected');
    expect(desk.get('seat')?.missed).toBe(0);
    await shortly(office, () => caller.alive, true);
    const gone = office.engine.channels().find((channel) => channel.uniqueId === call.id);
    expect(gone?.cause).toBe(21);
  });

  it('rejected at the telephone itself', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { call } = await rung(office, desk);
    office.scenario.rejects('2011');
    await desk.shows('rejected', () => desk.seenRows('calls', (row) => row.end)[call.id]?.at(-1) === 'rejected');
  });

  it('answered elsewhere in a queue that rings all: the ring ends at once and nothing is missed (R3)', async () => {
    const office = await open();
    const [desk, other] = [office.desk(), office.desk()];
    await desk.seated({ queues: ['91'] });
    await other.seated({ agent: '2012', queues: ['91'] });
    const { caller, call } = await rung(office, desk, '91');
    const theirs = await other.card('ringing');
    must(await other.call('call.answer', { callId: theirs.id }));
    await desk.shows('answered elsewhere', () => desk.rows('calls')[0]?.end === 'answered-elsewhere');
    expect([desk.rows('missed'), desk.get('seat')?.missed]).toEqual([[], 0]);
    await shortly(office, () => caller.talksTo, '2012');
    const offers = await office.ask('getagentcalls', { queue: '91' });
    expect(offers.map((row) => `${row.agentname} ${row.callstate}`).toSorted()).toEqual([
      '2011 Complete',
      '2012 Connect',
    ]);
    expect(offers.some((row) => row.uniqueid === call.id)).toBe(true);
  });

  it('a second call to a busy telephone never disturbs the card of the first (R4)', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { call } = await rung(office, desk);
    must(await desk.call('call.answer', { callId: call.id }));
    await desk.card('talking');
    const before = desk.rows('calls')[0];
    const second = office.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    await office.passes(office.longer(10));
    second.givesUp();
    await office.passes(5);
    expect(desk.rows('calls').map(({ id, state, number }) => ({ id, state, number }))).toEqual([
      { id: call.id, state: 'talking', number: before?.number },
    ]);
  });
});
