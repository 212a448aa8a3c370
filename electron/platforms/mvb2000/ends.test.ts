import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyPop, endOf, mine, ring, talk } from './testing/calls';
import { must, type Office, openOffice } from './testing/office';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

describe('why a call is gone', () => {
  test('the caller gave up while it rang', async () => {
    const { pop, caller } = await ring(office);
    caller.givesUp();
    office.passes(1);
    expect(must(await endOf(office, pop, false))).toEqual({
      end: 'abandoned',
      byName: '',
      endedAt: expect.any(Number),
    });
  });

  test('I refused it, by command or on the telephone', async () => {
    const { pop } = await ring(office);
    must(
      (await office.driver.commands.reject?.(pop.channel)) ?? { ok: false, error: { code: 'x', message: 'no reject' } },
    );
    expect(must(await endOf(office, pop, false)).end).toBe('rejected');
  });

  test('it rang out, and rings elsewhere', async () => {
    const { pop } = await ring(office);
    office.passes(60);
    expect(must(await endOf(office, pop, false)).end).toBe('no-answer');
  });

  test('a colleague took it', async () => {
    const { driver, platform, seat } = office;
    must(await driver.commands.joinQueue('91', seat.interface, 0));
    must(await driver.commands.joinQueue('91', 'SIP/2012', 0));
    platform.scenario.callerRings({ from: '13800138000', to: { queue: '91' } });
    office.passes(1);
    const pop = await mine(office);
    platform.scenario.answers('2012');
    office.passes(1);
    expect(must(await endOf(office, pop, false))).toEqual({
      end: 'answered-elsewhere',
      byName: '李雷',
      endedAt: expect.any(Number),
    });
  });

  test('after the talk: who hung up', async () => {
    const first = await talk(office);
    first.caller.hangsUp();
    office.passes(2);
    const there = must(await endOf(office, first.pop, true)).end;
    const second = await talk2();
    must(await office.driver.commands.hangUp(second.channel));
    office.passes(2);
    expect([there, must(await endOf(office, second, true)).end]).toEqual(['hung-up-there', 'hung-up-here']);
  });
  const talk2 = async () => {
    office.passes(60);
    office.platform.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    office.passes(1);
    const pop = await mine(office);
    must(await office.driver.commands.answer(pop.channel));
    office.passes(5);
    return mine(office);
  };

  test.each([
    ['busy', { kind: 'busy' }],
    ['no-answer', { kind: 'silent' }],
    ['failed', { kind: 'congested' }],
    ['rejected', { kind: 'refuses', afterSeconds: 2 }],
  ] as const)('my call outside ended: %s', async (end, behaviour) => {
    const { platform } = office;
    platform.scenario.outsideBehaves('*', behaviour);
    platform.scenario.dials('2011', '913900139000');
    // A busy or congested line is gone in the step in which it was dialled: the facts never show its other leg.
    const [own] = platform.engine.channels();
    if (!own) throw new Error('no channel');
    const seen = must(await office.driver.pops(office.seat)).pops[0];
    office.passes(90);
    const pop = seen ?? { ...emptyPop, id: own.uniqueId, channel: own.name };
    expect(must(await endOf(office, pop, false, 'out'))).toEqual({ end, byName: '', endedAt: null });
  });

  test('I gave up dialling', async () => {
    const { platform } = office;
    platform.scenario.outsideBehaves('*', { kind: 'silent' });
    platform.scenario.dials('2011', '913900139000');
    office.passes(2);
    const pop = await mine(office);
    platform.scenario.hangsUp('2011');
    office.passes(2);
    expect(must(await endOf(office, pop, false, 'out'))).toEqual({
      end: 'hung-up-here',
      byName: '',
      endedAt: expect.any(Number),
    });
  });
});
