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
  /** Cause of a ringing telephone's channel that was ended by command (Q.850). */
  readonly rejectedCause: number;
}
export const traits: Readonly<Record<'simulated' | 'asterisk', Traits>> = {
  simulated: { rejectedCause: 21 },
  asterisk: { rejectedCause: 16 },
};

export const differences: readonly NotOnAsterisk[] = [
  { file: 'uncall.test.ts', flow: '', reason: 'platform' },
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
