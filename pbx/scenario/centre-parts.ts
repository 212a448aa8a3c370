import type { Trunk } from '../engine/port';
import type { CentreConfig, DeviceConfig, QueueConfig, UserConfig } from './centre';

/** What every made-up centre has in common; each kind of centre names only what is its own. */
export const commonCentre = {
  conferenceRooms: ['9111', '9112'],
  parkingLots: ['71', '72', '73', '74', '75', '76', '77', '78', '79'],
  recordedRooms: ['9112'],
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
  menus: [
    {
      ...{ id: '1', name: 'welcomemenu' },
      keys: {
        2: { does: 'gotoivr', to: 's', context: 'ivr-2' },
        3: { does: 'gotoivr', to: 's', context: 'ivr-3' },
        8: { does: 'replay' },
        9: { does: 'gotoivr', to: 's', context: 'ivr-9' },
        0: { does: 'gotoqueue', to: '90' },
      },
    },
    {
      ...{ id: '2', name: 'presales' },
      keys: {
        1: { does: 'gotoqueue', to: '91' },
        2: { does: 'gotoivr', to: 's', context: 'ivr-5' },
        0: { does: 'gotoqueue', to: '90' },
      },
    },
    {
      ...{ id: '3', name: 'aftersales' },
      keys: {
        1: { does: 'gotoivr', to: 's', context: 'ivr-7' },
        2: { does: 'gotoqueue', to: '90' },
        0: { does: 'gotoqueue', to: '90' },
      },
    },
    { id: '5', name: 'products', keys: { 1: { does: 'gotoqueue', to: '91' }, '#': { does: 'replay' } } },
    { id: '7', name: 'repairs', keys: { 1: { does: 'gotoqueue', to: '90' }, '*': { does: 'hangup' } } },
    { id: '9', name: 'vip', keys: { 0: { does: 'gotoqueue', to: '90' } } },
  ],
  prompts: [
    { name: 'welcome', description: '欢迎', seconds: 4 },
    { name: 'goodbye', description: '再见', seconds: 2 },
    { name: 'transfer', description: '正在为您转接，请稍候', seconds: 3 },
    { name: 'custom/queue_wait', description: '坐席全忙，请稍候', seconds: 5 },
    { name: 'custom/survey', description: '请为本次服务评分', seconds: 4 },
    { name: 'custom/ob9_replay', description: '重听请按9，结束请按0', seconds: 4 },
  ],
  holdMusic: ['default', 'agent'],
  dialRules: [
    { name: '全部权限', context: 'from-internal', outside: true },
    { name: '内线电话', context: 'from-internal-5', outside: false },
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
  recording: false,
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
  recording: false,
  survey: false,
  members: [],
  ...extra,
});
