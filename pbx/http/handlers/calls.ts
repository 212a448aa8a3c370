import type { CallEngine, Originating } from '../../engine/port';
import { holdMusicOf } from '../../services/dialler/hold-music';
import { done, type Handlers, type Refused, type Reply, refuse, rows } from './handler';

const queued = (): Reply<never> => done('Originate successfully queued');
const answered = 4;
/** As the manager interface: 30 s of ringing when nothing is said. */
export const ringMs = 30_000;

/** Left out means: wait, as the exchange's own manager does and as §4.24 says of its sibling. */
export const isAsync = (async: string | undefined): boolean => async === 'yes' || async === '1' || async === 'true';

/** `A=1|B=2` → variables. A value may hold `=`; a part without one is passed over. */
export function variablesOf(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? '').split('|').flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [[part.slice(0, at).trim(), part.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/**
 * The answer to a call that rings a first telephone: at once when it cannot be tried or need not be waited for, else
 * when that telephone has answered or failed.
 */
export async function originated(
  call: Originating,
  wait: boolean,
  errcode: number,
  verb: string,
): Promise<Reply<Refused>> {
  if (call.accepted && !wait) return queued();
  const reason = await call.result;
  if (reason === answered) return queued();
  const row = { message: 'Originate failed', reason: String(reason) };
  return { errcode, message: `Do ${verb} failed: Originate failed`, rows: [row] };
}

/** The one of two channels that does not live, for the refusal. */
const missing = (engine: CallEngine, first: string, second: string): string =>
  engine.channel(first) || second === '' ? first : second;

export const calls: Handlers<
  | 'ctioriginate'
  | 'ctihangup'
  | 'ctihold'
  | 'ctiunhold'
  | 'ctipark'
  | 'ctiunpark'
  | 'getparkedcall'
  | 'ctiredirect'
  | 'ctiatxfer'
  | 'ctipickup'
  | 'ctifeaturecode'
  | 'ctifeaturename'
> = {
  ctioriginate(args, { engine }) {
    if (args.application !== undefined && args.context !== undefined) {
      return refuse(1231, 'Can not use context and application together');
    }
    const call = engine.originate({
      channel: args.channel,
      context: args.context ?? '',
      exten: args.exten ?? '',
      priority: args.priority ?? '1',
      application: args.application ?? '',
      data: args.data ?? '',
      timeoutMs: Number(args.timeout ?? ringMs),
      callerId: args.callerid,
      variables: variablesOf(args.variable),
      account: args.account ?? '',
    });
    return originated(call, !isAsync(args.async), 1232, 'originate');
  },

  ctihangup: async ({ channel }, { engine }) =>
    (await engine.hangUp(channel)).ok ? done('Channel Hungup') : refuse(1191, 'Hangup failed: No such channel'),

  ctihold: async ({ channel, musicclass }, { engine, store: { campaigns } }) =>
    (await engine.hold(channel, musicclass ?? holdMusicOf(channel, { engine, campaigns }))).ok
      ? done('MusicOnHold Started.')
      : refuse(1201, 'Hold failed: No such channel'),

  ctiunhold: async ({ channel }, { engine }) =>
    (await engine.unhold(channel)).ok ? done('MusicOnHold Stopped.') : refuse(1431, 'UnHold failed: No such channel'),

  async ctipark({ channel, srcchannel, timeout }, { engine }) {
    const parked = await engine.park(channel, srcchannel, Number(timeout));
    if (parked.ok) return done('Park successful');
    if (parked.why === 'no-lot') return refuse(1251, `Park ${channel} failed: No free parking lot`);
    const gone = missing(engine, srcchannel, channel);
    return refuse(1251, `Park ${gone} failed: Channel does not exist: ${gone}`);
  },

  // Answers "queued" at once, unlike ctioriginate: only a telephone that cannot be rung at all is told here.
  ctiunpark: ({ channel, parklot, callerid, timeout }, { engine }) =>
    originated(engine.unpark(channel, parklot, callerid ?? '', Number(timeout)), false, 1441, 'unpark'),

  getparkedcall: (_, { engine, time }) =>
    rows(
      engine.parks().map((park) => ({
        createtime: time(park.parkedAt),
        exten: park.lot,
        channel: park.channel,
        srcchannel: park.srcChannel,
        timeout: park.timeoutSeconds,
        callerid: park.number,
        calleridname: park.name,
        state: park.state,
        parkedtime: time(park.parkedAt),
        giveuptime: time(park.gaveUpAt),
        timeouttime: time(park.timedOutAt),
        unparkedtime: time(park.unparkedAt),
      })),
    ),

  async ctiredirect({ channel, extrachannel, context, exten, priority }, { engine }) {
    const moved = await engine.redirect(channel, extrachannel ?? '', context, exten, priority);
    if (moved.ok) return done('Redirect successful');
    if (moved.why === 'no-exten') return refuse(1321, `Redirect failed: No such extension: ${exten}@${context}`);
    const gone = missing(engine, extrachannel ?? channel, channel);
    return refuse(1231, `Redirect failed: Channel does not exist: ${gone}`);
  },

  async ctiatxfer({ channel, exten, context }, { engine }) {
    const asked = await engine.attendedTransfer(channel, exten, context ?? 'from-internal');
    if (asked.ok) return done('Atxfer successfully queued');
    const why = asked.why === 'no-channel' ? 'Channel specified does not exist' : 'Channel specified is not in a call';
    return refuse(1031, `Atxfer operation failed: ${why}`);
  },

  // The unit of `timeout` is not documented; milliseconds as in ctioriginate, whose refusal it shares.
  ctipickup({ channel, pickupexten, callerid, timeout, async }, { engine }) {
    const seconds = Math.ceil(Number(timeout ?? ringMs) / 1000);
    return originated(engine.pickup(channel, pickupexten, callerid, seconds), !isAsync(async), 1232, 'pickup');
  },

  async ctifeaturecode({ channel, code }, { engine }) {
    const pressed = await engine.featureByCode(channel, code);
    if (pressed.ok) return done('Feature code successfully queued');
    const what = pressed.why === 'no-feature' ? "Feature's code" : 'Channel';
    return refuse(1071, `Do feature by code failed: ${what} specified does not exist`);
  },

  async ctifeaturename({ channel, name }, { engine }) {
    const pressed = await engine.featureByName(channel, name);
    if (pressed.ok) return done('Feature name successfully queued');
    const what = pressed.why === 'no-feature' ? "Feature's name" : 'Channel';
    return refuse(1081, `Do feature by name failed: ${what} specified does not exist`);
  },
};
