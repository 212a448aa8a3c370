import type { CallRecordRow, QueueEventRow } from '../../../engine/port';
import type { Store } from '../../../store/store';

/** What may happen to a caller, as a person would tell it; the ledger counts it without SQL. */
export interface QueueVisit {
  readonly kind: 'queue';
  /** Instant, ms. */
  readonly at: number;
  readonly queue: string;
  readonly caller: string;
  /** Agents who were rung before the end, and what they did; seconds each. */
  readonly tried: readonly { readonly agent: string; readonly how: 'rang' | 'refused'; readonly ring: number }[];
  /** Seconds in the queue. */
  readonly wait: number;
  readonly end:
    | {
        readonly how: 'answered';
        readonly agent: string;
        readonly ring: number;
        /** Null: they still talk. */
        readonly talk: number | null;
        readonly by: 'COMPLETEAGENT' | 'COMPLETECALLER' | 'BLINDTRANSFER' | 'ATTENDEDTRANSFER';
        /** Talk with somebody else after a blind transfer, seconds. */
        readonly onward: number;
        /** A colleague took the ringing call. */
        readonly pickedUpBy: string | null;
      }
    | { readonly how: 'left'; readonly event: string; readonly ringing: string | null };
}
export interface PlainCall {
  readonly kind: 'plain';
  readonly at: number;
  readonly direct: 'IN' | 'OUT' | '';
  readonly caller: string;
  readonly callee: string;
  readonly met: boolean;
  /** Null: nobody answered. */
  readonly talk: number | null;
}
export type Happening = QueueVisit | PlainCall;

const blank = {
  ...{ src: '', dst: '', clid: '', context: '', channel: '', dstChannel: '', lastApp: 'Dial', lastData: '' },
  ...{ account: '', userField: '', did: '', redirected: '', original: '', monitor: '', transfer: '', trunk: '' },
  cause: 16,
} as const;

type Written = { readonly call: CallRecordRow } | { readonly event: QueueEventRow };

/** Rows of the store in the order in which an exchange writes them. */
export function rowsOf(happening: Happening, index: number): readonly Written[] {
  const uniqueId = `${Math.floor(happening.at / 1000)}.${index}`;
  const { at, caller } = happening;
  const record = (
    change: Partial<CallRecordRow> & { readonly from: number; readonly talk: number | null },
  ): Written => {
    const { from, talk, ...rest } = change;
    return {
      call: {
        ...blank,
        calldate: from,
        durationSeconds: talk ?? 0,
        billSeconds: talk ?? 0,
        disposition: talk === null ? 'NO ANSWER' : 'ANSWERED',
        uniqueId,
        answeredAt: talk === null ? null : from,
        endedAt: from + (talk ?? 0) * 1000,
        caller,
        callee: '',
        direct: 'IN',
        ...rest,
      },
    };
  };
  if (happening.kind === 'plain') {
    const { direct, callee, met, talk } = happening;
    const dstChannel = met ? 'SIP/x-1' : '';
    return [record({ from: at, talk, direct, callee, dstChannel, lastApp: met ? 'Dial' : 'IVR' })];
  }
  const { queue, tried, wait, end } = happening;
  const event = (seconds: number, agent: string, name: string, args: readonly (string | number)[]): Written => {
    const [a = '', b = '', c = '', d = '', e = ''] = args.map(String);
    const [agentNo, iface] = agent === 'NONE' ? ['NONE', 'NONE'] : [agent, `SIP/${agent}`];
    return {
      event: {
        ...{ at: at + seconds * 1000, queue, uniqueId, channel: 'SIP/t-1', number: caller, agent: iface, agentNo },
        event: name,
        args: [a, b, c, d, e],
      },
    };
  };
  const rung = (agent: string, from: number, ring: number): Written =>
    record({
      from: at + from * 1000,
      endedAt: at + (from + ring) * 1000,
      talk: null,
      callee: agent,
      dstChannel: `SIP/${agent}-1`,
      lastApp: 'Queue',
    });
  const rows: Written[] = [event(0, 'NONE', 'ENTERQUEUE', ['', caller, 1])];
  let passed = 0;
  for (const { agent, how, ring } of tried) {
    rows.push(rung(agent, passed, ring));
    passed += ring;
    rows.push(event(passed, agent, how === 'rang' ? 'RINGNOANSWER' : 'AGENTDUMP', how === 'rang' ? [ring] : []));
  }
  if (end.how === 'left') {
    if (end.ringing) {
      rows.push(event(wait, end.ringing, 'RINGCANCELED', [wait]));
      rows.push(rung(end.ringing, passed, Math.max(0, wait - passed)));
    }
    const before = end.event === 'EXITWITHKEY' ? ['1', 1, 1] : end.event === 'SYSCOMPAT' ? [''] : [1, 1];
    const args = end.event === 'TRANSFER' ? ['3001', 'from-internal', wait, 1] : [...before, wait];
    rows.push(event(wait, 'NONE', end.event, args));
    if (!end.ringing) rows.push(record({ from: at, talk: null, callee: queue, lastApp: 'Queue' }));
    return rows;
  }
  const { agent, ring, talk, by, onward, pickedUpBy } = end;
  rows.push(event(wait, agent, 'CONNECT', [wait, caller, ring]));
  if (pickedUpBy) rows.push(rung(agent, wait - ring, ring));
  if (talk === null) return rows;
  const args = { BLINDTRANSFER: ['3001', 'from-internal'], ATTENDEDTRANSFER: ['3001'] }[by as string] ?? [];
  rows.push(event(wait + talk, agent, by, [...args, wait, talk, 1]));
  const answered = { talk, answeredAt: at + wait * 1000, endedAt: at + (wait + talk) * 1000 };
  rows.push(
    pickedUpBy
      ? record({
          ...answered,
          from: at + wait * 1000,
          callee: pickedUpBy,
          dstChannel: `SIP/${pickedUpBy}-2`,
          lastApp: 'Bridge',
        })
      : record({
          ...answered,
          from: at + Math.max(0, wait - ring) * 1000,
          callee: agent,
          dstChannel: `SIP/${agent}-2`,
          lastApp: 'Queue',
        }),
  );
  if (by === 'BLINDTRANSFER') {
    rows.push(record({ from: at + (wait + talk) * 1000, talk: onward, callee: '3001', dstChannel: 'SIP/3001-1' }));
  }
  return rows;
}

export function write(store: Store, rows: readonly Written[]): void {
  for (const row of rows) {
    if ('call' in row) store.sink.callRecord(row.call);
    else store.sink.queueEvent(row.event);
  }
}

type Amounts = Record<string, number>;
/** Figures by period and owner, `2026-01|90`. */
export type Ledger = Map<string, Amounts>;

function put(ledger: Ledger, key: string, add: Amounts, most: Amounts = {}): void {
  const entry = ledger.get(key) ?? {};
  for (const [name, value] of Object.entries(add)) entry[name] = (entry[name] ?? 0) + value;
  for (const [name, value] of Object.entries(most)) entry[name] = Math.max(entry[name] ?? 0, value);
  ledger.set(key, entry);
}

const one = (yes: boolean): number => (yes ? 1 : 0);
const reachOf = (number: string): string =>
  number.startsWith('00') ? 'international' : number.startsWith('0') ? 'national' : 'city';

/** What reports of calls must say; `period` names the period of an instant, `areaOf` the area of a caller. */
export function ledgerOf(
  happenings: readonly Happening[],
  period: (at: number) => string,
  areaOf: (number: string) => string,
): Readonly<Record<'platform' | 'area' | 'queue' | 'agent', Ledger>> {
  const book = { platform: new Map(), area: new Map(), queue: new Map(), agent: new Map() } as Record<string, Ledger>;
  const { platform, area, queue, agent } = book as Readonly<Record<'platform' | 'area' | 'queue' | 'agent', Ledger>>;
  const incoming = (at: number, caller: string, served: string, talk: number): void => {
    const add = {
      incomingcalls: 1,
      incominganswered: one(served !== ''),
      incomingbillsecs: talk,
      incomingivrs: one(served === 'ivr'),
      incomingextensions: one(served === 'extension'),
      incomingqueues: one(served === 'queue'),
    };
    put(platform, `${period(at)}|`, add, { incomingmaxbillsecs: talk });
    put(area, `${period(at)}|${areaOf(caller)}`, add, { incomingmaxbillsecs: talk });
  };
  for (const each of happenings) {
    const when = period(each.at);
    if (each.kind === 'plain') {
      const { direct, caller, callee, met, talk: talked } = each;
      const [talk, answered] = [talked ?? 0, one(talked !== null)];
      if (direct === 'IN') incoming(each.at, caller, answered ? (met ? 'extension' : 'ivr') : '', talk);
      else if (direct === 'OUT') {
        const [far, abroad] = [one(reachOf(callee) === 'national'), one(reachOf(callee) === 'international')];
        put(
          platform,
          `${when}|`,
          {
            outboundcalls: 1,
            outboundanswered: answered,
            outboundbillsecs: talk,
            outboundnationalcalls: far,
            outboundnationalanswered: far * answered,
            outboundnationalbillsecs: far * talk,
            outboundinternationalcalls: abroad,
            outboundinternationalanswered: abroad * answered,
            outboundinternationalbillsecs: abroad * talk,
          },
          { outboundmaxbillsecs: talk },
        );
        put(
          agent,
          `${when}|${caller}`,
          { outboundcalls: 1, outcallanswered: answered, outboundbillsecs: talk },
          { maxoutboundbillsec: talk },
        );
      } else {
        put(
          platform,
          `${when}|`,
          { internalcalls: 1, internalanswered: answered, internalbillsecs: talk },
          { internalmaxbillsecs: talk },
        );
      }
      continue;
    }
    const { at, caller, tried, wait, end } = each;
    const done = end.how === 'answered' ? end : null;
    // A call that goes on has no record yet: the platform's figures come with its end.
    const talk = done ? (done.talk ?? 0) : 0;
    const whole = talk + (done?.by === 'BLINDTRANSFER' && done.talk !== null ? done.onward : 0);
    // While it lasts, only rings that ended have records.
    const recorded = done === null || done.talk !== null || tried.length > 0 || done.pickedUpBy !== null;
    if (recorded) {
      // The first record is that of the first ring; it began when the caller came, or when somebody was rung.
      const first = tried.length > 0 || !done ? at : at + Math.max(0, wait - done.ring) * 1000;
      incoming(first, caller, done && done.talk !== null ? 'queue' : '', whole);
    }
    const left = end.how === 'left' ? end : null;
    const ringing = left?.event === 'ABANDON' && left.ringing !== null;
    const between = (from: number, to: number): number => one(done !== null && wait >= from && wait < to);
    put(
      queue,
      `${when}|${each.queue}`,
      {
        queuecalls: 1,
        agentcalls: one(tried.length > 0 || done !== null || left?.ringing != null),
        agentanswered: one(done !== null),
        noanswerdcalls: one(ringing),
        abandancalls: one(left?.event === 'ABANDON' && !ringing),
        timeoutcalls: one(left?.event === 'EXITWITHTIMEOUT'),
        otherbadcalls: one(left !== null && left.event !== 'ABANDON' && left.event !== 'EXITWITHTIMEOUT'),
        answeredin5: between(0, 5),
        answeredin10: between(5, 10),
        answeredin15: between(10, 15),
        answeredin20: between(15, 20),
        answeredin30: between(20, 30),
        answeredinup30: between(30, Number.POSITIVE_INFINITY),
        answeredholdtime: done ? wait : 0,
        abandanholdtime: left?.event === 'ABANDON' && !ringing ? wait : 0,
        billsecs: talk,
      },
      { maxholdtime: wait },
    );
    for (const { agent: who, how, ring } of tried) {
      const rang = how === 'rang';
      put(agent, `${when}|${who}`, {
        ...{ incomingcalls: 1, ringnoanswer: one(rang), ringsecs: rang ? ring : 0, rings: one(rang) },
      });
    }
    if (left?.ringing) put(agent, `${when}|${left.ringing}`, { incomingcalls: 1 });
    if (done) {
      const over = done.talk !== null;
      put(
        agent,
        `${when}|${done.agent}`,
        {
          ...{ incomingcalls: 1, incallanswered: 1, ringsecs: done.ring, rings: 1, holdsecs: wait },
          incomingbillsecs: talk,
          agenthangup: one(over && done.by === 'COMPLETEAGENT'),
          callerhangup: one(over && done.by === 'COMPLETECALLER'),
          transfercalls: one(over && done.by.endsWith('TRANSFER')),
        },
        { maxincomingbillsec: talk },
      );
      if (done.pickedUpBy && over) put(agent, `${period(at + wait * 1000)}|${done.pickedUpBy}`, { pickupcalls: 1 });
    }
  }
  return { platform, area, queue, agent };
}
