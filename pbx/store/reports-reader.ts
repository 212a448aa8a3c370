import type { Zone } from '../../shared/domain/zone';
import type { Database, Value } from './database';
import type { ReportKind } from './reports-feeds';
import {
  type Amounts,
  areaFigures,
  type Figures,
  foldsOf,
  holdFigures,
  offerFigures,
  outgoingFigures,
  pickupFigures,
  platformFigures,
  presenceFigures,
  ratingFigures,
  stayFigures,
} from './reports-figures';
import { hourSql, hoursOf, periodSql, startOf, type Unit } from './reports-periods';
import { type Condition, where } from './where';

export interface ReportQuestion {
  readonly kind: ReportKind;
  readonly unit: Unit;
  /** `yyyy-mm-dd`; the periods that have a day from the first to the last are told whole. */
  readonly first: string;
  readonly last: string;
  /** Hours of the day, both included. */
  readonly hours?: { readonly from?: number | undefined; readonly to?: number | undefined };
  /** Agent, queue or area code. */
  readonly key?: string | undefined;
}

export interface ReportRow {
  readonly period: string;
  /** Hour of the day; 0 where the periods are longer. */
  readonly hour: number;
  /** Agent, queue or area code; empty for the platform. */
  readonly key: string;
  readonly amounts: Amounts;
}

/** Folded figures of periods; averages and rates are made of them by `figured`. */
export interface ReportReader {
  read(question: ReportQuestion): readonly ReportRow[];
}

interface Table {
  readonly name: string;
  readonly figures: Figures;
}
const tables: Readonly<Record<ReportKind, { readonly key: string; readonly of: readonly Table[] }>> = {
  platform: { key: "''", of: [{ name: 'report_platform', figures: platformFigures }] },
  area: { key: 'area', of: [{ name: 'report_area', figures: areaFigures }] },
  queue: { key: 'queue', of: [{ name: 'report_queue', figures: stayFigures }] },
  agent: {
    key: 'agent',
    of: [
      { name: 'report_offer', figures: offerFigures },
      { name: 'report_outgoing', figures: outgoingFigures },
      { name: 'report_pickup', figures: pickupFigures },
      { name: 'report_presence', figures: presenceFigures },
      { name: 'report_hold', figures: holdFigures },
    ],
  },
};

/** Ratings stand by themselves: their scores are those of the day on which the report is read. */
const ratingsSql = (zone: Zone, owner: string): string =>
  `(SELECT ${hourSql('at', zone)} AS hour, rating.${owner} AS ${owner}, coalesce(score, 0) AS score FROM rating ` +
  'LEFT JOIN report_score ON report_score.key = rating.key WHERE at >= ? AND at < ?)';

export function createReportReader(db: Database, zone: Zone): ReportReader {
  return {
    read({ kind, unit, first, last, hours, key }) {
      const span = hoursOf(unit, first, last);
      const rows = new Map<string, { period: string; hour: number; key: string; amounts: Record<string, number> }>();
      const rated = kind === 'agent' || kind === 'queue' ? [{ name: '', figures: ratingFigures }] : [];
      for (const { name, figures } of [...tables[kind].of, ...rated]) {
        const folds = foldsOf(figures);
        const keySql = tables[kind].key;
        const conditions: Condition[] = [
          ['hour >= ? AND hour < ?', span.from, span.to],
          hours?.from !== undefined && ['hour % 24 >= ?', hours.from],
          hours?.to !== undefined && ['hour % 24 <= ?', hours.to],
          key !== undefined && [`${keySql} = ?`, key],
        ];
        const { text, values } = where(...conditions);
        const found = db.all<Readonly<Record<string, Value>>>(
          `SELECT ${periodSql(unit)} AS period, ${unit === 'hour' ? 'hour % 24' : '0'} AS clock, ${keySql} AS owner, ` +
            `${folds.map(([column, fold, sql]) => `${fold}(${name ? column : sql}) AS ${column}`).join(', ')} ` +
            `FROM ${name || ratingsSql(zone, keySql)}${text} GROUP BY 1, 2, 3`,
          ...(name ? [] : [startOf(span.from, zone), startOf(span.to, zone)]),
          ...values,
        );
        for (const { period, clock, owner, ...amounts } of found) {
          const id = `${period}|${clock}|${owner}`;
          const row = rows.get(id) ?? { period: String(period), hour: Number(clock), key: String(owner), amounts: {} };
          Object.assign(row.amounts, amounts);
          rows.set(id, row);
        }
      }
      return [...rows.values()];
    },
  };
}
