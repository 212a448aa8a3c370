import { expect, test } from 'vitest';
import { differenceOf, pictureOf, stateAt } from './testing/bench';
import { readShift, shifts } from './testing/shift';

test.each(shifts)(
  'asked at any moment of a shift, Asterisk %i tells what whoever followed it knows',
  async (version) => {
    const shift = readShift(version);
    const [first] = shift.marks;
    const following = await stateAt(shift, first!);
    const differences: unknown[] = [];
    for (const [index, mark] of shift.marks.entries()) {
      const from = shift.marks[index - 1]?.at ?? mark.at;
      following.ami.tell(...shift.events.slice(from, mark.at));
      following.clock.advance(1000);
      const asked = await stateAt(shift, mark);
      const difference = differenceOf(pictureOf(following.state), pictureOf(asked.state));
      if (Object.keys(difference).length > 0) differences.push({ mark: mark.name, difference });
      asked.state.close();
    }
    following.state.close();
    expect(differences).toEqual([]);
  },
);
