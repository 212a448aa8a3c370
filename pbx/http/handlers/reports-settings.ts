import { noTime } from '../../../shared/domain/time';
import type { ReportKind } from '../../store/reports-feeds';
import type { Listing, ReportJob } from '../../store/reports-settings';
import { done, type HandlerContext, type Handlers, invalid, type Reply, refuse, rows } from './handler';
import { partOf } from './page';

/** Our own words for what the document has none for, in the form of its others; success is printed in §7.28 only. */
const ok = () => done('SUCCESS');
const missing = (what: string) => refuse(9003, `${what} not exists.`);
const there = (what: string) => refuse(9000, `${what} already exists.`);

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** A row with these keys is added, changed or taken out; whoever is asked for and is not there is said so. */
function changed<T>(
  item: string,
  list: Listing<T>,
  what: string,
  keys: Parameters<Listing<T>['has']>[0],
  whole: T,
  change: Parameters<Listing<T>['change']>[1],
): Reply<never> {
  if (item === 'add') return list.add(whole) ? ok() : there(what);
  if (item === 'update') return list.change(keys, change) ? ok() : missing(what);
  return list.remove(keys) ? ok() : missing(what);
}

const statusOf = (job: ReportJob, { reports }: HandlerContext): string => {
  if (!job.enabled) return '停止';
  if (job.begun === null) return '等待';
  return reports.waiting(job.kind) > 0 ? '运行' : '结束';
};

function jobRow(job: ReportJob, context: HandlerContext) {
  return {
    pbxid: job.pbx,
    rpttype: job.kind,
    rptname: job.name,
    begindate: job.begin,
    enddate: job.end,
    finishdate: job.finished ?? noTime.slice(0, 10),
    status: statusOf(job, context),
    enabled: job.enabled ? '1' : '0',
    lastrunbegin: context.time(job.begun),
    lastrunend: context.time(job.ended),
  };
}

export const reportSettings: Handlers<
  'pbxconfig' | 'agentlistconfig' | 'queuelistconfig' | 'qmrconfig' | 'rptcontrol'
> = {
  pbxconfig({ item, pbxid, pbxname, remark }, { reports }) {
    const { pbxs } = reports.settings;
    const pbx = Number(pbxid);
    if (item === 'find') {
      const found = pbxs.find({ pbx: numberOf(pbxid), name: pbxname });
      return rows(found.map((row) => ({ pbxid: row.pbx, pbxname: row.name, remark: row.remark })));
    }
    const given = { name: pbxname ?? '', remark: remark ?? '' };
    return changed(item, pbxs, `pbx "${pbx}"`, { pbx }, { pbx, ...given }, given);
  },

  agentlistconfig(args, { reports }) {
    const { agents } = reports.settings;
    const { item, agentno, agentname, remark } = args;
    const match = { pbx: numberOf(args.pbxid), agent: agentno, name: agentname };
    if (item === 'count') return done(String(agents.count(match)));
    if (item === 'find') {
      const sorts: Readonly<Record<string, string>> = {
        pbxid: 'pbx',
        agentno: 'agent',
        agentname: 'name',
        remark: 'remark',
      };
      const sort = args.sort === undefined ? 'agent' : Object.hasOwn(sorts, args.sort) ? sorts[args.sort] : undefined;
      if (sort === undefined) return invalid('sort');
      const found = agents.find(match, partOf({ ...args, sens: args.sens ?? 'ASC' }, sort));
      return rows(
        found.map((row) => ({ pbxid: row.pbx, agentno: row.agent, agentname: row.name, remark: row.remark })),
      );
    }
    const [pbx, agent] = [Number(args.pbxid), agentno ?? ''];
    return changed(
      item,
      agents,
      `agent "${agent}"`,
      // The number alone finds the row of a change; the platform is a value to set (§7.29).
      item === 'update' ? { agent } : { pbx, agent },
      { pbx, agent, name: agentname ?? '', remark: remark ?? '' },
      { pbx, name: agentname, remark: remark ?? '' },
    );
  },

  queuelistconfig({ item, pbxid, queueno, queuelname, remark }, { reports }) {
    const { queues } = reports.settings;
    if (item === 'find') {
      const found = queues.find({ pbx: numberOf(pbxid), queue: queueno, name: queuelname, remark });
      return rows(
        found.map((row) => ({ pbxid: row.pbx, queueno: row.queue, queueusername: row.name, remark: row.remark })),
      );
    }
    const [pbx, queue] = [Number(pbxid), queueno ?? ''];
    return changed(
      item,
      queues,
      `queue "${queue}"`,
      item === 'update' ? { queue } : { pbx, queue, ...(queuelname !== undefined && { name: queuelname }) },
      { pbx, queue, name: queuelname ?? '', remark: remark ?? '' },
      { pbx, name: queuelname, remark: remark ?? '' },
    );
  },

  qmrconfig({ item, inputkey, score, remark }, { reports }) {
    const { settings } = reports;
    if (item === 'find') {
      const found = settings.scores({ key: numberOf(inputkey), score: numberOf(score) });
      return rows(found.map((row) => ({ inputkey: row.key, score: row.score, remark: row.remark })));
    }
    const key = Number(inputkey);
    return settings.setScore(key, { score: numberOf(score), remark: remark ?? '' }) ? ok() : missing(`key "${key}"`);
  },

  rptcontrol(args, context) {
    const { reports } = context;
    const { settings } = reports;
    const { item, rptname, begindate, enddate, enabled } = args;
    const kind = args.rpttype as ReportKind | undefined;
    if (item === 'find' || kind === undefined) {
      return rows(settings.jobs({ pbx: numberOf(args.pbxid), kind }).map((job) => jobRow(job, context)));
    }
    const pbx = Number(args.pbxid);
    const what = `report "${kind}"`;
    if (item === 'delete') return settings.removeJob(pbx, kind) ? ok() : missing(what);
    if (item === 'add') {
      const job = { pbx, kind, name: rptname ?? '', begin: begindate ?? '', end: enddate ?? null };
      if (!settings.addJob({ ...job, enabled: enabled !== '0' })) return there(what);
    } else {
      const change = {
        ...(rptname !== undefined && { name: rptname }),
        ...(begindate !== undefined && { begin: begindate }),
        ...(enddate !== undefined && { end: enddate }),
        ...(enabled !== undefined && { enabled: enabled === '1' }),
      };
      if (!settings.changeJob(pbx, kind, change)) return missing(what);
    }
    // Another period: everything within it is counted anew.
    if (item === 'add' || begindate !== undefined || enddate !== undefined) reports.rerun(kind);
    return ok();
  },
};
