import type { CallEnd } from '../../../shared/domain/call';
import { ok, type Result } from '../../../shared/domain/result';
import type { PlatformTime } from '../../../shared/domain/time';
import type { Row } from '../../../shared/webcti/index';
import type { EndQuestion } from '../driver';
import { nameOf } from './facts';
import { type Mvb, rowsOr } from './platform';

interface End {
  readonly end: CallEnd;
  /** Who answered it instead, whom it went to, or the lot. */
  readonly byName: string;
}
interface Ended extends End {
  /** When my channel was hung up; null when the platform does not say any more. */
  readonly endedAt: PlatformTime | null;
}
type ChannelRow = Row<'getchannel'>;

/**
 * Why a call of mine is gone. The interface has no word for it; it is told from what both channels say now (cause,
 * hang-up time, partner), from the queue's own record of the offer, and at last from the call record. Only a failure to
 * ask for the channels is an error; what cannot be told is `unknown`.
 */
export async function endOf(mvb: Mvb, question: EndQuestion): Promise<Result<Ended>> {
  const { channel, legs, queue, seat } = question;
  const party = legs.find((leg) => leg.role === 'party') ?? legs[0];
  const partyChannel = party?.channel ?? '';
  const [mine, theirs, offers] = await Promise.all([
    mvb.call('getchannel', { channel, refchannel: channel }),
    partyChannel === '' ? null : mvb.call('getchannel', { channel: partyChannel, refchannel: partyChannel }),
    queue === '' ? null : mvb.call('getagentcalls', { queue, agentname: seat.agent }),
  ]);
  if (!mine.ok) return mine;
  if (theirs && !theirs.ok) return theirs;
  const rows = [...mine.value.rows, ...(theirs?.value.rows ?? [])];
  const told: Told = {
    question,
    mvb,
    partyChannel,
    partyId: party?.id ?? '',
    mine: rows.find((row) => row.channel === channel),
    party: partyChannel === '' ? undefined : rows.find((row) => row.channel === partyChannel),
    others: rows.filter((row) => row.refchannel === partyChannel && row.channel !== channel && !isGone(row)),
    offer: offers ? rowsOr<'getagentcalls'>(offers).find((row) => row.uniqueid === question.id) : undefined,
  };
  const end = question.answered
    ? await afterTalk(told)
    : await (isIncoming(question, told) ? unansweredIn(told) : unansweredOut(told));
  return ok({ ...end, endedAt: mvb.time(told.mine?.hanguptime ?? '') });
}

interface Told {
  readonly question: EndQuestion;
  readonly mvb: Mvb;
  readonly partyChannel: string;
  readonly partyId: string;
  readonly mine: ChannelRow | undefined;
  readonly party: ChannelRow | undefined;
  /** Living channels linked to the party now. */
  readonly others: readonly ChannelRow[];
  readonly offer: Row<'getagentcalls'> | undefined;
}

async function afterTalk(told: Told): Promise<End> {
  const { mvb, party, partyChannel, mine, offer } = told;
  if (party && !isGone(party)) {
    const parked = rowsOr<'getparkedcall'>(await mvb.call('getparkedcall', {})).find(
      (row) => row.channel === partyChannel && row.state === 'Parked',
    );
    if (parked) return { end: 'parked', byName: parked.exten };
    const peer = peerOf(told);
    if (peer) return { end: 'transferred', byName: peer };
    // The party may still be listening to a survey after I hung up; only a dialling or queueing party was sent on.
    return { end: /^(dial|queue)/i.test(party.application) ? 'transferred' : 'hung-up-here', byName: '' };
  }
  if (/transfer/i.test(offer?.reason ?? '')) return { end: 'transferred', byName: '' };
  if (/agent/i.test(offer?.reason ?? '')) return { end: 'hung-up-here', byName: '' };
  if (/caller/i.test(offer?.reason ?? '')) return { end: 'hung-up-there', byName: '' };
  const [here, there] = [mvb.time(mine?.hanguptime ?? ''), mvb.time(party?.hanguptime ?? '')];
  if (here !== null && there !== null && here !== there) {
    return { end: here < there ? 'hung-up-here' : 'hung-up-there', byName: '' };
  }
  const [record] = await recordsOf(told);
  return { end: record && record.transfer !== '' ? 'transferred' : 'unknown', byName: '' };
}

async function unansweredIn(told: Told): Promise<End> {
  const { mine, party, offer } = told;
  const cause = mine?.cause ?? 0;
  const peer = peerOf(told);
  if (peer !== '' || cause === answeredElsewhere || /elsewhere/i.test(offer?.reason ?? ''))
    return { end: 'answered-elsewhere', byName: peer };
  if (rejecting.has(cause) || offer?.callstate === 'Dump') return { end: 'rejected', byName: '' };
  if (/abandon/i.test(offer?.reason ?? '')) return { end: 'abandoned', byName: '' };
  if (party && !isGone(party)) return { end: 'no-answer', byName: '' };
  const lines = await recordsOf(told);
  const elsewhere = lines.find((row) => row.disposition === 'ANSWERED' && row.dstchannel !== told.question.channel);
  if (elsewhere && elsewhere.dstchannel !== '') return { end: 'answered-elsewhere', byName: elsewhere.callee };
  const recorded = lines.find((row) => row.dstchannel === told.question.channel)?.hangupcause ?? 0;
  if (rejecting.has(recorded)) return { end: 'rejected', byName: '' };
  if (noAnswer.has(cause) || noAnswer.has(recorded)) return { end: 'no-answer', byName: '' };
  return { end: party || lines.length > 0 ? 'abandoned' : 'unknown', byName: '' };
}

async function unansweredOut(told: Told): Promise<End> {
  const { mine, party } = told;
  // The called leg knows best; an exchange hands its cause on to the caller's channel.
  const live = endOfCause(party?.cause ?? 0) ?? endOfCause(mine?.cause ?? 0);
  if (live) return { end: live, byName: '' };
  const [record] = await recordsOf(told);
  const recorded = endOfCause(record?.hangupcause ?? 0);
  if (recorded) return { end: recorded, byName: '' };
  if (record?.disposition === 'BUSY') return { end: 'busy', byName: '' };
  if (record?.disposition === 'FAILED') return { end: 'failed', byName: '' };
  if (record?.disposition === 'NO ANSWER' && /NOANSWER/.test(record.userfield)) return { end: 'no-answer', byName: '' };
  // Nobody refused and nothing failed: whoever dialled has given up.
  return { end: record || (mine && isGone(mine)) ? 'hung-up-here' : 'unknown', byName: '' };
}

/** Q.850 (WEBCTI2 §6.5); 26 is "non-selected user clearing": another telephone of the group took it. */
const answeredElsewhere = 26;
const rejecting: ReadonlySet<number> = new Set([17, 21]);
const noAnswer: ReadonlySet<number> = new Set([18, 19]);
const ordinary: ReadonlySet<number> = new Set([0, 16, answeredElsewhere, 31]);

function endOfCause(cause: number): CallEnd | null {
  if (cause === 17) return 'busy';
  if (cause === 21) return 'rejected';
  if (noAnswer.has(cause)) return 'no-answer';
  return ordinary.has(cause) ? null : 'failed';
}

const isGone = (row: ChannelRow): boolean => row.clearflag === '1' || !row.hanguptime.startsWith('0000');

/**
 * Whom the party is with now, other than me: name or number; empty = nobody. A telephone that only rings for it has not
 * answered it, and a queue may ring my own again.
 */
function peerOf({ party, question, others }: Told): string {
  if (!party || isGone(party)) return '';
  const peer = others.find(
    (row) => !row.channel.startsWith(`${question.seat.interface}-`) && (row.state === 'Up' || question.answered),
  );
  return peer ? nameOf(peer.calleridname) || peer.callerid : '';
}

/** Ids are `<second>.<count>`: of two ends of an internal call the older one dialled. */
function isIncoming({ direction, id }: EndQuestion, { partyId }: Told): boolean {
  if (direction !== 'internal') return direction === 'in';
  return partyId !== '' && age(partyId) < age(id);
}

const age = (id: string): number => {
  const [second = '0', count = '0'] = id.split('.');
  return Number(second) * 1e6 + Number(count);
};

/** The lines that the call has left in the call record, answered ones first, else newest first. */
async function recordsOf({ mvb, question, partyId }: Told): Promise<readonly Row<'getcdr'>[]> {
  const ids = [question.id, partyId].filter((id) => id !== '');
  const answer = await mvb.call('getcdr', {
    uniqueid: ids.join(','),
    sort: 'calldate',
    sens: 'DESC',
    offset: 0,
    rows: 20,
  });
  const rows = rowsOr<'getcdr'>(answer).filter((row) => ids.includes(row.uniqueid));
  return [...rows].sort((a, b) => Number(b.disposition === 'ANSWERED') - Number(a.disposition === 'ANSWERED'));
}
