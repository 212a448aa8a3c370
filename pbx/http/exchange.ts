import type { Clock } from '../../shared/domain/time';
import type { Zone } from '../../shared/domain/zone';
import type { CallEngine, RecordSink, RecordsPast } from '../engine/port';
import type { RosterKeeper } from '../engine/roster';
import { createSimulatedEngine } from '../engine/simulated/engine';
import type { CentreConfig } from '../scenario/centre';
import { startDemo } from '../scenario/demo';
import { createPeople } from '../scenario/people';
import type { People } from '../scenario/port';
import type { Log } from './log';

/** What a platform gives an exchange that it starts. */
export interface ExchangeSetup {
  readonly centre: CentreConfig;
  readonly clock: Clock;
  /** Where it writes what happened. */
  readonly sink: RecordSink;
  /** What was written before. */
  readonly past: RecordsPast;
  /** What of it outlives a restart of the platform. */
  readonly roster: RosterKeeper;
  readonly seed: number;
  /** The platform's local time. */
  readonly zone: Zone;
  readonly log: Log;
}

/** An exchange that runs behind a platform. */
export interface Exchange {
  readonly engine: CallEngine;
  /** Verbs about people and phones; where the people are real, their verbs throw. */
  readonly people: People;
  /** Lets simulated people act by themselves, and ends that again; null = there are none. */
  readonly enliven: ((options: { readonly seed: number; readonly speed: number }) => { stop(): void }) | null;
  /** The exchange restarts (a fault of the scenario). */
  restart(options: { readonly keepState: boolean }): void;
}

/** Starts an exchange; rejects with `EngineTrouble` when it cannot be reached at all. */
export type ExchangeMaker = (setup: ExchangeSetup) => Promise<Exchange>;

/** The exchange in memory, on the platform's clock. */
export const simulatedExchange: ExchangeMaker = async ({ centre, clock, sink, roster, seed, zone }) => {
  const engine = createSimulatedEngine({ centre, clock, records: sink, roster, seed, zone });
  const people = createPeople(engine);
  return {
    engine,
    people,
    enliven: (options) => startDemo(engine, people, { ...options, leaveAlone: [] }),
    restart: (options) => engine.restart(options),
  };
};

const real = (): never => {
  throw new Error('the people at this exchange are real: nobody here can act for them');
};
/** At an exchange whose telephones are real. */
export const realPeople: People = {
  callerRings: real,
  answers: real,
  rejects: real,
  hangsUp: real,
  dials: real,
  presses: real,
  behaves: real,
  outsideBehaves: real,
  unplugs: real,
  plugsIn: real,
  faxArrives: real,
  passes: real,
};
