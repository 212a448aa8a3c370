import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export type AsteriskVersion = 16 | 22;
export const asteriskVersions: readonly AsteriskVersion[] = [16, 22];

/**
 * Folder of a version as `scripts/asterisk.mjs` leaves it: what `npm test` found or fetched (`SEATLINE_ASTERISK16`, empty
 * when there is none), else where that script keeps it; empty when there is none.
 */
export function asteriskTree(version: AsteriskVersion): string {
  const named = process.env[`SEATLINE_ASTERISK${version}`];
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const tree = named ?? path.join(cache, 'seatline', 'asterisk', `${version}`);
  return tree !== '' && existsSync(path.join(tree, 'asterisk')) ? tree : '';
}

/** For the name of a suite: why it does not run, empty when it does. */
export const whyNoAsterisk = (version: AsteriskVersion): string =>
  asteriskTree(version) === '' ? ` (not run: node scripts/asterisk.mjs ${version} has not fetched it)` : '';

/** Folder of the modules, and their files. */
export function modulesOf(tree: string): { readonly folder: string; readonly names: readonly string[] } {
  const libraries = path.join(tree, 'usr', 'lib');
  const folder = [libraries, ...readdirSync(libraries).map((name) => path.join(libraries, name))]
    .map((place) => path.join(place, 'asterisk', 'modules'))
    .find(existsSync);
  if (folder === undefined) throw new Error(`${tree} holds no modules of an Asterisk`);
  return { folder, names: readdirSync(folder).filter((name) => name.endsWith('.so')) };
}

/** Folder of the spoken prompts; the links beside it lead to places outside the tree. */
export const promptsOf = (tree: string): string => path.join(tree, 'usr/share/asterisk/sounds/en_US_f_Allison');
