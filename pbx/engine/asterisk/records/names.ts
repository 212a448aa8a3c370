import type { Device } from '../../port';
import type { EngineView } from '../parts';

/** Who and what stands behind the names of the exchange. */
export interface Names {
  /** `SIP/2011-0000002a` and interfaces alike; undefined: no telephone of this house. */
  deviceOf(name: string): Device | undefined;
  /** Name of the line that a channel is on; empty = a telephone or a Local channel. */
  trunkOf(name: string): string;
  /** Number of the person at a device: the bound user, else the device. */
  numberOf(device: Device): string;
  /** Number of an agent by the interface of a queue: `SIP/2011`, `Local/2011@from-queue/n`. */
  agentOf(iface: string, memberName: string): string;
  /** The telephone's own interface, also of a member that is rung through a Local channel. */
  interfaceOf(iface: string): string;
}

/** `SIP/2011-0000002a` → `SIP/2011`, `Local/2011@from-queue-00000005;1` → `Local/2011@from-queue`. */
export const baseOf = (channel: string): string => channel.replace(/-[0-9a-f]{8}(?:;[12])?$/, '');
export const isLocal = (channel: string): boolean => channel.startsWith('Local/');

/** @param view looked at with each question: people move from telephone to telephone */
export function createNames(view: Pick<EngineView, 'device' | 'trunks'>): Names {
  const deviceOf = (name: string): Device | undefined => {
    const base = baseOf(name);
    const no = base.slice(base.indexOf('/') + 1);
    const device = view.device(no);
    return device && sameInterface(device.interface, base) ? device : undefined;
  };
  const numberOf = (device: Device): string => device.user || device.no;
  const behind = (iface: string): Device | undefined => {
    const dialled = /^Local\/([^@/]+)@/.exec(iface)?.[1];
    return dialled === undefined ? deviceOf(iface) : view.device(dialled);
  };
  return {
    deviceOf,
    numberOf,
    trunkOf(name) {
      if (isLocal(name) || deviceOf(name)) return '';
      const base = baseOf(name);
      return view.trunks().find((trunk) => trunk.name === base)?.name ?? base;
    },
    agentOf(iface, memberName) {
      const device = behind(iface);
      if (device) return numberOf(device);
      return /^Local\/([^@/]+)@/.exec(iface)?.[1] ?? (memberName || iface);
    },
    interfaceOf: (iface) => (isLocal(iface) ? (behind(iface)?.interface ?? iface) : iface),
  };
}

/** A device may be shown as `SIP/…` although the exchange says `PJSIP/…`. */
const sameInterface = (shown: string, real: string): boolean =>
  shown === real || shown.replace(/^PJSIP\//, 'SIP/') === real.replace(/^PJSIP\//, 'SIP/');
