import path from 'node:path';
import { expect, test } from 'vitest';
import { endpointNames, endpointOf } from '../../../shared/webcti/index';
import { openBench } from '../testing/tool';
import { endpointsText, endpointText } from './help';
import { aboutParameter } from './words';

const bold = (text: string): string => text;
const golden = (name: string): string => path.join(import.meta.dirname, 'golden', name);

// After a change of the catalogue's words: npx vitest run -u electron/cli/webcti/help.test.ts, and read the difference.
test.each(['ctioriginate', 'getobdiallist', 'addspecialagent'] as const)('help of %s', async (name) => {
  for (const language of ['en', 'zh'] as const) {
    await expect(`${endpointText(name, language, bold).join('\n')}\n`).toMatchFileSnapshot(
      golden(`${name}.${language}.txt`),
    );
  }
});

test('every endpoint has help that names each parameter, field, error and its section, in both languages', () => {
  const missing: string[] = [];
  for (const name of endpointNames) {
    const { params, fields, errors, section, path: place } = endpointOf(name);
    for (const language of ['en', 'zh'] as const) {
      const text = endpointText(name, language, bold).join('\n');
      const wanted = [
        ...Object.keys(params).map((param) => `--${param} `),
        ...Object.keys(fields),
        ...errors.map(({ code }) => String(code)),
        `§${section}`,
        place,
      ];
      for (const word of wanted) if (!text.includes(word)) missing.push(`${name} ${language} ${word}`);
      if (/undefined|\[object/.test(text)) missing.push(`${name} ${language} hole`);
    }
    for (const param of Object.keys(params)) {
      const { en, zh } = aboutParameter(name, param);
      if (en === '' || zh === '') missing.push(`${name} --${param} has no words`);
    }
  }
  expect(missing).toEqual([]);
});

test('the list has every endpoint once, under its family', () => {
  const text = endpointsText('en', bold);
  const listed = text.flatMap((line) => /^ {2}(\w+) +[* ] /.exec(line)?.[1] ?? []);
  expect([...listed].sort()).toEqual([...endpointNames].sort());
});

test('help is printed without a platform, a profile or a key; a missing endpoint is a wrong command line', async () => {
  const bench = await openBench();
  const env = { SEATLINE_PLATFORM_URL: '', SEATLINE_PLATFORM_KEY: '' };
  const one = await bench.run(['webcti', 'GETCDR.php', '--help'], { env });
  const all = await bench.run(['webcti', '--help', '--lang', 'zh'], { env });
  const none = await bench.run(['webcti'], { env });
  const main = await bench.run(['--help'], { env });
  const nothing = await bench.run([], { env });
  const mistake = await bench.run(['webtci'], { env });
  await bench.close();
  expect([
    one.code,
    one.out.startsWith('seatline webcti getcdr'),
    all.code,
    all.out.includes('共 205 个'),
    none.code,
    main.code,
    nothing.code,
    [mistake.code, mistake.err],
  ]).toEqual([0, true, 0, true, 2, 0, 2, [2, 'seatline: There is no command webtci. Did you mean webcti?\n']]);
});
