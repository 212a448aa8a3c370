import type { LogLine } from '../../../../http/log';
import { createVirtualClock, type VirtualClock } from '../../../simulated/clock';
import type { AsteriskSetup } from '../../parts';
import { createState, type State, type StateOptions } from '../state';
import { type Mark, type ScriptedAmi, type Shift, scriptedAmi } from './shift';

export const labSetup: AsteriskSetup = {
  ...{ host: '127.0.0.1', port: 5038, user: 'desk', secret: 'a secret nobody prints' },
  ...{ context: 'from-internal', transferContext: 'seatline', parkContext: 'parkedcalls', hintContext: 'ext-local' },
  ...{ holdCode: '*61', unholdCode: '*62', recordings: '', zone: 480 },
};

export interface StateBench {
  readonly state: State;
  readonly ami: ScriptedAmi;
  readonly clock: VirtualClock;
  readonly log: LogLine[];
}

/** A state that begins at a moment of a shift: with what the exchange says of itself there. */
export async function stateAt(shift: Shift, mark: Mark, options: StateOptions = {}): Promise<StateBench> {
  const clock = createVirtualClock(1_795_000_000_000);
  const log: LogLine[] = [];
  const ami = scriptedAmi(shift.version, mark.answers);
  const state = createState({ ami, clock, log: (line) => log.push(line), setup: labSetup }, options);
  await state.ready;
  return { state, ami, clock, log };
}

/** What one picture has that the other has not, by part; empty = they are the same. */
export function differenceOf(is: ReturnType<typeof pictureOf>, wanted: ReturnType<typeof pictureOf>) {
  const parts = (Object.keys(wanted) as (keyof typeof wanted)[]).flatMap((part) => {
    const [got, due] = [is[part], wanted[part]].map((list) => list.map((one) => JSON.stringify(one)));
    const more = got?.filter((one) => !due?.includes(one)) ?? [];
    const less = due?.filter((one) => !got?.includes(one)) ?? [];
    return more.length + less.length > 0 || got?.join() !== due?.join() ? [[part, { more, less }] as const] : [];
  });
  return Object.fromEntries(parts);
}

/** What there is now and what it is connected to, without what only the past tells and without times. */
export function pictureOf(state: State) {
  const live = state.channels().filter(({ hungUpAt }) => hungUpAt === null);
  const sorted = <T>(list: readonly T[]): T[] =>
    [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    channels: sorted(
      live.map(({ name, uniqueId, linkedId, device, trunk, state: is, callerId, direct, did, dialled, queue }) => ({
        ...{ name, uniqueId, linkedId, device, trunk, is, callerId },
        // A half is nobody's call: what was dialled is told of the ends.
        ...(name.startsWith('Local/') ? {} : { direct, did, dialled, queue }),
      })),
    ),
    links: sorted(
      state
        .links()
        .filter(({ cleared }) => !cleared)
        .map(({ src, dst, state: is }) => `${src} ${is} ${dst}`),
    ),
    devices: state.devices().map(({ no, status, registered }) => `${no} ${status} ${registered}`),
    queues: state.queues().map(({ no, members, waiting }) => ({
      no,
      members: members.map(({ interface: iface, agent, paused, status, kind }) => [iface, agent, paused, status, kind]),
      waiting: waiting.map(({ channel, number, position }) => [channel, number, position]),
    })),
    parks: state.parks().flatMap(({ state: is, lot, channel }) => (is === 'Parked' ? [`${lot} ${channel}`] : [])),
    seats: sorted(
      state.conferences().flatMap(({ left, room, channel, muted }) => (left ? [] : [`${room} ${channel} ${muted}`])),
    ),
  };
}
