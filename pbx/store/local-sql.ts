import { offsetAt, type Zone, type ZoneRules } from '../../shared/domain/zone';

/** Years whose changes of offset the store knows; before and after them the nearest one holds. */
const [firstYear, lastYear] = [2000, 2060];
const texts = new WeakMap<ZoneRules, string>();

/** Seconds of the local clock since 1970, in SQL, of a column of milliseconds. */
export const localSql = (column: string, zone: Zone): string =>
  typeof zone === 'number'
    ? `(${column} / 1000 + ${zone * 60})`
    : `(${column} / 1000 + ${offsetSql(zone).replaceAll('?at', column)})`;

/** A tree of comparisons: SQLite has no rules of zones, and a row passes seven of them at the most. */
function offsetSql(zone: ZoneRules): string {
  const made = texts.get(zone);
  if (made !== undefined) return made;
  const from = Date.UTC(firstYear, 0, 1);
  const changes = zone.changes(from, Date.UTC(lastYear, 0, 1));
  const offsets = [offsetAt(zone, from), ...changes.map(({ offset }) => offset)];
  const tree = (low: number, high: number): string => {
    if (low === high) return String((offsets[low] ?? 0) * 60);
    const middle = Math.floor((low + high) / 2);
    return `CASE WHEN ?at < ${changes[middle]?.at} THEN ${tree(low, middle)} ELSE ${tree(middle + 1, high)} END`;
  };
  const text = tree(0, offsets.length - 1);
  texts.set(zone, text);
  return text;
}
