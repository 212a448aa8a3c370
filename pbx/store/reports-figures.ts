/**
 * Every figure of the reports, once. The document names them and refers to a manual that nobody has: meanings are read
 * off the names, the flags of the detail lists and the sums that its examples keep (WEBCTI2 §7.1 to §7.27). The
 * aggregator, the readers, the detail lists and `docs/reports.md` all come from here.
 */

/** One row of a source counts with this number, folded over an hour and from hours to longer periods. */
interface Folded {
  readonly fold: 'sum' | 'max';
  readonly sql: string;
}
/** Worked out from folded ones when a report is read, so that a month's average is that of its calls, not of its days. */
interface Derived {
  /** `percent`: 4 decimals; `average`: whole seconds; `mean`: 4 decimals. */
  readonly as: 'percent' | 'average' | 'mean';
  readonly of: string;
  readonly per: string;
}
export type Figure = { readonly means: string; readonly doubt?: string; readonly hidden?: true } & (Folded | Derived);
export type Figures = Readonly<Record<string, Figure>>;

const sum = (sql: string, means: string, doubt?: string): Figure => ({
  fold: 'sum',
  sql,
  means,
  ...(doubt && { doubt }),
});
const max = (sql: string, means: string, doubt?: string): Figure => ({
  fold: 'max',
  sql,
  means,
  ...(doubt && { doubt }),
});
const percent = (of: string, per: string, means: string): Figure => ({ as: 'percent', of, per, means });
const average = (of: string, per: string, means: string): Figure => ({ as: 'average', of, per, means });

/**
 * A call: all records with one unique id, which is that of the caller's leg. It counts where it began. Columns: `start`,
 * `direct`, `caller`, `callee` (of the first record), `answered`, `talk` (all its talks), `served`.
 */
const incoming = "direct = 'IN'";
const outgoing = "direct = 'OUT'";
const internal = "direct = ''";
const national = `${outgoing} AND reach = 'national'`;
const international = `${outgoing} AND reach = 'international'`;

/** Who answered an incoming call, each answered call once (§7.1: the three add up to the answered ones). */
export const servedSql =
  "CASE WHEN NOT answered THEN '' WHEN by_queue OR (bridged AND queued) THEN 'queue' WHEN met THEN 'extension' " +
  "ELSE 'ivr' END";
/** How far a called number is, by how it was dialled behind the trunk's prefix. */
export const reachSql =
  "CASE WHEN callee GLOB '00*' OR (callee GLOB '+*' AND callee NOT GLOB '+86*') THEN 'international' " +
  "WHEN callee GLOB '0*' OR callee GLOB '+86*' THEN 'national' ELSE 'city' END";

/** Flags of §7.19 as conditions on a call. */
export const platformFlags = {
  in: incoming,
  out: outgoing,
  inner: internal,
  citycall: `${outgoing} AND reach = 'city'`,
  nationalcall: national,
  internationalcall: international,
  ivr: `${incoming} AND served = 'ivr'`,
  queue: `${incoming} AND served = 'queue'`,
  agent: `${incoming} AND served = 'extension'`,
} as const;
/** Flags of §7.20 as conditions on a call that the agent made. */
export const outgoingFlags = {
  outboundcalls: outgoing,
  outcallanswered: `${outgoing} AND answered`,
  outboundbillsecs: `${outgoing} AND talk > 0`,
} as const;

const incomingFigures = {
  incomingcalls: sum(incoming, 'calls that came in from outside'),
  incominganswered: sum(`${incoming} AND answered`, 'of these: somebody or a voice menu answered'),
  incomingbillsecs: sum(`talk * (${incoming})`, 'talk seconds of incoming calls, all talks of a call'),
  incomingavgbillsecs: average('incomingbillsecs', 'incominganswered', 'talk seconds per answered call'),
  incomingmaxbillsecs: max(`talk * (${incoming})`, 'longest incoming call, talk seconds'),
  incomingrate: percent('incominganswered', 'incomingcalls', 'answered share'),
  incomingivrs: sum(
    platformFlags.ivr,
    'answered by a voice menu, a room or a mailbox, and by nobody else',
    'printed `incomingivr` by the day report and the longer ones',
  ),
  incomingextensions: sum(platformFlags.agent, 'answered by a phone that was called directly'),
  incomingqueues: sum(platformFlags.queue, 'answered through a queue, also when a colleague picked it up'),
} satisfies Figures;

export const platformFigures = {
  ...incomingFigures,
  outboundcalls: sum(outgoing, 'calls to outside'),
  outboundanswered: sum(`${outgoing} AND answered`, 'of these: answered'),
  outboundrate: percent('outboundanswered', 'outboundcalls', 'answered share'),
  outboundnationalcalls: sum(
    national,
    'dialled with one leading 0 or +86',
    'by what was dialled: the platform knows no home area; local calls are what is left',
  ),
  outboundnationalanswered: sum(`${national} AND answered`, 'of these: answered'),
  outboundnationalbillsecs: sum(`talk * (${national})`, 'of these: talk seconds'),
  outboundnationalavgbillsecs: average(
    'outboundnationalbillsecs',
    'outboundnationalanswered',
    'talk seconds per answered one',
  ),
  outboundinternationalcalls: sum(international, 'dialled with 00, or + and another country'),
  outboundinternationalanswered: sum(`${international} AND answered`, 'of these: answered'),
  outboundinternationalbillsecs: sum(`talk * (${international})`, 'of these: talk seconds'),
  outboundinternationalavgbillsecs: average(
    'outboundinternationalbillsecs',
    'outboundinternationalanswered',
    'talk seconds per answered one',
  ),
  outboundbillsecs: sum(`talk * (${outgoing})`, 'talk seconds of calls to outside'),
  outboundavgbillsecs: average('outboundbillsecs', 'outboundanswered', 'talk seconds per answered call'),
  outboundmaxbillsecs: max(`talk * (${outgoing})`, 'longest call to outside, talk seconds'),
  internalcalls: sum(internal, 'calls that no trunk has a part in', 'the records with direction INNER of §4.53'),
  internalanswered: sum(`${internal} AND answered`, 'of these: answered'),
  internalbillsecs: sum(`talk * (${internal})`, 'of these: talk seconds'),
  internalavgbillsecs: average('internalbillsecs', 'internalanswered', 'talk seconds per answered one'),
  internalmaxbillsecs: max(`talk * (${internal})`, 'longest internal call, talk seconds'),
} satisfies Figures;

/** By area code of the caller; callers whose number tells none stand under an empty code. */
export const areaFigures = incomingFigures;

/**
 * An event of the queue log that ends the offer of a call to an agent. An answered offer is told by `CONNECT` while it
 * lasts and by how it ended afterwards. The call counts in the hour in which its caller came into the queue, for agent
 * and queue alike.
 */
const completions = "'COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER'";
const refusals = "'RINGNOANSWER', 'AGENTDUMP', 'RINGCANCELED'";
const whole = (column: string): string => `CAST(${column} AS INTEGER)`;
/** Talk seconds, 0 for an event that ends no talk (§6.10). */
export const talkSql =
  `CASE WHEN event IN ('COMPLETEAGENT', 'COMPLETECALLER') THEN ${whole('arg2')} ` +
  `WHEN event = 'ATTENDEDTRANSFER' THEN ${whole('arg3')} WHEN event = 'BLINDTRANSFER' THEN ${whole('arg4')} ELSE 0 END`;
const ringSql = `CASE event WHEN 'CONNECT' THEN ${whole('arg3')} WHEN 'RINGNOANSWER' THEN ${whole('arg1')} ELSE 0 END`;

/** The row that tells an answered offer: how it ended, or that it goes on. */
const answeredRow =
  `(event IN (${completions}) OR (event = 'CONNECT' AND NOT EXISTS (SELECT 1 FROM queue_event AS other ` +
  'WHERE other.unique_id = queue_event.unique_id AND other.queue = queue_event.queue ' +
  `AND other.queue_start = queue_event.queue_start AND other.event IN (${completions}))))`;
/** Flags of §7.21 as conditions on an event of the agent. */
export const offerFlags = {
  incomingcalls: `event IN (${refusals}) OR ${answeredRow}`,
  incallanswered: answeredRow,
  agenthangup: "event = 'COMPLETEAGENT'",
  callerhangup: "event = 'COMPLETECALLER'",
  transfercalls: "event IN ('BLINDTRANSFER', 'ATTENDEDTRANSFER')",
  ringsecs: `event = 'RINGNOANSWER' OR ${answeredRow}`,
  holdsecs: answeredRow,
  ringnoanswer: "event = 'RINGNOANSWER'",
  incomingbillsecs: `event IN (${completions})`,
} as const;

/** From the queue log. */
export const offerFigures = {
  incomingcalls: sum(
    `event IN (${refusals}, 'CONNECT')`,
    'queue calls that rang at the agent',
    'calls straight to the extension are no part of it: the rows of §7.21 carry a queue. One phone of several that ring at once and did not get the call leaves no trace in the queue log',
  ),
  incallanswered: sum("event = 'CONNECT'", 'of these: answered'),
  incominganswerrate: percent('incallanswered', 'incomingcalls', 'answered share'),
  transfercalls: sum(offerFlags.transfercalls, 'answered queue calls that the agent handed on'),
  agenthangup: sum(offerFlags.agenthangup, 'answered queue calls that the agent ended'),
  callerhangup: sum(offerFlags.callerhangup, 'answered queue calls that the caller ended'),
  incomingbillsecs: sum(talkSql, 'talk seconds of answered queue calls'),
  incomingavg: average('incomingbillsecs', 'incallanswered', 'talk seconds per answered queue call'),
  ringsecs: sum(ringSql, 'ringing seconds of answered and unanswered offers', 'refused ones tell no time (§6.10)'),
  rings: {
    ...sum("event IN ('CONNECT', 'RINGNOANSWER')", 'offers that tell a ringing time'),
    hidden: true,
  },
  ringavg: average('ringsecs', 'rings', 'ringing seconds per offer'),
  holdsecs: sum(
    `CASE event WHEN 'CONNECT' THEN ${whole('arg1')} ELSE 0 END`,
    'seconds that callers had waited in the queue when the agent answered',
  ),
  holdavg: average('holdsecs', 'incallanswered', 'the same per answered queue call'),
  maxincomingbillsec: max(talkSql, 'longest talk of a queue call'),
  ringnoanswer: sum(offerFlags.ringnoanswer, 'rang to the end without an answer'),
} satisfies Figures;

/** From the call records. */
export const outgoingFigures = {
  outboundcalls: sum(outgoing, 'calls to outside by the agent'),
  outcallanswered: sum(`${outgoing} AND answered`, 'of these: answered'),
  outboundansweredrate: percent('outcallanswered', 'outboundcalls', 'answered share'),
  outboundbillsecs: sum(`talk * (${outgoing})`, 'talk seconds of calls to outside'),
  outboundavg: average('outboundbillsecs', 'outcallanswered', 'talk seconds per answered call to outside'),
  maxoutboundbillsec: max(`talk * (${outgoing})`, 'longest call to outside, talk seconds'),
} satisfies Figures;

/** From the call records: a call that rang elsewhere and was bridged to the agent the moment that ringing ended. */
export const pickupFigures = {
  pickupcalls: sum('1', "calls that rang at somebody else's phone and were picked up"),
} satisfies Figures;

/**
 * Pauses by their reason. Short absences are neither after-call work nor work: plain busy, rest, meal and the pause that
 * the exchange gives after an unanswered call; what else an office calls a reason is work.
 */
export const wrapReason = 9;
export const absenceReasons: readonly number[] = [1, 2, 3, 8];

/** From the agents' activity; a person counts once, in however many queues. Time counts in the hour in which it passed. */
export const presenceFigures = {
  onlineduration: sum(
    'online',
    'seconds in at least one queue',
    'a platform that is down keeps nobody signed in; what goes on counts up to now',
  ),
  logintimes: sum('login', 'times the person came from no queue into one'),
  pauseduration: sum('paused', 'seconds paused in every queue the person is in'),
  unpauseduration: sum('ready', 'seconds ready in at least one queue; with the paused ones they are the online ones'),
  pausetimes: sum('pause', 'times a pause began or got another reason'),
  wrappedsecs: sum(
    'wrapped',
    'paused seconds with reason 9, after-call work',
    'the after-call time that a queue gives by itself is no state of the agent and not in it',
  ),
  othworksecs: sum(
    'worked',
    'paused seconds with any reason but 1, 2, 3, 8 (busy, rest, meal, unanswered) and 9',
    'which reasons the vendor means is not written',
  ),
} satisfies Figures;

/** From music on hold: a caller waits while the agent does something else. Counts in the hour in which it began. */
export const holdFigures = {
  musicholdsecs: sum('seconds', 'seconds on hold with music'),
  musicholdcounts: sum('1', 'times somebody was put on hold'),
  musicholdavg: average('musicholdsecs', 'musicholdcounts', 'seconds per hold'),
  maxmusicholdsec: max('seconds', 'longest hold'),
} satisfies Figures;

/** From the ratings, with the scores of §7.31 as they are when the report is read. */
export const ratingFigures = {
  qmcounts: sum('1', 'ratings', 'key -1, hung up without one, counts too: §7.31 has a score for it'),
  qmscore: sum('score', 'sum of their scores (§7.31)'),
  qmresult: { as: 'mean', of: 'qmscore', per: 'qmcounts', means: 'mean score', doubt: 'by the look of the name' },
} satisfies Figures;

/** `busysecs` is worked out of a period's other amounts before the rate is. */
export const agentFigures = {
  ...offerFigures,
  ...outgoingFigures,
  ...pickupFigures,
  ...presenceFigures,
  ...holdFigures,
  ...ratingFigures,
  occupancyrate: {
    as: 'percent',
    of: 'busysecs',
    per: 'onlineduration',
    means: '(incomingbillsecs + outboundbillsecs + wrappedsecs) / onlineduration, at most 100',
    doubt: 'no formula is written',
  },
} as const satisfies Figures;

/**
 * One stay of a caller in a queue, from its events. Columns: `entered`, `rung` (at an agent), `answered`, `cancelled`
 * (hung up while an agent rang), `abandoned`, `timed_out`, `otherwise`, `wait`, `talk`. It counts where it began.
 */
const gaveUp = 'abandoned AND NOT cancelled';
const waited = (from: number, to?: number): string =>
  `answered AND wait >= ${from}${to === undefined ? '' : ` AND wait < ${to}`}`;
/** Flags of §7.27 as conditions on a stay; those with seconds list the calls that the seconds come from. */
export const queueFlags = {
  agentcalls: 'rung OR answered',
  agentanswered: 'answered',
  noanswerdcalls: 'abandoned AND cancelled',
  answeredin5: waited(0, 5),
  answeredin10: waited(5, 10),
  answeredin15: waited(10, 15),
  answeredin20: waited(15, 20),
  answeredin30: waited(20, 30),
  answeredinup30: waited(30),
  answeredholdtime: 'answered',
  abandancalls: gaveUp,
  timeoutcalls: 'timed_out',
  otherbadcalls: 'otherwise',
  billsecs: 'answered',
} as const;

/** From the queue log. */
export const stayFigures = {
  queuecalls: sum('entered', 'calls that entered the queue'),
  agentcalls: sum(queueFlags.agentcalls, 'of these: rang at an agent at least once'),
  agentanswered: sum(queueFlags.agentanswered, 'of these: answered'),
  noanswerdcalls: sum(
    queueFlags.noanswerdcalls,
    'caller hung up while an agent rang',
    'no part of abandancalls, so that answered, noanswerd, abandan, timeout and otherbad add up to queuecalls',
  ),
  timeoutcalls: sum(queueFlags.timeoutcalls, 'left at the longest wait of the queue'),
  abandancalls: sum(queueFlags.abandancalls, 'caller hung up, or was sent elsewhere, while no agent rang'),
  otherbadcalls: sum(queueFlags.otherbadcalls, 'left because of an empty queue, a key, a withdrawal or the channels'),
  answeredin5: sum(queueFlags.answeredin5, 'answered after less than 5 s of waiting'),
  answeredin10: sum(queueFlags.answeredin10, 'after 5 s or more and less than 10'),
  answeredin15: sum(queueFlags.answeredin15, 'after 10 s or more and less than 15'),
  answeredin20: sum(queueFlags.answeredin20, 'after 15 s or more and less than 20'),
  answeredin30: sum(queueFlags.answeredin30, 'after 20 s or more and less than 30'),
  answeredinup30: sum(queueFlags.answeredinup30, 'after 30 s or more'),
  answeredholdtime: sum('wait * answered', 'seconds of waiting of answered calls'),
  avgansweredholdtime: average('answeredholdtime', 'agentanswered', 'the same per answered call'),
  abandanholdtime: sum(`wait * (${gaveUp})`, 'seconds of waiting of abandancalls'),
  avgabandanholdtime: average('abandanholdtime', 'abandancalls', 'the same per abandoned call'),
  maxholdtime: max('wait', 'longest wait, answered or not'),
  agentrate: percent('agentanswered', 'agentcalls', 'answered share of the calls that rang at an agent'),
  queuerate: percent('agentanswered', 'queuecalls', 'answered share of the calls that entered'),
  billsecs: sum('talk', 'talk seconds'),
  avgbillsecs: average('billsecs', 'agentanswered', 'talk seconds per answered call'),
} satisfies Figures;

export const queueFigures = { ...stayFigures, ...ratingFigures } satisfies Figures;

export type Amounts = Readonly<Record<string, number>>;

/** Folded figures that stand in a table of hours. */
export const foldsOf = (figures: Figures): readonly (readonly [name: string, fold: 'sum' | 'max', sql: string])[] =>
  Object.entries(figures).flatMap(([name, figure]) =>
    'fold' in figure ? [[name, figure.fold, figure.sql] as const] : [],
  );

/** All figures of a period from its folded ones, as the wire prints them. */
export function figured(figures: Figures, amounts: Amounts): Readonly<Record<string, string | number>> {
  const shown: Record<string, string | number> = {};
  for (const [name, figure] of Object.entries(figures)) {
    if (figure.hidden) continue;
    if ('fold' in figure) {
      shown[name] = amounts[name] ?? 0;
      continue;
    }
    const [of, per] = [amounts[figure.of] ?? 0, amounts[figure.per] ?? 0];
    const ratio = per === 0 ? 0 : of / per;
    shown[name] =
      figure.as === 'average' ? Math.round(ratio) : (figure.as === 'percent' ? 100 * ratio : ratio).toFixed(4);
  }
  return shown;
}
