import { describe, expect, it } from 'vitest';
import type { Settings } from '../../shared/bridge/settings';
import type { Office, Workplace } from './support/office';
import { must, offices } from './support/suite';

const open = offices();
const template = 'https://crm.example/open?n={number}&q={queue}&o={var.ORDER}&k={ivrKeys}';
const seated = async (pop: Partial<Settings['pop']> = { template }): Promise<{ office: Office; desk: Workplace }> => {
  const office = await open();
  const desk = office.desk();
  await desk.seated();
  must(await desk.call('settings.change', { change: { pop } }));
  return { office, desk };
};
const rings = (office: Office) =>
  office.scenario.callerRings({
    from: '13800138000',
    name: '张先生 <b>',
    did: '4008001234',
    ivrPath: '1-3',
    ivrKeys: '13',
    to: { queue: '90' },
  });

describe('screen pop', () => {
  it('at the ring, with everything known, its page opened once', async () => {
    const { office, desk } = await seated();
    const caller = rings(office);
    await desk.card('ringing');
    await desk.shows('the page', () => desk.opened.length === 1);
    expect(desk.opened).toEqual(['https://crm.example/open?n=13800138000&q=90&o=&k=13']);
    expect(desk.rows('pops')).toMatchObject([
      {
        id: `${caller.uniqueId}/ring`,
        number: '13800138000',
        name: '张先生 <b>',
        queue: '90',
        queueName: '售后',
        did: '4008001234',
        ivrPath: '1-3',
        ivrKeys: '13',
        direction: 'in',
        urlState: 'opened',
      },
    ]);
    office.scenario.answers('2011');
    await desk.card('talking');
    caller.hangsUp();
    await office.passes(office.longer(60));
    expect([desk.opened.length, Object.keys(desk.seenRows('pops', (pop) => pop.id))]).toEqual([
      1,
      [`${caller.uniqueId}/ring`],
    ]);
  });

  it('once, although the queue offers the same caller to the same agent again and again', async () => {
    const { office, desk } = await seated();
    rings(office);
    await desk.card('ringing');
    await desk.shows('rung out twice', () => Object.keys(desk.seenRows('calls', (call) => call.id)).length === 3, 80);
    expect([desk.opened.length, Object.keys(desk.seenRows('pops', (pop) => pop.id)).length]).toEqual([1, 1]);
    // The platform did ring three times.
    expect(office.engine.channels().filter((channel) => channel.device === '2011').length).toBe(3);
  });

  it('once, although the desk was killed while it rang; the row is there again', async () => {
    const { office, desk } = await seated();
    const caller = rings(office);
    await desk.shows('the page', () => desk.opened.length === 1);
    await desk.kill();
    const again = office.desk({ computer: desk.computer });
    await again.seated();
    await again.card('ringing');
    await office.passes(3);
    expect(again.rows('pops')).toMatchObject([
      { id: `${caller.uniqueId}/ring`, number: '13800138000', urlState: 'suppressed' },
    ]);
    expect(again.opened).toEqual([]);
  });

  it('by queue, and after the end when that is wanted: the caller who hangs up during it is shown once (R11)', async () => {
    const { office, desk } = await seated({ trigger: 'end', byQueue: { '90': 'https://crm.example/90/{number}' } });
    const caller = rings(office);
    const { id } = await desk.card('ringing');
    must(await desk.call('call.answer', { callId: id }));
    expect(desk.opened).toEqual([]);
    caller.hangsUp();
    await desk.shows('the page', () => desk.opened.length > 0);
    await office.passes(office.longer(30));
    expect(desk.opened).toEqual(['https://crm.example/90/13800138000']);
    expect(desk.rows('pops').map((pop) => pop.trigger)).toEqual(['end']);
  });

  it('by platform: its own template wins over the common one, a queue’s over both', async () => {
    const { office, desk } = await seated({ template: 'https://common.example/{number}' });
    const profileId = desk.get('session').profileId;
    must(
      await desk.call('settings.change', {
        change: { pop: { byPlatform: { [profileId]: 'https://platform.example/{number}' } } },
      }),
    );
    rings(office);
    await desk.shows('the page', () => desk.opened.length > 0);
    expect(desk.opened).toEqual(['https://platform.example/13800138000']);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    '\\\\server\\share',
    'data:text/html,x',
    'https://{name}.example/',
  ])('%s is blocked and said so (R22)', async (bad) => {
    const { office, desk } = await seated({ template: bad });
    rings(office);
    await desk.card('ringing');
    await desk.shows('blocked', () => desk.rows('pops')[0]?.urlState === 'blocked');
    expect([desk.opened, desk.rows('notices').map(({ key }) => key)]).toEqual([[], ['pop-blocked']]);
  });

  it('by hand: nothing opens until the person asks', async () => {
    const { office, desk } = await seated({ trigger: 'manual', template });
    rings(office);
    await desk.card('ringing');
    await office.passes(5);
    const [pop] = desk.rows('pops');
    expect([pop?.number, desk.opened]).toEqual(['13800138000', []]);
    must(await desk.call('pop.open', { popId: pop!.id }));
    expect(desk.opened.length).toBe(1);
  });
});
