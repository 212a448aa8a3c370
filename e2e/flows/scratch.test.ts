import { it } from 'vitest';
import { must, offices } from './support/suite';
const open = offices();
it('three-way facts', async () => {
  const office = await open();
  const desk = office.desk();
  await desk.seated();
  const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  const { id } = await desk.card('ringing');
  must(await desk.call('call.answer', { callId: id }));
  await desk.card('talking');
  const show = async (what: string) => {
    const me = office.channelsOf('2011')[0]!.name;
    console.log(what, JSON.stringify((await office.ask('getallstatus', { devices: '2011' }))[0]?.devices, null, 1), JSON.stringify(await office.ask('getchannel', { channel: me, refchannel: me }), null, 1), office.engine.links().map((l) => `${l.src} ${l.dst} ${l.state}`));
  };
  office.scenario.dials('2013', '2014');
  await desk.call('call.consult', { callId: id, to: { number: '2013', kind: 'extension' } });
  await show('busy');
  must(await desk.call('call.consult', { callId: id, to: { number: '2012', kind: 'extension' } }));
  await office.passes(2);
  office.scenario.answers('2012');
  await office.passes(3);
  await show('consult');
  await desk.call('call.threeWay', { callId: id });
  await show('three');
  console.log(caller.talksTo);
});
