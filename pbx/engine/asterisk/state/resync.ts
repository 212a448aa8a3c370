import type { VoiceMenu } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Parts } from '../parts';
import { bridgeKind } from './calls';
import { byAge, type Leg } from './legs';
import { type Lists, readDetails, readLists } from './lists';
import type { StateParts } from './state';
import type { Bridge } from './wiring';

export type Lost = readonly Leg[];

/** Nobody saw how it ended: "normal, unspecified" (Q.850). */
const unseen = 31;
/** Telephones that are asked for their settings at a time. */
const atATime = 50;

/** Asks the exchange for everything and brings the state to it: what is still there stays what it was. */
export class Resync {
  readonly #source: Parts;
  readonly #state: StateParts;
  music: readonly string[] = ['default'];
  menus: readonly VoiceMenu[] = [];

  constructor(source: Parts, state: StateParts) {
    this.#source = source;
    this.#state = state;
  }

  /** Rejects when the line is lost meanwhile. */
  async read(): Promise<Lists> {
    const { ami, clock, setup } = this.#source;
    const { database, devices } = this.#state;
    const lists = await readLists(ami, setup, database.read, () => clock.now());
    const telephones = (lists.peers ?? []).filter(
      ({ kind, interface: iface }) => kind === 'telephone' && devices.lacksDetails(iface),
    );
    for (let from = 0; from < telephones.length; from += atATime) {
      await Promise.all(
        telephones.slice(from, from + atATime).map(async ({ interface: iface }) => {
          const details = await readDetails(ami, iface);
          if (details) devices.setDetails(iface, details);
        }),
      );
    }
    return lists;
  }

  apply(lists: Lists, { first }: { readonly first: boolean }): Lost {
    const { conferences, database, devices, legs, members, parks, queues } = this.#state;
    members.aheadMs = lists.aheadMs;
    if (lists.database) database.fill(lists.database);
    devices.setHints(lists.hints);
    if (lists.peers) devices.fill(lists.peers);
    else devices.bind();
    legs.index();
    if (lists.music.length > 0) this.music = lists.music;
    this.menus = lists.menus.map((id) => ({ id, name: `ivr-${id}` }));
    if (lists.settings) queues.setSettings(lists.settings);
    const lost = this.#channels(lists, first);
    if (lists.queues) queues.fill(lists.queues);
    if (lists.parks) parks.fill(lists.parks);
    if (lists.rooms) conferences.fill(lists.rooms, lists.seats);
    for (const { no } of devices.devices()) devices.changed(no);
    return lost;
  }

  #channels({ channels, status, bridges }: Lists, first: boolean): Lost {
    const { calls, devices, legs, links, wiring } = this.#state;
    const present = new Set(channels.map((event) => field(event, 'Uniqueid')));
    const lost = [...legs.live()].filter(({ uniqueId }) => !present.has(uniqueId));
    for (const leg of lost) calls.end(leg, unseen, '');
    const more = new Map(status.map((event) => [field(event, 'Uniqueid'), event]));
    const found: { readonly leg: Leg; readonly event: AmiEvent }[] = [];
    for (const event of channels) {
      const isNew = legs.find(field(event, 'Uniqueid')) === undefined;
      const leg = legs.of(event);
      if (!leg) continue;
      found.push({ leg, event });
      leg.unborn = false;
      leg.application = field(event, 'Application');
      leg.applicationData = field(event, 'ApplicationData') || field(event, 'Data');
      if (isNew) this.#recall(leg, event, more.get(leg.uniqueId), first);
    }
    this.#halves(found.map(({ leg }) => leg));
    const kinds = new Map(bridges.map((event) => [field(event, 'BridgeUniqueid'), bridgeKind(event)]));
    for (const { leg, event } of found) {
      const id = field(event, 'BridgeId') || field(event, 'BridgeID');
      if (id !== '') calls.into(leg, id, kinds.get(id) ?? kindBy(leg));
      else if (leg.bridge !== '') {
        wiring.leave(leg, leg.bridge);
        links.changed(leg);
      }
    }
    this.#dials(found.map(({ leg }) => leg));
    for (const leg of legs.live()) devices.changed(devices.deviceOfChannel(leg.name)?.no ?? '');
    return lost;
  }

  /** A channel that nobody saw begin: what its place in the dialplan and its time say of it. */
  #recall(leg: Leg, event: AmiEvent, more: AmiEvent | undefined, first: boolean): void {
    const { devices } = this.#state;
    const age = ageOf(field(event, 'Duration'), more ? field(more, 'Seconds') : '');
    const device = devices.deviceOfChannel(leg.name);
    const line = device ? '' : devices.trunkOf(leg.name);
    const called = /^App(?:Dial|Queue)/.test(leg.application);
    Object.assign(leg, { createdAt: this.#state.ground.now() - age });
    if (leg.state === 'Up') leg.answeredAt = first ? leg.createdAt : this.#state.ground.now();
    if (device) leg.direct = called && leg.application !== 'AppDial2' ? 'IN' : 'OUT';
    else if (line !== '') leg.direct = called ? 'OUT' : 'IN';
    const number = (more && field(more, 'DNID')) || (leg.exten === 's' ? '' : leg.exten);
    if (!called) leg.dialled ||= number;
    else if (device) leg.dialled ||= devices.identity(device).number;
    else leg.dialled ||= leg.number;
    if (leg.direct === 'IN' && line !== '') leg.did ||= number;
    if (leg.application === 'Queue') leg.queue ||= leg.applicationData.split(',')[0] ?? '';
  }

  /** The two halves of a Local channel differ in their last letter. */
  #halves(found: readonly Leg[]): void {
    const { calls, legs } = this.#state;
    for (const one of found) {
      if (!one.name.startsWith('Local/') || !one.name.endsWith(';1')) continue;
      const two = legs.named(one.name.replace(/1$/, '2'));
      if (two) calls.twins(one, two);
    }
  }

  /** Who calls whom now: a leg that is called belongs to the one of the same call that dialled, or queued, before it. */
  #dials(found: readonly Leg[]): void {
    const { calls, queues, wiring, links } = this.#state;
    for (const leg of found) {
      for (const dial of [...wiring.dialsOf(leg)]) {
        const together = leg.bridge !== '' && leg.bridge === dial.src.bridge;
        if (dial.dst === leg && leg.state === 'Up' && !together) wiring.endDial(dial);
      }
      const [, how] = /^App(Dial|Queue)$/.exec(leg.application) ?? [];
      if (how === undefined) continue;
      const callers = found.filter(
        (one) =>
          one !== leg &&
          one.linkedId === leg.linkedId &&
          one.application.toLowerCase() === how.toLowerCase() &&
          byAge(one.uniqueId, leg.uniqueId) < 0,
      );
      const source = callers.sort((a, b) => byAge(b.uniqueId, a.uniqueId))[0];
      if (!source) continue;
      leg.did ||= source.did;
      if (how === 'Queue') leg.queue ||= source.queue;
      if (leg.bridge === '' && leg.state !== 'Up' && [...wiring.dialsOf(leg)].length === 0) {
        calls.called(source, leg, leg.dialString);
      } else if (leg.bridge !== '' && leg.bridge === source.bridge && !wiring.dialOf(source, leg)) {
        wiring.dial(source, leg, source.createdAt).answered = true;
        links.changed(leg);
      }
    }
    this.#aside(found);
    for (const leg of found) if (leg.waiting && leg.application !== 'Queue') queues.legGone(leg);
  }

  /**
   * Somebody who waits alone in a bridge while the one he was called for, or has called, talks to another: he was put
   * aside, and still belongs to that one.
   */
  #aside(found: readonly Leg[]): void {
    const { links, wiring } = this.#state;
    for (const leg of found) {
      const bridge = wiring.bridge(leg.bridge);
      if (bridge?.kind !== 'talk' || bridge.legs.size !== 1 || links.partners(leg).length > 0) continue;
      const busy = found.filter((one) => {
        const other = wiring.bridge(one.bridge);
        return (
          one !== leg && one.linkedId === leg.linkedId && one.twin === '' && other?.kind === 'talk' && other !== bridge
        );
      });
      const [agent] = busy.sort((a, b) => byAge(a.uniqueId, b.uniqueId));
      if (!agent) continue;
      leg.music ??= 'default';
      const [src, dst] = /^App/.test(leg.application) ? [agent, leg] : [leg, agent];
      links.aside(src, dst, leg);
      if (dst.queue === '') Object.assign(dst, { queue: src.queue });
      dst.did ||= src.did;
    }
  }
}

/** A bridge that no list names: the application says what it is. */
function kindBy({ application }: Leg): Bridge['kind'] {
  if (/^ConfBridge$/i.test(application)) return 'room';
  return /^Park/i.test(application) ? 'wait' : 'talk';
}

/** `00:01:07` or whole seconds → ms. */
function ageOf(duration: string, seconds: string): number {
  const [h = 0, m = 0, s = 0] = duration.split(':').map(Number);
  const total = duration === '' ? Number(seconds) || 0 : h * 3600 + m * 60 + s;
  return total * 1000;
}
