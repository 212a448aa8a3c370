import type { Trunk } from '../engine/port';
import type { CentreConfig, DeviceConfig, QueueConfig, UserConfig } from './centre';

/** What every made-up centre has in common; each kind of centre names only what is its own. */
export const commonCentre = {
  conferenceRooms: ['9111', '9112'],
  parkingLots: ['71', '72', '73', '74', '75', '76', '77', '78', '79'],
  parkSeconds: 300,
  pauseReasons: [
    { code: 1, label: '示忙', custom: false },
    { code: 2, label: '小休', custom: true },
    { code: 3, label: '就餐', custom: true },
    { code: 4, label: '会议', custom: true },
    { code: 5, label: '培训', custom: true },
    { code: 8, label: '振铃未接', custom: false },
    { code: 9, label: '话后整理', custom: false },
  ],
  autoPauseReason: 8,
  features: [
    { code: '01', name: 'shortcuts_1', action: 'answer' },
    { code: '02', name: 'shortcuts_2', action: 'reject' },
    { code: '*1', name: 'shortcuts_3', action: 'atxferswap' },
    { code: '*2', name: 'shortcuts_4', action: 'atxfercomplete' },
    { code: '*3', name: 'shortcuts_5', action: 'atxferabort' },
    { code: '*4', name: 'shortcuts_6', action: 'atxferthreeway' },
    { code: '*5', name: 'shortcuts_7', action: 'park' },
    { code: '*6', name: 'shortcuts_8', action: 'dtmf:1' },
  ],
  consultRingSeconds: 30,
  callWaiting: false,
  outside: [{ prefix: '*', behaviour: { kind: 'answers', afterSeconds: 3 } }],
  phones: {},
} satisfies Partial<CentreConfig>;

export const trunksOf = (channels: number): Trunk[] => [
  { name: 'SIP/to117', channels, prefix: '9' },
  { name: 'ZAP/g0', channels, prefix: '9' },
];

export const deviceOf = (no: string, kind: DeviceConfig['kind'], user = ''): DeviceConfig => ({
  no,
  tech: 'SIP',
  kind,
  user,
  description: kind === 'fixed' ? `固定话机 ${no}` : `流动座席 ${no}`,
  context: 'from-internal',
  address: `192.168.${Math.floor(Number(no) / 250) % 250}.${(Number(no) % 250) + 1}`,
  port: 5060,
});

export const userOf = (no: string, name: string, englishName: string, extra: Partial<UserConfig> = {}): UserConfig => ({
  no,
  name,
  englishName,
  outboundCid: '',
  directDid: '',
  ringSeconds: 45,
  voicemail: false,
  ...extra,
});

export const queueOf = (
  no: string,
  name: string,
  strategy: QueueConfig['strategy'],
  extra: Partial<QueueConfig> = {},
): QueueConfig => ({
  no,
  name,
  strategy,
  maxWaiting: 20,
  timeoutSeconds: 300,
  ringSeconds: 15,
  retrySeconds: 5,
  wrapUpSeconds: 0,
  joinEmpty: true,
  autoPause: false,
  serviceLevelSeconds: 20,
  weight: 0,
  failover: '',
  members: [],
  ...extra,
});
