import { type AppError, appError, type ErrorCode, fail, ok, type Result } from '../../../shared/domain/result';
import type { Forwarding } from '../../../shared/domain/seat';
import type { DriverCommands, SeatIdentity, TransferTarget } from '../driver';
import { featuresOf } from './features';
import type { Mvb } from './platform';
import { sleep } from './transport';

/** How long the agent's own telephone may ring before a dialled call is given up, ms. */
const handsetMilliseconds = 45_000;
const lotAttempts = 8;
const lotPause = 250;

/** Each is one request that changes something: sent once, never again by itself. */
export function commandsOf(mvb: Mvb): DriverCommands {
  const feature = featuresOf(mvb);
  const done = async (answer: Promise<Result<unknown>>): Promise<Result<null>> => {
    const result = await answer;
    return result.ok ? ok(null) : result;
  };
  return {
    joinQueue: (queue, iface, penalty) => done(mvb.call('ctiqueueadd', { queue, interface: iface, penalty })),
    leaveQueue: (queue, iface) => done(mvb.call('ctiqueueremove', { queue, interface: iface })),
    pauseQueue: (queue, iface, paused) => done(mvb.call('ctiqueuepause', { queue, interface: iface, paused })),
    withdraw: (queue, channel, reason) =>
      done(mvb.call('ctiqueuecallerwithdraw', { queue, caller: channel, withdrawinfo: reason || undefined })),
    dial: (seat, number) => dial(mvb, seat, number),
    answer: (channel) => feature('answer', channel),
    reject: (channel) => (mvb.features.reject ? feature('reject', channel) : done(mvb.call('ctihangup', { channel }))),
    hangUp: (channel) => done(mvb.call('ctihangup', { channel })),
    hold: (channel) => done(mvb.call('ctihold', { channel })),
    resume: (channel) => done(mvb.call('ctiunhold', { channel })),
    transfer: (channel, to) => done(mvb.call('ctiredirect', { channel, ...destination(to), priority: '1' })),
    consult: (channel, to) => done(mvb.call('ctiatxfer', { channel, ...destination(to) })),
    completeConsult: (channel) =>
      mvb.features.completeConsult ? feature('completeConsult', channel) : done(mvb.call('ctihangup', { channel })),
    cancelConsult: (channel, consultChannel) =>
      mvb.features.cancelConsult
        ? feature('cancelConsult', channel)
        : done(mvb.call('ctihangup', { channel: consultChannel })),
    swapConsult: (channel) => feature('swap', channel),
    threeWay: (channel) => feature('threeWay', channel),
    park: (channel, ownChannel) => park(mvb, channel, ownChannel),
    retrieve: (seat, lot) => ringing(mvb, 'ctiunpark', { channel: seat.interface, parklot: lot, callerid: seat.agent }),
    pickup: (seat, extension) =>
      // `yes`: the unit of its time limit is not documented, and the next facts show the call anyway (WEBCTI2 §4.28).
      ringing(mvb, 'ctipickup', {
        channel: seat.interface,
        pickupexten: extension,
        callerid: seat.agent,
        async: 'yes',
      }),
    dtmf: (channel, digits) => feature('dtmf', channel, digits),
    setVariable: (channel, variable, value) => done(mvb.call('ctisetvar', { channel, variable, value })),
    setDnd: ({ agent: extension }, on) => done(mvb.call(on ? 'ctisetdndon' : 'ctisetdndoff', { extension })),
    setForwarding: ({ agent: extension }, kind, to) =>
      done(
        to === ''
          ? mvb.call('ctisetcfoff', { extension, cftype: forwardingTypes[kind] })
          : mvb.call('ctisetcfon', { extension, cftype: forwardingTypes[kind], destination: to }),
      ),
    conference: (room, action, member) => conference(mvb, room, action, member),
  };
}

const forwardingTypes = { always: 'CF', busy: 'CFB', unavailable: 'CFU' } as const satisfies Record<
  keyof Forwarding,
  string
>;

/** Where in the vendor's dialplan a kind of target lives (WEBCTI2 §4.23, §4.32, §8.1). */
function destination({ kind, number }: TransferTarget): { readonly context: string; readonly exten: string } {
  switch (kind) {
    case 'queue':
      return { context: 'ext-queues', exten: number };
    case 'ivr':
      return { context: `ivr-${number}`, exten: 's' };
    case 'voicemail':
      return { context: 'ext-local', exten: `vmu${number}` };
    default:
      return { context: 'from-internal', exten: number };
  }
}

/**
 * My telephone first, then the number (WEBCTI2 §4.23). Synchronous, so that the reason of a failure comes back: the
 * answer stands until the handset is lifted or `handsetMilliseconds` are over.
 */
function dial(mvb: Mvb, seat: SeatIdentity, number: string): Promise<Result<null>> {
  const variable = [`MVB_CALLER=${seat.agent}`, `MVB_CALLEE=${number}`, 'MVB_DIRECT=OUT'];
  return ringing(mvb, 'ctioriginate', {
    channel: seat.interface,
    context: seat.context || 'from-internal',
    exten: number,
    priority: '1',
    callerid: seat.agent,
    // The print lost the separator; live systems take `|` (Asterisk 1.2) and some a comma.
    variable: variable.join(mvb.features.variableSeparator || '|'),
    async: 'no',
    timeout: handsetMilliseconds,
  });
}

/** WEBCTI2 §6.9: why a telephone that was rung did not come to a call. */
const reasons: Readonly<Record<string, ErrorCode>> = { 1: 'rejected', 3: 'no-answer', 5: 'busy', 8: 'congestion' };

async function ringing<N extends 'ctioriginate' | 'ctiunpark' | 'ctipickup'>(
  mvb: Mvb,
  name: N,
  args: Parameters<typeof mvb.client.attempt<N>>[1],
): Promise<Result<null>> {
  const { result, rows } = await mvb.client.attempt(name, args);
  if (result.ok) return ok(null);
  return fail(withReason(result.error, String(rows[0]?.reason ?? '')));
}

function withReason(error: AppError, reason: string): AppError {
  const code = error.code === 'refused' ? reasons[reason] : undefined;
  return code ? { ...error, code, params: { ...error.params, reason } } : error;
}

/** The answer does not name the lot (WEBCTI2 §4.27): it is looked up; empty when it cannot be found in time. */
async function park(mvb: Mvb, channel: string, ownChannel: string): Promise<Result<{ lot: string }>> {
  const parked = await mvb.call('ctipark', { channel, srcchannel: ownChannel });
  if (!parked.ok) return parked;
  for (let attempt = 0; attempt < lotAttempts; attempt++) {
    if (attempt > 0) await sleep(mvb.effects.clock, lotPause);
    const answer = await mvb.call('getparkedcall', {}, { once: true });
    const row = answer.ok && answer.value.rows.find((entry) => entry.channel === channel && entry.state === 'Parked');
    if (row) return ok({ lot: row.exten });
  }
  return ok({ lot: '' });
}

async function conference(
  mvb: Mvb,
  room: string,
  action: 'mute' | 'unmute' | 'kick' | 'lock' | 'unlock',
  member: number | null,
): Promise<Result<null>> {
  // It becomes a console command: nothing but a number may get in.
  if (!/^\d{1,16}$/.test(room) || (member !== null && !(Number.isInteger(member) && member > 0))) {
    return fail(appError('invalid-input', 'no such room', { tried: 'cticommand', params: { name: 'room' } }));
  }
  const whom = action === 'lock' || action === 'unlock' ? '' : ` ${member ?? 'all'}`;
  const answer = await mvb.call('cticommand', { command: `meetme ${action} ${room}${whom}` });
  return answer.ok ? ok(null) : answer;
}
