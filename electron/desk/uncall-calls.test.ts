import { afterEach, describe, expect, it } from 'vitest';
import { refused } from '../platforms/uncall/testing/extension';
import type { FakeDesk } from './testing/fake-desk';
import { incoming, openUncallDesk, other, type UncallDesk } from './testing/uncall-desk';

/** The desk with a platform that has less: one extension, its call, one switch (Uncall chapter 3). */
const open: UncallDesk[] = [];
afterEach(async () => {
  const desks = open.splice(0);
  for (const { desk } of desks) await desk.close();
  expect(desks.map(({ desk }) => desk.clock.timers)).toEqual(desks.map(() => 0));
});
const office = (...given: Parameters<typeof openUncallDesk>): UncallDesk => {
  const one = openUncallDesk(...given);
  open.push(one);
  return one;
};
const id = incoming.uid;
const wait = (desk: FakeDesk, ms: number): Promise<void> => desk.clock.advance(ms);
const noWrapUp = (desk: FakeDesk) => desk.change({ wrapUp: { mode: 'off' } });
const notices = (desk: FakeDesk) => Object.values(desk.get('notices')).map(({ key }) => key);

describe('a call that comes in', () => {
  it('pops once, whatever the platform repeats, and is held, resumed and hung up', async () => {
    const { desk, phone, signIn, run, cards } = office();
    await signIn();
    await noWrapUp(desk);
    await desk.change({ pop: { template: 'https://crm.example/?n={number}' } });
    phone.phone = incoming;
    await wait(desk, 8_000);
    const rings = cards();
    await wait(desk, 20_000);
    const later = [
      cards(),
      desk.get('calls')[id]?.answeredAt,
      desk.get('calls')[id]?.legs.map((leg) => leg.answeredAt),
    ];
    const held = [
      await run('call.hold', { callId: id }),
      cards(),
      desk.get('calls')[id]?.away,
      desk.get('seat')?.phone,
    ];
    await wait(desk, 20_000);
    const waiting = [
      cards(),
      await run('call.hangUp', { callId: id }),
      await run('call.transfer', { callId: id, to: { number: '803' } }),
    ];
    const resumed = [await run('call.resume', { callId: id }), cards(), desk.get('calls')[id]?.away];
    const ended = [await run('call.hangUp', { callId: id }), cards()];
    expect([
      rings,
      later,
      held,
      waiting,
      resumed,
      ended,
      desk.opened,
      Object.keys(desk.get('pops')),
      phone.asked.slice(3),
    ]).toEqual([
      [`${id} ringing 13421829060 calling`],
      // Nobody said that it was answered, so nobody knows when.
      [[`${id} talking 13421829060 answered`], null, [null]],
      ['done', [`${id} held 13421829060 told`], true, 'idle'],
      [[`${id} held 13421829060 told`], 'not-possible-now on-hold', 'not-possible-now on-hold'],
      ['done', [`${id} talking 13421829060 told`], false],
      ['done', [`${id} ended 13421829060 told hung-up-here`]],
      ['https://crm.example/?n=13421829060'],
      [`${id}/ring`],
      ['keepCalling 802', 'restoreCalling 802 SIP/802-00000021', 'hangUp 802'],
    ]);
  });

  it('pops at once where a page is wanted at the answer, which nobody tells', async () => {
    const { desk, phone, signIn } = office();
    await signIn();
    await desk.change({ pop: { trigger: 'answer', template: 'https://crm.example/{callId}' } });
    phone.phone = incoming;
    await wait(desk, 5_000);
    expect(desk.opened).toEqual([`https://crm.example/${id}`]);
  });

  it('beside a held one has a card of its own', async () => {
    const { desk, phone, signIn, run, cards } = office();
    await signIn();
    phone.phone = incoming;
    await wait(desk, 5_000);
    await run('call.hold', { callId: id });
    phone.phone = other;
    await wait(desk, 5_000);
    expect(cards().toSorted()).toEqual([`${id} held 13421829060 told`, `${other.uid} ringing 13800138000 calling`]);
  });

  it('a held caller who gave up is told with the refusal, and the card ends', async () => {
    const { desk, phone, signIn, run, cards } = office();
    await signIn();
    phone.phone = incoming;
    await wait(desk, 5_000);
    await run('call.hold', { callId: id });
    phone.held = null;
    const resumed = await run('call.resume', { callId: id });
    await wait(desk, 5_000);
    expect([resumed, cards()]).toEqual(['refused', [`${id} ended 13421829060 told unknown`]]);
  });
});

describe('a transfer', () => {
  const sent = async () => {
    const here = office();
    await here.signIn();
    await noWrapUp(here.desk);
    here.phone.phone = incoming;
    await wait(here.desk, 5_000);
    return { ...here, done: await here.run('call.transfer', { callId: id, to: { number: '803' } }) };
  };

  it('that is answered ends the call as transferred', async () => {
    const { desk, phone, done, cards } = await sent();
    await wait(desk, 15_000);
    const meanwhile = cards();
    phone.phone = null;
    await wait(desk, 10_000);
    expect([done, meanwhile, cards(), desk.get('missed'), phone.asked.at(-2)]).toEqual([
      'done',
      [`${id} talking 13421829060 told`],
      [`${id} ended 13421829060 told transferred`],
      {},
      `getRecording ${id}`,
    ]);
  });

  it('that comes back after it was gone is the same call again: no second pop, and said so', async () => {
    const { desk, phone, cards } = await sent();
    phone.phone = null;
    await wait(desk, 10_000);
    phone.phone = incoming;
    await wait(desk, 5_000);
    expect([cards().at(-1), Object.keys(desk.get('pops')), notices(desk)]).toEqual([
      `${id}~2 ringing 13421829060 calling`,
      [`${id}/ring`],
      ['transfer-returned'],
    ]);
  });

  it('that never left goes on, and its later end is not called a transfer', async () => {
    const { desk, phone, cards } = await sent();
    await wait(desk, 70_000);
    phone.phone = null;
    await wait(desk, 10_000);
    expect(cards()).toEqual([`${id} ended 13421829060 told unknown`]);
  });

  it('goes to extensions only, and says why not', async () => {
    const { phone, run } = await sent();
    phone.answers.set('transferCall', () => refused('Exten is not idle'));
    expect([
      await run('call.transfer', { callId: id, to: { number: '803' } }),
      await run('call.transfer', { callId: id, to: { number: '90', kind: 'queue' } }),
      await run('call.consult', { callId: id, to: { number: '803' } }),
    ]).toEqual(['refused', 'not-supported', 'not-supported']);
  });
});

describe('dialling', () => {
  it('rings my phone; the card goes on from the call, and nothing claims an answer', async () => {
    const { desk, phone, signIn, run, cards } = office();
    await signIn();
    const dialled = desk.desk.dispatch('call.dial', { number: '13800138000' });
    await wait(desk, 1_000);
    const first = desk.get('dial')?.phase;
    phone.phone = { uid: '1111111111.30', calla: '802', callb: '13800138000', status: 'callout' };
    await wait(desk, 1_500);
    const result = await dialled;
    const second = [desk.get('dial')?.phase, cards()];
    await wait(desk, 7_000);
    const again = run('call.dial', { number: '13900139000' });
    await wait(desk, 500);
    expect([result.ok, first, second, desk.get('dial')?.number, await again]).toEqual([
      true,
      'calling-me',
      ['calling-them', ['1111111111.30 dialing 138 0013 8000 calling']],
      '139 0013 9000',
      'not-confirmed',
    ]);
  });

  it('says what the platform says', async () => {
    const { desk, phone, signIn } = office();
    await signIn();
    phone.answers.set('OnClickCall', () => refused('Busy'));
    const result = await desk.call('call.dial', { number: '13800138000' });
    expect([result.ok ? '' : result.error.params?.text, desk.get('dial')?.phase]).toEqual(['Busy', 'failed']);
  });
});

describe('survey and listening in', () => {
  it('asks for a rating once a call', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn();
    phone.phone = incoming;
    await wait(desk, 5_000);
    expect([
      await run('call.survey', { callId: id }),
      desk.get('calls')[id]?.surveyed,
      await run('call.survey', { callId: id }),
      phone.asked.filter((line) => line.startsWith('feedBack')),
    ]).toEqual(['done', true, 'not-possible-now survey-asked', ['feedBack 802']]);
    await wait(desk, 5_000);
    expect(desk.get('calls')[id]?.surveyed).toBe(true);
  });

  it('takes a typed extension, is on record, and offers what there is', async () => {
    const { desk, phone, signIn, run } = office();
    await signIn();
    phone.answers.set('whisper', () => refused('Agent not in use'));
    expect([
      await run('member.supervise', { interface: '803', mode: 'monitor' }),
      await run('member.supervise', { interface: '803', mode: 'whisper' }),
      await run('member.supervise', { interface: '803', mode: 'barge' }),
      await run('member.supervise', { interface: '802', mode: 'monitor' }),
      phone.asked.slice(3),
      desk.log.rows.filter(({ event }) => event === 'audit.supervise').map(({ fields }) => fields.mode),
    ]).toEqual([
      'done',
      'refused',
      'not-supported',
      'not-possible-now own-phone',
      ['monitorExten 802 803', 'whisper 802 803'],
      ['monitor', 'whisper'],
    ]);
  });
});

describe('what was seen', () => {
  const history = async ({ desk }: UncallDesk, more: object = {}) => {
    const answer = await desk.desk.query('history.calls', { ...more });
    if (!answer.ok) throw new Error(answer.error.code);
    return (answer.value as { rows: readonly { id: string }[] }).rows.map((row) => {
      const {
        id: call,
        direction,
        outcome,
        recorded,
        assumed,
        totalSeconds,
        talkSeconds,
      } = row as never as Record<string, unknown>;
      return [
        call,
        direction,
        outcome,
        recorded ? 'recorded' : '-',
        assumed ? 'assumed' : 'told',
        totalSeconds,
        talkSeconds,
      ].join(' ');
    });
  };

  it('is the history, with recordings, also after a kill', async () => {
    const first = office();
    await first.signIn();
    await noWrapUp(first.desk);
    first.phone.recordings.set(id, `audio:802-13421829060-20260302-090000-${id}.WAV`);
    first.phone.phone = incoming;
    await wait(first.desk, 8_000);
    const living = await history(first);
    first.phone.phone = null;
    await wait(first.desk, 20_000);
    first.phone.phone = other;
    await wait(first.desk, 8_000);
    // Killed in the middle of the second call; it ends meanwhile.
    const second = office({ phone: first.phone, before: first.desk });
    first.phone.phone = null;
    first.phone.recordings.set(other.uid, 'audio:802-x.WAV');
    await second.signIn();
    await wait(second.desk, 5_000);
    expect([
      living,
      await history(second),
      await history(second, { number: '1342', rows: 1 }),
      await history(second, { to: 1 }),
    ]).toEqual([
      [],
      [`${other.uid} in answered recorded told 0 0`, `${id} in answered recorded told 6 0`],
      [`${id} in answered recorded told 6 0`],
      [],
    ]);
    const opened = await second.desk.desk.query('recording.open', { id });
    expect(opened.ok && (opened.value as { parts: number }).parts).toBe(1);
  });

  it('a short ring without a recording is missed; one with a recording was not', async () => {
    const here = office();
    await here.signIn();
    await noWrapUp(here.desk);
    here.phone.recordings.set(other.uid, 'audio:802-x.WAV');
    for (const call of [incoming, other]) {
      here.phone.phone = call;
      await wait(here.desk, 5_000);
      here.phone.phone = null;
      await wait(here.desk, 20_000);
    }
    expect([Object.keys(here.desk.get('missed')), here.desk.get('seat')?.missed, await history(here)]).toEqual([
      [id],
      1,
      [`${other.uid} in answered recorded told 8 0`, `${id} in no-answer - assumed 3 0`],
    ]);
  });
});
