import { expect, test } from 'vitest';
import { checkExternalUrl } from './external';

const why = (value: unknown): string => {
  const result = checkExternalUrl(value);
  return result.ok ? result.value : `blocked: ${String(result.error.params?.why)}`;
};

test('http and https addresses are opened as the parser understood them', () => {
  expect(
    ['https://crm.example/c?n=138%20x#top', 'HTTP://CRM.example:80/a/../b', 'https://例子.测试/'].map(why),
  ).toEqual(['https://crm.example/c?n=138%20x#top', 'http://crm.example/b', 'https://xn--fsqu00a.xn--0zwm56d/']);
});

test('R22: everything else is blocked with its reason', () => {
  const cases: Record<string, string> = {
    'file:///etc/passwd': 'blocked: scheme',
    'file://server/share/x.exe': 'blocked: scheme',
    '\\\\server\\share\\x.exe': 'blocked: malformed',
    '//server/share': 'blocked: malformed',
    'javascript:alert(1)': 'blocked: scheme',
    'java\tscript:alert(1)': 'blocked: malformed',
    'data:text/html,<script>1</script>': 'blocked: scheme',
    'ms-msdt:/id PCWDiagnostic': 'blocked: malformed',
    'search-ms:query=x': 'blocked: scheme',
    'smb://server/x': 'blocked: scheme',
    'seatline://app/': 'blocked: scheme',
    'https://user:pass@crm.example/': 'blocked: credentials',
    'https://crm.example@evil.example/': 'blocked: credentials',
    'https:\\\\evil.example': 'blocked: malformed',
    'https://crm.example/\n': 'https://crm.example/',
    'https://crm.example/a\nb': 'blocked: malformed',
    'http://': 'blocked: malformed',
    '': 'blocked: malformed',
    [`https://crm.example/${'x'.repeat(2100)}`]: 'blocked: too-long',
  };
  expect(Object.fromEntries(Object.keys(cases).map((url) => [url, why(url)]))).toEqual(cases);
  expect([why(null), why({ toString: () => 'https://x/' })]).toEqual(['blocked: not-text', 'blocked: not-text']);
});
