import type { CallEngine, Channel, Link, Queue } from '../../engine/port';
import type { HandlerContext } from './handler';

/** The picture of one moment: channels by name, links by channel. Made once a change. */
export interface Picture {
  readonly channels: readonly Channel[];
  /** Live ones of telephones. */
  readonly phones: readonly Channel[];
  channel(name: string): Channel | undefined;
  /** Every link of a channel, newest first; cleared ones last. */
  links(name: string): readonly Link[];
  /** The link that counts for a channel now: bridged before dialling before ended. */
  link(name: string): Link | undefined;
  /** The channel at the other end of that link. */
  partner(name: string): Channel | undefined;
}

const rank = { Link: 0, Dialing: 1, UnLink: 2, Hangup: 3 } as const;

/** True for the channel itself and for its interface without the suffix (`SIP/2011` for `SIP/2011-0000002a`). */
export const isOn = (filter: string, name: string): boolean => name === filter || name.startsWith(`${filter}-`);

export const otherEnd = (link: Link, name: string): string => (link.src === name ? link.dst : link.src);

/** `Map.groupBy` for Node 20. */
export function groupBy<T>(list: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

export function pictureOf(engine: CallEngine): Picture {
  const channels = engine.channels();
  const byName = new Map<string, Channel>();
  for (const channel of channels) {
    // A name may come back after a restart of the count: the live one wins.
    if (channel.hungUpAt === null || !byName.has(channel.name)) byName.set(channel.name, channel);
  }
  const byChannel = new Map<string, Link[]>();
  for (const link of engine.links()) {
    for (const name of link.src === link.dst ? [link.src] : [link.src, link.dst]) {
      const list = byChannel.get(name);
      if (list) list.push(link);
      else byChannel.set(name, [link]);
    }
  }
  for (const list of byChannel.values()) {
    list.sort(
      (a, b) => Number(a.cleared) - Number(b.cleared) || rank[a.state] - rank[b.state] || b.createdAt - a.createdAt,
    );
  }
  const links = (name: string): readonly Link[] => byChannel.get(name) ?? [];
  const link = (name: string): Link | undefined => links(name)[0];
  return {
    channels,
    phones: channels.filter(({ device, hungUpAt }) => device !== '' && hungUpAt === null),
    channel: (name) => byName.get(name),
    links,
    link,
    partner(name) {
      const found = link(name);
      return found && byName.get(otherEnd(found, name));
    },
  };
}

/** The picture that counts now, made once however many ask. */
export const pictureNow = ({ engine, moment }: HandlerContext): Picture =>
  moment.keep('picture', () => pictureOf(engine));

/** The queues that count now. */
export const queuesNow = ({ engine, moment }: HandlerContext): ReadonlyMap<string, Queue> =>
  moment.keep('queues', () => new Map(engine.queues().map((queue) => [queue.no, queue])));
