import { describe, expect, test } from 'vitest';
import { endpointNames, endpointOf } from '../index';
import { endpointsRefusingWith } from '../refusals';
import * as campaigns from './campaigns';
import { actionTypes, permits, taskLetters, taskOperations, taskStates } from './campaigns';
import * as dialling from './dialling';
import * as causes from './hangup-causes';
import * as live from './live';
import { deviceBitsOf, deviceStatuses, deviceWords } from './live';
import * as messages from './messages';
import { processingWords } from './messages';
import * as queues from './queue-events';
import { lostCallReasons, queueEvents, toldArguments } from './queue-events';
import { commonCodes, refusalCodes, refusalWords } from './refusals';
import * as reports from './reports';
import { channelVariables } from './variables';
import { type Vocabulary, valuesOf, type Words, wordsOf } from './words';

const chinese = /\p{Script=Han}/u;
const told = ({ zh, en }: Words): boolean => chinese.test(zh) && /^[\x20-\x7e]{2,}$/.test(en);

/** The lists among the exports of the modules: tables whose every value has words. */
const lists = [campaigns, dialling, causes, live, messages, queues, reports, { channelVariables }].flatMap((module) =>
  Object.entries(module as Readonly<Record<string, unknown>>).filter((entry): entry is [string, Vocabulary] => {
    const [first] = typeof entry[1] === 'object' && entry[1] !== null ? Object.values(entry[1]) : [];
    return typeof first === 'object' && first !== null && 'zh' in first;
  }),
);

test('every value of every list has words in Chinese and English', () => {
  const bad = lists.flatMap(([name, list]) =>
    Object.entries(list)
      .filter(([, words]) => !told(words))
      .map(([value]) => `${name}.${value}`),
  );
  expect([lists.length > 40, bad]).toEqual([true, []]);
});

test('words of a value that no list has are the value itself', () => {
  expect([wordsOf(taskStates, 'R').en, wordsOf(taskStates, 'X'), wordsOf(taskStates, 'toString').en]).toEqual([
    'Running',
    { zh: 'X', en: 'X' },
    'toString',
  ]);
  expect(valuesOf(deviceStatuses)).toEqual(['0', '1', '2', '4', '8', '9', '-2', '-1']);
});

describe('device status', () => {
  test('is read bit by bit', () => {
    const numbers = [-2, -1, 0, 1, 2, 3, 4, 8, 9, 10, 13, 16, 17];
    expect(numbers.map((status) => [status, deviceBitsOf(status).join(' '), deviceWords(status).en])).toEqual([
      [-2, '', 'Removed'],
      [-1, '', 'Out of service'],
      [0, '', 'Idle'],
      [1, 'inUse', 'In use'],
      [2, 'busy', 'Busy'],
      [3, 'inUse busy', 'In use, Busy'],
      [4, 'unreachable', 'Unreachable'],
      [8, 'ringing', 'Ringing'],
      [9, 'inUse ringing', 'In use and ringing'],
      [10, 'busy ringing', 'Busy, Ringing'],
      [13, 'inUse unreachable ringing', 'In use, Unreachable, Ringing'],
      [16, '', 'State 16'],
      [17, 'inUse', 'In use, State 16'],
    ]);
    expect(deviceWords(-7)).toEqual({ zh: '状态 -7', en: 'State -7' });
  });
});

describe('queue events', () => {
  test('none has more than the five arguments of the log', () => {
    expect(Object.entries(queueEvents).filter(([, { args }]) => args.length > 5)).toEqual([]);
  });

  test('every reason for a lost call is an event of the log', () => {
    expect(Object.keys(lostCallReasons).filter((reason) => !(reason in queueEvents))).toEqual([]);
  });

  test('arguments are told by what the event puts into them', () => {
    const parts = (event: string, args: readonly string[]) =>
      toldArguments(event, args).map(({ words, value }) => `${words.en}: ${value}`);
    expect([
      parts('PAUSE', ['31', '1', '', '0', '']),
      parts('SYSCOMPAT', ['', '12', '', '', '']),
      parts('LOGIN', ['', '', '', '', '']),
      parts('NEWEVENT', ['1']),
      parts('toString', ['1']),
    ]).toEqual([
      ['Seconds ready: 31', 'Pause reason number: 1', 'Pause reason number before: 0'],
      ['Seconds waited: 12'],
      [],
      [],
      [],
    ]);
  });
});

describe('outbound tasks', () => {
  test('R, C and B forbid a change and a deletion (§8.4, §8.5)', () => {
    const forbidding = valuesOf(taskStates).filter((state) => !permits(state, 'change') && !permits(state, 'delete'));
    const allowing = valuesOf(taskStates).filter((state) => permits(state, 'change') && permits(state, 'delete'));
    expect([forbidding, allowing]).toEqual([
      ['B', 'C', 'R'],
      ['N', 'S', 'P', 'F'],
    ]);
  });

  test('each order has its letter, its state, and a state that permits it', () => {
    const orders = (Object.keys(taskOperations) as campaigns.TaskOperation[]).filter((name) => name in taskLetters);
    expect(
      orders.map((name) => [
        name,
        valuesOf(taskStates)
          .filter((state) => permits(state, name))
          .join(''),
      ]),
    ).toEqual([
      ['start', 'NSF'],
      ['stop', 'BPCR'],
      ['pause', 'BCR'],
      ['continue', 'P'],
    ]);
    expect([permits('X', 'start'), permits('toString', 'start')]).toEqual([false, false]);
  });

  test('kinds 1, 2, 5 and 6 may be cyclic (§8.2)', () => {
    expect(Object.entries(actionTypes).filter(([, { cyclic }]) => cyclic)).toEqual([
      ['1', actionTypes[1]],
      ['2', actionTypes[2]],
      ['5', actionTypes[5]],
      ['6', actionTypes[6]],
    ]);
  });
});

test('a processing mark is not handled at 0 and a number of the office above', () => {
  expect([processingWords(0).en, processingWords(3).en]).toEqual(['Not handled', 'Handled (3)']);
});

describe('channel variables', () => {
  test('chapter 6 has 51, six of which may be set', () => {
    const ofChapter6 = Object.entries(channelVariables).filter(([, { section }]) => section.startsWith('6.'));
    expect([ofChapter6.length, ofChapter6.filter(([, { writable }]) => writable).map(([name]) => name)]).toEqual([
      51,
      [
        'OUTBOUND_GROUP',
        'MVB_QMCALLERID',
        'MVB_QMAGENTNO',
        'MVB_QMUNIQUEID',
        'MVB_DIAL_CALLINGTON',
        'MVB_DIAL_CALLEDTON',
      ],
    ]);
  });
});

describe('refusals', () => {
  test('every code that an endpoint answers has a sentence, in both languages', () => {
    const answered = new Set(endpointNames.flatMap((name) => endpointOf(name).errors.map(({ code }) => code)));
    const untold = [...answered, ...refusalCodes].filter((code) => {
      const words = refusalWords(code);
      return !words || !told(words) || !words.zh.endsWith('。') || !words.en.endsWith('.');
    });
    expect(untold).toEqual([]);
  });

  test('every code of the table is answered by some endpoint, but for the one that the document gives to none', () => {
    const common: readonly number[] = Object.values(commonCodes);
    const unanswered = refusalCodes.filter(
      (code) => !common.includes(code) && endpointsRefusingWith(code).length === 0,
    );
    expect(unanswered).toEqual([1331]);
    expect(endpointsRefusingWith(1281)).toEqual(['ctipickup']);
  });

  test('0 is no refusal, and a code that chapter 3 does not have has no sentence', () => {
    expect([refusalWords(0), refusalWords(1234), refusalCodes.length]).toEqual([undefined, undefined, 64]);
  });
});
