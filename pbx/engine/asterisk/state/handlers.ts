import { type AmiEvent, field } from '../ami/port';
import type { MemberState } from './members';
import type { StateParts } from './state';

interface Hooks {
  booted(): void;
  reloaded(): void;
  remembers(member: MemberState): void;
}

/** What each event of the exchange does to the state; what is not here says nothing that is kept. */
export function handlersOf(parts: StateParts, hooks: Hooks): ReadonlyMap<string, (event: AmiEvent) => void> {
  const { calls, conferences, devices, parks, queues } = parts;
  const member = (event: AmiEvent): void => {
    queues.memberSaid(event);
    const known = queues.member(field(event, 'Queue'), event.fields.Interface ?? '');
    if (known) hooks.remembers(known);
  };
  return new Map<string, (event: AmiEvent) => void>([
    ['Newchannel', (event) => calls.created(event)],
    ['Newstate', (event) => calls.stateChanged(event)],
    ['Hangup', (event) => calls.hungUp(event)],
    ['Rename', (event) => calls.renamed(event)],
    ['NewCallerid', (event) => calls.seen(event)],
    ['OriginateResponse', (event) => calls.originated(event)],
    ['LocalBridge', (event) => calls.halves(event)],
    ['LocalOptimizationBegin', (event) => calls.shortened(event)],
    ['VarSet', (event) => calls.assigned(event)],
    ['DialBegin', (event) => calls.dialBegun(event)],
    ['DialEnd', (event) => calls.dialEnded(event)],
    ['BridgeEnter', (event) => calls.entered(event)],
    ['BridgeLeave', (event) => calls.left(event)],
    ['MusicOnHoldStart', (event) => calls.music(event, true)],
    ['MusicOnHoldStop', (event) => calls.music(event, false)],
    ['DTMFEnd', (event) => calls.keyed(event)],
    ['MixMonitorStart', (event) => calls.recorded(event)],
    ['UserEvent', (event) => calls.told(event)],

    ['QueueMemberAdded', member],
    ['QueueMemberStatus', member],
    ['QueueMemberPause', member],
    ['QueueMemberPenalty', member],
    ['QueueMemberRinginuse', member],
    ['QueueMemberRemoved', (event) => queues.memberRemoved(event)],
    ['QueueCallerJoin', (event) => queues.joined(event)],
    ['QueueCallerLeave', (event) => queues.left(event)],
    ['QueueCallerAbandon', (event) => queues.abandoned(event)],
    ['AgentCalled', (event) => queues.called(event)],
    ['AgentConnect', (event) => queues.connected(event)],
    ['AgentComplete', (event) => queues.completed(event)],

    ['ParkedCall', (event) => parks.parked(event)],
    ['UnParkedCall', (event) => parks.left(event, 'UnParked')],
    ['ParkedCallTimeOut', (event) => parks.left(event, 'TimeOut')],
    ['ParkedCallGiveUp', (event) => parks.left(event, 'GiveUp')],

    ['ConfbridgeJoin', (event) => conferences.joined(event)],
    ['ConfbridgeLeave', (event) => conferences.left(event)],
    ['ConfbridgeMute', (event) => conferences.muted(event, true)],
    ['ConfbridgeUnmute', (event) => conferences.muted(event, false)],
    ['ConfbridgeTalking', (event) => conferences.talking(event)],

    ['PeerStatus', (event) => peer(devices, event)],
    ['ContactStatus', (event) => contact(devices, event)],
    ['DeviceStateChange', (event) => deviceState(devices, event)],
    ['FullyBooted', () => hooks.booted()],
    ['Reload', () => hooks.reloaded()],
  ]);
}

type Devices = StateParts['devices'];

function peer(devices: Devices, event: AmiEvent): void {
  const iface = field(event, 'Peer');
  const status = field(event, 'PeerStatus');
  if (/^(?:Registered|Reachable)$/.test(status)) devices.setReachable(iface, true);
  else if (/^(?:Unregistered|Unreachable|Rejected)$/.test(status)) devices.setReachable(iface, false);
  const place = /^\[?([^\]]+?)\]?:(\d+)$/.exec(field(event, 'Address'));
  if (place) devices.setAddress(iface, place[1] ?? '', Number(place[2]));
}

function contact(devices: Devices, event: AmiEvent): void {
  const place = /^sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;]+)(?::(\d+))?/.exec(field(event, 'URI'));
  if (!place || field(event, 'ContactStatus') === 'Removed') return;
  devices.setAddress(`PJSIP/${field(event, 'EndpointName')}`, place[1] ?? '', Number(place[2]) || 5060);
}

function deviceState(devices: Devices, event: AmiEvent): void {
  const state = field(event, 'State');
  if (state === 'UNKNOWN') return;
  devices.setReachable(field(event, 'Device'), state !== 'UNAVAILABLE' && state !== 'INVALID');
}
