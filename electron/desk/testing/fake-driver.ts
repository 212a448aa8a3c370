import type { CallRecord, SignInChoices } from '../../../shared/bridge/contract';
import { type DriverCapability, driverCapabilities } from '../../../shared/bridge/topics';
import type { CallEnd } from '../../../shared/domain/call';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { Clock } from '../../../shared/domain/time';
import type {
  CallDetail,
  ChannelFact,
  DeviceFact,
  Download,
  DownloadOptions,
  DriverCommands,
  LinkFact,
  MemberFact,
  PlatformDriver,
  PopFact,
  PostedForm,
  SeatIdentity,
  StatusFacts,
} from '../../platforms/driver';

/** What the scripted platform believes; tests write to it, the driver reads it. */
export interface FakePlatform {
  pops: PopFact[];
  links: LinkFact[];
  channels: ChannelFact[];
  members: MemberFact[];
  deviceStatus: number;
  users: { user: string; device: string }[];
  deviceUser: string;
  facts: Partial<StatusFacts>;
  dnd: boolean;
  /** What the one switch of a platform without queues says. */
  busy: boolean;
  records: CallRecord[];
  ends: Map<string, CallEnd>;
  since: { since: number; event: string } | null;
  /** Recordings by call id, and whether the platform answers parts of them. */
  recordings: Map<string, readonly FakeRecording[]>;
  knowsParts: boolean;
  /** Downloads in the order they began: `call.wav whole`, `call.wav 0-0`, `call.wav cancelled`. */
  readonly downloads: string[];
  /** What would sign a browser in to the admin page. */
  adminForm: PostedForm;
  details: Map<string, Partial<CallDetail>>;
  choices: SignInChoices;
  offset: number;
  capabilities: Set<DriverCapability>;
  identityKind: SeatIdentity['kind'];
  /** Answer of an endpoint or command instead of the usual one. */
  answers: Map<string, () => Promise<Result<never>>>;
  /** Whether commands have their effect on the facts. */
  obeys: boolean;
  /** Commands in the order they came: `hold SIP/trunk-1`. */
  readonly commands: string[];
  /** Requests by endpoint. */
  readonly asked: Map<string, number>;
  readonly openRequests: Map<string, number>;
  /** Greatest number of requests that were open at once on one endpoint. */
  overlap: number;
  closed: number;
}

export interface FakeRecording {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** The platform does not announce the size. */
  readonly unannounced?: boolean;
  /** Waited for before each piece; a test holds a download with it. */
  readonly gate?: (piece: number) => Promise<void>;
}

export const fakeSeat: SeatIdentity = {
  agent: '2011',
  agentName: '李坐席',
  device: '2011',
  interface: 'SIP/2011',
  context: 'from-internal',
  kind: 'adhoc',
};

export const unreachable = async (): Promise<Result<never>> => fail(appError('unreachable', 'no road to the platform'));

export function createFakePlatform(): FakePlatform {
  return {
    pops: [],
    links: [],
    channels: [],
    members: [],
    deviceStatus: 0,
    users: [{ user: '2011', device: '2011' }],
    deviceUser: '2011',
    facts: {},
    dnd: false,
    busy: false,
    records: [],
    ends: new Map(),
    since: null,
    recordings: new Map(),
    knowsParts: false,
    downloads: [],
    adminForm: { url: 'https://pbx.example/admin/config.php', fields: { username: 'admin', password: 'admin-secret' } },
    details: new Map(),
    choices: {
      agents: [{ agent: '2011', name: '李坐席', device: '2011' }],
      devices: [{ device: '2011', interface: 'SIP/2011', kind: 'adhoc', user: '', userName: '' }],
      queues: [
        { queue: '90', name: '客服' },
        { queue: '91', name: '投诉' },
        { queue: '92', name: '回访' },
      ],
      reasons: [
        { code: 1, label: '小休' },
        { code: 2, label: '午餐' },
      ],
    },
    offset: 0,
    capabilities: new Set(driverCapabilities),
    identityKind: 'adhoc',
    answers: new Map(),
    obeys: true,
    commands: [],
    asked: new Map(),
    openRequests: new Map(),
    overlap: 0,
    closed: 0,
  };
}

const detail: CallDetail = {
  did: '',
  queue: '',
  ivrPath: '',
  ivrKeys: '',
  holdSeconds: null,
  region: '',
  recordingFile: '',
  dialled: '',
  variables: {},
  transferredFrom: '',
};

/** A driver on the scripted platform. Endpoints and commands can be told to answer otherwise, late, or never. */
export function createFakeDriver(platform: FakePlatform, clock: Clock): PlatformDriver {
  const ask = async <T>(endpoint: string, answer: () => T): Promise<Result<T>> => {
    platform.asked.set(endpoint, (platform.asked.get(endpoint) ?? 0) + 1);
    const open = (platform.openRequests.get(endpoint) ?? 0) + 1;
    platform.openRequests.set(endpoint, open);
    platform.overlap = Math.max(platform.overlap, open);
    try {
      const other = platform.answers.get(endpoint) ?? platform.answers.get('*');
      return other ? await other() : ok(answer());
    } finally {
      platform.openRequests.set(endpoint, (platform.openRequests.get(endpoint) ?? 1) - 1);
    }
  };
  const act = async (name: string, args: readonly (string | number)[], effect: () => void): Promise<Result<null>> => {
    const other = platform.answers.get(name) ?? platform.answers.get('*');
    platform.commands.push([name, ...args].join(' '));
    if (other) return other();
    if (platform.obeys) effect();
    return ok(null);
  };
  const now = (): number => clock.now() + platform.offset;
  const device = (): DeviceFact => ({
    device: '2011',
    interface: 'SIP/2011',
    user: platform.deviceUser,
    status: platform.deviceStatus,
    pops: platform.pops.slice(),
    links: platform.links.slice(),
  });
  const status = (): StatusFacts => ({
    at: now(),
    devices: [device()],
    members: platform.members.slice(),
    waiting: [],
    parks: [],
    conferences: [],
    users: platform.users.slice(),
    ...platform.facts,
  });
  const mine = (iface: string, queue: string): number =>
    platform.members.findIndex((member) => member.interface === iface && member.queue === queue);

  const commands: DriverCommands = {
    joinQueue: (queue, iface, penalty) =>
      act('join', [queue, iface, penalty], () => {
        if (mine(iface, queue) < 0) platform.members.push(member(queue, { interface: iface, penalty }));
      }),
    leaveQueue: (queue, iface) =>
      act('leave', [queue, iface], () => {
        platform.members = platform.members.filter((row) => !(row.interface === iface && row.queue === queue));
      }),
    pauseQueue: (queue, iface, paused) =>
      act('pause', [queue, iface, paused], () => {
        platform.members = platform.members.map((row) =>
          row.interface === iface && row.queue === queue ? { ...row, paused } : row,
        );
      }),
    withdraw: (queue, channel) => act('withdraw', [queue, channel], () => {}),
    dial: (_seat, number) => act('dial', [number], () => {}),
    answer: (channel) => act('answer', [channel], () => {}),
    hangUp: (channel) =>
      act('hangup', [channel], () => {
        platform.pops = platform.pops.filter((pop) => pop.channel !== channel);
        platform.links = platform.links.filter((link) => link.channel !== channel);
        platform.channels = platform.channels.filter((fact) => fact.channel !== channel);
      }),
    supervise: (_seat, iface, mode) => act('supervise', [iface, mode], () => {}),
    survey: (_seat, channel) => act('survey', [channel], () => {}),
    setBusy: (_seat, on) =>
      act('busy', [String(on)], () => {
        platform.busy = on;
      }),
    hold: (channel) => act('hold', [channel], () => hold(platform, channel, true)),
    resume: (channel) => act('resume', [channel], () => hold(platform, channel, false)),
    transfer: (channel, to) => act('transfer', [channel, to.kind, to.number], () => {}),
    consult: (channel, to) => act('consult', [channel, to.kind, to.number], () => {}),
    completeConsult: (channel) => act('complete', [channel], () => {}),
    cancelConsult: (channel, asked) => act('cancel', [channel, asked], () => {}),
    swapConsult: (channel) => act('swap', [channel], () => {}),
    threeWay: (channel) => act('three-way', [channel], () => {}),
    park: async (channel, own) => {
      const sent = await act('park', [channel, own], () => {
        platform.pops = platform.pops.filter((pop) => pop.channel !== own);
        platform.links = platform.links.filter((link) => link.channel !== own);
      });
      return sent.ok ? ok({ lot: '71' }) : sent;
    },
    retrieve: (_seat, lot) => act('retrieve', [lot], () => {}),
    pickup: (_seat, extension) => act('pickup', [extension], () => {}),
    dtmf: (channel, digits) => act('dtmf', [channel, digits], () => {}),
    setVariable: (channel, name, value) => act('setvar', [channel, name, value], () => {}),
    setDnd: (_seat, on) =>
      act('dnd', [String(on)], () => {
        platform.dnd = on;
      }),
    setForwarding: (_seat, kind, destination) => act('forward', [kind, destination], () => {}),
    conference: (room, action, who) => act('conference', [room, action, who ?? 0], () => {}),
  };

  return {
    vendor: 'mvb2000',
    get capabilities() {
      return platform.capabilities;
    },
    get platformOffset() {
      return platform.offset;
    },
    platformZone: 480,
    probe: async () => [{ step: 'name', state: 'ok', milliseconds: 1, params: {} }],
    choices: () => ask('choices', () => platform.choices),
    identify: (agent, dev) =>
      ask('identify', () => ({
        ...fakeSeat,
        agent,
        device: dev,
        interface: `SIP/${dev}`,
        kind: platform.identityKind,
      })),
    bind: (_seat, takeOver) =>
      act('bind', [String(takeOver)], () => {
        platform.users = [{ user: '2011', device: '2011' }];
        platform.deviceUser = '2011';
      }),
    unbind: () => act('unbind', [], () => {}),
    pops: () => ask('pops', () => ({ pops: platform.pops.slice() })),
    status: () => ask('status', status),
    floor: () => ask('floor', status),
    channels: () => ask('channels', () => platform.channels.slice()),
    extensions: () => ask('extensions', () => []),
    queueFigures: () => ask('figures', () => []),
    pauseReasons: () => ask('reasons', () => platform.choices.reasons),
    settingsOf: () =>
      ask('settings', () => ({ dnd: platform.dnd, forwarding: { always: '', busy: '', unavailable: '' } })),
    stateSince: () => ask('since', () => platform.since),
    callDetail: (channel) => ask('detail', () => ({ ...detail, ...platform.details.get(channel) })),
    region: () => ask('region', () => ''),
    endOf: (question) => ask('end', () => ({ end: platform.ends.get(question.id) ?? 'unknown', byName: '' })),
    records: (query) =>
      ask('records', () => {
        const rows = platform.records.filter((row) => row.at >= query.from && row.at <= query.to);
        return { total: rows.length, rows: rows.slice(query.offset, query.offset + query.rows) };
      }),
    recordingsOf: (id) => ask('recordings', () => platform.recordings.get(id)?.length ?? 0),
    recording: async (id, part, options = {}) => {
      const asked = await ask('recording', () => platform.recordings.get(id)?.[part - 1]);
      if (!asked.ok) return asked;
      if (!asked.value) return fail(appError('refused', 'no such recording', { params: { errcode: 5, text: 'none' } }));
      return ok(fakeDownload(platform, asked.value, options));
    },
    adminPage: () => ok(platform.adminForm),
    commands,
    close: () => {
      platform.closed += 1;
    },
  };
}

/** In pieces of 1,000 bytes; `cancel` and the signal end it as a lost socket would. */
function fakeDownload(platform: FakePlatform, recording: FakeRecording, options: DownloadOptions): Download {
  const whole = recording.bytes.length;
  const range = platform.knowsParts ? options.range : undefined;
  const from = range?.from ?? 0;
  const to = Math.min(range?.to ?? whole - 1, whole - 1);
  let cancelled = false;
  platform.downloads.push(`${recording.name} ${range ? `${from}-${to}` : 'whole'}`);
  async function* body(): AsyncGenerator<Uint8Array> {
    for (let at = from, piece = 0; at <= to; at += 1000, piece += 1) {
      await recording.gate?.(piece);
      if (cancelled || options.signal?.aborted) throw new Error('the download was cut');
      yield recording.bytes.subarray(at, Math.min(at + 1000, to + 1));
    }
  }
  return {
    name: recording.name,
    type: recording.type,
    size: recording.unannounced ? null : to - from + 1,
    part: range ? { from, to, whole } : null,
    body: body(),
    cancel: () => {
      if (!cancelled) platform.downloads.push(`${recording.name} cancelled`);
      cancelled = true;
    },
  };
}

function hold(platform: FakePlatform, channel: string, held: boolean): void {
  const link = platform.links.find((row) => row.refChannel === channel);
  platform.channels = [
    ...platform.channels.filter((row) => row.channel !== channel),
    channelFact({ id: link?.refId ?? '', channel, held }),
  ];
}

export const member = (queue: string, more: Partial<MemberFact> = {}): MemberFact => ({
  queue,
  interface: 'SIP/2011',
  agent: '2011',
  fixed: false,
  penalty: 0,
  callsTaken: 0,
  lastCallAt: null,
  status: 1,
  paused: 0,
  ...more,
});

export const channelFact = (more: Partial<ChannelFact>): ChannelFact => ({
  id: '',
  channel: '',
  state: 'Up',
  number: '',
  refId: '',
  refChannel: '',
  held: false,
  cause: 0,
  hungUpAt: null,
  gone: false,
  application: '',
  applicationData: '',
  ...more,
});

export const popFact = (more: Partial<PopFact> = {}): PopFact => ({
  id: '100.2',
  channel: 'SIP/2011-00000002',
  state: 'Ringing',
  direct: 'IN',
  number: '13800138000',
  name: '王女士',
  refChannel: 'SIP/trunk-00000001',
  refId: '100.1',
  did: '4000820188',
  queue: '90',
  agent: '2011',
  holdSeconds: 12,
  ivrPath: '1-3',
  ivrKeys: '13',
  callData: '',
  createdAt: null,
  ...more,
});

export const linkFact = (more: Partial<LinkFact> = {}): LinkFact => ({
  id: '100.2',
  channel: 'SIP/2011-00000002',
  refId: '100.1',
  refChannel: 'SIP/trunk-00000001',
  number: '2011',
  refNumber: '13800138000',
  state: 'Dialing',
  channelState: 'Ringing',
  refChannelState: 'Up',
  direct: 'IN',
  dialledAt: null,
  linkedAt: null,
  ...more,
});

/** The customer rings at my phone, out of queue 90. */
export function rings(platform: FakePlatform, more: Partial<PopFact> = {}): PopFact {
  const pop = popFact(more);
  platform.pops.push(pop);
  platform.links.push(
    linkFact({ id: pop.id, channel: pop.channel, refId: pop.refId, refChannel: pop.refChannel, refNumber: pop.number }),
  );
  platform.deviceStatus = 8;
  return pop;
}

/** I lift the handset of what rings. */
export function answers(platform: FakePlatform, id: string, at: number): void {
  platform.pops = platform.pops.map((pop) => (pop.id === id ? { ...pop, state: 'Up' } : pop));
  platform.links = platform.links.map((link) =>
    link.id === id ? { ...link, state: 'Link', channelState: 'Up', refChannelState: 'Up', linkedAt: at } : link,
  );
  platform.deviceStatus = 1;
}

/** The call is over, for the reason that the records will tell. */
export function ends(platform: FakePlatform, id: string, end: CallEnd): void {
  platform.pops = platform.pops.filter((pop) => pop.id !== id);
  platform.links = platform.links.filter((link) => link.id !== id);
  platform.channels = platform.channels.filter((fact) => fact.id !== id);
  platform.ends.set(id, end);
  platform.deviceStatus = 0;
}
