import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLink, type LinkIntent, readLink } from './link';

const dial = (text: string, scheme = 'tel'): LinkIntent => ({ kind: 'dial', scheme, text });
const refused = (scheme: string, why: string, verb = ''): unknown => ({ kind: 'refused', scheme, verb, why });

test('links that ask to dial', () => {
  const cases: Record<string, LinkIntent> = {
    'tel:+86-138-0013-8000': dial('+86-138-0013-8000'),
    'TEL:2011': dial('2011'),
    'tel://2011': dial('2011'),
    'tel:%2B8613800138000': dial('+8613800138000'),
    'tel:010-62345678;ext=12': dial('010-62345678;ext=12'),
    'tel:*21%23': dial('*21#'),
    'callto:13800138000': dial('13800138000', 'callto'),
    'callto://13800138000/': dial('13800138000', 'callto'),
    'callto:13800138000?call': dial('13800138000', 'callto'),
    'sip:2011@pbx.example;transport=tcp': dial('2011', 'sip'),
    'seatline:dial/2011': dial('2011', 'seatline'),
    'seatline://dial?number=%2B8613800138000': dial('+8613800138000', 'seatline'),
    ' tel:2011 ': dial('2011'),
    'tel:20\u202e11\u0000': dial('2011'),
  };
  expect(Object.fromEntries(Object.keys(cases).map((text) => [text, readLink(text)]))).toEqual(cases);
});

test('R21: every other verb, and everything unreadable, is refused with its reason', () => {
  const cases: Record<string, unknown> = {
    'seatline://listen/2011': refused('seatline', 'other-verb', 'listen'),
    'seatline:transfer?to=2012': refused('seatline', 'other-verb', 'transfer'),
    'seatline://hangup': refused('seatline', 'other-verb', 'hangup'),
    'seatline://app/index.html': refused('seatline', 'other-verb', 'app'),
    'seatline:dial': refused('seatline', 'empty', 'dial'),
    'tel:': refused('tel', 'empty'),
    'tel:%E0%A4%A': refused('tel', 'malformed'),
    [`tel:${'1'.repeat(600)}`]: refused('tel', 'too-long'),
  };
  expect(Object.fromEntries(Object.keys(cases).map((text) => [text, readLink(text)]))).toEqual(cases);
});

test('texts that are no links of ours', () => {
  const texts = [
    'http://x/',
    'C:\\Users\\x',
    '--tel:1',
    '2011',
    '',
    'mailto:a@b',
    'javascript:1',
    'file:///etc/passwd',
  ];
  expect(texts.map((text) => [isLink(text), readLink(text)])).toEqual(texts.map(() => [false, null]));
});

test('any text: no throw, and a dial never holds control characters or a verb', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('tel:', 'callto:', 'sip:', 'seatline:'),
      fc.string({ unit: 'binary' }),
      (scheme, rest) => {
        const intent = readLink(scheme + rest);
        if (intent?.kind === 'dial') expect(intent.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        if (scheme === 'seatline:' && intent?.kind === 'dial')
          expect(rest.replace(/^\/\//, '').toLowerCase()).toMatch(/^\P{L}*d/u);
      },
    ),
  );
});
