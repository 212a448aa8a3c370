import { expect, test } from 'vitest';
import { readArguments } from './argv';

const nothing = readArguments([]);

test('the options of both editions, inline and apart', () => {
  expect(
    readArguments([
      '--port=8080',
      '--profile',
      '/tmp/p q',
      '--headless',
      '--platform=http://pbx:81/x?a=b',
      '--control-token=t',
      '--hidden',
    ]),
  ).toEqual({
    ...nothing,
    port: 8080,
    profile: '/tmp/p q',
    headless: true,
    hidden: true,
    platform: 'http://pbx:81/x?a=b',
    controlToken: 't',
  });
});

test('a cold start or second start with links and numbers among the flags of Chromium', () => {
  const argv = [
    '/opt/seatline',
    '--allow-file-access-from-files',
    '--original-process-start-time=13300000000',
    'tel:+8613800138000',
    '.',
    '2012',
    '--dial=010 6234 5678',
    'seatline://listen/2011',
    'C:\\Users\\me\\2011.txt',
    '--',
  ];
  expect(readArguments(argv)).toEqual({
    ...nothing,
    links: [
      { kind: 'dial', scheme: 'tel', text: '+8613800138000' },
      { kind: 'refused', scheme: 'seatline', verb: 'listen', why: 'other-verb' },
    ],
    numbers: ['2012', '010 6234 5678'],
  });
});

test('faults are sentences, and the rest still counts', () => {
  expect(readArguments(['--port=99999', '2011', '--profile'])).toEqual({
    ...nothing,
    numbers: ['2011'],
    faults: ['--profile needs a value', '--port is a number from 0 to 65535'],
  });
});
