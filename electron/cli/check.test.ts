import { expect, test } from 'vitest';
import type { Endpoint } from '../../shared/webcti/catalogue';
import { endpointOf } from '../../shared/webcti/index';
import { namedArguments, problemsOf } from './check';

const endpoint: Endpoint = {
  section: '0',
  path: 'webservice2/x.php',
  purpose: { en: 'x', zh: 'x' },
  mutates: false,
  retry: true,
  pace: 'quick',
  envelope: 'items',
  fields: {},
  errors: [],
  params: {
    need: { type: 'string', required: true },
    blank: { type: 'string', required: true, empty: true },
    kind: { type: 'enum', values: ['add', 'delete'], default: 'add' },
    id: { type: 'int', when: { kind: ['delete'] } },
    either: { type: 'string', required: true, unless: 'other' },
    other: { type: 'string' },
    count: { type: 'int', max: 10 },
    day: { type: 'date' },
    at: { type: 'datetime', aliases: ['att'] },
  },
};
const good = { need: 'x', blank: '', either: 'e' };
const problems = (args: Readonly<Record<string, string>>) => problemsOf(endpoint, args).map(({ en }) => en);

test('each rule of the catalogue is checked, and each alone', () => {
  expect({
    good: problems(good),
    missing: problems({}),
    emptyIsAbsent: problems({ ...good, need: '' }),
    excused: problems({ need: 'x', blank: '', other: 'o' }),
    notExcused: problems({ need: 'x', blank: '', other: '' }),
    when: problems({ ...good, kind: 'delete' }),
    whenGiven: problems({ ...good, kind: 'delete', id: '7' }),
    value: problems({ ...good, kind: 'delet' }),
    int: problems({ ...good, count: '1.5' }),
    max: problems({ ...good, count: '11' }),
    days: ['2026-02-28', '2026-02-30', '2026-2-1', '26-02-01'].map((day) => problems({ ...good, day }).length),
    times: ['2026-02-28 23:59:59', '2026-02-28', '2026-02-28 24:00:00', '2026-02-30 10:00:00', 'now'].map(
      (at) => problems({ ...good, at }).length,
    ),
  }).toEqual({
    good: [],
    missing: ['--need is required.', '--blank is required.', '--either is required unless --other is given.'],
    emptyIsAbsent: ['--need is required.'],
    excused: [],
    notExcused: ['--either is required unless --other is given.'],
    when: ['--id is required with --kind delete.'],
    whenGiven: [],
    value: ['--kind: "delet" is none of add, delete. Did you mean delete?'],
    int: ['--count is a whole number, not "1.5".'],
    max: ['--count is at most 10.'],
    days: [0, 1, 1, 1],
    times: [0, 0, 1, 1, 1],
  });
});

test('names are found without regard to case and by their other spellings; strangers get suggestions', () => {
  const named = (given: readonly (readonly [string, string])[]) => namedArguments(endpoint, new Map(given));
  expect([
    named([
      ['NEED', 'a'],
      ['att', 'b'],
    ]),
    named([
      ['at', 'a'],
      ['att', 'b'],
    ]),
    named([['kidn', 'a']]),
  ]).toMatchObject([
    { ok: true, args: { need: 'a', at: 'b' } },
    { ok: false, problems: [{ en: '--at is given twice.' }] },
    { ok: false, problems: [{ en: 'There is no parameter --kidn. Did you mean --kind?' }] },
  ]);
});

test('a real endpoint with `unless`: an application instead of a dial-plan entry', () => {
  const args = { channel: 'SIP/2011', callerid: '1', variable: 'A=1' };
  expect([
    problemsOf(endpointOf('ctioriginate'), { ...args, application: 'MeetMe' }),
    problemsOf(endpointOf('ctioriginate'), args).length,
  ]).toEqual([[], 3]);
});
