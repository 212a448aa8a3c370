import { accessSync, constants, statSync } from 'node:fs';
import type { Clock } from '../../../shared/domain/time';
import { endingOf } from '../../failure';
import type { LogLine } from '../../http/log';
import { EngineTrouble } from '../port';
import { createRandom } from '../simulated/random';
import { createAmi } from './ami/client';
import { Unreachable } from './ami/trouble';
import { readFacts } from './commands/facts';
import { type Finding, findingsOf } from './doctor/findings';
import { managerLines } from './doctor/lines';
import { merged, printed, type Tongue } from './doctor/report';
import { thoroughFindings } from './doctor/thorough';
import type { AsteriskSetup } from './parts';

/** Exit codes of the check; those of `seatline doctor` for the same things. */
export const doctorExits = {
  ok: 0,
  /** Something is missing. */
  missing: 1,
  unreachable: 3,
  /** The manager interface refuses the user or the secret. */
  login: 4,
  /** What listens there is no Asterisk. */
  stranger: 5,
  /** Everything is there, and something works worse than it could. */
  warnings: 7,
} as const;
export type DoctorExit = (typeof doctorExits)[keyof typeof doctorExits];

export interface DoctorEffects {
  readonly clock: Clock;
  readonly log: (line: LogLine) => void;
  readonly print: (text: string) => void;
  readonly tongue: Tongue;
  /** One object instead of a table. */
  readonly json: boolean;
}

/** Asks an exchange what it can do for this platform, changes nothing, and prints what to write where. */
export async function examine(setup: AsteriskSetup, effects: DoctorEffects): Promise<DoctorExit> {
  const { clock, log, print, tongue, json } = effects;
  const { host, port, user, secret } = setup;
  const address = `${host}:${port}`;
  const ami = createAmi({ host, port, user, secret, clock, random: createRandom(clock.now()), log });
  try {
    await ami.opened;
    const parts = { ami, clock, log, setup };
    const facts = await readFacts(parts);
    const findings = merged([...findingsOf(facts, setup), ...(await thoroughFindings(parts, facts, isReadable))]);
    if (json) print(`${JSON.stringify({ exchange: facts.version, address, findings })}\n`);
    else print(printed(`${facts.version} ${address}`, findings, setup, tongue));
    return exitOf(findings);
  } catch (error) {
    if (!(error instanceof EngineTrouble)) throw error;
    const refused = error instanceof Unreachable && error.code === 'login';
    const { said } = endingOf(error);
    if (json) print(`${JSON.stringify({ exchange: '', address, error: said[tongue] })}\n`);
    else {
      print(`${address}\n  ✗ ${said[tongue]}\n`);
      if (refused) print(`${indented(managerLines(user))}\n`);
    }
    if (refused) return doctorExits.login;
    return error instanceof Unreachable && error.code === 'stranger' ? doctorExits.stranger : doctorExits.unreachable;
  } finally {
    ami.close();
  }
}

function exitOf(findings: readonly Finding[]): DoctorExit {
  if (findings.some(({ state }) => state === 'missing')) return doctorExits.missing;
  return findings.some(({ state }) => state === 'partly' || state === 'unknown')
    ? doctorExits.warnings
    : doctorExits.ok;
}

function isReadable(place: string): boolean {
  try {
    accessSync(place, statSync(place).isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
