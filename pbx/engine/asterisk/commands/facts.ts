import { field } from '../ami/port';
import type { AsteriskSetup, Parts } from '../parts';
import { Sender } from './sender';

/** What a given exchange has of what this engine needs. */
export interface ExchangeFacts {
  readonly version: string;
  /** Actions that the manager user may send; null = it may not ask. */
  readonly actions: ReadonlySet<string> | null;
  /** Modules asked for, loaded or not; one that could not be asked for is missing here. */
  readonly modules: ReadonlyMap<string, boolean>;
  /** Classes of events that the manager user receives; null = unknown. */
  readonly reads: ReadonlySet<string> | null;
  /** Keys by name, of the exchange's own features and of its application map; null for the latter = unknown. */
  readonly features: ReadonlyMap<string, string>;
  readonly applicationMap: ReadonlyMap<string, string> | null;
  /** Names in the global variable `DYNAMIC_FEATURES`. */
  readonly globalFeatures: readonly string[];
  /** The extensions that the documented lines give. */
  readonly lines: {
    readonly context: boolean;
    readonly transfer: boolean;
    readonly hold: boolean;
    readonly rating: boolean;
  };
  readonly parkContext: boolean;
  /** Places of the parking lots; empty = no lot. */
  readonly slots: readonly { readonly name: string; readonly first: number; readonly last: number }[];
  /** Minutes east of UTC; null = unknown. */
  readonly zone: number | null;
}

/** Extensions of the documented lines, in the context for transfers. */
export const lineExtens = { hold: 'hold', rating: 'rating' } as const;

/** Names of the two features in the application map that start and stop the music of a hold. */
export const holdNames = { on: 'seatline-hold', off: 'seatline-unhold' } as const;

const modules = [
  'app_queue',
  'app_chanspy',
  'app_confbridge',
  'app_directed_pickup',
  'res_parking',
  'res_mutestream',
  'app_mixmonitor',
  'cdr_manager',
  'func_dialplan',
] as const;

const builtIn = ['blindxfer', 'atxfer', 'disconnect', 'parkcall', 'automon', 'automixmon'] as const;
const consulting = ['atxferabort', 'atxfercomplete', 'atxferthreeway', 'atxferswap'] as const;

/** Reads what there is; asks only what changes nothing. Rejects when the line is lost meanwhile. */
export async function readFacts(parts: Parts): Promise<ExchangeFacts> {
  const sender = new Sender(parts);
  const { setup } = parts;
  const functionOf = async (name: string): Promise<string> => {
    const answer = await sender.ask('Getvar', { Variable: name });
    return answer.ok ? field(answer, 'Value') : '';
  };
  const named = async (names: readonly string[], read: (name: string) => string): Promise<[string, string][]> =>
    Promise.all(names.map(async (name): Promise<[string, string]> => [name, await functionOf(read(name))]));
  const [actions, loaded, reads, map, features, codes, globals, lines, parkContext, slots, zone] = await Promise.all([
    actionsOf(sender),
    modulesOf(sender),
    readsOf(sender, setup),
    applicationMapOf(sender),
    named(builtIn, (name) => `FEATUREMAP(${name})`),
    named(consulting, (name) => `FEATURE(${name})`),
    functionOf('DYNAMIC_FEATURES'),
    linesOf(functionOf, setup),
    functionOf(`DIALPLAN_EXISTS(${setup.parkContext})`),
    slotsOf(parts),
    functionOf('STRFTIME(,,%z)'),
  ]);
  return {
    version: parts.ami.version,
    actions,
    modules: loaded,
    reads,
    features: new Map([...features, ...codes].filter(([, code]) => code !== '')),
    applicationMap: map,
    globalFeatures: globals.split('#').filter((name) => name !== ''),
    lines,
    parkContext: parkContext === '1',
    slots,
    zone: zoneOf(zone),
  };
}

/** `ListCommands` leaves out what the user may not send. */
async function actionsOf(sender: Sender): Promise<ReadonlySet<string> | null> {
  const answer = await sender.ask('ListCommands');
  if (!answer.ok) return null;
  const names = Object.keys(answer.fields).filter((name) => !['Response', 'ActionID', 'Message'].includes(name));
  return names.length === 0 ? null : new Set(names);
}

async function modulesOf(sender: Sender): Promise<ReadonlyMap<string, boolean>> {
  const known = await Promise.all(
    modules.map(async (name): Promise<[string, boolean] | null> => {
      const { ok, message } = await sender.ask('ModuleCheck', { Module: `${name}.so` });
      return ok || /not loaded/i.test(message) ? [name, ok] : null;
    }),
  );
  return new Map(known.filter((one) => one !== null));
}

async function readsOf(sender: Sender, { user }: AsteriskSetup): Promise<ReadonlySet<string> | null> {
  if (!/^[\w.-]+$/.test(user)) return null;
  const { ok, output } = await sender.ask('Command', { Command: `manager show user ${user}` });
  const line = output.map((one) => /^\s*read perm:\s*(.*)$/.exec(one)?.[1]).find((one) => one !== undefined);
  return ok && line !== undefined ? new Set(line.split(',').map((one) => one.trim())) : null;
}

/** The part `Dynamic Feature` of `features show`: name, default, current keys. */
async function applicationMapOf(sender: Sender): Promise<ReadonlyMap<string, string> | null> {
  const { ok, output } = await sender.ask('Command', { Command: 'features show' });
  const from = output.findIndex((line) => /^Dynamic Feature\b/.test(line));
  if (!ok || from < 0) return null;
  const rest = output.slice(from + 1);
  const to = rest.findIndex((line) => /^Feature Groups/.test(line));
  const rows = (to < 0 ? rest : rest.slice(0, to)).map((line) => /^(\S+)\s+no def\s+(\S+)\s*$/.exec(line));
  return new Map(rows.flatMap((row) => (row?.[1] && row[2] ? [[row[1], row[2]] as const] : [])));
}

async function linesOf(
  functionOf: (name: string) => Promise<string>,
  { context, transferContext: own }: AsteriskSetup,
): Promise<ExchangeFacts['lines']> {
  const has = async (exten: string): Promise<boolean> =>
    own !== '' && (await functionOf(`DIALPLAN_EXISTS(${own},${exten},1)`)) === '1';
  const [plain, transfer, hold, rating] = await Promise.all([
    functionOf(`DIALPLAN_EXISTS(${context})`),
    has('00'),
    has(lineExtens.hold),
    has(lineExtens.rating),
  ]);
  // Empty: a user who may not ask, which is another matter.
  return { context: plain !== '0', transfer, hold, rating };
}

async function slotsOf({ ami }: Parts): Promise<ExchangeFacts['slots']> {
  const lots = await ami.list('Parkinglots').catch((error: unknown) => {
    if (ami.state !== 'live') throw error;
    return [];
  });
  return lots.flatMap((lot) => {
    const [first, last] = [Number(field(lot, 'StartSpace')), Number(field(lot, 'StopSpace'))];
    return first > 0 && last >= first ? [{ name: field(lot, 'Name'), first, last }] : [];
  });
}

/** `+0800` */
function zoneOf(text: string): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(text.trim()) ?? [];
  if (!sign) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Whether an action may be sent; unknown counts as yes, and the exchange says no by itself. */
export const may = ({ actions }: ExchangeFacts, action: string): boolean => actions === null || actions.has(action);

export const hasModule = ({ modules: loaded }: ExchangeFacts, name: string): boolean => loaded.get(name) ?? true;

/** Every key sequence that this exchange knows as a feature. */
export const codesOf = ({ features, applicationMap }: ExchangeFacts): ReadonlySet<string> =>
  new Set([...features.values(), ...(applicationMap?.values() ?? [])]);

/** The names of the application map behind the two codes of the set-up; null = hold cannot be keyed here. */
export function holdFeature(
  facts: ExchangeFacts,
  setup: AsteriskSetup,
): { readonly on: string; readonly off: string } | null {
  if (setup.holdCode === '' || setup.unholdCode === '') return null;
  // Who may not see the map believes the set-up; each leg is asked for its features anyway.
  if (facts.applicationMap === null) return holdNames;
  const named = (code: string): string | undefined =>
    [...(facts.applicationMap ?? [])].find(([, keys]) => keys === code)?.[0];
  const [on, off] = [named(setup.holdCode), named(setup.unholdCode)];
  return on !== undefined && off !== undefined ? { on, off } : null;
}

/** The facts of the exchange that is on the line now; read anew after each login. */
export class Facts {
  readonly #parts: Parts;
  readonly #off: () => void;
  #reading: Promise<ExchangeFacts> | null = null;
  #known: ExchangeFacts | null = null;

  /** @param found told of what was read after each login */
  constructor(parts: Parts, log: (error: unknown) => void, found: (facts: ExchangeFacts) => void) {
    this.#parts = parts;
    const read = (): void => {
      this.#read().then(found, log);
    };
    this.#off = parts.ami.onState((state) => {
      this.#reading = null;
      if (state === 'live') read();
    });
    if (parts.ami.state === 'live') read();
  }

  /** What was last read. */
  get known(): ExchangeFacts | null {
    return this.#known;
  }

  /** Waits for the first reading after a login. */
  get(): Promise<ExchangeFacts> {
    return this.#reading ?? this.#read();
  }

  close(): void {
    this.#off();
  }

  #read(): Promise<ExchangeFacts> {
    const reading = readFacts(this.#parts);
    this.#reading = reading;
    reading.then(
      (facts) => {
        if (this.#reading === reading) this.#known = facts;
      },
      () => {
        // Whoever waits for it hears of it; the next one tries again.
        if (this.#reading === reading) this.#reading = null;
      },
    );
    return reading;
  }
}
