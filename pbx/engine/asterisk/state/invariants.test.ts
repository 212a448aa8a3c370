import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { State } from './state';
import { differenceOf, pictureOf, stateAt } from './testing/bench';
import { readShift, shifts } from './testing/shift';
import { again, interleaved } from './testing/twice';

/** What may never be seen, whatever the order of events. */
function wrongIn(state: State): string[] {
  const wrong: string[] = [];
  const channels = state.channels();
  const live = new Set(channels.flatMap(({ uniqueId, hungUpAt }) => (hungUpAt === null ? [uniqueId] : [])));
  if (new Set(channels.map(({ uniqueId }) => uniqueId)).size !== channels.length) wrong.push('a channel twice');
  for (const { name, hungUpAt, state: is, held, cause } of channels) {
    if (hungUpAt !== null && (is !== 'Down' || held || cause === 0)) wrong.push(`${name} is gone and ${is}`);
  }
  for (const { src, srcUniqueId, dst, dstUniqueId, state: is, cleared, unlinkedAt } of state.links()) {
    if (!cleared && !(live.has(srcUniqueId) && live.has(dstUniqueId))) wrong.push(`${src} with ${dst} without both`);
    if (cleared !== (is === 'UnLink' || is === 'Hangup') || cleared !== (unlinkedAt !== null)) {
      wrong.push(`${src} with ${dst} is ${is} and cleared ${cleared}`);
    }
  }
  for (const { no, waiting } of state.queues()) {
    if (waiting.some(({ position }, index) => position !== index + 1)) wrong.push(`places of ${no}`);
    if (waiting.some(({ uniqueId }) => !live.has(uniqueId))) wrong.push(`a ghost waits in ${no}`);
  }
  const named = (name: string): boolean => channels.some((one) => one.name === name && one.hungUpAt === null);
  for (const { channel, state: is } of state.parks())
    if (is === 'Parked' && !named(channel)) wrong.push(`park ${channel}`);
  for (const { channel, left } of state.conferences()) if (!left && !named(channel)) wrong.push(`seat ${channel}`);
  return wrong;
}

test.each(shifts)('shifts told through each other, Asterisk %i: nothing stays that has ended', async (version) => {
  const shift = readShift(version);
  const first = shift.marks[0]!;
  const story = shift.events.slice(first.at);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(7), { minLength: 3, maxLength: 40 }), async (picks) => {
      const { state, ami, clock } = await stateAt(shift, first);
      const stories = [story, again(story, 'a'), again(story, 'b')];
      const seen: string[] = [];
      for (const [index, event] of interleaved(stories, picks).entries()) {
        ami.tell(event);
        if (index % 11 === 0) seen.push(...wrongIn(state));
        if (index % 50 === 0) clock.advance(100);
      }
      clock.advance(60_000);
      const { channels, links, parks, seats } = pictureOf(state);
      const left = [state.channels(), state.links(), state.parks(), state.conferences()].map((list) => list.length);
      state.close();
      expect([seen, channels, links, parks, seats, left, clock.pending]).toEqual([[], [], [], [], [], [0, 0, 0, 0], 0]);
    }),
    { seed: 5, numRuns: 5 },
  );
});

test.each(shifts)(
  'lists that are older or newer than the events around them, Asterisk %i: the end is the same',
  async (version) => {
    const shift = readShift(version);
    const wrong: unknown[] = [];
    for (const [index, mark] of shift.marks.entries()) {
      const next = shift.marks[index + 1];
      if (!next) break;
      const between = shift.events.slice(mark.at, next.at);
      const told = await stateAt(shift, next);
      const expected = pictureOf(told.state);
      told.state.close();
      for (const [answers, name] of [
        [mark.answers, 'older'],
        [next.answers, 'newer'],
      ] as const) {
        const { state, ami } = await stateAt(shift, mark);
        ami.turn('down');
        ami.answer(answers);
        ami.turn('live');
        // All of it while the lists are on their way.
        ami.tell(...between);
        await state.waitFor(() => state.reachable, 1);
        for (let n = 0; n < 50; n += 1) await Promise.resolve();
        const difference = differenceOf(pictureOf(state), expected);
        if (Object.keys(difference).length > 0) wrong.push({ mark: next.name, name, difference });
        state.close();
      }
    }
    expect(wrong).toEqual([]);
  },
);

test.each(shifts)(
  'a line that is lost anywhere and comes back, Asterisk %i: what vanished meanwhile is ended and told',
  async (version) => {
    const shift = readShift(version);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (cut, skip) => {
        const first = shift.marks[0]!;
        const at = first.at + (cut % (shift.events.length - first.at));
        const later = shift.marks.filter((mark) => mark.at >= at);
        const mark = later[skip % later.length]!;
        const { state, ami, clock } = await stateAt(shift, first);
        ami.tell(...shift.events.slice(first.at, at));
        const before = state.channels().flatMap(({ uniqueId, hungUpAt }) => (hungUpAt === null ? [uniqueId] : []));
        ami.turn('down');
        const reachable = [state.reachable];
        ami.answer(mark.answers);
        const report = new Promise<readonly string[]>((resolve) => {
          state.onResync(({ lost }) => resolve(lost.map(({ uniqueId }) => uniqueId)));
        });
        ami.turn('live');
        const lost = await report;
        reachable.push(state.reachable);
        const asked = await stateAt(shift, mark);
        const now = new Set(asked.state.channels().map(({ uniqueId }) => uniqueId));
        const got = pictureOf(state);
        const wanted = pictureOf(asked.state);
        const wrong = wrongIn(state);
        asked.state.close();
        clock.advance(60_000);
        state.close();
        expect([reachable, wrong, [...lost].sort(), names(got), got.links, got.queues, got.parks]).toEqual([
          [false, true],
          [],
          before.filter((id) => !now.has(id)).sort(),
          names(wanted),
          wanted.links,
          wanted.queues,
          wanted.parks,
        ]);
      }),
      { seed: 5, numRuns: 25 },
    );
  },
);

const names = ({ channels }: ReturnType<typeof pictureOf>): string[] =>
  channels.map(({ name, is, callerId }) => `${name} ${is} ${callerId}`);
