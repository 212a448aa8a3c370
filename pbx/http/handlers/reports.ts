import { type EndpointName, endpointOf } from '../../../shared/webcti';
import type { Scalar } from '../../../shared/webcti/print';
import type { ReportKind } from '../../store/reports-feeds';
import {
  type Amounts,
  agentFigures,
  areaFigures,
  type Figures,
  figured,
  platformFigures,
  queueFigures,
} from '../../store/reports-figures';
import { hoursOf, type Unit } from '../../store/reports-periods';
import { ownPlatform } from '../../store/reports-settings';
import { type HandlerContext, invalid, type Reply, type RowsOf, rows, type WireArgs } from './handler';

/** What the parameters of all the reports have in common. */
interface ReportArgs {
  readonly rptdate1: string;
  readonly rptdate2?: string | undefined;
  readonly rpthour1?: string | undefined;
  readonly rpthour2?: string | undefined;
  readonly pbxid?: string | undefined;
  readonly agentno?: string | undefined;
  readonly queue?: string | undefined;
  readonly areacode?: string | undefined;
  readonly sort: string;
  readonly sens: string;
}
type Printed = Readonly<Record<string, Scalar>>;

const figuresOf: Readonly<Record<ReportKind, Figures>> = {
  platform: platformFigures,
  area: areaFigures,
  queue: queueFigures,
  agent: agentFigures,
};
const keyOf = { agent: 'agentno', queue: 'queue', area: 'areacode' } as const;

/** An agent's share of busy time; what is busy beyond the time online (calls made while signed out) is not counted. */
const withBusy = (amounts: Amounts): Amounts => ({
  ...amounts,
  busysecs: Math.min(
    amounts.onlineduration ?? 0,
    (amounts.incomingbillsecs ?? 0) + (amounts.outboundbillsecs ?? 0) + (amounts.wrappedsecs ?? 0),
  ),
});

/** Whom the configuration lists: without an entry there is no row (§7.28 to §7.30). Areas are nobody's to list. */
function listedKeys(kind: ReportKind, { reports }: HandlerContext): ReadonlySet<string> | null {
  const { agents, queues } = reports.settings;
  if (kind === 'agent') return new Set(agents.find({ pbx: ownPlatform }).map(({ agent }) => agent));
  if (kind === 'queue') return new Set(queues.find({ pbx: ownPlatform }).map(({ queue }) => queue));
  return null;
}

/** Columns whose spelling one example has and the others have not. */
const spelling: Partial<Record<EndpointName, Readonly<Record<string, string>>>> = {
  getqueuehourreport: { avgansweredholdtime: 'avganswredholdtime' },
  getplatformdayreport: { incomingivrs: 'incomingivr' },
  getplatformweekreport: { incomingivrs: 'incomingivr' },
  getplatformmonthreport: { incomingivrs: 'incomingivr' },
  getplatformyearreport: { incomingivrs: 'incomingivr' },
};

function compare(left: Scalar, right: Scalar): number {
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}

/** Sorted by one or several columns, `rptdate, rpthour` (§7.1); equal ones by date, hour and name. */
function sorted(list: readonly Printed[], sort: string, sens: string, tail: readonly string[]): readonly Printed[] {
  const way = sens === 'ASC' ? 1 : -1;
  const columns = sort.split(',').map((column) => column.trim());
  return list.toSorted((left, right) => {
    for (const column of columns) {
      const order = compare(left[column] ?? '', right[column] ?? '');
      if (order !== 0) return way * order;
    }
    for (const column of tail) {
      const order = compare(left[column] ?? '', right[column] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  });
}

type ReportName = Extract<EndpointName, `get${ReportKind}${Unit}report`>;

function report<N extends ReportName>(name: N, kind: ReportKind, unit: Unit) {
  const respelt: Readonly<Record<string, string>> = spelling[name] ?? {};
  const columns = Object.keys(endpointOf(name).fields);
  const answer = (args: ReportArgs, context: HandlerContext) => {
    const { reports } = context;
    const owner = kind === 'platform' ? null : keyOf[kind];
    const head = ['rptdate', ...(unit === 'hour' ? ['rpthour'] : []), 'pbxid', ...(owner ? [owner] : [])];
    if (args.sort.split(',').some((column) => !columns.includes(column.trim()))) return invalid('sort');
    const own = reports.settings.pbxs.has({ pbx: ownPlatform });
    if (!own || (args.pbxid !== undefined && Number(args.pbxid) !== ownPlatform)) return rows<Printed>([]);

    const last = args.rptdate2 ?? args.rptdate1;
    reports.refresh(kind, hoursOf(unit, args.rptdate1, last));
    const listed = listedKeys(kind, context);
    const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
    const printed = reports.reader
      .read({
        ...{ kind, unit, first: args.rptdate1, last, key: owner ? args[owner] : undefined },
        hours: { from: number(args.rpthour1), to: number(args.rpthour2) },
      })
      .filter(({ key }) => listed === null || listed.has(key))
      .map(({ period, hour, key, amounts }): Printed => {
        const figures = figured(figuresOf[kind], kind === 'agent' ? withBusy(amounts) : amounts);
        const row: Printed = {
          rptdate: period,
          ...(unit === 'hour' && { rpthour: hour }),
          ...(owner && { [owner]: key }),
          pbxid: ownPlatform,
          ...Object.fromEntries(Object.entries(figures).map(([figure, value]) => [respelt[figure] ?? figure, value])),
        };
        return Object.fromEntries(columns.map((column) => [column, row[column] ?? '']));
      });
    return rows(sorted(printed, args.sort, args.sens, head));
  };
  // Every column of the catalogue and no other: the row is made of its fields.
  return (args: WireArgs<N>, context: HandlerContext) =>
    answer(args as unknown as ReportArgs, context) as Reply<RowsOf<N>>;
}

export const reports = {
  getplatformhourreport: report('getplatformhourreport', 'platform', 'hour'),
  getplatformdayreport: report('getplatformdayreport', 'platform', 'day'),
  getplatformweekreport: report('getplatformweekreport', 'platform', 'week'),
  getplatformmonthreport: report('getplatformmonthreport', 'platform', 'month'),
  getplatformyearreport: report('getplatformyearreport', 'platform', 'year'),
  getagentdayreport: report('getagentdayreport', 'agent', 'day'),
  getagentweekreport: report('getagentweekreport', 'agent', 'week'),
  getagentmonthreport: report('getagentmonthreport', 'agent', 'month'),
  getagentyearreport: report('getagentyearreport', 'agent', 'year'),
  getqueuehourreport: report('getqueuehourreport', 'queue', 'hour'),
  getqueuedayreport: report('getqueuedayreport', 'queue', 'day'),
  getqueueweekreport: report('getqueueweekreport', 'queue', 'week'),
  getqueuemonthreport: report('getqueuemonthreport', 'queue', 'month'),
  getqueueyearreport: report('getqueueyearreport', 'queue', 'year'),
  getareadayreport: report('getareadayreport', 'area', 'day'),
  getareaweekreport: report('getareaweekreport', 'area', 'week'),
  getareamonthreport: report('getareamonthreport', 'area', 'month'),
  getareayearreport: report('getareayearreport', 'area', 'year'),
};
