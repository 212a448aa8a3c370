import { describe, expect, it } from 'vitest';
import type { Words } from './catalogue';
import { addresses, operationNames, operationOf, operations, refusalWords, tables, taskIdOf, taskTable } from './index';
import { printAnswer, printNothing, printRefusal } from './print';
import { vectors } from './vectors';
import * as vocabularies from './words';

/** Documents are equal when they differ in blanks between tags and in the form of an empty element only. */
const plain = (document: string): string =>
  document
    .replace(/>\s+</g, '><')
    .replace(/<(\w+)\/>/g, '<$1></$1>')
    .trim();

describe('the table', () => {
  it('has the 24 operations, 5 addresses and 2 tables of the document', () => {
    expect({
      sections: operationNames.map((name) => operationOf(name).section),
      addresses: Object.values(addresses).map(({ section, path }) => `${section} ${path}`),
      columns: Object.entries(tables).map(([name, { columns }]) => [name, Object.keys(columns).length]),
    }).toEqual({
      sections: [
        ...Array.from({ length: 13 }, (_, nth) => `3.${nth + 1}`),
        ...['4.4', '4.6', '4.7', '4.8', '4.9', '4.10', '4.11', '4.12', '4.13', '4.14', '4.15'],
      ],
      addresses: [
        '2.1 uncall_api/index.php',
        '4.2 uncall_api/recording_files.php',
        '4.3 uncall_api/recording_files.php',
        '4.5 uncall_api/play_files.php',
        '3.4 outbound/index.php/RecordingAction/index.php',
      ],
      columns: [
        ['o_uncall_task', 27],
        ['o_task_run_x', 19],
      ],
    });
  });

  it('keeps the order of the longest signature, which is the order on the wire', () => {
    expect(Object.keys(operations.addQueueTask.args)).toEqual([
      'create_users',
      'task_name',
      'task_out_line',
      'incoming_queue_values',
      'call_max',
      'task_cortrol_type',
      'task_override',
      'task_callerid',
      'start_time',
      'end_time',
      'recording_files',
    ]);
  });

  it('never lets a change be sent twice', () => {
    expect(operationNames.filter((name) => operationOf(name).mutates === operationOf(name).retry)).toEqual([]);
  });

  it('says everything in both languages', () => {
    const said: Words[] = [
      ...operationNames.flatMap((name) => {
        const { purpose, args, fields, errors } = operationOf(name);
        return [
          purpose,
          ...Object.values(args).map(({ about }) => about),
          ...Object.values(fields).map(({ about }) => about),
          ...errors.map(({ meaning }) => meaning),
        ];
      }),
      ...Object.values(addresses).map(({ purpose }) => purpose),
      ...Object.values(tables).flatMap(({ purpose, columns }) => [
        purpose,
        ...Object.values(columns).map(({ about }) => about),
      ]),
      ...Object.values(vocabularies).flatMap((words) => (typeof words === 'object' ? Object.values(words) : [])),
    ];
    expect(said.filter(({ zh, en }) => zh === '' || en === '' || /\p{Script=Han}/u.test(en))).toEqual([]);
    expect(said.length).toBeGreaterThan(200);
  });

  it('knows a refusal by its words, whatever their case', () => {
    expect([
      refusalWords('hangUp', 'Agent not in use')?.en,
      refusalWords('transferCall', ' Exten is not idle ')?.zh,
      refusalWords('OnClickCall', 'Busy')?.en,
      refusalWords('OnClickCall', 'No such word'),
    ]).toEqual(['Hanging up failed: no call', '目标分机不空闲', 'The extension is not available', null]);
  });

  it('turns the id of a task into its table and back', () => {
    expect([
      taskTable(494),
      taskIdOf(taskTable('494')),
      taskIdOf('o_uncall_task'),
      taskIdOf('o_task_run_4; drop'),
    ]).toEqual(['o_task_run_494', '494', null, null]);
  });
});

describe('the writer', () => {
  it(`writes all ${vectors.length} documented examples`, () => {
    expect(vectors.length).toBe(42);
    expect(
      vectors.map(({ operation, expected }) =>
        plain(
          'refused' in expected
            ? printRefusal(operation, expected.refused)
            : printAnswer(operation, expected.rows as never),
        ),
      ),
    ).toEqual(vectors.map(({ body }) => plain(body)));
  });

  it('says OnClickCall’s failures in Response, and an absent call in result', () => {
    expect([plain(printRefusal('OnClickCall', 'Busy')), plain(printNothing('popEvent'))]).toEqual([
      '<?xml version="1.0" encoding="utf-8"?><uncall><result>0</result><OnClickCall><Response>Busy</Response><Message></Message></OnClickCall></uncall>',
      '<?xml version="1.0" encoding="utf-8"?><uncall><result>0</result><popEvent></popEvent></uncall>',
    ]);
  });

  it('lets no text break out of its element', () => {
    expect(plain(printAnswer('getTrunkList', [{ description: '<a> & "b"\u0000\r', value: ']]>' }]))).toContain(
      '<description>&lt;a&gt; &amp; "b"&#13;</description><value>]]&gt;</value>',
    );
  });
});
