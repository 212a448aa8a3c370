/** Why a flow of the simulated exchange does not run on a real one. */
export interface Difference {
  readonly en: string;
  readonly zh: string;
}

export const reasons = {
  clock: {
    en: 'needs a clock that can be moved: midnight, summer time, a skewed machine, minutes of quiet',
    zh: '需要可拨动的时钟：午夜、夏令时、时钟偏差、数分钟的静候',
  },
  keeps: {
    en: 'the exchange itself keeps who serves which queue, pauses and calls: a platform that forgets finds them there again',
    zh: '队列成员、示忙与通话保存在交换机中：平台丢失数据后会重新读到',
  },
  undone: {
    en: 'the exchange in memory undoes a command in the moment it is given; a real one does not let itself be told to',
    zh: '内存交换机可在命令下达瞬间撤销其效果，真实交换机无法如此设定',
  },
  busy: {
    en: 'a telephone in use is busy in the dialplan: no channel of it ever tells so, and the desk cannot name the reason',
    zh: '占线由拨号方案判定，不会产生该分机的通道，坐席端无法显示占线原因',
  },
  rates: {
    en: 'the customer is asked to judge by the exchange in memory; a dialplan of one’s own asks (docs/asterisk.md)',
    zh: '满意度评价由内存交换机发起；真实交换机需在拨号方案中配置（见 docs/asterisk.md）',
  },
  platform: {
    en: 'has a platform of its own and no exchange behind it',
    zh: '使用独立的平台，其后没有交换机',
  },
} as const satisfies Readonly<Record<string, Difference>>;
export type Reason = keyof typeof reasons;

export interface NotOnAsterisk {
  /** Test file in e2e/flows. */
  readonly file: string;
  /** Name of the flow with those of its groups before it (`pause > with a reason`), or of a group; empty = all of the file. */
  readonly flow: string;
  readonly reason: Reason;
  /** Absent = on every version. */
  readonly versions?: readonly (16 | 22)[];
}

/** What the same flow meets on each: the exchange says it in its own way. */
export interface Traits {
  /** Seconds from a ring to its card with push, at most; and those that a telephone takes to do what it is told. */
  readonly pushSeconds: number;
  readonly phoneSeconds: number;
}
export const traits: Readonly<Record<'simulated' | 'asterisk', Traits>> = {
  simulated: { pushSeconds: 0.1, phoneSeconds: 0 },
  asterisk: { pushSeconds: 0.6, phoneSeconds: 3 },
};

export interface Manner {
  readonly what: string;
  readonly simulated: string;
  readonly asterisk: string;
  readonly zh: string;
}
export const manners: readonly Manner[] = [
  {
    what: 'names of channels and interfaces',
    simulated: '`SIP/2011`',
    asterisk: '16: `SIP/2011`, 22: `PJSIP/2011`',
    zh: '通道与接口名称',
  },
  {
    what: 'time',
    simulated: 'virtual: a shift passes in a moment',
    asterisk: 'the wall clock; long waits are shortened (`office.longer`), talk times may be up to 3 s over',
    zh: '真实时钟；长时间等待会缩短，通话时长允许多 3 秒',
  },
  {
    what: 'from the ring to its card with push',
    simulated: `within ${traits.simulated.pushSeconds} s`,
    asterisk: `within ${traits.asterisk.pushSeconds} s, the telephone's own time included`,
    zh: '推送模式下从振铃到弹出来电卡片的时间',
  },
  {
    what: 'after a cancelled consultation',
    simulated: 'back with the customer at once',
    asterisk: 'the exchange plays its sound to the agent first, about a second',
    zh: '取消咨询后，交换机先向坐席播放提示音，约一秒后回到客户',
  },
  {
    what: 'a person at a hot desk, as the caller hears him',
    simulated: 'the number of the person',
    asterisk: 'the voice of the telephone at which he sits',
    zh: '流动座席：真实话机只能以话机的声音识别',
  },
  {
    what: 'a call in `callsTaken` of an agent in several queues',
    simulated: 'in the queue that it came from',
    asterisk: 'in each of his queues where `queues.conf` says `shared_lastcall = yes`; the flows run with `no`',
    zh: '`shared_lastcall = yes` 时，一通电话会计入该坐席的每个队列',
  },
];

export const differences: readonly NotOnAsterisk[] = [
  { file: 'uncall.test.ts', flow: '', reason: 'platform' },
  {
    file: 'uncall-built-in.test.ts',
    flow: 'a transfer that nobody takes comes back, and the customer judges the call',
    reason: 'rates',
  },
  { file: 'seat.test.ts', flow: 'do-not-disturb > switched at the telephone, the seat follows', reason: 'clock' },
  {
    file: 'park.test.ts',
    flow: 'parking > nobody fetches it: it comes back to the one who parked it, and says so',
    reason: 'clock',
  },
  {
    file: 'consult.test.ts',
    flow: 'attended transfer > the colleague is busy: said so, and back with the customer',
    reason: 'busy',
  },
  {
    file: 'push.test.ts',
    flow: 'a platform that pushes > costs less than half of polling with every panel open, and no more than polling whatever it tells',
    reason: 'clock',
  },
  {
    file: 'push.test.ts',
    flow: 'a platform that pushes > an idle agent: less than half a request a second',
    reason: 'clock',
  },
  {
    file: 'push.test.ts',
    flow: 'when push is lost > polling takes over within its period, the seat stays live, and the line is taken up again by itself',
    reason: 'clock',
  },
  {
    file: 'push.test.ts',
    flow: 'when push is lost > a line that stands and says nothing is dead within 60 s; until then a call is seen by the net below',
    reason: 'clock',
  },
  {
    file: 'push.test.ts',
    flow: 'when push is lost > midnight: the key of the new day, and a call as quick as before',
    reason: 'clock',
  },
  {
    file: 'trouble.test.ts',
    flow: 'the platform restarts during a shift (R18) > and forgets all: the queue is joined again once, visibly, with the pause that was',
    reason: 'keeps',
  },
  {
    file: 'trouble.test.ts',
    flow: 'the platform restarts during a shift (R18) > and forgets a call that was up: its card ends and the next call comes',
    reason: 'keeps',
  },
  {
    file: 'faults.test.ts',
    flow: 'faults of the face > one endpoint dead for 20 minutes: the others stay fresh, and it recovers alone (R17)',
    reason: 'clock',
  },
  {
    file: 'faults.test.ts',
    flow: 'faults of the face > accepted, but nothing happens: not confirmed within 5 s, and the control lives again (R8)',
    reason: 'undone',
  },
  {
    file: 'platform-ends.test.ts',
    flow: 'the platform itself ends and is started again > on a folder that knows nothing of it: the seat is taken and the queue joined again once, visibly',
    reason: 'keeps',
  },
  { file: 'time.test.ts', flow: "midnight of the platform's clock", reason: 'clock' },
  { file: 'time.test.ts', flow: 'clocks and zones (R27)', reason: 'clock' },
];

/** The entry that keeps a flow off an exchange; its name has ` > ` between the groups. */
export const differenceOf = (file: string, flow: string, version: 16 | 22): NotOnAsterisk | undefined =>
  differences.find((one) => {
    if (one.file !== file || !(one.versions ?? [16, 22]).includes(version)) return false;
    return covers(one, flow);
  });

export const covers = ({ flow: named }: NotOnAsterisk, flow: string): boolean =>
  named === '' || flow === named || flow.startsWith(`${named} > `);
