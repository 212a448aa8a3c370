import type { Rows } from '../../shared/bridge/topics';
import { countAgents, stateOfAgent } from '../../shared/domain/agents';
import type {
  AgentRow,
  ConferenceMember,
  Extension,
  ParkedCall,
  Presence,
  QueueMember,
  QueueTile,
  WaitingCaller,
} from '../../shared/domain/queue';
import type { PlatformTime } from '../../shared/domain/time';
import type { DeviceFact, LinkFact, MemberFact, QueueFigures, Standing, StatusFacts } from '../platforms/driver';

/** Everything known that facts do not carry. */
export interface FloorNames {
  agentName(agent: string): string;
  queueName(queue: string): string;
  readonly queues: readonly string[];
  readonly figures: ReadonlyMap<string, QueueFigures>;
  readonly wrapUpCode: number;
  /** What the platform told of the time before anybody looked. */
  readonly standings?: ReadonlyMap<string, Standing> | null;
}

export interface FloorRows {
  readonly agents: Rows<AgentRow>;
  readonly queues: Rows<QueueTile>;
  readonly waiting: Rows<WaitingCaller>;
  readonly parks: Rows<ParkedCall>;
  readonly conferences: Rows<ConferenceMember>;
}

/** Facts of the floor (or of my queues) as rows. `before` gives the time since when a state holds. */
export function readFloor(facts: StatusFacts, names: FloorNames, before: Rows<AgentRow>): FloorRows {
  const devices = new Map(facts.devices.map((device) => [device.interface, device]));
  const byInterface = groupBy(facts.members, (member) => member.interface);
  const agents: Record<string, AgentRow> = {};
  const people = new Set([
    ...byInterface.keys(),
    ...facts.devices.filter((device) => device.user !== '').map((device) => device.interface),
  ]);
  for (const iface of people) {
    agents[iface] = agentRow(iface, devices.get(iface), byInterface.get(iface) ?? [], facts, names, before[iface]);
  }
  return {
    agents,
    queues: queueTiles(facts, names, agents),
    waiting: Object.fromEntries(
      facts.waiting.map((row): [string, WaitingCaller] => [
        row.id,
        {
          id: row.id,
          queue: row.queue,
          channel: row.channel,
          number: row.number,
          name: '',
          region: '',
          position: row.position,
          enteredAt: row.enteredAt,
        },
      ]),
    ),
    parks: Object.fromEntries(
      facts.parks
        .filter((park) => park.state === 'Parked')
        .map((park): [string, ParkedCall] => {
          const id = `${park.lot}/${park.channel}`;
          const expiresAt = park.timeoutSeconds > 0 ? park.parkedAt + park.timeoutSeconds * 1000 : null;
          const { lot, channel, number, parkedAt } = park;
          return [id, { id, lot, channel, number, name: '', parkedBy: park.srcChannel, parkedAt, expiresAt }];
        }),
    ),
    conferences: Object.fromEntries(
      facts.conferences.map((row): [string, ConferenceMember] => {
        const id = `${row.room}/${row.member}`;
        const { room, member: number, number: phone, channel, joinedAt, talking, muted } = row;
        return [id, { id, room, number, phone, name: names.agentName(phone), channel, joinedAt, talking, muted }];
      }),
    ),
  };
}

function agentRow(
  iface: string,
  device: DeviceFact | undefined,
  members: readonly MemberFact[],
  facts: StatusFacts,
  names: FloorNames,
  before: AgentRow | undefined,
): AgentRow {
  const { state, reason } = stateOfAgent({ device: device?.status ?? null, members, wrapUpCode: names.wrapUpCode });
  const agent = device?.user || members.find((member) => member.agent !== '')?.agent || '';
  const link = liveLink(device);
  const pop = device?.pops.find((candidate) => candidate.state !== 'Down');
  const busy = state === 'on-call' || state === 'ringing';
  const since = busy ? (link?.linkedAt ?? link?.dialledAt ?? pop?.createdAt ?? null) : null;
  const same = before !== undefined && before.state === state && before.reason === reason;
  const standing = names.standings?.get(iface);
  const resting = state === 'paused' || state === 'wrap-up';
  const told = resting ? (standing?.pausedAt ?? null) : state === 'ready' ? (standing?.readyAt ?? null) : null;
  const peer = busy ? link?.refNumber || pop?.number || '' : '';
  return {
    interface: iface,
    agent,
    name: names.agentName(agent),
    device: device?.device ?? iface.replace(/^[^/]*\//, ''),
    state,
    reason,
    since: since ?? (before === undefined || same ? (before?.since ?? told) : facts.at),
    queues: members
      .map(
        ({ queue, penalty, fixed, paused, callsTaken, lastCallAt }): QueueMember => ({
          queue,
          penalty,
          fixed,
          paused,
          callsTaken,
          lastCallAt,
        }),
      )
      .sort((a, b) => (a.queue < b.queue ? -1 : a.queue > b.queue ? 1 : 0)),
    peer,
    peerName: busy ? pop?.name || names.agentName(peer) : '',
    channel: busy ? link?.channel || pop?.channel || '' : '',
    // The platform counts a call for the queue it came from, so the sum counts each call once.
    callsTaken: members.reduce((sum, member) => sum + member.callsTaken, 0),
  };
}

const liveLink = (device: DeviceFact | undefined): LinkFact | undefined =>
  device?.links.find((link) => link.state === 'Link') ?? device?.links.find((link) => link.state === 'Dialing');

function queueTiles(facts: StatusFacts, names: FloorNames, agents: Rows<AgentRow>): Rows<QueueTile> {
  const members = groupBy(facts.members, (member) => member.queue);
  const waiting = groupBy(facts.waiting, (row) => row.queue);
  const tiles: Record<string, QueueTile> = {};
  for (const queue of new Set([...names.queues, ...members.keys(), ...waiting.keys()])) {
    const callers = waiting.get(queue) ?? [];
    const figures = names.figures.get(queue);
    tiles[queue] = {
      queue,
      name: names.queueName(queue) || figures?.name || queue,
      waiting: callers.length,
      oldestEnteredAt: callers.reduce<PlatformTime | null>(
        (oldest, caller) => (oldest === null || caller.enteredAt < oldest ? caller.enteredAt : oldest),
        null,
      ),
      members: countAgents((members.get(queue) ?? []).map((member) => stateInQueue(member, agents, names.wrapUpCode))),
      completed: figures?.completed ?? null,
      abandoned: figures?.abandoned ?? null,
      averageHoldSeconds: figures?.averageHoldSeconds ?? null,
      serviceLevelPercent: figures?.serviceLevelPercent ?? null,
      serviceLevelSeconds: figures?.serviceLevelSeconds ?? null,
    };
  }
  return tiles;
}

/** Paused in this queue counts as paused here, whatever the person is elsewhere; on a call is on a call everywhere. */
function stateInQueue(member: MemberFact, agents: Rows<AgentRow>, wrapUpCode: number): Pick<AgentRow, 'state'> {
  const whole = agents[member.interface]?.state ?? 'offline';
  if (whole === 'on-call' || whole === 'ringing' || whole === 'unreachable') return { state: whole };
  return stateOfAgent({ device: null, members: [member], wrapUpCode });
}

/** Colleagues with presence; a queue membership adds what the extension list cannot know. */
export function readExtensions(
  extensions: readonly Extension[],
  facts: StatusFacts | null,
  agents: Rows<AgentRow>,
): Rows<Extension> {
  const devices = new Map(facts?.devices.map((device) => [device.interface, device]));
  return Object.fromEntries(
    extensions.map((extension): [string, Extension] => {
      const device = devices.get(extension.interface);
      const row = agents[extension.interface];
      return [
        extension.extension,
        {
          ...extension,
          presence: device ? presenceOf(device.status) : extension.presence,
          paused: row ? row.state === 'paused' || row.state === 'wrap-up' : extension.paused,
        },
      ];
    }),
  );
}

const presenceOf = (status: number): Presence => {
  if (status < 0 || (status & 4) !== 0) return 'unreachable';
  if ((status & 3) !== 0) return 'in-use';
  return (status & 8) !== 0 ? 'ringing' : 'idle';
};

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
