import { expect, it } from 'vitest';
import type { Call } from '../../shared/domain/call';
import type { Result } from '../../shared/domain/result';
import type { Office, Workplace } from './support/office';
import { must, offices } from './support/suite';

/** An agent's day on the Uncall face of the built-in platform: the same calls as MVB2000 shows, seen from both. */
const office = offices();

const customer = '13421829060';
const said = (result: Result<unknown>): string =>
  result.ok ? 'done' : [result.error.code, result.error.params?.text ?? ''].join(' ').trim();
const shown = (desk: Workplace): readonly string[] =>
  desk
    .rows('calls')
    .map(({ state, number, assumed, end }: Call) => [state, number, assumed ?? 'known', end ?? ''].join(' ').trim());

/** A computer with an Uncall profile of the office's own platform, somebody at the extension. */
async function seated(here: Office, extension = '2011'): Promise<Workplace> {
  const desk = here.desk();
  await here.time.during(desk.desk.ready);
  const input = { name: '内置平台 Uncall', address: here.platform.address, vendor: 'uncall' as const };
  const { id: profileId } = must(await desk.call('session.saveProfile', input));
  const initial = { kind: 'ready' as const };
  must(await desk.call('session.signIn', { profileId, agent: extension, device: extension, queues: [], initial }));
  await desk.shows('live', () => desk.get('link').state === 'live');
  must(await desk.call('settings.change', { change: { wrapUp: { mode: 'off' } } }));
  return desk;
}

it('signs in, pops, holds, resumes, transfers and hangs up', async () => {
  const here = await office();
  const desk = await seated(here);
  const caller = here.scenario.callerRings({ from: customer, to: { extension: '2011' } });
  const card = await desk.card('ringing');
  here.scenario.answers('2011');
  await here.passes(here.longer(20, 20));
  const answered = shown(desk);

  const held = [said(await desk.call('call.hold', { callId: card.id })), shown(desk), String(caller.hearsMusic)];
  await here.passes(here.longer(20, 20));
  const free = here.channelsOf('2011').length;
  // The telephone rings once more, as it does there: lifting it brings the customer back.
  const resumed = said(await desk.call('call.resume', { callId: card.id }));
  here.scenario.answers('2011');
  await here.passes(here.longer(10));
  const back = [resumed, shown(desk), caller.talksTo];

  const sent = said(await desk.call('call.transfer', { callId: card.id, to: { number: '2012' } }));
  await here.happens('2012 rings', () => here.channelsOf('2012').some(({ state }) => state === 'Ringing'));
  here.scenario.answers('2012');
  await desk.card('ended');
  const given = [sent, shown(desk), caller.talksTo];

  const second = here.scenario.callerRings({ from: '13800138000', to: { extension: '2011' } });
  const next = await desk.card('ringing');
  here.scenario.answers('2011');
  await here.passes(here.longer(20, 20));
  const cut = said(await desk.call('call.hangUp', { callId: next.id }));
  await here.passes(here.longer(10));
  expect({
    id: card.id,
    answered,
    held,
    free,
    back,
    given,
    cut,
    alive: second.alive,
    after: shown(desk),
  }).toEqual({
    id: caller.uniqueId,
    answered: [`talking ${customer} answered`],
    held: ['done', [`held ${customer} known`], 'true'],
    free: 0,
    back: ['done', [`talking ${customer} known`], '2011'],
    given: ['done', [`ended ${customer} known transferred`], '2012'],
    cut: 'done',
    alive: false,
    after: [`ended ${customer} known transferred`, 'ended 13800138000 answered hung-up-here'],
  });
});

it('a transfer that nobody takes comes back, and the customer judges the call', async () => {
  const here = await office();
  const desk = await seated(here);
  const caller = here.scenario.callerRings({ from: customer, to: { extension: '2011' }, rates: '4' });
  const card = await desk.card('ringing');
  here.scenario.answers('2011');
  await here.passes(here.longer(20, 20));
  await desk.call('call.transfer', { callId: card.id, to: { number: '2012' } });
  await here.passes(here.longer(45, 40));
  const back = [shown(desk), caller.talksTo];
  here.engine.setDnd('2013', true);
  const busy = said(await desk.call('call.transfer', { callId: card.id, to: { number: '2013' } }));
  const asked = said(await desk.call('call.survey', { callId: card.id }));
  await desk.call('call.hangUp', { callId: card.id });
  await here.passes(here.longer(20, 20));
  const ratings = here.platform.store.ratings.list({}, { sort: 'id', descending: false, offset: 0 });
  expect([back, busy, asked, ratings.map(({ agent, key, number }) => [agent, key, number])]).toEqual([
    [[`talking ${customer} known`], '2011'],
    'refused Exten is not idle',
    'done',
    [['2011', 4, customer]],
  ]);
});

it('dials, is busy and idle, and listens in', async () => {
  const here = await office();
  const desk = await seated(here);
  const dialled = said(await desk.call('call.dial', { number: '13800138000' }));
  const card = await desk.card('dialing');
  here.scenario.answers('2011');
  await here.passes(here.longer(45, 40));
  const talking = shown(desk);
  await desk.call('call.hangUp', { callId: card.id });
  await here.passes(here.longer(10));
  must(await desk.call('seat.pause', { reason: 1 }));
  const busy = [here.engine.dnd('2011'), desk.get('seat')?.availability];
  must(await desk.call('seat.ready', {}));
  here.scenario.callerRings({ from: customer, to: { extension: '2013' } });
  here.scenario.answers('2013');
  await here.happens('2013 talks', () => here.liveLinks().length === 1);
  const listening = said(await desk.call('member.supervise', { interface: '2013', mode: 'whisper' }));
  here.scenario.answers('2011');
  await here.passes(5);
  expect([
    dialled,
    talking,
    busy,
    here.engine.dnd('2011'),
    listening,
    here.channelsOf('2011').map(({ application, state }) => `${state} ${application}`),
  ]).toEqual(['done', ['talking 138 0013 8000 answered'], [true, 'paused'], false, 'done', ['Up ChanSpy']]);
});
