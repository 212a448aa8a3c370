import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Source } from './coverage-page';

/** TypeScript of the project as it lies here, new files included. */
export const projectSources = (): readonly Source[] =>
  execFileSync(
    'git',
    [
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      'shared',
      'electron',
      'renderer',
      'pbx',
      'e2e',
      'scripts',
    ],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && existsSync(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
