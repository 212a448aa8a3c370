import { describe, expect, it } from 'vitest';
import type { Call } from '../../shared/domain/call';
import type { Result } from '../../shared/domain/result';
import { must } from './support/suite';
import { type UncallDesk, type UncallOffice, uncallOffices } from './support/uncall';

/** An agent's day on Uncall, over real SOAP: the desk as it is, an independent server behind it. */
const office = uncallOffices();

const customer = '13421829060';
const said = (result: Result<unknown>): string =>
  result.ok
    ? 'done'
    : [result.error.code, result.error.params?.text ?? result.error.params?.why ?? ''].join(' ').trim();
const shown = (desk: UncallDesk): readonly string[] =>
  desk
    .rows('calls')
    .map(({ state, number, assumed, end }: Call) => [state, number, assumed ?? 'known', end ?? ''].join(' ').trim());
const noWrapUp = async (desk: UncallDesk): Promise<void> => {
  must(await desk.call('settings.change', { change: { wrapUp: { mode: 'off' } } }));
};

/** Seated at 801, a customer on the line, answered at the telephone. */
async function talking(here: UncallOffice): Promise<{ desk: UncallDesk; uid: string }> {
  const desk = await here.desk();
  await desk.sits();
  await noWrapUp(desk);
  const uid = here.platform.ring('801', customer) ?? '';
  await desk.card('ringing');
  here.platform.answer('801');
  await here.passes(5);
  return { desk, uid };
}

describe('a call', () => {
  it('pops once, is held, resumed and hung up, and its recording opens from the history', async () => {
    const here = await office();
    const desk = await here.desk();
    await desk.sits();
    await noWrapUp(desk);
    must(await desk.call('settings.change', { change: { pop: { template: 'https://crm.example/?tel={number}' } } }));
    const uid = here.platform.ring('801', customer) ?? '';
    await desk.card('ringing');
    here.platform.answer('801');
    await here.passes(30);
    const answered = shown(desk);
    const held = [
      said(await desk.call('call.hold', { callId: uid })),
      shown(desk),
      here.platform.telephones.calls[0]?.state,
    ];
    await here.passes(30);
    const waiting = [shown(desk), said(await desk.call('call.hangUp', { callId: uid }))];
    const back = [
      said(await desk.call('call.resume', { callId: uid })),
      shown(desk),
      here.platform.telephones.calls[0]?.state,
    ];
    await here.passes(10);
    const over = [
      said(await desk.call('call.hangUp', { callId: uid })),
      shown(desk),
      here.platform.telephones.calls.length,
    ];
    await here.passes(10);
    const history = must(await desk.query('history.calls', {}));
    const listening = must(await desk.query('recording.open', { id: uid }));
    expect({
      answered,
      held,
      waiting,
      back,
      over,
      popped: desk.opened,
      rows: history.rows,
      listening,
      commands: here.commands(),
    }).toEqual({
      answered: [`talking ${customer} answered`],
      held: ['done', [`held ${customer} known`], 'parked'],
      waiting: [[`held ${customer} known`], 'not-possible-now on-hold'],
      back: ['done', [`talking ${customer} known`], 'talking'],
      over: ['done', [`ended ${customer} known hung-up-here`], 0],
      popped: [`https://crm.example/?tel=${customer}`],
      rows: [
        expect.objectContaining({ id: uid, direction: 'in', number: customer, outcome: 'answered', recorded: true }),
      ],
      listening: { url: expect.stringMatching(/^\/media\//), name: expect.stringContaining('801'), part: 1, parts: 1 },
      commands: [
        'setIdle 801',
        'keepCalling 801',
        expect.stringMatching(/^restoreCalling 801 SIP\/trunk-/),
        'hangUp 801',
        `getRecording ${uid}`,
      ],
    });
  });

  it('that is transferred and taken is over; the customer talks elsewhere', async () => {
    const here = await office();
    const { desk, uid } = await talking(here);
    const sent = said(await desk.call('call.transfer', { callId: uid, to: { number: '802' } }));
    await here.passes(10);
    const meanwhile = shown(desk);
    here.platform.answer('802');
    await desk.card('ended');
    expect([sent, meanwhile, shown(desk), here.platform.telephones.calls[0]?.extension]).toEqual([
      'done',
      [`talking ${customer} known`],
      [`ended ${customer} known transferred`],
      '802',
    ]);
  });

  it('that nobody takes comes back and goes on', async () => {
    const here = await office();
    const { desk, uid } = await talking(here);
    await desk.call('call.transfer', { callId: uid, to: { number: '802' } });
    await here.passes(20);
    here.platform.transferFails('801');
    await here.passes(50);
    const back = shown(desk);
    const again = said(await desk.call('call.hold', { callId: uid }));
    here.platform.telephones.busy.add('803');
    const held = shown(desk);
    await desk.call('call.resume', { callId: uid });
    const busy = said(await desk.call('call.transfer', { callId: uid, to: { number: '803' } }));
    here.platform.callerHangsUp('801');
    await desk.card('ended');
    expect([back, again, held, busy, shown(desk), desk.opened]).toEqual([
      [`talking ${customer} known`],
      'done',
      [`held ${customer} known`],
      'refused Exten is not idle',
      [`ended ${customer} known unknown`],
      [],
    ]);
  });

  it('held too early is refused by the platform and stays as it is', async () => {
    const here = await office();
    const desk = await here.desk();
    await desk.sits();
    const uid = here.platform.ring('801', customer) ?? '';
    await desk.card('ringing');
    expect([said(await desk.call('call.hold', { callId: uid })), shown(desk)]).toEqual([
      'refused Agent not in use',
      [`ringing ${customer} calling`],
    ]);
  });

  it('of the survey: asked once, and the platform asks the customer', async () => {
    const here = await office();
    const { desk, uid } = await talking(here);
    const asked = [
      said(await desk.call('call.survey', { callId: uid })),
      said(await desk.call('call.survey', { callId: uid })),
    ];
    await desk.call('call.hangUp', { callId: uid });
    expect([asked, here.platform.telephones.past[0]?.surveyed]).toEqual([
      ['done', 'not-possible-now survey-asked'],
      true,
    ]);
  });

  it('that rings out is missed; the platform keeps no recording of it', async () => {
    const here = await office();
    const desk = await here.desk();
    await desk.sits();
    here.platform.ring('801', customer);
    await desk.card('ringing');
    here.platform.callerHangsUp('801');
    await desk.shows('missed', () => desk.rows('missed').length === 1, 20);
    expect(desk.rows('missed').map(({ number, why }) => `${number} ${why}`)).toEqual([`${customer} no-answer`]);
  });
});

it('dials: the telephone rings first, and the card goes on from the call', async () => {
  const here = await office();
  const desk = await here.desk();
  await desk.sits();
  const dialled = said(await desk.call('call.dial', { number: '13800138000' }));
  const card = await desk.card('dialing');
  here.platform.answer('801');
  here.platform.otherAnswers('801');
  await here.passes(5);
  const held = said(await desk.call('call.hold', { callId: card.id }));
  const again = [said(await desk.call('call.dial', { number: '803' }))];
  here.platform.agentHangsUp('801');
  await here.passes(10);
  const resumed = said(await desk.call('call.resume', { callId: card.id }));
  const busy = said(await desk.call('call.dial', { number: '804' }));
  expect([dialled, card.number, card.direction, held, again, resumed, busy, shown(desk)]).toEqual([
    'done',
    '138 0013 8000',
    'out',
    'done',
    ['done'],
    'done',
    'refused Busy',
    ['talking 138 0013 8000 known', 'ended 803 calling unknown'],
  ]);
});

it('busy and idle are the telephone’s; nobody gets through while it is busy', async () => {
  const here = await office();
  const desk = await here.desk();
  await desk.sits('801', true);
  const first = [desk.get('seat')?.availability, here.platform.ring('801', customer)];
  const ready = [said(await desk.call('seat.ready', {})), desk.get('seat')?.availability];
  const rang = here.platform.ring('801', customer) !== null;
  await desk.card('ringing');
  here.platform.callerHangsUp('801');
  await here.passes(20);
  here.platform.pbxDown(true);
  const refused = [said(await desk.call('seat.pause', { reason: 1 })), desk.get('seat')?.availability];
  expect([first, ready, rang, refused]).toEqual([
    ['paused', null],
    ['done', 'ready'],
    true,
    ['refused Connection Failed', 'ready'],
  ]);
});

it('listens in and whispers at a colleague’s extension', async () => {
  const here = await office();
  const desk = await here.desk();
  await desk.sits('803');
  const nobody = said(await desk.call('member.supervise', { interface: '801', mode: 'monitor' }));
  here.platform.ring('801', customer);
  here.platform.answer('801');
  const monitor = said(await desk.call('member.supervise', { interface: '801', mode: 'monitor' }));
  const rings = here.platform.telephones.spying.map(({ by, on, mode }) => `${by} ${mode} ${on}`);
  here.platform.answer('803');
  here.platform.agentHangsUp('803');
  const whisper = said(await desk.call('member.supervise', { interface: '801', mode: 'whisper' }));
  expect([
    nobody,
    monitor,
    rings,
    whisper,
    said(await desk.call('member.supervise', { interface: '801', mode: 'barge' })),
  ]).toEqual(['refused Agent not in use', 'done', ['803 monitor 801'], 'done', 'not-supported']);
});

describe('trouble', () => {
  it('a desk that is killed while a customer waits on hold resumes the call after its restart', async () => {
    const here = await office();
    const { desk, uid } = await talking(here);
    await desk.call('call.hold', { callId: uid });
    await desk.kill();
    await here.passes(20);
    const again = await here.desk({ computer: desk.computer });
    await again.sits();
    const card = await again.card('held');
    const resumed = said(await again.call('call.resume', { callId: card.id }));
    expect([
      card.id,
      card.number,
      resumed,
      here.platform.telephones.calls[0]?.state,
      again.get('session').profiles[0]?.vendor,
    ]).toEqual([uid, customer, 'done', 'talking', 'uncall']);
  });

  it('the platform goes and comes back: nobody is signed out, the call is still there, and what cannot be known is said', async () => {
    const here = await office();
    const { desk } = await talking(here);
    const gone = async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 1) {
        here.platform.failNext('popEvent', 'closed');
        await here.passes(1);
      }
    };
    await gone(15);
    const amber = desk.get('link').state;
    await gone(75);
    const red = [desk.get('link').state, shown(desk)];
    await desk.shows('live again', () => desk.get('link').state === 'live', 60);
    await here.passes(5);
    expect([
      amber,
      red,
      desk.get('session').state,
      shown(desk),
      desk
        .rows('notices')
        .filter(({ sticky }) => sticky)
        .map(({ key }) => key),
    ]).toEqual([
      'stale',
      ['down', [`ringing ${customer} calling`]],
      'signed-in',
      [`talking ${customer} answered`],
      ['gap-unread'],
    ]);
  });

  it('the connection test tells each step of the way', async () => {
    const here = await office();
    const desk = await here.desk();
    const input = {
      id: desk.profileId,
      name: 'x',
      address: here.platform.address,
      vendor: 'uncall' as const,
      device: '801',
    };
    const steps = must(await desk.query('session.probe', input)).steps;
    const choices = must(await desk.query('session.choices', { profileId: desk.profileId }));
    expect([steps.map(({ step, state }) => `${step} ${state}`), choices]).toEqual([
      ['name ok', 'tcp ok', 'tls skipped', 'http ok', 'key skipped', 'clock ok', 'extension ok'],
      { agents: [], devices: [], queues: [], reasons: [] },
    ]);
  });
});
