import type { Settings } from '../../../shared/bridge/settings';
import { type AppError, appError } from '../../../shared/domain/result';
import type { AudioAccount, AudioPreferences } from '../../../shared/voice/contract';
import type { SeatIdentity } from '../../platforms/driver';
import type { VoiceAccount } from '../profiles';

/** User part of the SIP address: the profile's, else the seat's device. */
export const userOf = (account: VoiceAccount, seat: SeatIdentity): string => account.user || seat.device;

/** What the page registers as; without the password. */
export function audioAccount(account: VoiceAccount, seat: SeatIdentity): AudioAccount {
  const user = userOf(account, seat);
  return {
    uri: `sip:${encodeURIComponent(user)}@${account.domain || new URL(account.address).hostname}`,
    authorizationUser: user,
    displayName: seat.agentName || seat.agent,
    stun: [],
  };
}

export const audioPreferences = ({ voice }: Settings): AudioPreferences => ({
  input: voice.input,
  output: voice.output,
  volume: voice.volume,
  echoCancellation: voice.echoCancellation,
  noiseSuppression: voice.noiseSuppression,
  autoGain: voice.autoGain,
});

/** Why the exchange did not register us, from its SIP status; 0 = no answer came. RFC 3261 §21. */
export function registrationError(status: number): AppError {
  const tried = 'voice.register';
  if (status === 0 || status === 408) {
    return appError('timed-out', 'the exchange does not answer REGISTER', { tried, params: { seconds: 32 } });
  }
  const known = sentences.find(({ statuses }) => statuses.includes(status));
  return appError('refused', `REGISTER was refused with ${status}`, {
    tried,
    params: { errcode: status, text: `SIP ${status}`, ...(known ? { zh: known.zh, en: known.en } : {}) },
  });
}

const sentences: readonly { readonly statuses: readonly number[]; readonly zh: string; readonly en: string }[] = [
  {
    statuses: [401, 403, 407],
    zh: '交换机不接受此分机的账号或密码',
    en: 'the exchange does not accept the account or password of this telephone',
  },
  { statuses: [404, 410, 604], zh: '交换机上没有这个分机', en: 'the exchange knows no such telephone' },
  {
    statuses: [488, 501, 606],
    zh: '此分机没有为网页电话（WebRTC）设置',
    en: 'this telephone is not set up for WebRTC on the exchange',
  },
  { statuses: [500, 502, 503, 504], zh: '交换机暂时不能注册', en: 'the exchange cannot register anybody now' },
];
