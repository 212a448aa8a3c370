import { expect, test } from 'vitest';
import type { OutsideBehaviour } from '../../scenario/port';
import { createLab, order } from './lab';

/** How long the call lasted after the answer, which keys were pressed, and its cause. */
function hears(data: string, behaviour: Partial<OutsideBehaviour> = {}, variables: Record<string, string> = {}) {
  const lab = createLab();
  lab.people.outsideBehaves('138', { kind: 'answers', afterSeconds: 2, ...behaviour } as OutsideBehaviour);
  const channel = 'Local/13800138000@from-internal';
  lab.engine.originate(order({ channel, exten: '', application: 'OutboundNotice', data, variables }));
  lab.pass(2);
  const [leg] = lab.live('13800138000');
  lab.pass(28);
  const [row] = lab.records.calls;
  lab.pass(300);
  return [leg?.ivrKeys, row?.billSeconds ?? 'goes on', row?.cause, lab.clock.pending];
}

// The prompt `welcome` lasts 4 s, `goodbye` 2 s; a person presses 2 s after the prompt.
test.each([
  ['a notice is played and over', 'welcome', {}, ['', 4, 16, 0]],
  ['a notice with a key', 'welcome,,1-2,10,0,0', { keys: '1' }, ['1', 6, 16, 0]],
  ['thanks after the key', 'welcome,goodbye,*,10,0,0', { keys: '7' }, ['7', 8, 16, 0]],
  ['no key in time', 'welcome,goodbye,1-2,3,2,0', {}, ['', 7, 16, 0]],
  ['asked once more after silence', 'welcome,goodbye,1-2,5,0,1', { keys: '-2' }, ['2', 17, 16, 0]],
  ['a wrong key ends it', 'welcome,goodbye,1-2,5,0,1', { keys: '9' }, ['9', 6, 16, 0]],
  ['asked once more after a wrong key', 'welcome,goodbye,1-2,5,1,0', { keys: '91' }, ['91', 14, 16, 0]],
  ['an unknown prompt lasts 5 s', 'leavemsg', {}, ['', 5, 16, 0]],
  ['whoever has no time hangs up', 'welcome,goodbye,1-2,5,0,0', { keys: '1', talkSeconds: 3 }, ['', 3, 16, 0]],
] as const)('%s', (_, data, behaviour, outcome) => {
  expect(hears(data, behaviour as Partial<OutsideBehaviour>)).toEqual(outcome);
});

test('somebody’s own prompt lasts as long as it is said to', () => {
  expect(hears('mine', {}, { OUTCALL_MS1: '6500' })).toEqual(['', 6, 16, 0]);
});

test('a text is spoken where there is no prompt, at four characters a second', () => {
  expect(hears(',,1', { keys: '1' } as Partial<OutsideBehaviour>, { OUTCALL_TEXT1: '您的快递已到' })).toEqual([
    '1',
    4,
    16,
    0,
  ]);
});

test('a key counts while the prompt is still playing, and none after the thanks have begun', () => {
  const lab = createLab();
  lab.people.outsideBehaves('138', { kind: 'answers', afterSeconds: 2 });
  const channel = 'Local/13800138000@from-internal';
  lab.engine.originate(order({ channel, exten: '', application: 'OutboundNotice', data: 'welcome,goodbye,1-2,9,0,0' }));
  lab.pass(3);
  const [leg] = lab.live('13800138000');
  lab.engine.outsidePresses(leg?.name ?? '', '2');
  lab.pass(1);
  lab.engine.outsidePresses(leg?.name ?? '', '1');
  lab.pass(10);
  expect([leg?.ivrKeys, lab.records.calls[0]?.billSeconds]).toEqual(['2', 3]);
});
