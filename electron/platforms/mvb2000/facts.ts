import type { Row } from '../../../shared/webcti/index';
import type {
  ChannelFact,
  ConferenceFact,
  DeviceFact,
  LinkFact,
  MemberFact,
  ParkFact,
  PopFact,
  StatusFacts,
  WaitingFact,
} from '../driver';
import type { Mvb } from './platform';

/** Vendor rows → facts. Nothing is decided here; what a word means beyond the document is `other`. */
type Status = Row<'getallstatus'>;
type Time = Pick<Mvb, 'time' | 'now'>;

/** Names come out of the vendor's database as `???` where its charset failed: no name is better than that. */
export const nameOf = (text: string): string => (/\?{2,}|\ufffd/.test(text) || text === 'Unknown' ? '' : text);

export const popOfScreen = (row: Row<'getpopupscreen'>, { time }: Time): PopFact => ({
  id: row.uniqueid,
  channel: row.channel,
  state: popState(row.state),
  direct: directOf(row.direct),
  number: row.callerid,
  name: nameOf(row.calleridname),
  refChannel: row.miscdata,
  refId: row.miscuniqueid,
  did: row.did,
  queue: row.queuenum ?? '',
  agent: row.agentno ?? '',
  holdSeconds: row.holdtime ?? null,
  ivrPath: row.ivridhist ?? '',
  ivrKeys: row.ivrhist ?? '',
  callData: row.calldata ?? '',
  createdAt: time(row.createtime),
});

/** Whose facts are wanted. A platform may answer with more than it was asked for; null = all. */
export interface Scope {
  readonly devices: ReadonlySet<string> | null;
  readonly queues: ReadonlySet<string> | null;
}

/** `rooms` is what getallstatus does not say of conference members, by channel. */
export function statusFacts(
  row: Status,
  scope: Scope,
  rooms: ReadonlyMap<string, { readonly talking: boolean; readonly muted: boolean }>,
  platform: Time,
): StatusFacts {
  const at = platform.time(row.responsetime) ?? platform.time(row.requesttime) ?? platform.now();
  const queues = row.queues.filter((queue) => scope.queues?.has(queue.queue) ?? true);
  return {
    at,
    devices: row.devices
      .filter((device) => scope.devices?.has(device.device) ?? true)
      .map((device) => deviceFact(device, platform)),
    members: queues.flatMap(({ queue, members }) => members.map((member) => memberFact(queue, member, platform))),
    waiting: queues.flatMap(({ queue, waitingcalls }) =>
      waitingcalls.map((waiting) => waitingFact(queue, waiting, at)),
    ),
    parks: row.parks.map((park) => parkFact(park, at, platform)),
    conferences: row.conferences.map((seat): ConferenceFact => {
      const more = rooms.get(seat.channel);
      return {
        room: seat.confno,
        member: seat.usernum ?? 0,
        number: seat.callerid,
        channel: seat.channel,
        id: seat.uniqueid,
        joinedAt: platform.time(seat.createtime) ?? at,
        muted: more?.muted ?? false,
        talking: more?.talking ?? false,
      };
    }),
    users: row.users.map(({ user, device }) => ({ user, device })),
  };
}

function deviceFact(row: Status['devices'][number], platform: Time): DeviceFact {
  return {
    device: row.device,
    interface: row.interface,
    user: row.user ?? '',
    status: Number(row.status) || 0,
    pops: row.popupcalls.map((pop) => ({
      id: pop.uniqueid,
      channel: pop.channel,
      state: popState(pop.state),
      direct: directOf(pop.direct),
      number: pop.callerid,
      name: '',
      refChannel: pop.refchannel,
      refId: pop.refuniqueid,
      did: pop.did,
      queue: pop.queue,
      agent: pop.agentno,
      holdSeconds: pop.holdtime,
      ivrPath: pop.ivridhist,
      ivrKeys: pop.ivrhist,
      callData: pop.calldata,
      createdAt: null,
    })),
    links: row.calls.map((call) => linkFact(call, platform)),
  };
}

function linkFact(row: Status['devices'][number]['calls'][number], { time }: Time): LinkFact {
  return {
    id: row.uniqueid,
    channel: row.channel,
    refId: row.refuniqueid,
    refChannel: row.refchannel,
    number: row.callerid,
    refNumber: row.refcallerid,
    state: linkStates.find((state) => state === row.callstate) ?? 'other',
    channelState: row.channelstate,
    refChannelState: row.refchannelstate,
    direct: directOf(row.direct),
    dialledAt: time(row.dialtime),
    linkedAt: time(row.linktime),
  };
}

function memberFact(queue: string, row: Status['queues'][number]['members'][number], { time }: Time): MemberFact {
  return {
    queue,
    interface: row.interface,
    agent: row.agentno,
    fixed: row.agenttype === 'static',
    penalty: row.penalty ?? 0,
    callsTaken: row.callstaken ?? 0,
    lastCallAt: time(row.lastcall),
    status: Number(row.status) || 0,
    paused: row.paused ?? 0,
  };
}

function waitingFact(queue: string, row: Status['queues'][number]['waitingcalls'][number], at: number): WaitingFact {
  return {
    queue,
    id: row.uniqueid,
    channel: row.channel,
    number: row.callerid,
    position: row.position ?? 0,
    // Seconds since the epoch, unlike every other time of the answer (WEBCTI2 §4.106).
    enteredAt: row.queuestart ? row.queuestart * 1000 : at - (row.wait ?? 0) * 1000,
  };
}

function parkFact(row: Status['parks'][number], at: number, { time }: Time): ParkFact {
  return {
    lot: row.exten,
    channel: row.channel,
    srcChannel: row.srcchannel,
    number: row.callerid,
    timeoutSeconds: row.timeout ?? 0,
    state: row.state as ParkFact['state'],
    parkedAt: time(row.parkedtime) ?? at,
  };
}

export function channelFact(row: Row<'getchannel'>, { time }: Time): ChannelFact {
  const hungUpAt = time(row.hanguptime);
  return {
    id: row.uniqueid,
    channel: row.channel,
    state: row.state,
    number: row.callerid,
    refId: row.refuniqueid,
    refChannel: row.refchannel,
    held: row.hold !== '' && row.hold !== '0',
    cause: row.cause ?? 0,
    hungUpAt,
    gone: hungUpAt !== null || row.clearflag === '1',
    application: row.application,
    applicationData: row.appdata,
  };
}

const linkStates = ['Dialing', 'Link', 'UnLink', 'Hangup'] as const;
const popStates = ['Ring', 'Ringing', 'Up', 'Down'] as const;
const popState = (text: string): PopFact['state'] => popStates.find((state) => state === text) ?? 'other';
const directOf = (text: string): 'IN' | 'OUT' | '' => (text === 'IN' || text === 'OUT' ? text : '');
