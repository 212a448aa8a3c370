import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../shared/domain/text';
import { type OperationName, operationNames, operationOf } from '../../../shared/uncall';
import type { Field } from '../../../shared/uncall/catalogue';
import { printAnswer, printRefusal } from '../../../shared/uncall/print';
import { PlatformFailure } from '../wire/failure';
import { readDocument } from './document';
import { readEnvelope } from './soap';
import { wrapped, wrappings } from './testing/answers';

function read(operation: OperationName, ...texts: readonly string[]) {
  try {
    return readDocument(operation, texts);
  } catch (thrown) {
    if (!(thrown instanceof PlatformFailure)) throw thrown;
    return thrown.code === 'refused' ? { refused: thrown.params.text } : thrown.code;
  }
}
const done = (message = '') => ({
  response: 'success',
  message,
  rows: [{ Response: 'success', Message: message }],
});
const nothing = { response: '', message: '', rows: [] };

describe('success and failure', () => {
  it('go by Response and result together, in any case of letters', () => {
    const hangUp = (result: string, response: string) =>
      read('hangUp', `<uncall>${result}<hangUp>${response}<Message>No Channels</Message></hangUp></uncall>`);
    const cases: readonly (readonly [string, string])[] = [
      ['<result>1</result>', '<Response>success</Response>'],
      ['<result> 1 </result>', '<Response> Success </Response>'],
      ['<RESULT>1</RESULT>', '<RESPONSE>SUCCESS</RESPONSE>'],
      ['', '<Response>success</Response>'],
      ['<result>1</result>', '<Response>error</Response>'],
      ['<result>1</result>', '<Response>Error</Response>'],
      ['<result>0</result>', '<Response>success</Response>'],
      ['<result>0</result>', ''],
      ['<result>1</result>', '<Response>Failed</Response>'],
      ['<result>1</result>', ''],
      ['<result>1</result>', '<Response/>'],
    ];
    expect(cases.map(([result, response]) => hangUp(result, response))).toEqual([
      done('No Channels'),
      { ...done('No Channels'), response: 'Success', rows: [{ Response: 'Success', Message: 'No Channels' }] },
      { ...done('No Channels'), response: 'SUCCESS', rows: [{ Response: 'SUCCESS', Message: 'No Channels' }] },
      done('No Channels'),
      { refused: 'No Channels' },
      { refused: 'No Channels' },
      { refused: 'No Channels' },
      { refused: 'No Channels' },
      { refused: 'Failed' },
      'not-understood',
      'not-understood',
    ]);
  });

  it('of lists go by result; without one, by what stands there', () => {
    const list = (inside: string) => read('getTrunkList', `<unallcc>${inside}</unallcc>`);
    const node = '<getTrunkList><description>test</description><Value>sip/test/</Value></getTrunkList>';
    const one = { ...nothing, rows: [{ description: 'test', value: 'sip/test/' }] };
    expect([
      list(`<result>1</result>${node}`),
      list(`<result></result>${node}`),
      list(node),
      list('<result>1</result>'),
      list('<result/>'),
      list('<result>1</result><getTrunkList/>'),
      list('<result>1</result><getTrunkList></getTrunkList>'),
      list('<result>0</result>'),
      list('<result>2</result>'),
      list(''),
      list('<result>1</result><getTrunkList><Response>error</Response><Message>no right</Message></getTrunkList>'),
    ]).toEqual([
      one,
      one,
      one,
      nothing,
      nothing,
      nothing,
      nothing,
      { refused: 'result 0' },
      { refused: 'result 2' },
      'not-understood',
      { refused: 'no right' },
    ]);
  });

  it('know "there is none" from "no"', () => {
    const pop = (inside: string) => read('popEvent', `<uncall>${inside}</uncall>`);
    expect([
      pop('<result>0</result>'),
      pop('<result>0</result><popEvent></popEvent>'),
      pop('<result>1</result><popEvent><calla></calla><callb></callb><uid></uid></popEvent>'),
      pop('<result>1</result>'),
      pop('<result>0</result><popEvent><Response>error</Response><Message>Connection Failed</Message></popEvent>'),
      pop('<result>0</result><popEvent><Message>Connection Failed</Message></popEvent>'),
      pop('<result>0</result><Message>Connection Failed</Message>'),
      read('getRecording', '<uncall><result>0</result></uncall>'),
      read('getRecording', '<uncall><result>1</result><getRecording><files/></getRecording></uncall>'),
    ]).toEqual([
      nothing,
      nothing,
      nothing,
      nothing,
      { refused: 'Connection Failed' },
      { refused: 'Connection Failed' },
      { refused: 'Connection Failed' },
      nothing,
      nothing,
    ]);
  });
});

describe('names', () => {
  it('of nodes may be those of the return tables, or any beside result', () => {
    const node = (name: string) => `<uncall><result>1</result><${name}><Response>success</Response></${name}></uncall>`;
    expect([
      read('setBuys', node('setDND')),
      read('setIdle', node('unsetDND')),
      read('addPhoneToTask', node('updateTask')),
      read('hangUp', node('forceHangUp')),
      read('hangUp', '<uncall><result>1</result><Response>success</Response></uncall>'),
    ]).toEqual([done(), done(), { ...done(), rows: [{ Response: 'success' }] }, done(), done()]);
  });

  it('of elements may be unknown; of two that are the same the first counts', () => {
    expect(
      read(
        'popEvent',
        '<uncall><version>3.1</version><result>1</result><popEvent><calla>1</calla><did>400</did><calla>2</calla><callb>801</callb><uid>1421960697.190</uid><status>callin</status></popEvent></uncall>',
      ),
    ).toEqual({ ...nothing, rows: [{ calla: '1', callb: '801', uid: '1421960697.190', status: 'callin' }] });
  });

  it('of fields that are missing are empty, of numbers null, of optional ones absent', () => {
    const rows = (operation: OperationName, node: string) => {
      const found = read(operation, `<unallcc><result>1</result><${operation}>${node}</${operation}></unallcc>`);
      return typeof found === 'object' && 'rows' in found ? found.rows[0] : found;
    };
    expect([
      rows('getAllTask', '<id>7</id><task_override>1.5x</task_override><call_max/>'),
      rows('addPhoneToTask', '<Response>success</Response><AffectedRows>many</AffectedRows>'),
    ]).toEqual([
      {
        ...Object.fromEntries(
          Object.entries(operationOf('getAllTask').fields).map(([name, { type }]) => [
            name,
            type === 'int' || type === 'float' ? null : '',
          ]),
        ),
        id: 7,
      },
      { Response: 'success', AffectedRows: null },
    ]);
  });
});

describe('documents that are not well formed', () => {
  it('are read by the names that are known', () => {
    const call = (name: string) =>
      read(
        'popEvent',
        `<uncall><result>1</result><popEvent><calla>${name}</calla><callb>801</callb><uid>1.1</uid></popEvent></uncall>`,
      );
    const caller = (name: string) => ({ ...nothing, rows: [{ calla: name, callb: '801', uid: '1.1' }] });
    expect([
      call('"<unknown>" 138'),
      call('<noname>'),
      call('a & b &amp; c'),
      call('<2012>'),
      call('5 < 6'),
      call('<b>x</b>'),
      call('<![CDATA[<b> & ]]>'),
    ]).toEqual([
      caller('"<unknown>" 138'),
      caller('<noname>'),
      caller('a & b & c'),
      caller('<2012>'),
      caller('5 < 6'),
      caller('<b>x</b>'),
      caller('<b> &'),
    ]);
  });

  it('may close a tag in another case, and have warnings before them', () => {
    expect([
      read('hangUp', '<uncall><result>1</Result><hangup><Response>success</response></hangUp></uncall>'),
      read(
        'hangUp',
        '\ufeff<br />\n<b>Warning</b>: mysql_connect() [a & b] in <b>/x.php</b> on line <b>3</b><br />\n<?xml version="1.0" encoding="gb2312"?><uncall><result>1</result><hangUp><Response>success</Response></hangUp></uncall>\n\n',
      ),
    ]).toEqual([done(), done()]);
  });

  it('are none when something stands between the fields', () => {
    expect([
      read('getTrunkList', '<unallcc>Fatal error & more<result>1</result></unallcc>'),
      read('getTrunkList', '<unallcc><result>1</result><getTrunkList>& <value>1</value></getTrunkList></unallcc>'),
    ]).toEqual(['not-understood', 'not-understood']);
  });

  it('are not read a second time when they are huge', () => {
    const name = (length: number) =>
      read('UncallWorld', `<uncall><UncallWorld><Response>a & ${'b'.repeat(length)}</Response></UncallWorld></uncall>`);
    expect([typeof name(1_000), name(1_048_576)]).toEqual(['object', 'not-understood']);
  });
});

it('several documents in an array are one list', () => {
  const one = (value: string) => printAnswer('getTrunkList', [{ description: value, value }]);
  expect(read('getTrunkList', one('a'), '', one('b'))).toEqual({
    ...nothing,
    rows: [
      { description: 'a', value: 'a' },
      { description: 'b', value: 'b' },
    ],
  });
});

describe('what is written comes back', () => {
  // What XML can carry, without blanks around it, which the reader takes off.
  const hostile = [
    '',
    '中文',
    '😀👨‍👩‍👧',
    `&<>"'`,
    ']]>',
    '<![CDATA[',
    '&amp;',
    '&#65;',
    '</uncall>',
    '<result>0</result>',
    '\r\n',
    'a\rb',
    '<!-- x -->',
    '<?php ?>',
    '__proto__',
  ];
  const text = fc
    .oneof(
      { weight: 3, arbitrary: fc.constantFrom(...hostile) },
      { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(...hostile), { maxLength: 6 }).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.constant('长'.repeat(1_000)) },
    )
    .map((value) => value.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '').trim());

  const cellOf = (field: Field): fc.Arbitrary<string | number | null> => {
    if (field.type === 'int') return fc.oneof(fc.nat(), fc.constant(null));
    if (field.type === 'float')
      return fc.oneof(
        fc.nat(100_000).map((cents) => cents / 100),
        fc.constant(null),
      );
    return field.type === 'enum' && field.values ? fc.constantFrom(...field.values) : text;
  };
  const rowOf = (operation: OperationName) =>
    fc.record(
      Object.fromEntries(Object.entries(operationOf(operation).fields).map(([name, field]) => [name, cellOf(field)])),
      {
        requiredKeys: Object.entries(operationOf(operation).fields).flatMap(([name, { optional }]) =>
          optional ? [] : [name],
        ),
      },
    );
  const answers = fc
    .constantFrom(...operationNames)
    .chain((operation) =>
      fc
        .array(rowOf(operation), operationOf(operation).repeats ? { maxLength: 6 } : { minLength: 1, maxLength: 1 })
        .map((rows) => ({ operation, rows })),
    );
  const carriers = fc.constantFrom(...Object.values(wrappings));

  it('1,000 answers of all operations, straight and through SOAP', () => {
    fc.assert(
      fc.property(answers, carriers, ({ operation, rows }, wrap) => {
        const { judged } = operationOf(operation);
        const successful = rows.map((row) => (judged === 'response' ? { ...row, Response: 'success' } : row));
        // A node that says nothing is no row, and an echo of nothing no answer.
        const told = successful.filter((row) => Object.values(row).some((value) => value !== '' && value !== null));
        fc.pre(judged !== 'echo' || told.length > 0);
        fc.pre(judged !== 'echo' || !/^error$/i.test(String(told[0]?.Response)));
        const document = printAnswer(operation, successful as never);
        // CDATA cannot hold its own end, and elements that nobody escaped lose their carriage returns.
        const carried =
          document.includes(']]>') || document.includes('<![CDATA[')
            ? wrapped(operation, document)
            : wrap(operation, document);
        expect(readDocument(operation, [document]).rows).toEqual(told);
        expect(readDocument(operation, readEnvelope(carried)).rows).toEqual(told);
      }),
      { seed: 20140115, numRuns: 1_000 },
    );
  });

  it('a list of five thousand rows and a value of half a megabyte', () => {
    const rows = Array.from({ length: 5_000 }, (_, nth) => ({ name: `提示 ${nth} & <b>.wav` }));
    const huge = [{ name: '语'.repeat(500_000) }];
    const through = (list: typeof rows) =>
      readDocument(
        'getReordingFilesList',
        readEnvelope(wrapped('getReordingFilesList', printAnswer('getReordingFilesList', list))),
      ).rows;
    expect([through(rows), through(huge)]).toEqual([rows, huge]);
  });

  it('500 refusals, with their words', () => {
    const commands = operationNames.filter((name) => operationOf(name).judged === 'response');
    const word = text.filter((said) => said !== '' && said.length < 200);
    fc.assert(
      fc.property(fc.constantFrom(...commands), word, (operation, said) => {
        const found = read(operation, printRefusal(operation, said));
        expect(found).toEqual({ refused: cleanText(said, 300) });
      }),
      { seed: 20140116, numRuns: 500 },
    );
  });
});
