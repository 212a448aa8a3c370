import { announcementEntry } from '../../services/announcement';
import type { CallData } from '../../services/verification';
import { textOfBase64 } from '../base64';
import { isAsync, originated, ringMs, variablesOf } from './calls';
import { type HandlerContext, type Handlers, type RowsOf, refuse, rows } from './handler';

const row = ({ state, id, account, auth, timestamp, data }: CallData): RowsOf<'ctiwaitcalldata'> => ({
  CALLDATA_STATE: state,
  CALLDATA_ID: id,
  CALLDATA_ACCOUNT: account,
  CALLDATA_AUTH: auth,
  CALLDATA_TIMESTAMP: timestamp,
  CALLDATA_DATA1: data[0],
  CALLDATA_DATA2: data[1],
  CALLDATA_DATA3: data[2],
  CALLDATA_DATA4: data[3],
});

/** Our words; the document has its own in Chinese only (code 1451). */
const failed = () => refuse(1451, 'Get call data failed');

/** Waits until the voice program has ended, the channel is gone or the time is over; what is there then is the answer. */
async function settled(channel: string, timeout: string, { engine, verification }: HandlerContext) {
  // The channel may be gone by then; what the program left on it has been seen before.
  let latest = verification.dataOf(channel);
  const ended = (): boolean => {
    const now = verification.dataOf(channel);
    if (!now) return true;
    latest = now;
    return Number(now.state) > 0;
  };
  if (!ended() && Number(timeout) > 0) await engine.waitFor(ended, Number(timeout) * 1_000);
  if (!latest) return failed();
  return rows([row(verification.dataOf(channel) ?? { ...latest, state: '3' })]);
}

export const interaction: Handlers<'ctioriginatetts' | 'ctiwaitcalldata' | 'ctiwaitauth'> = {
  ctioriginatetts(args, { announcements }) {
    if (args.application !== undefined) return refuse(1242, 'Can not use context and application together');
    const variables = variablesOf(args.variable);
    const text = textOfBase64(args.ttstext, variables.TTS_TEXT_CHARSET || args.charset || 'utf-8');
    if (text === null) return refuse(1241, 'Text must be base64 encoded in the given charset');
    const { context, exten, priority } = announcementEntry;
    // Any other entry would begin something that speaks no text.
    if (args.context !== context || args.exten !== exten || args.priority !== priority) {
      return refuse(1243, 'Do originate failed');
    }
    const call = announcements.start({
      ...{ channel: args.channel, timeoutMs: Number(args.timeout ?? ringMs), callerId: args.callerid },
      ...{ account: args.account ?? '', variables, text },
    });
    return originated(call, !isAsync(args.async), 1232, 'originate');
  },
  ctiwaitcalldata({ channel, timeout, cdvar1, cdvar2, cdvar3, cdvar4 }, context) {
    const there = context.verification.setValues(channel, [cdvar1, cdvar2, cdvar3, cdvar4]);
    return there ? settled(channel, timeout, context) : failed();
  },
  ctiwaitauth({ channel, code, name, type, timeout, cdvar1, cdvar2, cdvar3, cdvar4 }, context) {
    const values = [cdvar1, cdvar2, cdvar3, cdvar4];
    const started = context.verification.start(code ?? name ?? '', channel, type === '1', values);
    return started ? settled(channel, timeout, context) : failed();
  },
};
