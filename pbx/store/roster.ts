import type { RosterKeeper } from '../engine/roster';
import type { CentreConfig } from '../scenario/centre';
import type { PhoneBehaviour } from '../scenario/port';
import type { Database } from './database';
import { createRosterKeeper, forgetKept } from './roster-kept';
import { createRosterLists, type Modem, type RosterList, type RosterLists, type RosterSettings } from './roster-lists';

export type { Modem, Room, RosterDevice, RosterList, RosterLists, RosterSettings } from './roster-lists';

/** What of a centre is set up in the database; the rest is the world around it, and what the program brings along. */
export type RosterCentre = Omit<CentreConfig, 'outside' | 'prompts'>;

/** Who and what the platform knows: set up by an administrator, then kept as people use it. */
export interface Roster {
  /** The starting configuration of a folder that has none; false: it has one, and that stays. */
  seed(centre: RosterCentre, modems: readonly Modem[]): boolean;
  /** As an exchange starts with it: a hot desk's `user` is whoever sits there. */
  centre(): RosterCentre;
  lists(): RosterLists;
  settings(): RosterSettings;
  /**
   * The lists that are given are these from now on, in one transaction. What was kept of a thing that is no more
   * (bindings, memberships, forwarding) goes with it. They are not checked: `pbx/services/roster/check.ts` does that.
   */
  replace(lists: Partial<RosterLists>, settings?: Partial<RosterSettings>): void;
  readonly keeper: RosterKeeper;
}

const settingNames = ['name', 'parkSeconds', 'autoPauseReason', 'consultRingSeconds', 'callWaiting'] as const;
/** Mark of a folder that has been seeded. */
const seeded = 'seeded';

export function createRoster(db: Database): Roster {
  const listings = createRosterLists(db);
  const names = Object.keys(listings) as readonly RosterList[];
  const { keeper, changed } = createRosterKeeper(db, () => ({
    users: listings.users.read(),
    pauseReasons: listings.pauseReasons.read(),
  }));

  function lists(): RosterLists {
    return Object.fromEntries(names.map((name) => [name, listings[name].read()])) as unknown as RosterLists;
  }
  function setSetting(name: string, value: unknown): void {
    db.run(
      'INSERT INTO centre_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      ...[name, JSON.stringify(value)],
    );
  }
  function settings(): RosterSettings {
    const rows = db.all<{ name: string; value: string }>('SELECT name, value FROM centre_setting');
    const known = new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
    return Object.fromEntries(settingNames.map((name) => [name, known.get(name)])) as unknown as RosterSettings;
  }
  function replaceOne<L extends RosterList>(name: L, list: RosterLists[L] | undefined): void {
    if (list === undefined) return;
    // The union of all lists: each listing takes its own.
    const listing = listings[name] as unknown as {
      keyOf(thing: unknown): string;
      read(): readonly unknown[];
      replace(list: readonly unknown[]): void;
    };
    const there = new Set(list.map((thing) => listing.keyOf(thing)));
    const gone = listing.read().filter((thing) => !there.has(listing.keyOf(thing)));
    listing.replace(list);
    forgetKept(db, name, gone);
  }
  function replace(given: Partial<RosterLists>, set: Partial<RosterSettings> = {}): void {
    db.write(() => {
      // Users first: devices name them.
      for (const name of names) replaceOne(name, given[name]);
      for (const name of settingNames) if (set[name] !== undefined) setSetting(name, set[name]);
    });
    changed();
  }

  return {
    seed(centre, modems) {
      if (db.first('SELECT 1 AS there FROM centre_setting WHERE name = ?', seeded)) return false;
      db.write(() => {
        replace({ ...listsOf(centre), modems }, centre);
        for (const { no, kind, user } of centre.devices) {
          if (kind === 'adhoc' && user !== '') db.run('INSERT INTO binding (device, user) VALUES (?, ?)', no, user);
        }
        setSetting(seeded, true);
      });
      changed();
      return true;
    },
    centre() {
      const { rooms, lots, holdMusic, modems: _, devices, ...rest } = lists();
      const guests = new Map(keeper.bindings().map(({ device, user }) => [device, user]));
      return {
        ...settings(),
        ...rest,
        devices: devices.map(({ acts: __, ...device }) => ({
          ...device,
          user: device.kind === 'fixed' ? device.user : (guests.get(device.no) ?? ''),
        })),
        conferenceRooms: rooms.map(({ no }) => no),
        recordedRooms: rooms.filter(({ recorded }) => recorded).map(({ no }) => no),
        parkingLots: lots.map(({ no }) => no),
        holdMusic: holdMusic.map(({ name }) => name),
        phones: Object.fromEntries(
          devices.flatMap(({ no, acts }): [string, PhoneBehaviour][] => (acts ? [[no, acts]] : [])),
        ),
      };
    },
    lists,
    settings,
    replace,
    keeper,
  };
}

/** The lists of a centre as it is written down in `pbx/scenario`. */
function listsOf(centre: RosterCentre): Omit<RosterLists, 'modems'> {
  const { users, trunks, queues, pauseReasons, dialRules, features, menus } = centre;
  return {
    ...{ users, trunks, queues, pauseReasons, dialRules, features, menus },
    devices: centre.devices.map((device) => {
      const acts = centre.phones[device.no];
      return { ...device, ...(acts && { acts }) };
    }),
    rooms: centre.conferenceRooms.map((no) => ({ no, recorded: centre.recordedRooms.includes(no) })),
    lots: centre.parkingLots.map((no) => ({ no })),
    holdMusic: centre.holdMusic.map((name) => ({ name })),
  };
}
