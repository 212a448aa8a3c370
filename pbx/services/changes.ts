import type { Clock } from '../../shared/domain/time';
import type { FloorPart } from '../../shared/webcti/push';
import type { CallEngine, Channel, Link } from '../engine/port';

/** What has changed since the last look, by number. */
export interface Changes {
  readonly devices: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly floor: ReadonlySet<FloorPart>;
}

/**
 * Milliseconds of engine time in which changes are collected. A ring is told at once; queues and rooms are dearer to look
 * at and nobody picks up a telephone because of them.
 */
const deviceWindow = 10;
const queueWindow = 250;

type Signatures = ReadonlyMap<string, string>;

/**
 * Says which devices and queues look different from before, at most once a window however many steps the engine takes.
 * What counts as different is what the documented endpoints print of them. Returns an end.
 */
export function watchChanges(engine: CallEngine, clock: Clock, onChanges: (changes: Changes) => void): () => void {
  let devices = devicesOf(engine);
  let queues = queuesOf(engine);
  let parks = parksOf(engine);
  let rooms = roomsOf(engine);
  let cancelDevices: (() => void) | null = null;
  let cancelQueues: (() => void) | null = null;

  const lookAtDevices = (): void => {
    cancelDevices = null;
    const before = devices;
    devices = devicesOf(engine);
    const changed = differences(before, devices);
    if (changed.size > 0) onChanges({ ...nothing, devices: changed, floor: new Set(['devices']) });
  };
  const lookAtQueues = (): void => {
    cancelQueues = null;
    const before = { queues, parks, rooms };
    queues = queuesOf(engine);
    parks = parksOf(engine);
    rooms = roomsOf(engine);
    const changed = differences(before.queues, queues);
    const floor = new Set<FloorPart>();
    if (changed.size > 0) floor.add('queues');
    if (parks !== before.parks) floor.add('parks');
    if (rooms !== before.rooms) floor.add('rooms');
    if (floor.size > 0) onChanges({ ...nothing, queues: changed, floor });
  };
  const unwatch = engine.onChange(() => {
    cancelDevices ??= clock.after(deviceWindow, lookAtDevices);
    cancelQueues ??= clock.after(queueWindow, lookAtQueues);
  });
  return () => {
    unwatch();
    cancelDevices?.();
    cancelQueues?.();
  };
}

const nothing: Changes = { devices: new Set(), queues: new Set(), floor: new Set() };

function differences(before: Signatures, now: Signatures): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [no, signature] of now) if (before.get(no) !== signature) changed.add(no);
  for (const no of before.keys()) if (!now.has(no)) changed.add(no);
  return changed;
}

const channelSignature = ({ name, state, held, callerId, callerName, callData, queue, hungUpAt }: Channel): string =>
  [name, state, held, callerId, callerName, callData, queue, hungUpAt === null].join('\t');

/** Status and person of each device, its channels, and who is at their other end. */
function devicesOf(engine: CallEngine): Signatures {
  const channels = new Map<string, Channel>();
  const told = new Map<string, string>();
  for (const device of engine.devices()) told.set(device.no, `${device.status} ${device.user} ${device.registered}`);
  const add = (device: string, text: string): void => {
    if (device !== '') told.set(device, `${told.get(device) ?? ''}\n${text}`);
  };
  for (const channel of engine.channels()) {
    if (channel.hungUpAt !== null) continue;
    channels.set(channel.name, channel);
    add(channel.device, channelSignature(channel));
  }
  const end = (link: Link, own: Channel | undefined, other: Channel | undefined): void => {
    if (own) add(own.device, `${link.state} ${other ? channelSignature(other) : '-'}`);
  };
  for (const link of engine.links()) {
    if (link.cleared || link.state === 'Hangup') continue;
    const [src, dst] = [channels.get(link.src), channels.get(link.dst)];
    end(link, src, dst);
    end(link, dst, src);
  }
  return told;
}

const queuesOf = (engine: CallEngine): Signatures =>
  new Map(
    engine
      .queues()
      .map(({ no, members, waiting, abandoned }) => [
        no,
        [
          abandoned,
          ...members.map(
            (member) => `${member.interface} ${member.agent} ${member.penalty} ${member.paused} ${member.status}`,
          ),
          ...waiting.map(({ uniqueId, position }) => `${uniqueId} ${position}`),
        ].join('\n'),
      ]),
  );

const parksOf = (engine: CallEngine): string =>
  engine
    .parks()
    .map(({ lot, channel, state }) => `${lot} ${channel} ${state}`)
    .join('\n');

const roomsOf = (engine: CallEngine): string =>
  engine
    .conferences()
    .map(({ room, member, channel, talking, muted, left, locked }) =>
      [room, member, channel, talking, muted, left, locked].join(' '),
    )
    .join('\n');
