import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../mvb2000/testing/clock';
import { absencesToEnd, backWithin, createLine, type Line, type Sighting, takenForAnswered, uidOf } from './line';

const start = Date.UTC(2026, 2, 2, 1, 0, 0);
const caller: Sighting = { uid: '1111111111.10', number: '13421829060', direct: 'IN' };
const other: Sighting = { uid: '1111111111.20', number: '13800138000', direct: 'IN' };

function open(): { line: Line; clock: FakeClock; poll: (sighting: Sighting | null) => readonly string[] } {
  const clock = new FakeClock(start);
  const line = createLine('802', clock.now, clock.monotonic);
  return {
    line,
    clock,
    poll: (sighting) => {
      clock.pass(3_000);
      line.seen(sighting, clock.monotonic());
      return shown(line);
    },
  };
}
const shown = (line: Line): readonly string[] =>
  line.facts().map((fact) => [fact.id, fact.parkedSince ? 'parked' : fact.state, fact.assumed ?? 'proved'].join(' '));

describe('a call at an extension', () => {
  it('rings as far as anybody can tell, is taken for answered later, and keeps its id as text', () => {
    const { line, clock, poll } = open();
    const first = poll(caller);
    clock.pass(takenForAnswered.IN - 1);
    const before = shown(line);
    clock.pass(1);
    expect([first, before, shown(line), line.facts()[0]]).toEqual([
      ['1111111111.10 Ringing calling'],
      ['1111111111.10 Ringing calling'],
      ['1111111111.10 Up answered'],
      {
        id: '1111111111.10',
        channel: '802/1111111111.10',
        state: 'Up',
        direct: 'IN',
        number: '13421829060',
        name: '',
        refChannel: '13421829060/1111111111.10',
        refId: '1111111111.10',
        did: '',
        queue: '',
        agent: '',
        holdSeconds: null,
        ivrPath: '',
        ivrKeys: '',
        callData: '',
        createdAt: start + 3_000,
        assumed: 'answered',
      },
    ]);
  });

  it('is over when two answers in a row do not name it, or another call is there', () => {
    const { poll } = open();
    expect([poll(caller), poll(null), poll(caller), poll(null), poll(null)].map((rows) => rows.length)).toEqual([
      1, 1, 1, 1, 0,
    ]);
    expect([poll(other), poll({ ...other, uid: '1111111111.30' })]).toEqual([
      ['1111111111.20 Ringing calling'],
      ['1111111111.30 Ringing calling'],
    ]);
  });

  it('is a new call of the desk, and the same call of the caller, when it comes back after its end', () => {
    const { line, poll } = open();
    poll(caller);
    poll(null);
    poll(null);
    poll(caller);
    const [fact] = line.facts();
    expect([fact?.id, fact?.refId, uidOf(fact?.id ?? '')]).toEqual([
      '1111111111.10~2',
      '1111111111.10',
      '1111111111.10',
    ]);
  });

  it('does not listen to an answer that is older than what it knows', () => {
    const { line, clock, poll } = open();
    poll(caller);
    line.seen(null, clock.monotonic() - 1);
    line.seen(null, clock.monotonic() - 1);
    expect(shown(line)).toEqual(['1111111111.10 Ringing calling']);
  });

  it('is answered for certain once something succeeded that needs it', () => {
    const { line, poll } = open();
    poll({ ...caller, direct: 'OUT' });
    line.prove('1111111111.10');
    expect(shown(line)).toEqual(['1111111111.10 Up proved']);
  });
});

describe('a held call', () => {
  const channel = 'SIP/802-00000023';
  const holding = () => {
    const office = open();
    office.poll(caller);
    office.line.hold('1111111111.10', channel);
    return office;
  };

  it('lives whether the platform names it or not, beside another call', () => {
    const { line, poll } = holding();
    expect([poll(caller), poll(null), poll(null), poll(null), poll(other)]).toEqual([
      ['1111111111.10 parked proved'],
      ['1111111111.10 parked proved'],
      ['1111111111.10 parked proved'],
      ['1111111111.10 parked proved'],
      ['1111111111.20 Ringing calling', '1111111111.10 parked proved'],
    ]);
    expect([line.parked(channel), line.current(channel), line.parked('SIP/802-00000099')]).toEqual([
      '1111111111.10',
      null,
      null,
    ]);
  });

  it('stays one call when it is resumed, under its own id or another', () => {
    for (const uid of ['1111111111.10', '1111111111.77']) {
      const { line, poll } = holding();
      poll(null);
      line.resume('1111111111.10');
      const at = shown(line);
      expect([at, poll(null), poll({ ...caller, uid }), poll({ ...caller, uid })]).toEqual([
        ['1111111111.10 Up proved'],
        ['1111111111.10 Up proved'],
        ['1111111111.10 Up proved'],
        ['1111111111.10 Up proved'],
      ]);
    }
  });

  it('is over when it does not come back in time, or when the platform knows its channel no more', () => {
    const { line, clock, poll } = holding();
    line.resume('1111111111.10');
    clock.pass(backWithin + 1);
    const late = poll(null);
    const lost = holding();
    lost.line.lose('1111111111.10');
    expect([late, shown(lost.line)]).toEqual([[], []]);
  });

  it('is here again when the platform names it after a time without', () => {
    const { line, poll } = holding();
    poll(null);
    expect([poll(caller), line.parked(channel)]).toEqual([['1111111111.10 Up proved'], null]);
  });

  it('is not taken for back by an answer from before the hold', () => {
    const { line, clock } = holding();
    line.seen(null, clock.monotonic() - 1);
    line.seen(caller, clock.monotonic());
    expect(shown(line)).toEqual(['1111111111.10 parked proved']);
  });

  it('can be held again before the platform has named it', () => {
    const { line } = holding();
    line.resume('1111111111.10');
    line.hold('1111111111.10', 'SIP/802-00000024');
    expect([shown(line), line.parked('SIP/802-00000024')]).toEqual([['1111111111.10 parked proved'], '1111111111.10']);
  });

  it('goes on in another process', () => {
    const { line } = open();
    const held = {
      id: '1111111111.10~2',
      channel,
      number: '13421829060',
      direct: 'IN' as const,
      startedAt: start - 60_000,
      heldSince: start - 30_000,
    };
    line.recall([held]);
    line.recall([held]);
    line.seen(caller, 0);
    const named = shown(line);
    line.resume('1111111111.10~2');
    line.seen(caller, 1);
    expect([named, shown(line), line.facts()[0]?.createdAt]).toEqual([
      ['1111111111.10~2 parked proved'],
      ['1111111111.10~2 Up proved'],
      start - 60_000,
    ]);
  });
});

it('shows at most one call at the extension, never twice the same, whatever happens in whatever order', () => {
  const uids = ['1.10', '1.20', '1.30'];
  const step = fc.oneof(
    fc.record({ kind: fc.constant('seen' as const), uid: fc.option(fc.constantFrom(...uids)) }),
    fc.record({ kind: fc.constantFrom('hold' as const, 'resume' as const, 'lose' as const, 'prove' as const) }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(20_000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const clock = new FakeClock(start);
      const line = createLine('802', clock.now, clock.monotonic);
      let absent = 0;
      for (const event of steps) {
        const before = line.facts();
        const at = before.find((fact) => fact.parkedSince === undefined);
        const parked = before.find((fact) => fact.parkedSince !== undefined);
        if (event.kind === 'seen') {
          clock.pass(1);
          line.seen(event.uid ? { ...caller, uid: event.uid } : null, clock.monotonic());
          absent = event.uid ? 0 : absent + 1;
        } else if (event.kind === 'hold' && at) line.hold(at.id, `SIP/802-${at.id}`);
        else if (event.kind === 'resume' && parked) line.resume(parked.id);
        else if (event.kind === 'lose' && parked) line.lose(parked.id);
        else if (event.kind === 'prove' && at) line.prove(at.id);
        else if (event.kind === 'pass') clock.pass(event.ms);
        const facts = line.facts();
        const ids = facts.map(({ id }) => id);
        const here = facts.filter((fact) => fact.parkedSince === undefined);
        expect([new Set(ids).size, here.length <= 2]).toEqual([ids.length, true]);
        // What is shown at the telephone is what the platform named, or what is on its way back.
        if (absent >= absencesToEnd) expect(here.every(({ assumed }) => assumed === undefined)).toBe(true);
      }
    }),
    { seed: 20261121, numRuns: 300 },
  );
});
