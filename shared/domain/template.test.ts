import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate, fillTemplate, type PopValues, popVariables, problemOf, sampleValues } from './template';

const values = (more: Partial<PopValues> = {}): PopValues => ({ ...sampleValues, ...more });
const fill = (template: string, more: Partial<PopValues> = {}): string => {
  const filled = fillTemplate(template, values(more));
  return filled.blocked ? `blocked: ${filled.reason}` : filled.url;
};

describe('fillTemplate', () => {
  it('replaces every variable of the list, each percent-encoded', () => {
    const template = `https://crm.example.com/?${popVariables.map((name) => `${name}={${name}}`).join('&')}`;
    const filled = fillTemplate(template, sampleValues);
    const query = new URL(filled.url).searchParams;
    const { variables: _, ...expected } = sampleValues;
    expect({ unknown: filled.unknown, query: Object.fromEntries(query) }).toEqual({ unknown: [], query: expected });
  });

  it.each([
    ['https://crm.example.com/c?n={number:1}', 'https://crm.example.com/c?n=3800138000'],
    ['https://crm.example.com/c?n={number:99}', 'https://crm.example.com/c?n='],
    ['https://crm.example.com/c?n={name:1}', 'https://crm.example.com/c?n=%E5%85%88%E7%94%9F'],
    ['https://crm.example.com/c?o={var.ORDER}&l={var.LEVEL:1}', 'https://crm.example.com/c?o=A-10086&l=old'],
    ['https://crm.example.com/c?o={var.MISSING}', 'https://crm.example.com/c?o='],
    ['https://crm.example.com/c?o={var.constructor}{var.__proto__}', 'https://crm.example.com/c?o='],
    ['https://crm.example.com/c/{number}#{queue}', 'https://crm.example.com/c/13800138000#90'],
    ['  http://10.0.0.5:8080/pop?n={number}  ', 'http://10.0.0.5:8080/pop?n=13800138000'],
    ['http://[2001:db8::1]:8080/{ext}', 'http://[2001:db8::1]:8080/2011'],
    ['HTTPS://crm.example.com?n={ext}', 'HTTPS://crm.example.com?n=2011'],
    ['https://客服.example.com/客户?n={ext}', 'https://客服.example.com/%E5%AE%A2%E6%88%B7?n=2011'],
    ['https://crm.example.com/a b?x={ext}', 'https://crm.example.com/a%20b?x=2011'],
    ['https://crm.example.com/{', 'https://crm.example.com/%7B'],
    ['', ''],
    ['   ', ''],
  ])('%s', (template, url) => {
    expect(fill(template)).toBe(url);
  });

  it('reports an unknown name and leaves nothing of it in the address', () => {
    expect(fillTemplate('https://crm.example.com/?a={nummer}&b={number}&c={}&d={nummer}', sampleValues)).toEqual({
      url: 'https://crm.example.com/?a=&b=13800138000&c=&d=',
      unknown: ['nummer', ''],
      blocked: false,
    });
  });

  it.each([
    ['file:///etc/passwd', 'scheme'],
    ['file://server/share', 'scheme'],
    ['\\\\server\\share\\x.exe', 'scheme'],
    ['//server/share', 'scheme'],
    ['javascript:alert({number})', 'scheme'],
    ['JaVaScRiPt://crm.example.com/%0aalert(1)', 'scheme'],
    ['java\nscript:alert(1)', 'control-characters'],
    ['data:text/html,<b>{name}</b>', 'scheme'],
    ['vbscript:x', 'scheme'],
    ['ms-msdt:/id', 'scheme'],
    ['smb://server/share', 'scheme'],
    ['blob:https://crm.example.com/1', 'scheme'],
    ['crm.example.com/{number}', 'scheme'],
    ['https:crm.example.com', 'malformed'],
    ['https:/crm.example.com', 'malformed'],
    ['https:///crm.example.com', 'malformed'],
    ['https:\\\\crm.example.com', 'malformed'],
    ['https://crm.example.com\\@evil.example/', 'malformed'],
    ['https://', 'malformed'],
    ['https://crm..example.com/', 'malformed'],
    ['https://crm.example.com:99999/', 'malformed'],
    ['https://crm.example.com:/', 'malformed'],
    ['https://crm%2eexample.com/', 'malformed'],
    ['https://crm.example.com/"x"', 'malformed'],
    ['https://user:pass@crm.example.com/', 'credentials'],
    ['https://crm.example.com@evil.example/', 'credentials'],
    ['https://{name}.example.com/', 'variable-in-origin'],
    ['https://crm.example.com{name}/', 'variable-in-origin'],
    ['https://crm.example.com:{ext}/', 'variable-in-origin'],
    ['{var.URL}', 'scheme'],
    ['http{name}://crm.example.com/', 'scheme'],
    ['https://crm.example.com/\u202egnp.exe', 'control-characters'],
    ['https://crm.example.com/\u0000', 'control-characters'],
    [`https://crm.example.com/${'x'.repeat(4000)}`, 'too-long'],
  ])('refuses %j (R22)', (template, reason) => {
    expect(fillTemplate(template, sampleValues)).toEqual({ url: '', unknown: [], blocked: true, reason });
  });

  it('refuses what grows beyond 4,000 characters', () => {
    const template = `https://crm.example.com/?${'n={name}&'.repeat(10)}`;
    expect(fill(template, { name: '字'.repeat(600) })).toBe('blocked: too-long');
  });

  it('keeps a hostile value inside its place', () => {
    expect(fill('https://crm.example.com/c/{name}/x', { name: '../../admin' })).toBe(
      'https://crm.example.com/c/..%2F..%2Fadmin/x',
    );
    expect(fill('https://crm.example.com/c/{name}/x', { name: '..' })).toBe('https://crm.example.com/c//x');
    expect(fill('https://crm.example.com/c/.{name}/x', { name: '.' })).toBe('blocked: path');
    expect(fill('https://crm.example.com/c/{name}{ext}/x', { name: '.', ext: '.' })).toBe(
      'https://crm.example.com/c//x',
    );
    expect(fill('https://crm.example.com/?n={name}', { name: '&admin=1#x?y=%2e\u202e' })).toBe(
      'https://crm.example.com/?n=%26admin%3D1%23x%3Fy%3D%252e',
    );
    expect(fill('https://crm.example.com/?n={name}', { name: '{number}' })).toBe(
      'https://crm.example.com/?n=%7Bnumber%7D',
    );
    expect(fill('https://crm.example.com/?n={name}', { name: "a'(b)*!" })).toBe(
      'https://crm.example.com/?n=a%27%28b%29%2A%21',
    );
    expect(fill('https://crm.example.com/?n={name}', { name: '\ud800x' })).toBe('https://crm.example.com/?n=x');
  });

  it('never lets a value move scheme, host or port, nor another part of the query', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            '.',
            '..',
            '/',
            '\\',
            '@',
            ':',
            '#',
            '?',
            '&',
            '%2e',
            '%',
            '{',
            '}',
            'http://',
            '\n',
            '\t',
            '，',
            'x',
          ),
        )
        .map((parts) => parts.join('')),
    );
    const templates = fc.constantFrom(
      'https://crm.example.com:8443/a/{name}/b/{var.X}?n={number}&m={callData}#{did}',
      'http://crm.example.com/{name}{number}',
      'http://crm.example.com?{name}',
      'http://crm.example.com#{name}',
    );
    fc.assert(
      fc.property(templates, hostile, hostile, (template, a, b) => {
        const filled = fillTemplate(template, values({ name: a, number: b, callData: a, did: b, variables: { X: b } }));
        if (filled.blocked) {
          expect(filled.reason).toBe('path');
          return;
        }
        const [before, after] = [new URL(template.replace(/\{[^}]*\}/g, 'x')), new URL(filled.url)];
        expect(filled.url).toMatch(/^[\u0021-\u007e]*$/);
        expect({ origin: after.origin, user: after.username, parts: after.pathname.split('/').length }).toEqual({
          origin: before.origin,
          user: '',
          parts: before.pathname.split('/').length,
        });
        expect([...after.searchParams.keys()].length).toBe(
          template.includes('?{') ? after.searchParams.size : [...before.searchParams.keys()].length,
        );
      }),
      { seed: 22, numRuns: 3000 },
    );
  });
});

describe('problemOf', () => {
  it('judges addresses that the platform sends', () => {
    expect(
      [
        'https://crm.example.com/x?y=1',
        'file:///c:/x',
        '\\\\host\\share',
        'javascript:alert(1)',
        'http://a@b/',
        'ftp://x/',
      ].map(problemOf),
    ).toEqual([null, 'scheme', 'scheme', 'scheme', 'credentials', 'scheme']);
  });

  it('agrees with the platform about where the host ends', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.constantFrom('http://', 'https://', 'https:', ''), (rest, start) => {
        const url = start + rest;
        if (problemOf(url) !== null) return;
        const host = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
        if (!URL.canParse(url)) return;
        const parsed = new URL(url);
        expect([parsed.username, parsed.password]).toEqual(['', '']);
        expect(['http:', 'https:']).toContain(parsed.protocol);
        expect(new URL(`${parsed.protocol}//${host}/`).host).toBe(parsed.host);
      }),
      { seed: 23, numRuns: 3000 },
    );
  });
});

describe('checkTemplate', () => {
  it('shows the sample, or what is wrong', () => {
    expect(checkTemplate('https://crm.example.com/?n={number}&o={var.ORDER}')).toEqual({
      ok: true,
      problem: null,
      unknown: [],
      used: ['number', 'var.ORDER'],
      preview: 'https://crm.example.com/?n=13800138000&o=A-10086',
    });
    expect(checkTemplate('https://crm.example.com/?n={phone}')).toEqual({
      ok: false,
      problem: null,
      unknown: ['phone'],
      used: [],
      preview: 'https://crm.example.com/?n=',
    });
    expect(checkTemplate('javascript:{number}{phone}')).toEqual({
      ok: false,
      problem: 'scheme',
      unknown: ['phone'],
      used: ['number'],
      preview: '',
    });
    expect(checkTemplate('')).toEqual({ ok: true, problem: null, unknown: [], used: [], preview: '' });
  });
});
