import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breaches } from './laws';

const sources = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'shared', 'electron', 'renderer', 'pbx'],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter(
    (file) => /\.tsx?$/.test(file) && !/\.(test|spec|config)\.tsx?$/.test(file) && !/\/testing\/|\/fixture/.test(file),
  )
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Stylesheets by the class that a rule of theirs begins with. */
function sheetsOf(): ReadonlyMap<string, readonly string[]> {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'renderer'], {
    encoding: 'utf8',
  });
  const sheets = new Map<string, string[]>();
  for (const file of files.split('\n').filter((name) => name.endsWith('.css'))) {
    const classes = [...readFileSync(file, 'utf8').matchAll(/^\.([a-z][\w-]*)\s*[,{]/gm)].map(([, name = '']) => name);
    for (const name of new Set(classes)) sheets.set(name, [...(sheets.get(name) ?? []), file]);
  }
  return sheets;
}

it('a class belongs to one stylesheet: those of pages come later, and would repaint the others', () => {
  const sheets = sheetsOf();
  expect(sheets.size).toBeGreaterThan(300);
  expect([...sheets].filter(([, files]) => files.length > 1)).toEqual([]);
});

describe('the laws of the house (DESIGN §1)', () => {
  it('hold in every source file', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(breaches(sources)).toEqual([]);
  });

  const broken: readonly [string, string, string][] = [
    ['shared/domain/x.ts', "import { readFile } from 'node:fs';", 'shared/ may not import node:fs'],
    ['shared/domain/x.ts', "import { y } from '../../renderer/ui/y';", 'shared/ may not import renderer/ui/y'],
    ['shared/domain/x.ts', "import React from 'react';", 'shared/ may not import the package react'],
    [
      'renderer/live/x.ts',
      "import { createDesk } from '../../electron/desk/desk';",
      'renderer/ may not import electron/desk/desk',
    ],
    ['renderer/live/x.ts', "const fs = await import('node:fs');", 'renderer/ may not import node:fs'],
    ['electron/desk/x.ts', "import { app } from 'electron';", 'imports electron outside the shell'],
    ['electron/desk/x.ts', "import { y } from '../shell/y';", 'electron/desk/ may not import electron/shell/y'],
    [
      'electron/desk/x.ts',
      "import { c } from '../platforms/mvb2000/client';",
      'electron/desk/ may not import electron/platforms/mvb2000/client',
    ],
    [
      'electron/platforms/mvb2000/x.ts',
      "import { y } from '../../desk/y';",
      'electron/platforms/ may not import electron/desk/y',
    ],
    ['electron/cli/x.ts', "import { y } from '../shell/tray';", 'electron/cli/ may not import electron/shell/tray'],
    ['electron/cli/x.ts', "import { y } from '../../pbx/http/start';", 'electron/cli/ may not import pbx/http/start'],
    ['electron/cli/x.ts', "import { app } from 'electron';", 'imports electron outside the shell'],
    ['electron/cli/x.ts', 'setTimeout(run, 5);', 'clock, timers and random are parameters (DESIGN law 6)'],
    ['pbx/http/x.ts', "export { y } from '../../electron/desk/y';", 'pbx/ may not import electron/desk/y'],
    ['electron/desk/x.ts', 'const now = Date.now();', 'clock, timers and random are parameters (DESIGN law 6)'],
    ['pbx/engine/x.ts', 'setTimeout(run, 5);', 'clock, timers and random are parameters (DESIGN law 6)'],
    [
      'electron/platforms/uncall/x.ts',
      'tls.connect({ rejectUnauthorized: false })',
      'rejectUnauthorized lives in the pin module only (DESIGN §8)',
    ],
    [
      'renderer/ui/x.tsx',
      '<p dangerouslySetInnerHTML={{ __html: name }} />',
      'what callers send is text, never markup (DESIGN §8)',
    ],
    ['renderer/ui/x.tsx', 'if (isElectron) show();', 'the host is chosen in the entry file (DESIGN law 3)'],
    ['pbx/http/long.ts', 'x\n'.repeat(601), 'a file is one noun: at most 600 lines'],
  ];
  it('takes words for what they are', () => {
    const text = "export const words = { since: 'Answered from', until: 'Answered until' };";
    expect(breaches([{ file: 'shared/webcti/x.ts', text }])).toEqual([]);
  });

  it.each(broken)('refuses %# in %s', (file, text, law) => {
    expect(breaches([{ file, text }]).map((breach) => breach.law)).toContain(law);
  });
});
