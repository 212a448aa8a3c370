import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OperationName, operationNames } from '../../../shared/uncall';
import { printAnswer } from '../../../shared/uncall/print';
import { vectors } from '../../../shared/uncall/vectors';
import { FakeClock } from '../mvb2000/testing/clock';
import { testEffects } from '../mvb2000/testing/effects';
import { PlatformFailure } from '../wire/failure';
import { textOf } from '../wire/text';
import { undiciHttp } from '../wire/undici';
import { createUncallClient } from './client';
import { readDocument } from './document';
import { readEnvelope } from './soap';
import { wrapped, wrappings, wsdl } from './testing/answers';
import { readWsdl } from './wsdl';

/** The code of the failure, or the value. Anything but a `PlatformFailure` ends the test. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof PlatformFailure) return thrown.code;
    throw thrown;
  }
}
const answer = (operation: OperationName, text: string) => outcome(() => readDocument(operation, readEnvelope(text)));
const inner = (operation: OperationName, text: string) => outcome(() => readDocument(operation, [text]));

const list = printAnswer('getTrunkList', [
  { description: '华为 😀 & <备用>', value: 'sip/huing/' },
  { description: 'test', value: 'sip/test/' },
]);

describe('answers that broke off', () => {
  for (const [how, wrap] of Object.entries(wrappings)) {
    it(`are not understood, wherever they end: ${how}`, () => {
      const bytes = Buffer.from(wrap('getTrunkList', list).trim());
      const odd = new Map<number, unknown>();
      for (let end = 0; end < bytes.length; end++) {
        const found = answer('getTrunkList', textOf(bytes.subarray(0, end), 'text/xml; charset=utf-8'));
        if (found !== 'not-understood') odd.set(end, found);
      }
      expect([...odd]).toEqual([]);
    });
  }

  it('are not understood when the inner document alone is cut', () => {
    const bytes = Buffer.from(list);
    const odd = new Map<number, unknown>();
    for (let end = 0; end < bytes.length; end++) {
      const found = answer('getTrunkList', wrapped('getTrunkList', bytes.subarray(0, end).toString()));
      if (found !== 'not-understood') odd.set(end, found);
    }
    expect([...odd]).toEqual([]);
  });

  it('are no WSDL either', () => {
    const whole = wsdl();
    const odd = [];
    for (let end = 0; end < whole.length; end++) if (readWsdl(whole.slice(0, end)) !== undefined) odd.push(end);
    expect(odd).toEqual([]);
  });
});

const page = '<!DOCTYPE html><html><body><form action="/login"><uncall>1</uncall></form></body></html>';
const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, nth) => `<!ENTITY ${'b'.repeat(nth + 1)} "${`&${nth ? 'b'.repeat(nth) : 'a'};`.repeat(10)}">`).join('')}]>`;
const outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
const deep = (levels: number, inside = '') => `${'<a>'.repeat(levels)}${inside}${'</a>'.repeat(levels)}`;

describe('what is no answer', () => {
  it('is not understood as SOAP', () => {
    const corpus: Readonly<Record<string, string>> = {
      nothing: '',
      blanks: ' \n\t',
      'a login page': page,
      'a PHP fatal error':
        '<br />\n<b>Fatal error</b>:  Uncaught exception in <b>/var/www/html/index.php</b> on line <b>7</b><br />',
      JSON: '{"errcode":0,"message":"SUCCESS","data":[]}',
      'another vendor': '<root><errcode>0</errcode><message>SUCCESS</message><data/></root>',
      'the document without SOAP': list,
      'an envelope without a body': '<a:Envelope xmlns:a="x"><a:Header/></a:Envelope>',
      'a body without an answer': '<a:Envelope xmlns:a="x"><a:Body/></a:Envelope>',
      'an answer that returns nothing': wrapped('getTrunkList', ''),
      'a nil answer': '<E:Envelope xmlns:E="x"><E:Body><r><return nil="true"/></r></E:Body></E:Envelope>',
      'a pointer to nowhere': '<Envelope><Body><r><return href="#no"/></r></Body></Envelope>',
      'a ring of pointers':
        '<Envelope><Body><r><return href="#a"/></r><multiRef id="a" href="#b"/><multiRef id="b" href="#a"/></Body></Envelope>',
      'crossed tags': '<Envelope><Body><r><return>1</r></return></Body></Envelope>',
      'an entity bomb': `<?xml version="1.0"?>${bomb}${wrapped('getTrunkList', list)
        .replace(/^<\?xml[^>]*>/, '')
        .replace('<return', '<x>&bbbbbbbbb;</x><return')}`,
      'a DTD inside': wrapped('getTrunkList', list).replace('<SOAP-ENV:Body>', `${bomb}<SOAP-ENV:Body>`),
      'a file from outside': `${outside}${wrapped('getTrunkList', list)}`,
      'levels without end': `<Envelope><Body>${deep(50_000)}</Body></Envelope>`,
      'levels that never close': `<Envelope><Body>${'<a>'.repeat(200_000)}`,
      'forbidden names': '<Envelope><Body><__proto__><constructor>1</constructor></__proto__></Body></Envelope>',
      'bytes of a picture': textOf(
        Uint8Array.from({ length: 4_096 }, (_, nth) => (nth * 167 + 13) % 256),
        'image/png',
      ),
    };
    expect(
      Object.fromEntries(Object.entries(corpus).map(([what, text]) => [what, answer('getTrunkList', text)])),
    ).toEqual(Object.fromEntries(Object.keys(corpus).map((what) => [what, 'not-understood'])));
    expect(({} as Record<string, unknown>).constructor).toBe(Object);
  });

  it('is not understood as a document', () => {
    const corpus: Readonly<Record<string, string>> = {
      words: 'Access denied',
      'an empty root': '<unallcc></unallcc>',
      'a root that closes itself': '<unallcc/>',
      'a page with a root in it': page,
      'an entity bomb': `${bomb}<unallcc><result>1</result><getTrunkList><value>&bbbbbbbbb;</value></getTrunkList></unallcc>`,
      'a bomb in the root': `<unallcc>${bomb}<result>1</result></unallcc>`,
      'a file from outside': `${outside}<unallcc><result>1</result><getTrunkList><value>&f;</value></getTrunkList></unallcc>`,
      'levels without end': `<unallcc><result>1</result>${deep(50_000, '<value>1</value>')}</unallcc>`,
    };
    expect(
      Object.fromEntries(Object.entries(corpus).map(([what, text]) => [what, inner('getTrunkList', text)])),
    ).toEqual(Object.fromEntries(Object.keys(corpus).map((what) => [what, 'not-understood'])));
  });

  it('keeps an entity that nobody defined as it stands', () => {
    const text =
      '<unallcc><result>1</result><getTrunkList><description>&nbsp;&bbbbbbbbb; &#65;&#x4e2d;&#xd800;&#0;</description><value>1</value></getTrunkList></unallcc>';
    expect(inner('getTrunkList', text)).toEqual({
      response: '',
      message: '',
      rows: [{ description: '&nbsp;&bbbbbbbbb; A中\ufffd\ufffd', value: '1' }],
    });
  });
});

describe('answers of hostile size', () => {
  it('end by the limit, whatever is behind them', async () => {
    let sent = 0;
    const piece = Buffer.alloc(1_048_576, 0x20);
    const server = createServer((request, response) => {
      if (request.method === 'GET') {
        response.end(wsdl());
        return;
      }
      request.resume();
      const more = () => {
        while (sent < 200 * 1_048_576 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = createUncallClient(
      { address: `http://127.0.0.1:${port}`, pin: '' },
      testEffects(new FakeClock(0), undiciHttp('')),
    );
    const result = await client.popEvent({ strExten: '801' });
    client.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect([!result.ok && result.error.code, !result.ok && result.error.params, sent < 40 * 1_048_576]).toEqual([
      'too-large',
      { limitMegabytes: 4 },
      true,
    ]);
  });

  it('are read in one go, not once for every beginning', () => {
    // Each of these takes minutes when a reader looks for the end of a section, tag or reference anew from each start.
    const size = 150_000;
    const hostile = ['<![CDATA[', '<a ', '<value>', '&#', '<!--', '<?x ', '</', '<Envelope '].map((piece) =>
      piece.repeat(size / piece.length),
    );
    expect(
      hostile.map((text) => [
        answer('getTrunkList', `<Envelope><Body>${text}</Body></Envelope>`),
        inner(
          'getTrunkList',
          `<unallcc><result>1</result><getTrunkList><value>${text}</value></getTrunkList></unallcc>`,
        ) !== null,
      ]),
    ).toEqual(hostile.map(() => ['not-understood', true]));
  });
});

describe('fuzz', () => {
  const bytesOf = (text: string) => fc.constant(Buffer.from(text));
  const soaps = vectors.flatMap(({ operation, body }) =>
    Object.values(wrappings).map((wrap) => ({ operation, text: wrap(operation, body) })),
  );
  const mutation = fc.array(
    fc.record({
      at: fc.nat(5_000),
      drop: fc.nat(12),
      put: fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '&',
          '"',
          '</',
          '<uncall>',
          '</unallcc>',
          '<![CDATA[',
          ']]>',
          '&#x41;',
          '<!--',
          '\0',
          '<result>0</result>',
          '<Response>success</Response>',
          'é',
        ),
        fc.string({ maxLength: 6 }),
      ),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const mutate = (bytes: Buffer, changes: readonly { at: number; drop: number; put: string }[]): string =>
    changes
      .reduce((now, { at, drop, put }) => {
        const place = now.length === 0 ? 0 : at % now.length;
        return Buffer.concat([now.subarray(0, place), Buffer.from(put), now.subarray(place + drop)]);
      }, bytes)
      .toString('utf8');

  it('2,000 damaged SOAP answers end as a value or as a failure of ours', () => {
    fc.assert(
      fc.property(fc.constantFrom(...soaps), mutation, ({ operation, text }, changes) => {
        const found = answer(operation, mutate(Buffer.from(text), changes));
        return typeof found === 'object' ? Array.isArray(found.rows) : ['refused', 'not-understood'].includes(found);
      }),
      { seed: 20140115, numRuns: 2_000 },
    );
  });

  it('2,000 damaged documents end as a value or as a failure of ours', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors), mutation, ({ operation, body }, changes) => {
        const found = inner(operation, mutate(Buffer.from(body), changes));
        return typeof found === 'object' ? Array.isArray(found.rows) : ['refused', 'not-understood'].includes(found);
      }),
      { seed: 20140116, numRuns: 2_000 },
    );
  });

  it('1,000 damaged WSDLs are read or are none', () => {
    fc.assert(
      fc.property(bytesOf(wsdl()), mutation, (bytes, changes) => {
        const found = readWsdl(mutate(bytes, changes));
        return found === undefined || found.bindings instanceof Map;
      }),
      { seed: 20140117, numRuns: 1_000 },
    );
  });

  it('1,000 answers of noise are never a success', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...operationNames),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (operation, noise) => {
          return answer(operation, noise) === 'not-understood' && inner(operation, noise) === 'not-understood';
        },
      ),
      { seed: 20140118, numRuns: 1_000 },
    );
  });
});
