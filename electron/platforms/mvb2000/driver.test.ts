import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ring, talk } from './testing/calls';
import { must, type Office, openOffice } from './testing/office';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

describe('who is there', () => {
  test('choices: people, telephones, queues and reasons', async () => {
    const choices = must(await office.driver.choices());
    expect({
      agent: choices.agents.find(({ agent }) => agent === '2011'),
      device: choices.devices.find(({ device }) => device === '3001'),
      fixed: choices.devices.find(({ device }) => device === '2012'),
      queues: choices.queues,
      reason: choices.reasons[0],
    }).toEqual({
      agent: { agent: '2011', name: '王芳', device: '2011' },
      device: { device: '3001', interface: 'SIP/3001', kind: 'adhoc', user: '', userName: '' },
      fixed: { device: '2012', interface: 'SIP/2012', kind: 'fixed', user: '2012', userName: '李雷' },
      queues: [
        { queue: '90', name: '售后' },
        { queue: '91', name: '售前' },
      ],
      reason: { code: 1, label: '示忙' },
    });
  });

  test('a seat is who, where, how it is dialled', () => {
    expect(office.seat).toEqual({
      agent: '2011',
      agentName: '王芳',
      device: '2011',
      interface: 'SIP/2011',
      context: 'from-internal',
      kind: 'fixed',
    });
  });

  test("a number or a telephone that does not exist is refused in the platform's words", async () => {
    const answers = [await office.driver.identify('9999', '2011'), await office.driver.identify('2011', '9999')];
    expect(answers.map((answer) => !answer.ok && answer.error.params?.errcode)).toEqual([1161, 1141]);
  });

  test('hot desk: bound, in use by another, taken over, given back', async () => {
    const { driver } = office;
    const one = must(await driver.identify('8001', '3001'));
    const two = must(await driver.identify('8002', '3001'));
    must(await driver.bind(one, false));
    must(await driver.bind(one, false));
    const refused = await driver.bind(two, false);
    expect(!refused.ok && refused.error).toMatchObject({
      code: 'in-use',
      params: { by: '8001', name: '刘洋', device: '3001' },
    });
    must(await driver.bind(two, true));
    const users = () => office.platform.engine.device('3001')?.user;
    const seen = [users()];
    must(await driver.unbind(two));
    seen.push(users());
    expect(seen).toEqual(['8002', '']);
  });

  test('one person at two telephones: the old one is named, and given up on request', async () => {
    const { driver } = office;
    must(await driver.bind(must(await driver.identify('8001', '3001')), false));
    const second = must(await driver.identify('8001', '3002'));
    const refused = await driver.bind(second, false);
    must(await driver.bind(second, true));
    expect([!refused.ok && refused.error.params, office.platform.engine.user('8001')?.device]).toEqual([
      { by: '8001', name: '刘洋', device: '3001' },
      '3002',
    ]);
  });

  test('a fixed telephone of somebody else cannot be had at all', async () => {
    const seat = must(await office.driver.identify('2011', '2012'));
    const refused = await office.driver.bind(seat, true);
    expect(!refused.ok && refused.error).toMatchObject({ code: 'in-use', params: { by: '2012', name: '李雷' } });
  });

  test('extensions with presence and pause, and the reasons', async () => {
    const { driver, seat, platform } = office;
    must(await driver.commands.joinQueue('90', seat.interface, 0));
    must(await driver.commands.pauseQueue('90', seat.interface, 3));
    platform.scenario.unplugs('2013');
    const list = must(await driver.extensions());
    const of = (extension: string) => list.find((entry) => entry.extension === extension);
    expect([of('2011'), of('2013')?.presence]).toEqual([
      {
        extension: '2011',
        name: '王芳',
        device: '2011',
        interface: 'SIP/2011',
        context: 'from-internal',
        presence: 'idle',
        paused: true,
      },
      'unreachable',
    ]);
    expect(must(await driver.pauseReasons()).map(({ code }) => code)).toContain(3);
    expect(must(await driver.extensions())).toBe(list);
  });

  test('settings are read back as they were set', async () => {
    const { driver, seat } = office;
    must(await driver.commands.setDnd(seat, true));
    must(await driver.commands.setForwarding(seat, 'busy', '2012'));
    must(await driver.commands.setForwarding(seat, 'always', '2013'));
    must(await driver.commands.setForwarding(seat, 'always', ''));
    expect(must(await driver.settingsOf(seat))).toEqual({
      dnd: true,
      forwarding: { always: '', busy: '2012', unavailable: '' },
    });
  });

  test('since when a seat is as it is', async () => {
    const { driver, seat } = office;
    expect(must(await driver.stateSince(seat))).toBeNull();
    must(await driver.commands.joinQueue('90', seat.interface, 0));
    office.passes(60);
    const at = office.clock.now();
    must(await driver.commands.pauseQueue('90', seat.interface, 2));
    office.passes(60);
    expect(must(await driver.stateSince(seat))).toEqual({ since: Math.floor(at / 1000) * 1000, event: 'paused' });
  });

  test('capabilities follow the configured features', async () => {
    const bare = await openOffice({ features: {} });
    const missing = [...office.driver.capabilities].filter((name) => !bare.driver.capabilities.has(name));
    expect(missing.sort()).toEqual(['answer', 'consult-swap', 'consult-three-way', 'dtmf']);
    expect(await bare.driver.commands.answer('SIP/2011-1')).toMatchObject({
      ok: false,
      error: { code: 'not-supported' },
    });
    await bare.close();
  });
});

describe('what is going on', () => {
  test('a queue call rings: everything known of the caller', async () => {
    const { pop, caller } = await ring(office);
    expect(pop).toEqual({
      id: expect.stringMatching(/^\d+\.\d+$/),
      channel: expect.stringMatching(/^SIP\/2011-/),
      state: 'Ringing',
      direct: 'IN',
      number: '13800138000',
      name: '李娜',
      refChannel: caller.channel,
      refId: caller.uniqueId,
      did: '4008001234',
      queue: '90',
      agent: '2011',
      holdSeconds: expect.any(Number),
      ivrPath: '1-3',
      ivrKeys: '13',
      callData: '',
      createdAt: Math.floor(office.clock.now() / 1000) * 1000 - 1000,
    });
  });

  test('status: my telephone, its link, my membership, who waits; the same object while nothing changes', async () => {
    const { pop, caller } = await ring(office);
    const status = must(await office.driver.status(office.seat, ['90']));
    const [device] = status.devices;
    expect({
      devices: status.devices.map(({ device: no, status: bits }) => [no, bits]),
      link: device?.links.map(({ id, refId, state, refNumber }) => ({ id, refId, state, refNumber })),
      members: status.members.map(({ queue, interface: iface, agent, fixed, paused }) => ({
        queue,
        iface,
        agent,
        fixed,
        paused,
      })),
      users: status.users,
    }).toEqual({
      devices: [['2011', 8]],
      link: [{ id: pop.id, refId: caller.uniqueId, state: 'Dialing', refNumber: '13800138000' }],
      members: [{ queue: '90', iface: 'SIP/2011', agent: '2011', fixed: false, paused: 0 }],
      users: [{ user: '2011', device: '2011' }],
    });
    expect(
      status.waiting.map(({ queue, number, enteredAt }) => ({ queue, number, age: office.clock.now() - enteredAt })),
    ).toEqual([{ queue: '90', number: '13800138000', age: 1000 }]);
  });

  test('facts keep their identity while the answers do', async () => {
    const { driver, seat } = office;
    const one = [must(await driver.pops(seat)), must(await driver.status(seat, [])), must(await driver.queueFigures())];
    office.passes(3);
    const two = [must(await driver.pops(seat)), must(await driver.status(seat, [])), must(await driver.queueFigures())];
    expect(one.map((facts, at) => facts === two[at])).toEqual([true, true, true]);
  });

  test('the whole floor and the figures of the queues', async () => {
    await talk(office);
    const floor = must(
      await office.driver.floor({ devices: ['2011', '2012', '3001'], users: [], queues: ['90', '91'] }),
    );
    expect(floor.devices.map(({ device, status }) => [device, status])).toEqual([
      ['2011', 1],
      ['2012', 0],
      ['3001', 0],
    ]);
    expect(must(await office.driver.queueFigures()).map(({ queue, name }) => [queue, name])).toEqual([
      ['90', '售后'],
      ['91', '售前'],
    ]);
  });

  test('a held party hears music, and its channel says so', async () => {
    const { pop, caller } = await talk(office);
    must(await office.driver.commands.hold(pop.refChannel));
    const held = must(await office.driver.channels(office.seat)).find(({ channel }) => channel === caller.channel);
    const heard = [caller.hearsMusic];
    must(await office.driver.commands.resume(pop.refChannel));
    heard.push(caller.hearsMusic);
    expect([heard, held?.held, held?.gone]).toEqual([[true, false], true, false]);
  });

  test('more of a call, and where its number is at home', async () => {
    const { pop } = await talk(office);
    must(await office.driver.commands.setVariable(pop.refChannel, 'MVB_IVRHIST', '1|3'));
    const detail = must(await office.driver.callDetail(pop.refChannel));
    expect([detail.queue, detail.did, detail.ivrPath !== '', Object.keys(detail.variables)]).toEqual([
      '90',
      '4008001234',
      true,
      expect.arrayContaining(['MVB_IVRHIST']),
    ]);
    const before = office.platform.requests.get('getarea') ?? 0;
    const regions = [
      await office.driver.region('18662616572'),
      await office.driver.region('18662616572'),
      await office.driver.region('2012'),
      await office.driver.region('2012'),
    ].map(must);
    expect([
      regions[0] !== '',
      regions[0] === regions[1],
      regions.slice(2),
      (office.platform.requests.get('getarea') ?? 0) - before,
    ]).toEqual([true, true, ['', ''], 2]);
  });
});
