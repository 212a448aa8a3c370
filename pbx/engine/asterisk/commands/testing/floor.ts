import type { LogLine } from '../../../../http/log';
import type { Channel, ConferenceSeat, Device, Link, Park, Queue, RatingRow, User } from '../../../port';
import { createVirtualClock, type VirtualClock } from '../../../simulated/clock';
import type { AmiFields } from '../../ami/port';
import type { AsteriskSetup, Deeds, EngineView, Parts } from '../../parts';
import { type AsteriskCommands, createCommands } from '..';
import { type Script, type ScriptedAmi, scriptedAmi } from './scripted-ami';

export const setup: AsteriskSetup = {
  host: '127.0.0.1',
  port: 5038,
  user: 'seatline',
  secret: 'not to be seen',
  context: 'from-internal',
  transferContext: 'seatline',
  parkContext: 'parkedcalls',
  hintContext: 'ext-local',
  holdCode: '*61',
  unholdCode: '*62',
  recordings: '/var/spool/asterisk/monitor',
  voicemail: '/var/spool/asterisk/voicemail',
  queueLog: '/var/log/asterisk/queue_log',
  callRecords: '/var/log/asterisk/cdr-csv/Master.csv',
  zone: 480,
};

const actions = [
  ...['Originate', 'Hangup', 'BlindTransfer', 'Redirect', 'Atxfer', 'CancelAtxfer', 'PlayDTMF', 'MuteAudio', 'Park'],
  ...['QueueAdd', 'QueueRemove', 'QueuePause', 'QueueWithdrawCaller', 'DBPut', 'DBDel', 'Setvar', 'Getvar', 'Bridge'],
  ...['ConfbridgeMute', 'CoreShowChannels', 'SIPnotify', 'PJSIPNotify'],
];

/** An exchange on which everything documented is set up. */
export const everything: Script = {
  ListCommands: { fields: Object.fromEntries(actions.map((name) => [name, 'does it (Priv: all)'])) },
  ModuleCheck: '',
  Command: ({ Command }) => ({ output: String(Command).startsWith('features') ? featureTable : userTable }),
  Parkinglots: { fields: { lot: JSON.stringify({ Name: 'default', StartSpace: '71', StopSpace: '79' }) } },
  Getvar: ({ Variable }) => functions[String(Variable)] ?? (/^DIALPLAN_EXISTS/.test(String(Variable)) ? '1' : ''),
};

const featureTable = [
  'Builtin Feature           Default Current',
  '---------------           ------- -------',
  'Attended Transfer                 *2     ',
  'Dynamic Feature           Default Current',
  '---------------           ------- -------',
  'seatline-hold             no def  *61    ',
  'seatline-unhold           no def  *62    ',
  'Feature Groups:',
];
const userTable = ['  read perm: system,call,agent,user,dtmf,cdr', '  write perm: all'];

const functions: Readonly<Record<string, string>> = {
  'FEATUREMAP(atxfer)': '*2',
  'FEATUREMAP(blindxfer)': '##',
  'FEATURE(atxferthreeway)': '*3',
  'FEATURE(atxferswap)': '*4',
  DYNAMIC_FEATURES: 'seatline-hold#seatline-unhold',
  'STRFTIME(,,%z)': '+0800',
};

export const agentLeg = 'SIP/2011-0000002b';
export const customerLeg = 'SIP/trunk-0000002a';

export const channel = (name: string, more: Partial<Channel> = {}): Channel => ({
  name,
  uniqueId: `id.${name}`,
  linkedId: 'id.1',
  device: /^(?:PJ)?SIP\/(\d+)-/.exec(name)?.[1] ?? '',
  trunk: '',
  state: 'Up',
  createdAt: 0,
  answeredAt: 0,
  hungUpAt: null,
  cause: 0,
  callerId: '2011',
  callerName: '',
  held: false,
  musicClass: '',
  application: '',
  applicationData: '',
  context: 'ext-queues',
  exten: '90',
  priority: 7,
  direct: '',
  did: '',
  dialled: '',
  dialString: '',
  queue: '',
  ivrPath: '',
  ivrKeys: '',
  callData: '',
  queueWait: null,
  lastEvent: '',
  monitorFile: '',
  ...more,
});

export const device = (no: string, more: Partial<Device> = {}): Device => ({
  no,
  tech: 'SIP',
  interface: `SIP/${no}`,
  kind: 'fixed',
  user: no,
  description: '',
  context: 'from-internal',
  status: 0,
  statusAt: 0,
  registered: true,
  address: '',
  port: 0,
  ...more,
});

const person = (no: string): User => ({
  no,
  name: no,
  englishName: '',
  device: no,
  outboundCid: '',
  directDid: '',
  ringSeconds: 20,
  voicemail: false,
  recording: false,
});

export const link = (src: string, dst: string, state: Link['state'] = 'Link'): Link => ({
  src,
  dst,
  srcUniqueId: '',
  dstUniqueId: '',
  state,
  createdAt: 0,
  dialledAt: 0,
  linkedAt: 0,
  unlinkedAt: null,
  cleared: false,
});

/** What the commands see; tests change it as a call goes on. */
export interface Scene {
  devices: Device[];
  users: User[];
  channels: Channel[];
  links: Link[];
  queues: Pick<Queue, 'no' | 'waiting'>[];
  parks: Pick<Park, 'lot' | 'state' | 'number'>[];
  conferences: ConferenceSeat[];
  dnd: string[];
  barred: string[];
}

export interface Floor {
  readonly ami: ScriptedAmi;
  readonly clock: VirtualClock;
  readonly commands: AsteriskCommands;
  readonly scene: Scene;
  readonly log: LogLine[];
  /** What the other parts of the engine were told, as `deed: words`. */
  readonly deeds: string[];
  /** What was sent since the last look, as `Action Key=Value`. */
  sent(): string[];
  /** Lets answers arrive and, step by step, time pass. */
  pass(ms?: number): Promise<void>;
}

/** Commands before a scripted exchange; two people talk: `customerLeg` called, `agentLeg` answered. */
export function floor(script: Script = {}, facts: Script = everything, own: Partial<AsteriskSetup> = {}): Floor {
  const scene: Scene = {
    devices: ['2011', '2012', '2013'].map((no) => device(no)),
    users: ['2011', '2012', '2013'].map(person),
    channels: [channel(customerLeg, { callerId: '0501234567' }), channel(agentLeg)],
    links: [link(customerLeg, agentLeg)],
    queues: [{ no: '90', waiting: [] }],
    parks: [],
    conferences: [],
    dnd: [],
    barred: [],
  };
  const ami = scriptedAmi(script, facts);
  const clock = createVirtualClock(1_800_000_000_000);
  const log: LogLine[] = [];
  const deeds: string[] = [];
  const parts: Parts = { ami, clock, log: (line) => log.push(line), setup: { ...setup, ...own } };
  const note =
    (name: string) =>
    (...words: readonly unknown[]): void => {
      deeds.push(
        `${name}: ${words.map((word) => (typeof word === 'object' ? JSON.stringify(word) : String(word))).join(' ')}`,
      );
    };
  const told: Deeds = {
    takenFromQueue: note('taken'),
    wasTaken: () => undefined,
    held: note('held'),
    variable: note('variable'),
    transferred: note('transferred'),
    setting: note('setting'),
    seated: note('seated'),
    rated: (row: RatingRow) => note('rated')(row),
  };
  const view = viewOf(scene);
  const commands = createCommands(parts, view, told);
  const pass = async (ms = 0): Promise<void> => {
    for (let gone = 0; gone <= ms; gone += 20) {
      for (let turn = 0; turn < 12; turn++) await Promise.resolve();
      if (ms > 0) clock.advance(20);
    }
    for (let turn = 0; turn < 12; turn++) await Promise.resolve();
  };
  const sent = (): string[] => ami.sent.splice(0).map(({ action, fields }) => [action, ...printed(fields)].join(' '));
  return { ami, clock, commands, scene, log, deeds, sent, pass };
}

const printed = (fields: AmiFields): string[] =>
  Object.entries(fields).map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('&') : String(value)}`);

function viewOf(scene: Scene): EngineView {
  const part: Partial<EngineView> = {
    devices: () => scene.devices,
    device: (no) => scene.devices.find((one) => one.no === no),
    users: () => scene.users,
    user: (no) => scene.users.find((one) => one.no === no),
    channels: () => scene.channels,
    channel: (name) => scene.channels.find((one) => one.name === name),
    links: () => scene.links,
    queues: () => scene.queues as Queue[],
    queue: (no) => scene.queues.find((one) => one.no === no) as Queue | undefined,
    parks: () => scene.parks as Park[],
    conferences: () => scene.conferences,
    dnd: (user) => scene.dnd.includes(user),
    barred: (user) => scene.barred.includes(user),
    getVariable: (_, name) => (name === 'SEEN' ? 'before' : undefined),
  };
  return part as EngineView;
}
