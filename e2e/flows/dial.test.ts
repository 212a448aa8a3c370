import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, shortly } from './support/suite';

const open = offices();
const seated = async (): Promise<{ office: Office; desk: Workplace }> => {
  const office = await open();
  const desk = office.desk();
  await desk.seated();
  return { office, desk };
};
const phases = (desk: Workplace) =>
  desk.seen('dial', (dial) => dial && `${dial.phase}${dial.error ? ` ${dial.error.code}` : ''}`);
const outside = (office: Office) => office.engine.channels().filter((one) => one.trunk !== '');

describe('a number dialled', () => {
  it('my telephone first, then the number; one card, both phases, and the talk time of the far side', async () => {
    const { office, desk } = await seated();
    office.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 4 });
    must(await desk.call('call.dial', { number: '139 0013 9000' }));
    const { id } = await desk.card('calling-me');
    await shortly(office, () => office.channelsOf('2011').map(({ state }) => state), ['Ringing']);
    expect(outside(office)).toEqual([]);
    office.scenario.answers('2011');
    await desk.shows('calling them', () => desk.get('dial')?.phase === 'calling-them');
    await desk.shows('connected', () => desk.get('dial')?.phase === 'connected');
    expect(desk.rows('calls')).toMatchObject([{ id, state: 'talking', direction: 'out' }]);
    expect(desk.rows('calls')[0]?.number.replaceAll(' ', '')).toBe('13900139000');
    expect(outside(office).map(({ callerId, state }) => [callerId, state])).toEqual([['13900139000', 'Up']]);
    await office.passes(office.longer(25));
    must(await desk.call('call.hangUp', { callId: id }));
    await desk.shows('hung up here', () => desk.get('calls')[id]?.end === 'hung-up-here');
    expect(desk.seenRows('calls', (row) => row.state)).toEqual({ [id]: ['calling-me', 'dialing', 'talking', 'ended'] });
    expect(phases(desk).filter((phase) => phase !== null)).toEqual(['calling-me', 'calling-them', 'connected']);
    const call = desk.get('calls')[id]!;
    const records = await office.ask('getcdr', { uniqueid: id });
    expect(records.map((row) => [row.disposition, row.direct])).toEqual([['ANSWERED', 'OUT']]);
    expect(Math.abs((call.endedAt! - call.answeredAt!) / 1000 - Number(records[0]?.billsec))).toBeLessThanOrEqual(1);
    expect(desk.get('settings').recentNumbers[0]?.replaceAll(' ', '')).toBe('13900139000');
  });

  it.each([
    ['busy', { kind: 'busy' }, 'busy', 'busy'],
    ['unanswered', { kind: 'silent' }, 'no-answer', 'no-answer'],
    ['refused', { kind: 'refuses', afterSeconds: 3 }, 'rejected', 'rejected'],
    ['congested', { kind: 'congested' }, 'congestion', 'failed'],
  ] as const)('%s: its own word on the dial box and the card (R7)', async (_, behaviour, code, end) => {
    const { office, desk } = await seated();
    office.scenario.outsideBehaves('139', behaviour);
    must(await desk.call('call.dial', { number: '13900139000' }));
    const { id } = await desk.card('calling-me');
    office.scenario.answers('2011');
    await desk.shows('how it went', () => desk.get('dial')?.phase === 'failed', 120);
    expect(desk.get('dial')?.error).toMatchObject({ code });
    expect(desk.get('calls')[id]).toMatchObject({ state: 'ended', end });
    expect([desk.rows('missed'), desk.get('seat')?.availability]).toEqual([[], 'ready']);
    await shortly(office, () => office.channelsOf('2011'), []);
    const records = await office.ask('getcdr', { uniqueid: id });
    expect(
      records.some((row) => row.disposition === 'ANSWERED' && row.direct === 'OUT' && Number(row.billsec) > 0),
    ).toBe(false);
  });

  it('my telephone is not lifted: no answer, of mine', async () => {
    const { office, desk } = await seated();
    must(await desk.call('call.dial', { number: '13900139000' }));
    await desk.card('calling-me');
    await desk.shows('given up', () => desk.get('dial')?.phase === 'failed', 60);
    expect(desk.get('dial')?.error).toMatchObject({ code: 'no-answer', params: { phase: 'calling-me' } });
    await shortly(office, () => [outside(office), office.channelsOf('2011'), desk.rows('missed')], [[], [], []]);
  });

  it('my telephone refuses', async () => {
    const { office, desk } = await seated();
    must(await desk.call('call.dial', { number: '13900139000' }));
    await desk.card('calling-me');
    office.scenario.rejects('2011');
    await desk.shows('given up', () => desk.get('dial')?.phase === 'failed');
    expect(desk.get('dial')?.error?.code).toBe('rejected');
    expect(desk.rows('missed')).toEqual([]);
  });

  it('cancelled while my telephone rings', async () => {
    const { office, desk } = await seated();
    must(await desk.call('call.dial', { number: '13900139000' }));
    await desk.card('calling-me');
    must(await desk.call('call.cancelDial', {}));
    await desk.shows(
      'gone',
      () => desk.get('dial') === null && desk.rows('calls').every(({ state }) => state === 'ended'),
    );
    await shortly(office, () => [office.channelsOf('2011'), outside(office), desk.rows('missed')], [[], [], []]);
  });

  it('cancelled while the other side rings', async () => {
    const { office, desk } = await seated();
    office.scenario.outsideBehaves('139', { kind: 'silent' });
    must(await desk.call('call.dial', { number: '13900139000' }));
    await desk.card('calling-me');
    office.scenario.answers('2011');
    await desk.shows('calling them', () => desk.get('dial')?.phase === 'calling-them');
    await office.happens('a line rings', () => outside(office).some(({ hungUpAt }) => hungUpAt === null));
    must(await desk.call('call.cancelDial', {}));
    await desk.shows(
      'gone',
      () => desk.get('dial') === null && desk.rows('calls').every(({ state }) => state === 'ended'),
    );
    expect(outside(office).filter(({ hungUpAt }) => hungUpAt === null)).toEqual([]);
    await desk.shows('hung up here', () => desk.rows('calls')[0]?.end === 'hung-up-here');
  });

  it('my telephone is unplugged: refused at once in words', async () => {
    const { office, desk } = await seated();
    office.scenario.unplugs('2011');
    // A real exchange hears of it a moment later.
    await office.happens('it is known to be gone', () => office.engine.device('2011')?.registered === false);
    expect(await desk.call('call.dial', { number: '13900139000' })).toMatchObject({
      ok: false,
      error: { tried: expect.any(String) },
    });
    expect(desk.get('dial')).toMatchObject({ phase: 'failed' });
  });

  it('from the telephone itself: the same card, once (R5)', async () => {
    const { office, desk } = await seated();
    office.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 5 });
    office.scenario.dials('2011', '913900139000');
    await desk.card('dialing');
    await desk.card('talking');
    expect(desk.rows('calls')).toMatchObject([{ direction: 'out', number: '13900139000' }]);
    office.scenario.hangsUp('2011');
    // Both legs go in the same second and no record says who was first: an honest "ended".
    await desk.shows('ended', () => desk.rows('calls')[0]?.end === 'unknown');
    must(await desk.call('call.dial', { number: '13900139000' }));
    await desk.card('calling-me');
    expect(desk.rows('calls').length).toBe(2);
  });

  it('a colleague: internal, named, and no outside line', async () => {
    const { office, desk } = await seated();
    must(await desk.call('call.dial', { number: '2012' }));
    await desk.card('calling-me');
    office.scenario.answers('2011');
    await office.happens('2012 rings', () => office.channelsOf('2012').length === 1);
    office.scenario.answers('2012');
    await desk.card('talking');
    expect(desk.rows('calls')).toMatchObject([{ direction: 'internal', number: '2012', state: 'talking' }]);
    expect([outside(office), desk.rows('pops')]).toEqual([[], []]);
  });
});

describe('a number from outside the program', () => {
  it.each([
    ['tel:+8613900139000', '913900139000'],
    ['tel:021-6437-0001', '902164370001'],
    ['callto:2012', '2012'],
    ['tel:10086', '910086'],
    ['tel:+49-30-123456', '9004930123456'],
  ])('%s is asked about first, and the platform dials exactly %s', async (link, expected) => {
    const { office, desk } = await seated();
    desk.desk.receiveDial(link, 'link');
    await desk.shows('asked', () => desk.rows('requests').length === 1);
    await office.passes(5);
    await shortly(office, () => office.channelsOf('2011'), []);
    const [request] = desk.rows('requests');
    const candidate = request!.candidates[0]!;
    expect(candidate.dial).toBe(expected);
    must(await desk.call('request.answer', { id: request!.id, dial: candidate.dial }));
    await desk.card('calling-me');
    const mine = office.channelsOf('2011')[0]!;
    expect(await office.ask('ctigetvar', { channel: mine.name, variable: 'MVB_CALLEE' })).toMatchObject([
      { result: candidate.dial },
    ]);
    office.scenario.answers('2011');
    await office.happens(
      'dialled',
      () => office.engine.channel(mine.name)?.exten === candidate.dial || office.channelsOf('2012').length > 0,
    );
    await shortly(office, () => [office.engine.channel(mine.name)?.exten, desk.rows('requests')], [candidate.dial, []]);
  });

  it('a refused request dials nothing; a request cannot be answered with another number', async () => {
    const { office, desk } = await seated();
    desk.desk.receiveDial('tel:13900139000', 'link');
    await desk.shows('asked', () => desk.rows('requests').length === 1);
    const [request] = desk.rows('requests');
    expect(await desk.call('request.answer', { id: request!.id, dial: '2012' })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    must(await desk.call('request.answer', { id: request!.id }));
    await office.passes(5);
    await shortly(office, () => [desk.rows('requests'), office.engine.channels()], [[], []]);
  });

  it('several numbers in a selection are offered one by one; verbs of control are refused (R21)', async () => {
    const { office, desk } = await seated();
    desk.desk.receiveDial('办公室 021-64370001，手机 13900139000', 'selection');
    await desk.shows('asked', () => desk.rows('requests').length === 1);
    expect(desk.rows('requests')[0]?.candidates.length).toBe(2);
    desk.desk.receiveDial('seatline://transfer?to=13900139000', 'link');
    await desk.shows('refused', () => desk.rows('notices').some(({ key }) => key === 'link-refused'));
    await shortly(office, () => [desk.rows('requests').length, office.engine.channels()], [1, []]);
  });
});
