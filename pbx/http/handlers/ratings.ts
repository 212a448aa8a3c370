import type { RatingFilter } from '../../store/menus';
import { type HandlerContext, type Handlers, invalid, rows, type WireArgs } from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant } from './span';

const sorts: Readonly<Record<string, string>> = {
  id: 'id',
  uniqueid: 'unique_id',
  phonenumber: 'number',
  agentno: 'agent',
  calltime: 'at',
  selkey: 'key',
  ownerapp: 'application',
};
/** Most rows of one answer (§4.87). */
const mostRows = '30';

function filterOf(args: WireArgs<'getqmrcount'>, context: HandlerContext): RatingFilter {
  return {
    from: firstInstant(args.calltime1, context),
    to: lastInstant(args.calltime2, context),
    uniqueId: args.uniqueid,
    number: args.phonenumber,
    queue: args.queuenum,
    agent: args.agentno,
    key: args.selkey === undefined ? undefined : Number(args.selkey),
  };
}

export const ratings: Handlers<'getqmr' | 'getqmrcount'> = {
  getqmr(args, context) {
    const sort = Object.hasOwn(sorts, args.sort) ? sorts[args.sort] : undefined;
    if (!sort) return invalid('sort');
    const part = partOf({ ...args, rows: args.rows ?? mostRows }, sort);
    return rows(
      context.store.ratings.list(filterOf(args, context), part).map((row) => ({
        id: row.id,
        uniqueid: row.uniqueId,
        name: context.engine.user(row.agent)?.name ?? '',
        phonenumber: row.number,
        agentno: row.agent,
        calltime: context.time(row.at),
        selkey: row.key,
        ownerapp: row.application,
      })),
    );
  },
  getqmrcount: (args, context) => rows([{ result: context.store.ratings.count(filterOf(args, context)) }]),
};
