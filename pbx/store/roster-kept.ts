import type { PauseReasonRow } from '../engine/port';
import type { Binding, KeptMembership, PersonalSettings, RosterKeeper } from '../engine/roster';
import type { UserConfig } from '../scenario/centre';
import type { Database } from './database';
import type { RosterDevice, RosterList } from './roster-lists';

/**
 * What people have set since: written with what else the engine leaves behind, in its order, so that a command is on the
 * disk as a whole or not at all. Names and bindings are asked while the engine runs: they are in memory from the first
 * question on, so that neither a poll nor a disk that is full comes in between.
 */
export function createRosterKeeper(
  db: Database,
  setUp: () => { readonly users: readonly UserConfig[]; readonly pauseReasons: readonly PauseReasonRow[] },
): {
  readonly keeper: RosterKeeper;
  /** The rows have been changed behind its back. */
  changed(): void;
} {
  let names: ReturnType<RosterKeeper['names']> | null = null;
  let guests: Map<string, string> | null = null;
  const seats = (): Map<string, string> => {
    guests ??= new Map(
      db.all<Binding>('SELECT device, user FROM binding ORDER BY device').map(({ device, user }) => [device, user]),
    );
    return guests;
  };

  const keeper: RosterKeeper = {
    names() {
      names ??= new Map(setUp().users.map(({ no, name, englishName }) => [no, { name, englishName }]));
      return names;
    },
    pauseReasons: () => setUp().pauseReasons,
    bindings: () => [...seats()].map(([device, user]) => ({ device, user })),
    memberships: () =>
      // In the order of joining: queues that ring by turns go on with it.
      db.all<KeptMembership>(
        'SELECT queue, interface, kind, penalty, joined_at AS joinedAt, paused, paused_at AS pausedAt, since, ' +
          'ready_ms AS readyMs, paused_ms AS pausedMs FROM membership ORDER BY joined_at, queue, interface',
      ),
    personal: () =>
      new Map(
        db
          .all<{ user: string; dnd: number; barred: number; CF: string; CFB: string; CFU: string }>(
            'SELECT user, dnd, barred, cf AS CF, cfb AS CFB, cfu AS CFU FROM personal',
          )
          .map(({ user, dnd, barred, ...forwarding }): [string, PersonalSettings] => [
            user,
            { dnd: dnd === 1, barred: barred === 1, ...forwarding },
          ]),
      ),

    bound({ user, device }) {
      for (const [other, guest] of seats()) if (guest === user) seats().delete(other);
      seats().set(device, user);
      db.later(() => {
        db.run('DELETE FROM binding WHERE user = ? OR device = ?', user, device);
        db.run('INSERT INTO binding (device, user) VALUES (?, ?)', device, user);
      });
    },
    split(device) {
      seats().delete(device);
      db.later(() => db.run('DELETE FROM binding WHERE device = ?', device));
    },
    member: (row) =>
      db.later(() =>
        db.run(
          'INSERT INTO membership (queue, interface, kind, penalty, joined_at, paused, paused_at, since, ready_ms, ' +
            'paused_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (queue, interface) DO UPDATE SET ' +
            'kind = excluded.kind, penalty = excluded.penalty, joined_at = excluded.joined_at, ' +
            'paused = excluded.paused, paused_at = excluded.paused_at, since = excluded.since, ' +
            'ready_ms = excluded.ready_ms, paused_ms = excluded.paused_ms',
          ...[row.queue, row.interface, row.kind, row.penalty, row.joinedAt, row.paused, row.pausedAt, row.since],
          ...[row.readyMs, row.pausedMs],
        ),
      ),
    memberGone: (queue, iface) =>
      db.later(() => db.run('DELETE FROM membership WHERE queue = ? AND interface = ?', queue, iface)),
    setPersonal: (user, { dnd, barred, CF, CFB, CFU }) =>
      db.later(() =>
        db.run(
          'INSERT INTO personal (user, dnd, barred, cf, cfb, cfu) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user) DO ' +
            'UPDATE SET dnd = excluded.dnd, barred = excluded.barred, cf = excluded.cf, cfb = excluded.cfb, ' +
            'cfu = excluded.cfu',
          ...[user, dnd ? 1 : 0, barred ? 1 : 0, CF, CFB, CFU],
        ),
      ),
  };
  return {
    keeper,
    changed() {
      names = null;
      guests = null;
    },
  };
}

/** Takes away what was kept of things that were taken out of a list; part of the transaction that does that. */
export function forgetKept(db: Database, list: RosterList, gone: readonly unknown[]): void {
  if (list === 'users') {
    for (const { no } of gone as readonly UserConfig[]) {
      db.run('DELETE FROM binding WHERE user = ?', no);
      db.run('DELETE FROM personal WHERE user = ?', no);
    }
  } else if (list === 'devices') {
    for (const { tech, no } of gone as readonly RosterDevice[]) {
      db.run('DELETE FROM binding WHERE device = ?', no);
      db.run('DELETE FROM membership WHERE interface = ?', `${tech}/${no}`);
    }
    // A telephone that got an owner is no hot desk, and its owner sits at no other.
    db.run(
      "DELETE FROM binding WHERE device IN (SELECT no FROM device WHERE kind = 'fixed') " +
        'OR user IN (SELECT owner FROM device WHERE owner IS NOT NULL)',
    );
  } else if (list === 'queues') {
    for (const { no } of gone as readonly { no: string }[]) db.run('DELETE FROM membership WHERE queue = ?', no);
    db.run(
      "DELETE FROM membership WHERE kind = 'static' AND NOT EXISTS (SELECT 1 FROM queue_member AS m " +
        'WHERE m.queue = membership.queue AND m.interface = membership.interface)',
    );
  }
}
