/** Words of the control face of the built-in platform (`POST /seatline/control`). */
export type DemoVerb =
  | 'ringMe'
  | 'ringQueue'
  | 'callerHangsUp'
  | 'answer'
  | 'reject'
  | 'hangUp'
  | 'colleagueRings'
  | 'outside'
  | 'slow'
  | 'offline'
  | 'restart';

export interface DemoAct {
  readonly verb: DemoVerb;
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

export const outsideKinds = ['answers', 'busy', 'silent'] as const;
export type OutsideKind = (typeof outsideKinds)[number];

/** Delay of each answer, ms. */
export const delays = { short: 2_000, long: 6_000 } as const;
export type DelayName = keyof typeof delays;

export const slowSeconds = 30;
export const offlineSeconds = 20;
export const restartSeconds = 3;
const outsideAnswersAfter = 4;

/** The caller's number is left out when nobody typed one: the platform then picks a believable caller. */
const caller = (from: string): Readonly<Record<string, string>> => (from.trim() === '' ? {} : { from: from.trim() });

export const demoActs = {
  ringMe: (device: string, from: string): DemoAct => ({ verb: 'ringMe', args: { device, ...caller(from) } }),
  ringQueue: (queue: string, from: string): DemoAct => ({ verb: 'ringQueue', args: { queue, ...caller(from) } }),
  callerHangsUp: (device: string): DemoAct => ({ verb: 'callerHangsUp', args: { device } }),
  answer: (device: string): DemoAct => ({ verb: 'answer', args: { device } }),
  reject: (device: string): DemoAct => ({ verb: 'reject', args: { device } }),
  hangUp: (device: string): DemoAct => ({ verb: 'hangUp', args: { device } }),
  /** An outside caller rings a colleague's phone, which is `ringMe` for another device. */
  ringColleague: (device: string, from: string): DemoAct => ({ verb: 'ringMe', args: { device, ...caller(from) } }),
  colleagueRings: (device: string): DemoAct => ({ verb: 'colleagueRings', args: { device } }),
  outside: (kind: OutsideKind): DemoAct => ({
    verb: 'outside',
    args: kind === 'answers' ? { behaviour: kind, afterSeconds: outsideAnswersAfter } : { behaviour: kind },
  }),
  slow: (delay: DelayName): DemoAct => ({ verb: 'slow', args: { ms: delays[delay], seconds: slowSeconds } }),
  offline: (): DemoAct => ({ verb: 'offline', args: { seconds: offlineSeconds } }),
  restart: (keepState: boolean): DemoAct => ({
    verb: 'restart',
    args: { keepState, seconds: restartSeconds },
  }),
} as const;

/** Empty, or a number that an outside caller can have. */
export const isCallerNumber = (text: string): boolean => /^(\+?[0-9]{3,20})?$/.test(text.trim());
