import type { Fax, FaxFilter } from '../../store/fax';
import {
  done,
  file,
  type HandlerContext,
  type Handlers,
  invalid,
  type RowsOf,
  refuse,
  rows,
  type WireArgs,
} from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant } from './span';

/** Where the fax service puts what it receives, as it prints it (§4.63); getfax takes the bare name or this. */
const spool = '/var/spool/asterisk/fax/inbox/';
const resolution = '8031x7700';

const sorts: Readonly<Record<string, string>> = {
  id: 'id',
  ...{ createtime: 'at', rcvtime: 'at', faxtimestamp: 'at' },
  channel: 'channel',
  uniqueid: 'unique_id',
  callerid: 'number',
  callername: 'name',
  ...{ destnumber: 'called', did: 'called' },
  ...{ remotestationid: 'station', sender: 'station' },
  ...{ pagestransferred: 'pages', pages: 'pages' },
  ...{ duration: 'seconds', timetorcv: 'seconds' },
  ...{ result: 'result', status: 'result' },
  faxuser: 'user',
  filename: 'file',
  filesize: 'size',
  alreadyread: 'heard',
  dirmark: 'folder',
  appflag1: 'flag1',
  appflag2: 'flag2',
};

function filterOf(args: WireArgs<'getfaxrecvlogcount'>, context: HandlerContext): FaxFilter {
  return {
    from: firstInstant(args.rcvtime1, context),
    to: lastInstant(args.rcvtime2, context),
    number: args.callerid,
    called: args.did,
    flag1: args.appflag1,
    flag2: args.appflag2,
    user: args.faxuser,
    result: args.result,
    folder: args.dirmark,
    read: args.alreadyread === undefined ? undefined : args.alreadyread === '1',
  };
}

/** Both generations of names, so that clients of either find theirs. */
const faxRow = (fax: Fax, { time }: HandlerContext): RowsOf<'getfaxrecvlog'> => ({
  id: fax.id,
  createtime: time(fax.at),
  channel: fax.channel,
  exten: 's',
  uniqueid: fax.uniqueId,
  callerid: fax.number,
  destnumber: fax.called,
  remotestationid: fax.station,
  localstationid: 'Seatline',
  pagestransferred: fax.pages,
  resolution,
  transferrate: fax.rate,
  duration: fax.seconds,
  mode: 'audio',
  result: fax.result,
  resultstr: fax.result === 'SUCCESS' ? 'OK' : 'The call dropped prematurely',
  error: 'HANGUP',
  faxuser: fax.user,
  filename: fax.file === '' ? '' : `${spool}${fax.file}`,
  alreadyread: fax.read ? '1' : '0',
  dirmark: fax.folder,
  trashtime: fax.trashedAt === null ? null : time(fax.trashedAt),
  appflag1: fax.flag1,
  appflag2: fax.flag2,
  remark: fax.remark,
  faxtimestamp: time(fax.at),
  rcvtime: time(fax.at),
  callername: fax.name,
  did: fax.called,
  timetorcv: fax.seconds,
  pages: fax.pages,
  sender: fax.station,
  rate: String(fax.rate),
  status: fax.result,
  filesize: fax.size,
});

export const fax: Handlers<'getfax' | 'getfaxrecvlog' | 'getfaxrecvlogcount' | 'setfaxrecvlog'> = {
  getfax({ filename }, { store }) {
    const name = filename.startsWith(spool) ? filename.slice(spool.length) : filename;
    const found = store.fax.document(name);
    return found ? file(name, 'image/tiff', found) : refuse(9003, `file "${filename}" not exists.`);
  },

  getfaxrecvlog(args, context) {
    const word = args.sort ?? 'id';
    const sort = Object.hasOwn(sorts, word) ? sorts[word] : undefined;
    if (!sort) return invalid('sort');
    const part = partOf({ ...args, sens: args.sens ?? 'DESC' }, sort);
    return rows(context.store.fax.list(filterOf(args, context), part).map((row) => faxRow(row, context)));
  },
  getfaxrecvlogcount: (args, context) => rows([{ result: context.store.fax.count(filterOf(args, context)) }]),

  setfaxrecvlog: ({ id, appflag1, appflag2, remark }, { store }) =>
    store.fax.mark(Number(id), { flag1: appflag1, flag2: appflag2, remark })
      ? done('Update successed.')
      : refuse(9003, `fax ${id} not exists.`),
};
