import type { Channel } from '../../engine/port';
import type { HandlerContext } from '../handlers/handler';
import { callAt, channelsAt, isIdle, marks, otherOf, personOf, phoneOf } from './extension';
import { nothing, type Operate, type Operates, refused, success } from './operation';
import { fileNameOf, recordingsOf } from './recordings';

/** As the manager interface: so long a telephone rings that was called by command. */
const ringMs = 30_000;

const notInUse = refused('Agent not in use');
/** A telephone that cannot be rung at all, where the document has no nearer word. */
const unreachable = refused('Connection Failed');

const answered = ({ state, held }: Channel): boolean => state === 'Up' && !held;

/** The call at an extension as its own person sees it. */
function callOf(extension: string, { engine }: HandlerContext) {
  const own = callAt(engine, phoneOf(engine, extension));
  if (!own) return null;
  const marked = engine.getVariable(own.name, marks.status);
  const out = marked ? marked === 'callout' : own.direct === 'OUT';
  const other = otherOf(engine, own);
  // Rung for a call that a colleague passes on: the customer's number counts, not the colleague's.
  const passed = !out && own.state === 'Ringing' && other?.device ? otherOf(engine, other, 'Link') : undefined;
  return {
    own,
    status: out ? ('callout' as const) : ('callin' as const),
    number: passed?.callerId ?? (other?.callerId || own.dialled),
    uid: engine.getVariable(own.name, marks.uid) || own.linkedId,
  };
}

/** What every call of this face has in common: the person at the telephone asked for it. */
const plain = {
  exten: '',
  priority: '1',
  application: '',
  data: '',
  timeoutMs: ringMs,
  callerId: '',
  account: '',
  despiteDnd: true,
} as const;

/** Rings the listener; once it is answered, it hears the call. */
const spy =
  (mode: '' | 'w'): Operate<'monitorExten' | 'whisper'> =>
  ({ strAgent, strExten }, { engine }) => {
    const listener = phoneOf(engine, strAgent);
    const target = phoneOf(engine, strExten);
    const own = callAt(engine, target);
    if (!own || !otherOf(engine, own, 'Link')) return notInUse;
    const failed = refused('Spy or whisper failed');
    if (!listener?.registered || listener === target || channelsAt(engine, listener).length > 0) return failed;
    const ringing = engine.originate({
      ...plain,
      channel: listener.interface,
      context: listener.context,
      application: 'ChanSpy',
      // Quietly, to the end of that channel and not of another.
      data: `${own.name},qE${mode}`,
      variables: { [marks.spy]: '1', MVB_CALLEE: strExten },
    });
    return ringing.accepted ? success('Spy or whisper success') : failed;
  };

/** Chapter 3: the telephone of an extension. */
export const control: Operates<
  | 'UncallWorld'
  | 'OnClickCall'
  | 'popEvent'
  | 'getRecording'
  | 'setBuys'
  | 'setIdle'
  | 'keepCalling'
  | 'restoreCalling'
  | 'transferCall'
  | 'feedBack'
  | 'monitorExten'
  | 'whisper'
  | 'hangUp'
> = {
  UncallWorld: ({ text }) => ({ rows: [{ Response: `UncallWorld:${text}` }] }),

  OnClickCall({ strExten, strToTel, strActionID }, { engine }) {
    if (strToTel === '') return refused('strToTel is empty');
    const phone = phoneOf(engine, strExten);
    const busy = channelsAt(engine, phone);
    if (busy.some(({ state }) => state === 'Ringing')) return refused('Ringing');
    if (!phone?.registered || busy.length > 0) return refused('Busy');
    const ringing = engine.originate({
      ...plain,
      channel: phone.interface,
      context: phone.context,
      exten: strToTel,
      callerId: strToTel,
      variables: strActionID === '' ? {} : { [`__${marks.actionId}`]: strActionID },
    });
    if (!ringing.accepted) return refused('Busy');
    const Message = 'Originate successfully queued';
    return { rows: [{ Response: 'success', ActionID: strActionID, Message }] };
  },

  popEvent({ strExten }, context) {
    const call = callOf(strExten, context);
    if (!call) return nothing;
    const { status, number, uid } = call;
    const [calla, callb] = status === 'callout' ? [strExten, number] : [number, strExten];
    return { rows: [{ calla, callb, uid, status }] };
  },

  getRecording({ uid }, context) {
    const parts = recordingsOf(uid, context);
    return parts.length === 0 ? nothing : { rows: [{ files: fileNameOf(uid, parts, context) }] };
  },

  async setBuys({ strExten }, { engine }) {
    const person = personOf(engine, strExten);
    return person && (await engine.setDnd(person.no, true)).ok
      ? success('Updated database successfully')
      : refused('Failed to update entry');
  },

  async setIdle({ strExten }, { engine }) {
    const person = personOf(engine, strExten);
    // The mark is a key of a database there: what is not set cannot be deleted.
    if (!person || engine.dnd(person.no) !== true) return refused('Failed to update entry');
    await engine.setDnd(person.no, false);
    return success('Key deleted successfully');
  },

  async keepCalling({ strExten }, context) {
    const { engine } = context;
    const call = callOf(strExten, context);
    const own = call?.own;
    const other = own && otherOf(engine, own, 'Link');
    if (!call || !own || !other || !answered(own) || !answered(other)) return notInUse;
    if (!(await engine.park(other.name, own.name, 0)).ok) return unreachable;
    // When it comes back, whoever polls must know it again.
    await engine.setVariable(other.name, marks.parkedUid, call.uid);
    await engine.setVariable(other.name, marks.parkedStatus, call.status);
    return success(other.name);
  },

  restoreCalling({ strAgent, strExten }, { engine }) {
    const parked = engine.parks().find(({ channel, state }) => channel === strExten && state === 'Parked');
    if (!parked) return refused('Channel not exist');
    const phone = phoneOf(engine, strAgent);
    if (!phone?.registered || channelsAt(engine, phone).length > 0) return unreachable;
    const variables = {
      MVB_CALLEE: parked.number,
      [marks.status]: engine.getVariable(parked.channel, marks.parkedStatus) || 'callin',
      [marks.uid]:
        engine.getVariable(parked.channel, marks.parkedUid) || (engine.channel(parked.channel)?.linkedId ?? ''),
    };
    const ringing = engine.originate({
      ...plain,
      channel: phone.interface,
      context: phone.context,
      application: 'ParkedCall',
      data: parked.lot,
      callerId: parked.number,
      variables,
    });
    return ringing.accepted ? success('Restorepark successful') : unreachable;
  },

  async transferCall({ strAgent, strExten }, { engine }) {
    const phone = phoneOf(engine, strAgent);
    const own = callAt(engine, phone);
    if (!own) return notInUse;
    if (own.state !== 'Up' || !otherOf(engine, own, 'Link')) return refused('Agent not in bridge');
    const inside = engine.user(strExten) ?? engine.device(strExten);
    const target = phoneOf(engine, strExten);
    if (strExten === '' || (inside && (target === phone || !isIdle(engine, target)))) {
      return refused('Exten is not idle');
    }
    return (await engine.transferWithReturn(own.name, strExten, own.context)).ok
      ? success('Transfer successful')
      : refused('Agent not in bridge');
  },

  async feedBack({ strAgent }, { engine }) {
    const own = callAt(engine, phoneOf(engine, strAgent));
    return own && (await engine.askRating(own.name)).ok ? success('Feedback successful') : notInUse;
  },

  monitorExten: spy(''),
  whisper: spy('w'),

  async hangUp({ strAgent }, { engine }) {
    const channels = channelsAt(engine, phoneOf(engine, strAgent));
    if (channels.length === 0) return refused('No Channels');
    for (const own of channels) {
      // A call that is being passed on would go on without the agent: whoever waits for the colleague is cut too.
      const waiting = otherOf(engine, own, 'Link');
      if (waiting?.held) await engine.hangUp(waiting.name);
      await engine.hangUp(own.name);
    }
    return success('Authentication accepted');
  },
};
