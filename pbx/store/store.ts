import type { Clock } from '../../shared/domain/time';
import type { RecordSink, RecordsPast } from '../engine/port';
import { type Campaigns, createCampaigns } from './campaigns';
import { type Database, openDatabase } from './database';
import { createFaxStore, type FaxStore } from './fax';
import { createFiles } from './files';
import { createLists, type Lists } from './lists';
import { createLostCalls, createUrgentCalls, type LostCalls, type UrgentCalls } from './lost-calls';
import { createMenuKeys, createRatings, type MenuKeys, type Ratings } from './menus';
import { createPast } from './past';
import { createPrompts, type Prompts } from './prompts';
import { createQueueLog, type QueueLog } from './queue-log';
import type { RecordStore } from './record-store';
import { createRecordings, type Recordings } from './recordings';
import { createRecordStore } from './records';
import { createRegionStore, type RegionStore } from './regions';
import { createRoster, type Roster } from './roster';
import { campaignsArea } from './schema/campaigns';
import { faxArea } from './schema/fax';
import { filesArea } from './schema/files';
import { listsArea } from './schema/lists';
import { lostCallsArea } from './schema/lost-calls';
import { menusArea } from './schema/menus';
import { promptsArea } from './schema/prompts';
import { recordingsArea } from './schema/recordings';
import { recordsArea } from './schema/records';
import { regionsArea } from './schema/regions';
import { reportsArea } from './schema/reports';
import { rosterArea } from './schema/roster';
import { smsArea } from './schema/sms';
import { voicemailArea } from './schema/voicemail';
import { createSmsStore, type SmsStore } from './sms';
import { createTrafficSums, type TrafficSums } from './traffic';
import { createVoicemail, type Voicemail } from './voicemail';

/** Everything the platform remembers: one database, one part for each thing it remembers. */
export interface Store {
  readonly database: Database;
  readonly roster: Roster;
  readonly regions: RegionStore;
  /** Where the engine writes. */
  readonly sink: RecordSink;
  /** What of it stood when the engine was started. */
  readonly past: RecordsPast;
  readonly records: RecordStore;
  readonly queueLog: QueueLog;
  readonly lostCalls: LostCalls;
  readonly urgentCalls: UrgentCalls;
  readonly traffic: TrafficSums;
  readonly lists: Lists;
  readonly sms: SmsStore;
  readonly recordings: Recordings;
  readonly voicemail: Voicemail;
  readonly prompts: Prompts;
  readonly fax: FaxStore;
  readonly menuKeys: MenuKeys;
  readonly ratings: Ratings;
  readonly campaigns: Campaigns;
  close(): void;
}

export interface StoreOptions {
  /** Data folder; absent or null = in memory, gone at the end. */
  readonly folder?: string | null | undefined;
  readonly clock?: Clock | undefined;
  /** Rows of each kind that are kept, the newest; absent = all in a folder, 50,000 in memory. */
  readonly limit?: number | undefined;
}

/** Areas in the order in which they are made; a later one may refer to an earlier one's tables. */
const areas = [
  recordsArea,
  lostCallsArea,
  listsArea,
  smsArea,
  filesArea,
  recordingsArea,
  voicemailArea,
  promptsArea,
  faxArea,
  menusArea,
  reportsArea,
  campaignsArea,
  rosterArea,
  regionsArea,
] as const;

/** Opens what the platform remembers; throws `StoreFailure` when the folder cannot be used. */
export function openStore({ folder = null, clock, limit }: StoreOptions = {}): Store {
  const database = openDatabase({ folder, areas, clock });
  const kept = limit ?? (folder === null ? 50_000 : Number.POSITIVE_INFINITY);
  const records = createRecordStore(database, kept);
  const queueLog = createQueueLog(database);
  const lostCalls = createLostCalls(database);
  const urgentCalls = createUrgentCalls(database);
  const files = createFiles(database, folder);
  const recordings = createRecordings(database);
  const voicemail = createVoicemail(database, files);
  const fax = createFaxStore(database, files);
  const menuKeys = createMenuKeys(database);
  const ratings = createRatings(database);
  return {
    database,
    roster: createRoster(database),
    regions: createRegionStore(database),
    sink: {
      callRecord: (row) => {
        records.callRecord(row);
        database.later(() => urgentCalls.noticed(row));
      },
      queueEvent: (row) =>
        database.later(() => {
          queueLog.add(row);
          lostCalls.noticed(row);
        }),
      agentCall: records.agentCall,
      agentActivity: records.agentActivity,
      recording: (row) => database.later(() => recordings.add(row)),
      voicemail: (row) => database.later(() => voicemail.add(row)),
      fax: (row) => database.later(() => fax.add(row)),
      menuKey: (row) => database.later(() => menuKeys.add(row)),
      rating: (row) => database.later(() => ratings.add(row)),
      musicHold: ({ at, endedAt, channel, uniqueId, agent }) =>
        database.later(() =>
          database.run(
            'INSERT INTO music_hold (at, ended_at, channel, unique_id, agent) VALUES (?, ?, ?, ?, ?)',
            ...[at, endedAt, channel, uniqueId, agent],
          ),
        ),
    },
    past: createPast(database),
    records,
    queueLog,
    lostCalls,
    urgentCalls,
    traffic: createTrafficSums(database),
    lists: createLists(database),
    sms: createSmsStore(database),
    recordings,
    voicemail,
    prompts: createPrompts(database, files),
    fax,
    menuKeys,
    ratings,
    campaigns: createCampaigns(database),
    close: database.close,
  };
}
