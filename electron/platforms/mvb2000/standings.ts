import { ok, type Result } from '../../../shared/domain/result';
import { type PlatformTime, platformDate } from '../../../shared/domain/time';
import type { Standing } from '../driver';
import { type Mvb, rowsOr } from './platform';

/** Lines of today's activity log that are read; more than a floor of 500 writes between two breaks. */
const activityRows = 2_000;

/**
 * Since when each person stands as he stands: the pause from getqueuemember (seconds), readiness from the later of
 * today's last "unpaused" or "added" (getagentactivity) and the moment the phone went idle (getextensionstatus). What the
 * platform does not tell stays null.
 */
export async function standings(mvb: Mvb): Promise<Result<ReadonlyMap<string, Standing>>> {
  const today = platformDate(mvb.now(), mvb.client.time.zone);
  const [members, phones, activity] = await Promise.all([
    mvb.call('getqueuemember', {}),
    mvb.call('getextensionstatus', {}),
    mvb.call('getagentactivity', {
      datefrom: today,
      dateto: today,
      sort: 'createtime',
      sens: 'DESC',
      offset: 0,
      rows: activityRows,
    }),
  ]);
  if (!members.ok) return members;
  const now = mvb.now();
  const pausedAt = new Map<string, PlatformTime>();
  for (const row of members.value.rows) {
    const seconds = Number(row.pausetime);
    if ((row.paused ?? 0) === 0 || !row.pausetime || !Number.isFinite(seconds)) continue;
    const at = now - seconds * 1000;
    pausedAt.set(row.agent, Math.min(at, pausedAt.get(row.agent) ?? at));
  }
  const readyAt = new Map<string, PlatformTime>();
  const later = (iface: string, at: PlatformTime | null): void => {
    if (at !== null) readyAt.set(iface, Math.max(at, readyAt.get(iface) ?? at));
  };
  for (const row of rowsOr<'getagentactivity'>(activity)) {
    if (row.event === 'unpaused' || row.event === 'added') later(row.agent, mvb.time(row.createtime));
  }
  for (const row of rowsOr<'getextensionstatus'>(phones)) {
    if (row.status === '0' && readyAt.has(row.channel)) later(row.channel, mvb.time(row.statustime));
  }
  const people = new Set([...pausedAt.keys(), ...readyAt.keys()]);
  return ok(
    new Map(
      [...people].map((iface) => [
        iface,
        { pausedAt: pausedAt.get(iface) ?? null, readyAt: readyAt.get(iface) ?? null },
      ]),
    ),
  );
}
