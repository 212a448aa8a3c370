import { describe, expect, it } from 'vitest';
import { createLab, createTalk, openPairs, order } from './lab';

const listens = (lab: ReturnType<typeof createTalk>, who: string, data = `${lab.mine},qE`) => {
  lab.engine.originate(order({ channel: `SIP/${who}`, exten: '', application: 'ChanSpy', data }));
  lab.people.answers(who);
  return lab.live(who).map(({ state, application, applicationData }) => `${state} ${application} ${applicationData}`);
};

describe('a listener', () => {
  it('is beside the call and not in it, until it ends', () => {
    const lab = createTalk();
    const pairs = openPairs(lab);
    const beside = [listens(lab, '2012'), listens(lab, '2013', `${lab.mine},qEw`), openPairs(lab)];
    lab.people.hangsUp('2012');
    const talks = [lab.caller.talksTo, lab.live('2012').length, lab.live('2013').length];
    lab.caller.hangsUp();
    expect({ beside, talks, after: [...lab.live('2013'), ...lab.live('2011')] }).toEqual({
      beside: [[`Up ChanSpy ${lab.mine},qE`], [`Up ChanSpy ${lab.mine},qEw`], pairs],
      talks: ['2011', 0, 1],
      after: [],
    });
  });

  it('stays while the agent consults, and ends where nobody talks or nothing is left', () => {
    const lab = createTalk();
    listens(lab, '2012');
    lab.engine.attendedTransfer(lab.mine, '2013', '');
    const consulting = listens(lab, '2014').length;
    lab.engine.restart({ keepState: false });
    const idle = createLab();
    idle.people.dials('2011', '2013');
    const [own] = idle.live('2011');
    idle.engine.originate(order({ channel: 'SIP/2012', exten: '', application: 'ChanSpy', data: own?.name ?? '' }));
    idle.people.answers('2012');
    const nobody = [idle.live('2012').length];
    idle.engine.originate(order({ channel: 'SIP/2014', exten: '', application: 'ChanSpy', data: 'SIP/9-1' }));
    idle.people.answers('2014');
    expect([consulting, lab.live('2012').length, nobody, idle.live('2014').length]).toEqual([1, 0, [0], 0]);
  });
});

describe('a transfer with return', () => {
  it('connects the two when the asked person answers, and counts as one of the queue', () => {
    const lab = createTalk();
    const begun = lab.engine.transferWithReturn(lab.mine, '2012', '');
    const music = lab.caller.hearsMusic;
    lab.pass(5);
    lab.people.answers('2012');
    expect([
      begun,
      music,
      lab.caller.talksTo,
      lab.caller.hearsMusic,
      lab.live('2011').length,
      lab
        .log('90')
        .slice(-1)
        .map((line) => line.split('(')[0]),
    ]).toEqual([{ ok: true }, true, '2012', false, 0, ['ATTENDEDTRANSFER']]);
  });

  it('gives the call back when nobody answers, and goes on for the customer when the agent leaves meanwhile', () => {
    const lab = createTalk();
    lab.engine.transferWithReturn(lab.mine, '2012', '');
    lab.pass(31);
    const back = [lab.caller.talksTo, lab.caller.hearsMusic, lab.live('2012').length];
    lab.engine.transferWithReturn(lab.mine, '2012', '');
    lab.people.hangsUp('2011');
    lab.people.answers('2012');
    expect([back, lab.caller.talksTo]).toEqual([['2011', false, 0], '2012']);
  });

  it('needs somebody to give away', () => {
    const lab = createLab();
    lab.people.dials('2011', '2012');
    expect([
      lab.engine.transferWithReturn('SIP/2011-1', '2013', ''),
      lab.engine.transferWithReturn(lab.live('2011')[0]?.name ?? '', '2013', ''),
    ]).toEqual([
      { ok: false, why: 'no-channel' },
      { ok: false, why: 'no-peer' },
    ]);
  });
});

describe('a rating that an agent asks for', () => {
  it('is asked when the agent has gone, whatever the queue says', () => {
    const lab = createTalk();
    const asked = lab.engine.askRating(lab.mine);
    lab.people.hangsUp('2011');
    lab.pass(1);
    lab.caller.presses('3');
    expect([
      asked,
      lab.records.ratings.map(({ agent, key, queue, application }) => ({ agent, key, queue, application })),
    ]).toEqual([{ ok: true }, [{ agent: '2011', key: 3, queue: '90', application: 'FEEDBACK' }]]);
  });

  it('is not asked of nobody', () => {
    const lab = createLab();
    lab.people.dials('2011', '2012');
    expect([lab.engine.askRating('SIP/2011-1'), lab.engine.askRating(lab.live('2011')[0]?.name ?? '')]).toEqual([
      { ok: false, why: 'no-channel' },
      { ok: false, why: 'no-peer' },
    ]);
  });
});

it('a call that its own person asked for rings through do-not-disturb, others do not', async () => {
  const lab = createLab();
  lab.engine.setDnd('2011', true);
  const refused = await lab.engine.originate(order()).result;
  lab.engine.originate(order({ despiteDnd: true }));
  expect([refused, lab.live('2011').map(({ state }) => state)]).toEqual([5, ['Ringing']]);
});
