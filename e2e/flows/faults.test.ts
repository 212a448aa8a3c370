import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, talking } from './support/suite';

const open = offices();
const seated = async (
  more: { floor?: boolean; xmlOnly?: boolean } = {},
): Promise<{ office: Office; desk: Workplace }> => {
  const office = await open();
  const desk = office.desk(more);
  await desk.seated();
  return { office, desk };
};

describe('faults of the face', () => {
  const faulty: readonly (readonly [string, boolean, (office: Office) => unknown])[] = [
    ['slow answers', false, (office) => office.slow(2_000)],
    ['wrong charset', false, (office) => office.scenario.faults.wrongCharset()],
    ['XML only', true, () => undefined],
    ['XML only, wrong charset', true, (office) => office.scenario.faults.wrongCharset()],
    ['XML only, malformed', true, (office) => office.scenario.faults.malformedXml()],
  ];
  it.each(faulty)('%s: the shift goes on', async (_, xmlOnly, spoil) => {
    const { office, desk } = await seated({ xmlOnly });
    spoil(office);
    const caller = office.scenario.callerRings({ from: '13800138000', name: '张先生', to: { queue: '90' } });
    const { id } = await desk.card('ringing', 20);
    await desk.shows('who calls', () => desk.get('calls')[id]?.name === '张先生', 20);
    office.scenario.answers('2011');
    await desk.shows('talking', () => desk.get('calls')[id]?.state === 'talking', 20);
    caller.hangsUp();
    await desk.shows('ended', () => desk.get('calls')[id]?.state === 'ended', 30);
    expect(Object.keys(desk.seenRows('calls', (call) => call.id)).length).toBe(1);
    expect(desk.get('session').state).toBe('signed-in');
  });

  const broken: readonly (readonly [string, (office: Office) => () => void, string])[] = [
    ['cut connections', (office) => office.scenario.faults.cutConnections(), 'unreachable'],
    ['half a body', (office) => office.scenario.faults.halfBody(), 'unreachable'],
    ['500', (office) => office.scenario.faults.serverErrors(), 'http'],
  ];
  it.each(broken)(
    '%s: red with its own word, no call invented or lost, and live again by itself',
    async (_, spoil, code) => {
      const { office, desk } = await seated();
      const { caller, callId } = await talking(office, desk);
      const undo = spoil(office);
      await desk.shows('red', () => desk.get('link').state === 'down', 60);
      expect([desk.get('link').error?.code, desk.get('calls')[callId]?.state]).toEqual([code, 'talking']);
      undo();
      await desk.shows('live', () => desk.get('link').state === 'live', 40);
      await office.passes(5);
      expect([desk.get('calls')[callId]?.state, caller.talksTo]).toEqual(['talking', '2011']);
      expect(Object.keys(desk.seenRows('calls', (call) => call.id))).toEqual([callId]);
    },
  );

  it('one endpoint dead for 20 minutes: the others stay fresh, and it recovers alone (R17)', async () => {
    const { office, desk } = await seated({ floor: true });
    const undo = office.dead('getqueue');
    await office.passes(office.longer(20 * 60));
    const of = (endpoint: string) => desk.get('link').endpoints.find((row) => row.endpoint === endpoint);
    expect([desk.get('link').state, of('figures')?.state, of('pops')?.state]).toEqual(['live', 'down', 'ok']);
    expect(desk.get('link').missingSince).toBe(null);
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    await desk.card('ringing');
    caller.givesUp();
    undo();
    await desk.shows('recovered', () => of('figures')?.state === 'ok', 60);
    expect(desk.get('queues')['90']?.abandoned).toBe(1);
  });

  it('the pop endpoint dead: calls are still shown from the other one (R17)', async () => {
    const { office, desk } = await seated();
    office.dead('getpopupscreen');
    await office.passes(office.longer(60));
    expect(desk.get('link').state).toBe('live');
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await desk.card('ringing');
    expect(desk.get('calls')[id]?.number).toBe('13800138000');
    caller.givesUp();
    await desk.shows('ended', () => desk.get('calls')[id]?.state === 'ended', 30);
  });

  it('accepted, but nothing happens: not confirmed within 5 s, and the control lives again (R8)', async () => {
    const { office, desk } = await seated();
    const { callId } = await talking(office, desk);
    const [mine] = office.channelsOf('2011');
    // The platform says yes and holds nothing: the party that is to hear music is resumed in the same moment.
    const stop = office.engine.onChange(() => {
      for (const channel of office.engine.channels()) if (channel.held) office.engine.unhold(channel.name);
    });
    const began = office.time.clock.now();
    const held = await desk.call('call.hold', { callId });
    stop();
    expect(held).toMatchObject({ ok: false, error: { code: 'not-confirmed' } });
    expect(office.time.clock.now() - began).toBeLessThanOrEqual(5_200);
    expect(desk.seenRows('commands', (row) => row.state)).toMatchObject({
      [desk.rows('commands').find((row) => row.name === 'call.hold')!.id]: ['pending', 'not-confirmed'],
    });
    expect(mine?.state).toBe('Up');
    must(await desk.call('call.hold', { callId }));
    expect(desk.get('calls')[callId]?.state).toBe('held');
  });
});
