import type { Channel, Device, Link } from '../../port';
import type { EngineView } from '../parts';

/** `SIP/2011-0000002a`, `Local/91@from-trunk-00000001;1`: never a pattern, which an exchange would take for many. */
export const isChannelName = (text: string): boolean => /^[A-Za-z][\w-]*\/\S+$/.test(text);

const linked = (view: EngineView, channel: string): readonly Link[] =>
  view.links().filter(({ src, dst, state }) => state === 'Link' && (src === channel || dst === channel));

/** Whoever talks to `channel` now, by name. */
export function peerOf(view: EngineView, channel: string): string | undefined {
  const link = linked(view, channel).at(-1);
  return link && (link.src === channel ? link.dst : link.src);
}

/** A call of two: nobody else listens or waits. */
export const talksToOne = (view: EngineView, channel: string): boolean => linked(view, channel).length === 1;

export const isQueueCall = (view: EngineView, ...channels: readonly string[]): boolean =>
  channels.some((name) => (view.channel(name)?.queue ?? '') !== '');

/** The telephone of an interface; a program that knows the vendor's names only says `SIP/2011` where it is `PJSIP/2011`. */
export function deviceAt(view: EngineView, iface: string): Device | undefined {
  const devices = view.devices();
  const exact = devices.find((device) => device.interface === iface);
  const no = /^SIP\/([^/]+)$/i.exec(iface)?.[1];
  return exact ?? (no === undefined ? undefined : devices.find((device) => device.no === no));
}

export const ringingAt = (view: EngineView, device: string): Channel | undefined =>
  view.channels().find((leg) => leg.device === device && leg.state === 'Ringing' && leg.hungUpAt === null);
