import { expect, test } from 'vitest';
import { operationNames, operationOf } from '../../shared/uncall/index';
import { endpointNames, endpointOf } from '../../shared/webcti/index';
import { flags, ownOptions, parseArguments } from './arguments';
import { CliFailure } from './exit';

const plain = (argv: readonly string[]) => {
  const { words, flags: given, own, rest } = parseArguments(argv);
  return { words, flags: [...given], own, rest: [...rest] };
};
const complaint = (argv: readonly string[]): string => {
  try {
    parseArguments(argv);
    return 'understood';
  } catch (error) {
    return error instanceof CliFailure ? `${error.exit} ${error.words.en}` : String(error);
  }
};

test('options, flags and words stand in any order', () => {
  expect(
    plain([
      'webcti',
      '--json',
      'getcdr',
      '--caller',
      '138',
      '--lang=zh',
      '--text=a=b',
      '--value0',
      '',
      '--param',
      'x=--y',
      '--',
      '--z',
    ]),
  ).toEqual({
    words: ['webcti', 'getcdr', '--z'],
    flags: ['json'],
    own: { lang: 'zh' },
    rest: [
      ['caller', '138'],
      ['text', 'a=b'],
      ['value0', ''],
      ['x', '--y'],
    ],
  });
});

test('what cannot be meant is refused with the exit code of a wrong command line', () => {
  const wrong = [
    ['--caller'],
    ['--caller', '--json'],
    ['--json=1'],
    ['--caller', '1', '--caller', '2'],
    ['--param', 'x'],
  ];
  expect(wrong.map((argv) => complaint(argv).slice(0, 34))).toEqual([
    '2 --caller needs a value. A value ',
    '2 --caller needs a value. A value ',
    '2 --json takes no value.',
    '2 --caller is given twice.',
    '2 --param is written --param name=',
  ]);
});

test('a secret on the command line is refused with the reason, and is not repeated', () => {
  for (const name of ['key', 'webkey', 'password', 'admin-password', 'tasks-password', 'voice-password']) {
    for (const argv of [[`--${name}`, 'hunter2'], [`--${name}=hunter2`]]) {
      const said = complaint(argv);
      expect([said.includes('history'), said.includes('hunter2'), said.slice(0, 2)]).toEqual([true, false, '2 ']);
    }
  }
});

test('no parameter of an endpoint or operation is hidden behind an option of the tool', () => {
  const params = new Set([
    ...endpointNames.flatMap((name) => Object.keys(endpointOf(name).params)),
    ...operationNames.flatMap((name) => Object.keys(operationOf(name).args)),
  ]);
  const own = [...flags, ...ownOptions, 'key', 'webkey', 'password', 'pass', 'secret'];
  expect([params.size > 200, own.filter((name) => params.has(name))]).toEqual([true, []]);
});
