import { StoreFailure } from '../../store/database';
import type { MessageFilter, MessagePlace } from '../../store/voicemail';
import {
  done,
  file,
  type HandlerContext,
  type Handlers,
  invalid,
  type Reply,
  refuse,
  rows,
  type WireArgs,
} from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant } from './span';

const sorts: Readonly<Record<string, string>> = {
  msgfile: 'file',
  msgdir: 'folder',
  msgbox: 'box',
  msgreason: 'reason',
  rdnis: 'redirected',
  msgchan: 'channel',
  msgcallerid: 'caller',
  msgdatetime: 'at',
  msgduration: 'seconds',
  alreadyread: 'heard',
  remark: 'remark',
};
/** Folders of messages that nobody has dealt with. */
const fresh = ['INBOX', 'Urgent'] as const;

/** `2011` or `2011@default`; null where nobody has that number. */
function boxOf(text: string, { engine }: HandlerContext): { readonly context: string; readonly box: string } | null {
  const [box = '', context = 'default'] = text.split('@');
  return engine.user(box) ? { context, box } : null;
}

function filterOf(args: WireArgs<'getmsgcount'>, context: HandlerContext): MessageFilter {
  return {
    context: args.context,
    box: args.msgbox,
    folder: args.msgdir,
    text: args.query,
    from: firstInstant(args.begindatetime, context),
    to: lastInstant(args.enddatetime, context),
    heard: args.alreadyread === undefined ? undefined : args.alreadyread === '1',
  };
}

const placeOf = (args: {
  readonly msgbox: string;
  readonly msgdir: string;
  readonly msgfile: string;
  readonly context: string;
}): MessagePlace => ({ context: args.context, box: args.msgbox, folder: args.msgdir, file: args.msgfile });

/** What the disk refuses is refused in the documented words; anything else is a fault of ours. */
function unlessDisk(work: () => Reply<never>, otherwise: Reply<never>): Reply<never> {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreFailure) return otherwise;
    throw error;
  }
}

export const voicemail: Handlers<
  'ctimailboxcount' | 'ctimailboxstatus' | 'deletemsg' | 'getmsglist' | 'getmsgcount' | 'getmsg' | 'movemsg' | 'setmsg'
> = {
  ctimailboxcount({ mailbox }, context) {
    const box = boxOf(mailbox, context);
    if (!box) return refuse(1211, 'Mailbox count failed');
    const count = (folder: string): number => context.store.voicemail.count({ ...box, folder });
    return rows([{ mailbox, oldmessages: count('Old'), newmessages: count('INBOX') }], 'Mailbox Message Count');
  },

  ctimailboxstatus({ mailbox }, context) {
    const box = boxOf(mailbox, context);
    if (!box) return refuse(1221, 'Mailbox status failed');
    const waiting = fresh.reduce(
      (sum, folder) => sum + context.store.voicemail.count({ ...box, folder, heard: false }),
      0,
    );
    return rows([{ mailbox, waiting }], 'Mailbox Status');
  },

  getmsglist(args, context) {
    const word = args.sort ?? 'msgdatetime';
    const sort = Object.hasOwn(sorts, word) ? sorts[word] : undefined;
    if (!sort) return invalid('sort');
    const found = context.store.voicemail.list(
      filterOf(args, context),
      partOf({ ...args, sens: args.sens ?? 'DESC' }, sort),
    );
    return rows(
      found.map((row) => ({
        msgfile: row.file,
        msgdir: row.folder,
        msgbox: row.box,
        // What the exchange runs to take a message, and how its dial plan says why it came to that.
        msgcontext: 'macro-vm',
        msgmacrocontext: row.cameFrom,
        msgreason: `go${row.reason}`,
        rdnis: row.redirected || 'unknown',
        msgchan: row.channel,
        msgcallerid: row.caller,
        msgdatetime: context.time(row.at),
        msgduration: row.seconds,
        ...(args.withextend === '1' && { alreadyread: row.heard ? '1' : '0', remark: row.remark }),
      })),
    );
  },
  getmsgcount: (args, context) => rows([{ result: context.store.voicemail.count(filterOf(args, context)) }]),

  getmsg(args, { store }) {
    const place = placeOf(args);
    const [found, sound] = [store.voicemail.find(place), store.voicemail.sound(place)];
    // There is no encoder: with `mp3` too the answer is the WAV file, under its own name and type.
    return found && sound ? file(found.file, 'audio/wav', sound) : refuse(9003, `file "${args.msgfile}" not exists.`);
  },

  movemsg({ dstdir, ...args }, { store }) {
    const place = placeOf(args);
    if (!store.voicemail.find(place)) return refuse(9003, `file "${args.msgfile}" not exists.`);
    const named = `${args.msgdir}/${args.msgfile}`;
    if (!store.voicemail.sound(place)) return refuse(2013, `Can not move the sound of ${named}.`);
    return unlessDisk(
      () => {
        store.voicemail.move(place, dstdir);
        return done(`${named} is moved to ${dstdir}.`);
      },
      refuse(2012, `Can not move the description of ${named}.`),
    );
  },

  setmsg(args, { store }) {
    const named = `${args.msgdir}/${args.msgfile}`;
    const heard = args.alreadyread === undefined ? undefined : args.alreadyread === '1';
    return unlessDisk(
      () =>
        store.voicemail.mark(placeOf(args), { heard, remark: args.remark })
          ? done(`${named} is updated.`)
          : refuse(1472, `Can not update ${named}.`),
      refuse(1472, `Can not update ${named}.`),
    );
  },

  deletemsg(args, { store }) {
    const named = `${args.msgdir}/${args.msgfile.replace(/\.wav$/i, '')}`;
    return unlessDisk(
      () =>
        store.voicemail.remove(placeOf(args)) ? done(`${named} is deleted.`) : refuse(1472, `${named} not exists.`),
      refuse(1471, `Can not delete ${named}.`),
    );
  },
};
