import type { ReceivedFilter, SentFilter, SmsFilter, SmsSummary } from '../../store/sms';
import { textOfBase64 } from '../base64';
import { done, type HandlerContext, type Handlers, invalid, list, refuse, rows, type WireArgs } from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant } from './span';

const sorts = {
  received: {
    id: 'id',
    number: 'number',
    sent_date: 'sentAt',
    received_date: 'receivedAt',
    insert_date: 'insertedAt',
    text: 'text',
    phone: 'phone',
    split: 'split',
    processed: 'processed',
    imsi: 'imsi',
    app_flag: 'appFlag',
    app_id: 'appId',
    app_user: 'appUser',
  },
  sent: {
    id: 'id',
    number: 'number',
    processed_date: 'processedAt',
    insert_date: 'insertedAt',
    text: 'text',
    phone: 'phone',
    processed: 'processed',
    error: 'errors',
    reqdate: 'bookDate',
    not_before: 'notBefore',
    not_after: 'notAfter',
    sent_date: 'sentAt',
    sender: 'sender',
    split: 'split',
    report_date: 'reportedAt',
    reportstatus: 'report',
    message_id: 'messageId',
    app_flag: 'appFlag',
    app_id: 'appId',
    app_user: 'appUser',
  },
} as const;
const sortIn = (known: Readonly<Record<string, string>>, word: string | undefined): string | undefined =>
  word === undefined ? 'id' : Object.hasOwn(known, word) ? known[word] : undefined;

const compare = { e: '=', g: '>', l: '<' } as const;
const whole = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

type Given<Names extends string> = Partial<Record<Names, string | undefined>>;
type Either = Given<
  | ('id' | 'idcmp' | 'number' | 'phone' | 'imsi' | 'text' | 'processed')
  | ('app_id' | 'app_user' | 'app_flag' | 'insert_dates' | 'insert_datee')
>;
const either = (args: Either, context: HandlerContext): SmsFilter => ({
  id:
    args.id === undefined
      ? undefined
      : { compare: compare[(args.idcmp ?? 'e') as keyof typeof compare], value: Number(args.id) },
  number: args.number,
  phone: args.phone,
  imsi: args.imsi,
  text: args.text,
  processed: whole(args.processed),
  appId: args.app_id,
  appUser: args.app_user,
  appFlag: args.app_flag,
  insertedFrom: firstInstant(args.insert_dates, context),
  insertedTo: lastInstant(args.insert_datee, context),
});

/** One filter for list, count and summary: they cannot disagree. */
const receivedFilter = (
  args: Either & Given<'dst' | 'sent_dates' | 'sent_datee' | 'received_dates' | 'received_datee'>,
  context: HandlerContext,
): ReceivedFilter => ({
  ...either(args, context),
  did: args.dst,
  sentFrom: firstInstant(args.sent_dates, context),
  sentTo: lastInstant(args.sent_datee, context),
  receivedFrom: firstInstant(args.received_dates, context),
  receivedTo: lastInstant(args.received_datee, context),
});
const sentFilter = (
  args: Either & Given<'sender' | 'message_id' | 'processed_dates' | 'processed_datee'>,
  context: HandlerContext,
): SentFilter => ({
  ...either(args, context),
  sender: args.sender,
  messageId: args.message_id,
  processedFrom: firstInstant(args.processed_dates, context),
  processedTo: lastInstant(args.processed_datee, context),
});

const summed = (found: SmsSummary, { time }: HandlerContext) => {
  const when = (at: number | null): string | null => (found.rows === 0 ? null : time(at));
  return {
    rows: found.rows,
    maxid: found.maxId,
    minid: found.minId,
    maxdate: when(found.latest),
    mindate: when(found.earliest),
    maxprodate: when(found.latestProcessed),
    minprodate: when(found.earliestProcessed),
  };
};

export const sms: Handlers<
  | 'delrecvsms'
  | 'delsendsms'
  | 'getrecvsms'
  | 'getrecvsmscount'
  | 'getrecvsmsstat'
  | 'getsendsms'
  | 'getsendsmscount'
  | 'getsendsmsstat'
  | 'getsmsdevices'
  | 'sendsms'
  | 'setrecvsms'
> = {
  getsmsdevices: (_, { sms: gateway }) => rows(gateway.modems.map(({ id, name }) => ({ devid: id, devname: name }))),

  sendsms(args, { sms: gateway }) {
    // The vendor's own example sends plain words, which happen to be base64 of something.
    const text = textOfBase64(args.text);
    if (text === null) return refuse(2021, 'base64 decode failed.');
    gateway.send({
      numbers: list(args.number) ?? [],
      text,
      phone: args.phone ?? '',
      retries: Number(args.retries),
      bookDate: args.reqdate ?? '',
      notBefore: args.starttime ?? '',
      notAfter: args.endtime ?? '',
      appId: args.app_id ?? '',
      appUser: args.app_user ?? '',
      appFlag: args.app_flag ?? '',
    });
    return done('Messages submitted successfully');
  },

  getrecvsms(args: WireArgs<'getrecvsms'>, context) {
    const sort = sortIn(sorts.received, args.sort);
    if (!sort) return invalid('sort');
    const { time } = context;
    return rows(
      context.store.sms.received.list(receivedFilter(args, context), partOf(args, sort)).map((row) => ({
        id: row.id,
        number: row.number,
        sent_date: time(row.sentAt),
        received_date: time(row.receivedAt),
        insert_date: time(row.insertedAt),
        text: row.text,
        phone: row.phone,
        split: row.split,
        processed: row.processed,
        msgfile: '',
        imsi: row.imsi,
        app_flag: row.appFlag,
        app_id: row.appId,
        app_user: row.appUser,
      })),
    );
  },
  getrecvsmscount: (args, context) =>
    rows([{ result: context.store.sms.received.count(receivedFilter(args, context)) }]),
  getrecvsmsstat(args, context) {
    const {
      maxprodate: _,
      minprodate: __,
      ...found
    } = summed(context.store.sms.received.summary(receivedFilter(args, context)), context);
    return rows([found]);
  },
  setrecvsms: ({ id, processed, app_id, app_user, app_flag }, { store }) =>
    store.sms.received.mark(Number(id), {
      processed: whole(processed),
      appId: app_id,
      appUser: app_user,
      appFlag: app_flag,
    })
      ? done('Update successed.')
      : refuse(9003, `sms message ${id} not exists.`),
  delrecvsms: ({ id }, { store }) =>
    store.sms.received.remove(Number(id))
      ? done(`sms message ${id} in inbox is deleted.`)
      : refuse(9003, `sms message ${id} not exists.`),

  getsendsms(args, context) {
    const sort = sortIn(sorts.sent, args.sort);
    if (!sort) return invalid('sort');
    const { time } = context;
    return rows(
      context.store.sms.sent.list(sentFilter(args, context), partOf(args, sort)).map((row) => ({
        id: row.id,
        number: row.number,
        clinkman: '0',
        processed_date: time(row.processedAt),
        insert_date: time(row.insertedAt),
        text: row.text,
        phone: row.phone,
        processed: row.processed,
        msgfile: '',
        error: row.errors,
        dreport: '1',
        reqdate: row.bookDate || '0000-00-00',
        not_before: row.notBefore,
        not_after: row.notAfter,
        sent_date: time(row.sentAt),
        sender: row.sender,
        split: row.split,
        report_date: time(row.reportedAt),
        reportstatus: row.report,
        imsi: '',
        message_id: row.messageId,
        app_id: row.appId,
        app_flag: row.appFlag,
        app_user: row.appUser,
      })),
    );
  },
  getsendsmscount: (args, context) => rows([{ result: context.store.sms.sent.count(sentFilter(args, context)) }]),
  getsendsmsstat: (args, context) => rows([summed(context.store.sms.sent.summary(sentFilter(args, context)), context)]),
  delsendsms: ({ id }, { store }) =>
    store.sms.sent.remove(Number(id))
      ? done(`sms message ${id} in outbox is deleted.`)
      : refuse(9003, `sms message ${id} not exists.`),
};
