import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Endless, type Message, Parser } from './parser';

const greeting = 'Asterisk Call Manager/5.0.4\r\n';
const read = (chunks: readonly Buffer[]): Message[] => {
  const found: Message[] = [];
  const parser = new Parser((message) => found.push(message));
  for (const chunk of chunks) parser.push(chunk);
  return found;
};

/** What exchanges of both versions really send beside plain messages. */
const odd = [
  greeting,
  'Response: Success\r\nActionID: 1\r\nMessage: Authentication accepted\r\n\r\n',
  // An empty line too many.
  'Event: TestEvent\r\nType: StateChange\r\nAppFile: app_queue.c\r\n\r\n\r\n\r\n',
  // Texts that end in a line feed of their own.
  'Response: Success\r\nActionID: 2\r\nMessage: Park successful\n\r\n\r\n',
  'Response: Error\r\nActionID: 3\r\nMessage: Unable to retrieve endpoint 9999\n\r\n\r\n',
  // Keys that come again, values with colons, empty values, names in other scripts.
  'Event: Newchannel\r\nCallerIDName: 王芳 <x>\r\nAccountCode: \r\nContact: sip:2011@127.0.0.1:5060\r\nExten:90\r\n' +
    'ChanVariable: A=1\r\nChanVariable: B=2\r\n\r\n',
  'Response: Success\r\nActionID: 4\r\nMessage: Command output follows\r\nOutput: first\r\nOutput: \r\nOutput: a: b\r\n\r\n',
  // The console before Asterisk 14.
  'Response: Follows\r\nPrivilege: Command\r\nActionID: 5\r\n/DND/2011 : YES\n1 results found.\n--END COMMAND--\r\n\r\n',
  'Event: Hangup\r\n__proto__: x\r\nCause: 16\r\n\r\n',
].join('');
const oddBytes = Buffer.from(odd);

const message = (event: string, fields: Record<string, string>, output: string[] = []): Message => ({
  event,
  fields,
  output,
});
const expected = [
  message('', { Response: 'Success', ActionID: '1', Message: 'Authentication accepted' }),
  message('TestEvent', { Type: 'StateChange', AppFile: 'app_queue.c' }),
  message('', { Response: 'Success', ActionID: '2', Message: 'Park successful' }),
  message('', { Response: 'Error', ActionID: '3', Message: 'Unable to retrieve endpoint 9999' }),
  message('Newchannel', {
    CallerIDName: '王芳 <x>',
    AccountCode: '',
    Contact: 'sip:2011@127.0.0.1:5060',
    Exten: '90',
    ChanVariable: 'A=1\nB=2',
  }),
  message('', { Response: 'Success', ActionID: '4', Message: 'Command output follows' }, ['first', '', 'a: b']),
  message('', { Response: 'Success', Privilege: 'Command', ActionID: '5' }, ['/DND/2011 : YES', '1 results found.']),
  message('Hangup', { Cause: '16' }),
];

test('what exchanges say beyond their protocol is read, in one piece and cut in two at every place', () => {
  const whole = read([oddBytes]);
  const cut = Array.from({ length: oddBytes.length + 1 }, (_, at) =>
    read([oddBytes.subarray(0, at), oddBytes.subarray(at)]),
  );
  expect([whole, new Set(cut.map((messages) => JSON.stringify(messages)))]).toEqual([
    expected,
    new Set([JSON.stringify(expected)]),
  ]);
});

test('any pieces give the same messages, byte by byte too', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const pieces: Buffer[] = [];
      for (let at = 0, n = 0; at < oddBytes.length; n += 1) {
        const size = sizes[n % sizes.length] ?? 1;
        pieces.push(oddBytes.subarray(at, at + size));
        at += size;
      }
      expect(read(pieces)).toEqual(expected);
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('what is written is read again: keys, values and order', () => {
  const key = fc
    .stringMatching(/^[A-Za-z][A-Za-z0-9()-]{0,12}$/)
    .filter((one) => !/^(?:Event|Output|Response)$/.test(one));
  const value = fc.stringMatching(/^[ -~\u4e00-\u4e20]{0,30}$/).map((one) => one.trim());
  const event = fc.tuple(
    fc.stringMatching(/^[A-Z][A-Za-z]{1,15}$/),
    fc.uniqueArray(fc.tuple(key, value), { maxLength: 8, selector: ([name]) => name }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      const text = events.map(([name, fields]) =>
        [`Event: ${name}`, ...fields.map(([one, said]) => `${one}: ${said}`), '', ''].join('\r\n'),
      );
      expect(read([greeting, ...text].map((piece) => Buffer.from(piece)))).toEqual(
        events.map(([name, fields]) => message(name, Object.fromEntries(fields))),
      );
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('a message without an end is not kept for ever', () => {
  const parser = new Parser(() => {});
  parser.push(Buffer.from(greeting));
  const mega = Buffer.alloc(1024 * 1024, 'x');
  expect(() => {
    for (let n = 0; n < 40; n += 1) parser.push(mega);
  }).toThrow(Endless);
});
