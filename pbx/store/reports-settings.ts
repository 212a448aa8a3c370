import type { PlatformTime } from '../../shared/domain/time';
import type { Database, Value } from './database';
import type { ReportKind } from './reports-feeds';
import { type Condition, equal, type Page, where } from './where';

/** The one platform that these reports are about. */
export const ownPlatform = 1;

export interface ListedPbx {
  readonly pbx: number;
  readonly name: string;
  readonly remark: string;
}
export interface ListedAgent extends ListedPbx {
  readonly agent: string;
}
export interface ListedQueue extends ListedPbx {
  readonly queue: string;
}
export interface Score {
  /** −1: hung up without a key. */
  readonly key: number;
  readonly score: number;
  readonly remark: string;
}
/** A kind of report that is filled (§7.32). Days are `yyyy-mm-dd`. */
export interface ReportJob {
  readonly pbx: number;
  readonly kind: ReportKind;
  readonly name: string;
  readonly begin: string;
  /** Null: up to today. */
  readonly end: string | null;
  readonly enabled: boolean;
  /** Last day that the figures have. */
  readonly finished: string | null;
  readonly begun: PlatformTime | null;
  readonly ended: PlatformTime | null;
}

export interface Known {
  readonly agents: readonly { readonly no: string; readonly name: string }[];
  readonly queues: readonly { readonly no: string; readonly name: string }[];
}

type Match<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Lists of what the reports are about (WEBCTI2 §7.28 to §7.32). `false`: there is no such row, or there is already. */
export interface ReportSettings {
  /** Enters who is not known yet; whom a person has taken out stays out. */
  notice(known: Known): void;
  readonly pbxs: Listing<ListedPbx>;
  readonly agents: Listing<ListedAgent>;
  readonly queues: Listing<ListedQueue>;
  scores(match?: Match<Omit<Score, 'remark'>>): readonly Score[];
  setScore(key: number, change: { readonly score?: number | undefined; readonly remark: string }): boolean;
  jobs(match?: { readonly pbx?: number | undefined; readonly kind?: ReportKind | undefined }): readonly ReportJob[];
  /** Of the own platform. */
  job(kind: ReportKind): ReportJob | undefined;
  addJob(job: Pick<ReportJob, 'pbx' | 'kind' | 'name' | 'begin' | 'end' | 'enabled'>): boolean;
  changeJob(
    pbx: number,
    kind: ReportKind,
    change: Partial<Pick<ReportJob, 'name' | 'begin' | 'end' | 'enabled'>>,
  ): boolean;
  removeJob(pbx: number, kind: ReportKind): boolean;
  ran(
    kind: ReportKind,
    run: { readonly begun: PlatformTime; readonly ended: PlatformTime; readonly finished: string | null },
  ): void;
  /** The timer looked and everything that runs is as fresh as this. */
  alive(at: PlatformTime): void;
}

/** A list whose rows are hidden when taken out, so that they are not entered again by themselves. */
export interface Listing<T> {
  find(match?: Match<T>, part?: Page): readonly T[];
  count(match?: Match<T>): number;
  has(match: Match<T>): boolean;
  add(row: T): boolean;
  /** Rows that match take these values; absent ones keep theirs. */
  change(match: Match<T>, change: Match<T>): boolean;
  remove(match: Match<T>): boolean;
}

const ownColumns = { pbx: 'pbx', name: 'name', remark: 'remark' } as const;

function createListing<T extends ListedPbx>(
  db: Database,
  table: string,
  columns: Readonly<Record<keyof T & string, string>>,
  keys: readonly (keyof T & string)[],
): Listing<T> {
  const names = Object.keys(columns) as (keyof T & string)[];
  const matching = (match: Match<T>) =>
    where(['listed = 1'], ...names.map((name): Condition => equal(columns[name], match[name] as Value | undefined)));
  const selected = names.map((name) => `${columns[name]} AS "${name}"`).join(', ');
  const count = (match: Match<T> = {}): number => {
    const { text, values } = matching(match);
    return db.first<{ n: number }>(`SELECT count(*) AS n FROM ${table}${text}`, ...values)?.n ?? 0;
  };
  return {
    find(match = {}, part) {
      const { text, values } = matching(match);
      const sort = part
        ? (columns[part.sort as keyof T & string] ?? keys.join(', '))
        : keys.map((k) => columns[k]).join(', ');
      const way = part?.descending ? 'DESC' : 'ASC';
      return db.all<T>(
        `SELECT ${selected} FROM ${table}${text} ORDER BY ${sort} ${way}, rowid ${way} LIMIT ? OFFSET ?`,
        ...[...values, part?.rows ?? -1, part?.offset ?? 0],
      );
    },
    count,
    has: (match) => count(match) > 0,
    add: (row) =>
      db.run(
        `INSERT INTO ${table} (${names.map((name) => columns[name]).join(', ')}, listed) ` +
          `VALUES (${names.map(() => '?').join(', ')}, 1) ON CONFLICT (${keys.map((k) => columns[k]).join(', ')}) ` +
          'DO UPDATE SET name = excluded.name, remark = excluded.remark, listed = 1 WHERE listed = 0',
        ...names.map((name) => row[name] as Value),
      ).changes > 0,
    change(match, change) {
      const given = names.filter((name) => change[name] !== undefined);
      if (given.length === 0) return count(match) > 0;
      const { text, values } = matching(match);
      return (
        db.run(
          `UPDATE ${table} SET ${given.map((name) => `${columns[name]} = ?`).join(', ')}${text}`,
          ...given.map((name) => change[name] as Value),
          ...values,
        ).changes > 0
      );
    },
    remove(match) {
      const { text, values } = matching(match);
      return db.run(`UPDATE ${table} SET listed = 0${text}`, ...values).changes > 0;
    },
  };
}

const jobNames: Readonly<Record<ReportKind, string>> = {
  platform: '平台报表',
  area: '区域报表',
  queue: '技能组报表',
  agent: '坐席报表',
};
/** The day from which jobs work up what there is, before anybody says otherwise. */
const firstDay = '2015-01-01';

type JobRow = Omit<ReportJob, 'enabled'> & { readonly enabled: number };

/** `today` is no part of a choice: jobs begin with the first call there is. */
export function createReportSettings(db: Database): ReportSettings {
  const pbxs = createListing<ListedPbx>(db, 'report_pbx', ownColumns, ['pbx']);
  const agents = createListing<ListedAgent>(db, 'report_agent', { ...ownColumns, agent: 'agent' }, ['pbx', 'agent']);
  const queues = createListing<ListedQueue>(db, 'report_queue_name', { ...ownColumns, queue: 'queue' }, [
    'pbx',
    'queue',
  ]);
  if (!db.first('SELECT 1 AS there FROM report_score LIMIT 1')) {
    db.write(() => {
      pbxs.add({ pbx: ownPlatform, name: 'ippbx', remark: '' });
      for (let key = -1; key <= 9; key += 1) {
        db.run('INSERT INTO report_score VALUES (?, ?, ?)', key, Math.max(0, key), key === -1 ? '挂机' : '');
      }
      for (const kind of Object.keys(jobNames) as ReportKind[]) {
        addJob({ pbx: ownPlatform, kind, name: jobNames[kind], begin: firstDay, end: null, enabled: true });
      }
    });
  }

  function addJob({ pbx, kind, name, begin, end, enabled }: Parameters<ReportSettings['addJob']>[0]): boolean {
    return (
      db.run(
        'INSERT OR IGNORE INTO report_job (pbx, kind, name, begin_day, end_day, enabled) VALUES (?, ?, ?, ?, ?, ?)',
        ...[pbx, kind, name || jobNames[kind], begin || firstDay, end, enabled ? 1 : 0],
      ).changes > 0
    );
  }
  const jobs: ReportSettings['jobs'] = (match = {}) => {
    const { text, values } = where(equal('pbx', match.pbx), equal('kind', match.kind));
    return db
      .all<JobRow>(
        'SELECT pbx, kind, name, begin_day AS begin, end_day AS "end", enabled, finished_day AS finished, ' +
          `begun_at AS begun, ended_at AS ended FROM report_job${text} ORDER BY id`,
        ...values,
      )
      .map((row) => ({ ...row, enabled: row.enabled === 1 }));
  };

  return {
    notice(known) {
      db.write(() => {
        for (const { no, name } of known.agents) {
          db.run(
            "INSERT OR IGNORE INTO report_agent (pbx, agent, name, remark) VALUES (?, ?, ?, '')",
            ownPlatform,
            no,
            name,
          );
        }
        for (const { no, name } of known.queues) {
          db.run(
            "INSERT OR IGNORE INTO report_queue_name (pbx, queue, name, remark) VALUES (?, ?, ?, '')",
            ...[ownPlatform, no, name],
          );
        }
      });
    },
    pbxs,
    agents,
    queues,
    scores(match = {}) {
      const { text, values } = where(equal('key', match.key), equal('score', match.score));
      return db.all<Score>(`SELECT key, score, remark FROM report_score${text} ORDER BY key`, ...values);
    },
    setScore: (key, { score, remark }) =>
      db.run(
        'UPDATE report_score SET score = coalesce(?, score), remark = ? WHERE key = ?',
        ...[score ?? null, remark, key],
      ).changes > 0,
    jobs,
    job: (kind) => jobs({ pbx: ownPlatform, kind })[0],
    addJob,
    changeJob(pbx, kind, change) {
      const sets: readonly (readonly [string, Value | undefined])[] = [
        ['name', change.name],
        ['begin_day', change.begin],
        ['end_day', change.end],
        ['enabled', change.enabled === undefined ? undefined : change.enabled ? 1 : 0],
      ];
      const given = sets.filter((each): each is readonly [string, Value] => each[1] !== undefined);
      if (given.length === 0) return jobs({ pbx, kind }).length > 0;
      return (
        db.run(
          `UPDATE report_job SET ${given.map(([column]) => `${column} = ?`).join(', ')} WHERE pbx = ? AND kind = ?`,
          ...given.map(([, value]) => value),
          ...[pbx, kind],
        ).changes > 0
      );
    },
    removeJob: (pbx, kind) => db.run('DELETE FROM report_job WHERE pbx = ? AND kind = ?', pbx, kind).changes > 0,
    alive: (at) => {
      db.run('UPDATE report_job SET ended_at = ? WHERE begun_at IS NOT NULL AND enabled = 1', at);
    },
    ran(kind, { begun, ended, finished }) {
      db.run(
        'UPDATE report_job SET begun_at = ?, ended_at = ?, finished_day = coalesce(?, finished_day) WHERE pbx = ? AND kind = ?',
        ...[begun, ended, finished, ownPlatform, kind],
      );
    },
  };
}
