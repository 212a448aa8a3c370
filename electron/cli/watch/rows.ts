import type { Call } from '../../../shared/domain/call';
import { formatPlatformTime, type PlatformTime } from '../../../shared/domain/time';
import type { LinkFact, PopFact, StatusFacts } from '../../platforms/driver';
import type { WatchedRow } from './changes';

type Rows = ReadonlyMap<string, WatchedRow>;
type Time = (at: PlatformTime | null) => string;

/** Times as the platform's own wall clock; empty where there is none. */
export const timeIn =
  (zone: number): Time =>
  (at) =>
    at === null ? '' : formatPlatformTime(at, zone);

const popRow = (device: string, pop: PopFact, time: Time): WatchedRow => ({
  device,
  state: pop.state,
  direction: pop.direct,
  number: pop.number,
  name: pop.name,
  queue: pop.queue,
  did: pop.did,
  since: time(pop.createdAt),
  channel: pop.channel,
  id: pop.id,
});

/** A telephone that does nothing yet has no pop. */
const isLive = ({ state }: PopFact): boolean => state !== 'Down' && state !== 'other';

export const popRows = (device: string, pops: readonly PopFact[], time: Time): Rows =>
  new Map(pops.filter(isLive).map((pop) => [pop.id, popRow(device, pop, time)]));

export const floorPops = ({ devices }: StatusFacts, time: Time): Rows =>
  new Map(devices.flatMap(({ device, pops }) => [...popRows(device, pops, time)]));

const linkRow = (device: string, link: LinkFact, time: Time): WatchedRow => ({
  device,
  state: link.state,
  direction: link.direct,
  number: link.refNumber || link.number,
  since: time(link.linkedAt ?? link.dialledAt),
  channel: link.channel,
  other: link.refChannel,
  id: link.id,
});

/** Every link of every telephone, keyed by both ends. */
export const floorCalls = ({ devices }: StatusFacts, time: Time): Rows =>
  new Map(
    devices.flatMap(({ device, links }) =>
      links
        .filter(({ state }) => state !== 'Hangup')
        .map((link) => [`${link.id} ${link.refId} ${device}`, linkRow(device, link, time)] as const),
    ),
  );

/** One card of the desk: what an agent calls a call. */
export const callRow = (device: string, call: Call, time: Time): WatchedRow => ({
  device,
  state: call.state,
  direction: call.direction,
  number: call.number,
  name: call.name,
  queue: call.queue,
  since: time(call.startedAt),
  channel: call.channel,
  id: call.id,
});

/** Members and waiting callers of the queues that are watched; empty `wanted` = all. */
export function queueRows({ members, waiting }: StatusFacts, wanted: ReadonlySet<string>, time: Time): Rows {
  const isWanted = ({ queue }: { readonly queue: string }): boolean => wanted.size === 0 || wanted.has(queue);
  return new Map<string, WatchedRow>([
    ...members.filter(isWanted).map(
      (member) =>
        [
          `member ${member.queue} ${member.interface}`,
          {
            kind: 'member',
            queue: member.queue,
            interface: member.interface,
            agent: member.agent,
            status: member.status,
            paused: member.paused,
            calls: member.callsTaken,
          },
        ] as const,
    ),
    ...waiting.filter(isWanted).map(
      (caller) =>
        [
          `waiting ${caller.id}`,
          {
            kind: 'waiting',
            queue: caller.queue,
            number: caller.number,
            position: caller.position,
            since: time(caller.enteredAt),
            channel: caller.channel,
            id: caller.id,
          },
        ] as const,
    ),
  ]);
}
