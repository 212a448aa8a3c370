import { campaignSettings } from '../../shared/webcti/vocabulary/campaigns';
import { createSpecialAgents, type SpecialAgents } from './campaigns-agents';
import { type CampaignCalls, createCampaignCalls } from './campaigns-calls';
import { createNumbers, type Numbers } from './campaigns-numbers';
import { createTasks, type Tasks } from './campaigns-tasks';
import type { Database } from './database';

export type SettingName = keyof typeof campaignSettings;
export interface Setting {
  readonly name: SettingName;
  readonly value: string;
  readonly description: string;
}

/** Settings that hold for every task without a value of its own (§8.1). */
export interface CampaignSettings {
  all(): readonly Setting[];
  value(name: SettingName): string;
  /** Absent members keep their value. */
  set(name: SettingName, value: string | undefined, description: string | undefined): void;
}

/** Outbound campaigns: tasks, their numbers and calls, settings, special agents. */
export interface Campaigns {
  readonly tasks: Tasks;
  readonly numbers: Numbers;
  readonly calls: CampaignCalls;
  readonly settings: CampaignSettings;
  readonly agents: SpecialAgents;
  /** All of it or nothing. */
  write<T>(work: () => T): T;
}

const names = Object.keys(campaignSettings) as readonly SettingName[];

/** A setting that nobody touched is what a new platform has. */
function createSettings(db: Database): CampaignSettings {
  const all = (): readonly Setting[] => {
    const stored = new Map(
      db
        .all<{ keyname: string; keyvalue: string; keydesc: string }>('SELECT * FROM campaign_setting')
        .map((row) => [row.keyname, row]),
    );
    return names.map((name) => ({
      name,
      value: stored.get(name)?.keyvalue ?? campaignSettings[name].initial,
      description: stored.get(name)?.keydesc ?? campaignSettings[name].zh,
    }));
  };
  const one = (name: SettingName): Setting => {
    const row = db.first<{ keyvalue: string; keydesc: string }>(
      'SELECT keyvalue, keydesc FROM campaign_setting WHERE keyname = ?',
      name,
    );
    const { initial, zh } = campaignSettings[name];
    return { name, value: row?.keyvalue ?? initial, description: row?.keydesc ?? zh };
  };
  return {
    all,
    value: (name) => one(name).value,
    set: (name, value, description) =>
      db.write(() => {
        const before = one(name);
        db.run(
          'INSERT INTO campaign_setting (keyname, keyvalue, keydesc) VALUES (?, ?, ?) ' +
            'ON CONFLICT (keyname) DO UPDATE SET keyvalue = excluded.keyvalue, keydesc = excluded.keydesc',
          ...[name, value ?? before.value, description ?? before.description],
        );
      }),
  };
}

export const createCampaigns = (db: Database): Campaigns => ({
  tasks: createTasks(db),
  numbers: createNumbers(db),
  calls: createCampaignCalls(db),
  settings: createSettings(db),
  agents: createSpecialAgents(db),
  write: db.write,
});
