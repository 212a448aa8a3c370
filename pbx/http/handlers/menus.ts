import type { MenuKeyFilter } from '../../store/menus';
import { type HandlerContext, type Handlers, invalid, rows, type WireArgs } from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant } from './span';

const sorts: Readonly<Record<string, string>> = {
  ivrdate: 'at',
  ivrcontext: 'menu',
  ivrname: 'name',
  funcname: 'does',
  channel: 'channel',
  uniqueid: 'unique_id',
  keyinput: 'keys',
  callerid: 'number',
  dnid: 'called',
  obtaskid: 'task',
  obdialid: 'dial',
};
/** Most rows of one answer (§4.68). */
const mostRows = '30';

function filterOf(args: WireArgs<'getivrlogcount'>, context: HandlerContext): MenuKeyFilter {
  return {
    from: firstInstant(args.ivrdate1, context),
    to: lastInstant(args.ivrdate2, context),
    name: args.ivrname,
    uniqueId: args.uniqueid,
    channel: args.channel,
    // 0 is no task, as the rows print it.
    dial: args.obdialid === '0' ? '' : args.obdialid,
    task: args.obtaskid === '0' ? '' : args.obtaskid,
    number: args.callerid,
    does: args.funcname,
  };
}

export const menus: Handlers<'getivrlist' | 'getivrlog' | 'getivrlogcount'> = {
  getivrlist: (_, { engine }) => rows(engine.menus().map(({ id, name }) => ({ id, ivrname: name }))),

  getivrlog(args, context) {
    const word = args.sort ?? 'ivrdate';
    const sort = Object.hasOwn(sorts, word) ? sorts[word] : undefined;
    if (!sort) return invalid('sort');
    const part = partOf({ ...args, rows: args.rows ?? mostRows }, sort);
    return rows(
      context.store.menuKeys.list(filterOf(args, context), part).map((row) => ({
        ivrdate: context.time(row.at),
        ivrcontext: `ivr-${row.menu}`,
        ivrname: row.name,
        funcname: row.does,
        channel: row.channel,
        uniqueid: row.uniqueId,
        keyinput: row.keys,
        callerid: row.number,
        dnid: row.called,
        obtaskid: row.task || '0',
        obdialid: row.dial || '0',
      })),
    );
  },
  getivrlogcount: (args, context) => rows([{ result: context.store.menuKeys.count(filterOf(args, context)) }]),
};
