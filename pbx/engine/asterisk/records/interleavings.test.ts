import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scripted, scriptedExchange } from './testing/exchange';
import { callsOf, keeping, offersOf, queueWordsOf } from './testing/kept';
import { recordingsOf, type Version } from './testing/recorded';

/** Events whose order changed from run to run on the real exchange, in the same few milliseconds. */
const loose: readonly ReadonlySet<string>[] = [
  new Set(['QueueMemberStatus', 'AgentCalled', 'DialBegin', 'Newstate']),
  new Set(['AgentRingNoAnswer', 'DialEnd', 'QueueMemberPause', 'QueueMemberStatus']),
  new Set(['Cdr', 'Hangup', 'BridgeLeave', 'SoftHangupRequest', 'QueueMemberStatus']),
  new Set(['AgentComplete', 'BridgeLeave', 'QueueMemberStatus']),
  new Set(['MusicOnHoldStop', 'QueueCallerAbandon', 'Hangup', 'QueueMemberStatus']),
];
const closeMs = 4;

const names = [
  ...['caller-ends', 'agent-ends', 'abandon-ringing', 'reject-486', 'reject-manual', 'no-answer-autopause', 'ringall'],
  ...['blind', 'redirect-caller', 'atxfer', 'redirect-ringing', 'timeout-ringing', 'pickup-queue', 'local-member'],
];

/** The same events, some neighbours the other way round; of one channel its end stays the last word. */
function shuffled(events: readonly Scripted[], turns: readonly boolean[]): readonly Scripted[] {
  const list = [...events];
  for (let round = 0; round < 2; round += 1) {
    for (let at = 1; at < list.length; at += 1) {
      const [one, two] = [list[at - 1], list[at]];
      if (!one || !two || !turns[(at * 7 + round * 13) % turns.length]) continue;
      const near = Number(two.Timestamp) - Number(one.Timestamp) <= closeMs / 1000;
      const free = loose.some((kind) => kind.has(one.Event) && kind.has(two.Event)) && one.Event !== two.Event;
      const ends =
        [one, two].some((each) => each.Event === 'Hangup') && one.Channel === two.Channel && two.Event !== 'Cdr';
      if (!near || !free || (ends && one.Event !== 'Cdr')) continue;
      list[at - 1] = { ...two, Timestamp: one.Timestamp ?? '' };
      list[at] = { ...one, Timestamp: two.Timestamp ?? '' };
    }
  }
  return list;
}

async function told(version: Version, name: string, turns: readonly boolean[]) {
  const recording = recordingsOf(version).get(name);
  const kept = keeping();
  const tech = version === '16' ? 'SIP' : 'PJSIP';
  const exchange = scriptedExchange({
    sink: kept.sink,
    startsAt: (recording?.startedAt ?? 0) * 1000,
    devices: ['2011', '2012', '2013', '2014'].map((no) => ({ no, interface: `${tech}/${no}` })),
  });
  const events = (recording?.events ?? []).filter(({ Event }) => Event !== 'VarSet');
  await exchange.play(shuffled(events, turns));
  await exchange.wait(5_000);
  exchange.records.close();
  const words = [...queueWordsOf(kept)].sort();
  const args = kept.queue.map(({ event, args: each }) => [event, ...each].join('|')).sort();
  return { calls: [...callsOf(kept)].sort(), words, args, offers: [...offersOf(kept)].sort(), log: exchange.log };
}

describe.each(['16', '22'] as const)('events of one moment in any order, version %s', (version) => {
  it('give the same rows', async () => {
    const plain = new Map<string, Awaited<ReturnType<typeof told>>>();
    for (const name of names) plain.set(name, await told(version, name, [false]));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 31 }),
        async (name, turns) => {
          expect(await told(version, name, turns)).toEqual(plain.get(name));
        },
      ),
      { seed: 16_22, numRuns: 60 },
    );
  });
});
