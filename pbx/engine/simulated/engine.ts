import type { Clock } from '../../../shared/domain/time';
import type { Zone } from '../../../shared/domain/zone';
import type { CentreConfig } from '../../scenario/centre';
import type { RecordSink } from '../port';
import { noRoster, type RosterKeeper } from '../roster';
import { Attempts } from './attempt';
import { Bridges } from './bridges';
import { CallRecords } from './call-records';
import { Conferences } from './conferences';
import { Consults } from './consult';
import { Dialplan } from './dialplan';
import { EventLog } from './event-log';
import type { Exchange } from './exchange';
import { Faxes } from './faxes';
import { Features } from './features';
import { Legs } from './legs';
import { Links } from './links';
import { VoiceMailboxes } from './mailboxes';
import { Menus } from './menus';
import { Notices } from './notices';
import { Numbering } from './numbering';
import { Originates } from './originate';
import { Outside } from './outside';
import { Parking } from './parking';
import { phoneVerbs } from './phone-verbs';
import { Phones } from './phones';
import { Pickups } from './pickup';
import { PartyPrompts } from './prompts';
import { Distributor } from './queue/distributor';
import { QueueCalls } from './queue/queue-call';
import { Queues } from './queue/queues';
import { createRandom } from './random';
import { Recorder } from './recorder';
import { Rings } from './ring';
import { Services } from './services';
import type { SimulatedEngine } from './simulated-engine';
import { snapshotOf } from './snapshot';
import { speech } from './speech';
import { Spies } from './spying';
import { Steps } from './steps';
import { Surveys } from './surveys';
import { Transfers } from './transfer';
import { Variables } from './variables';

export type { SimulatedEngine } from './simulated-engine';

export interface SimulatedEngineOptions {
  readonly centre: CentreConfig;
  readonly clock: Clock;
  readonly records: RecordSink;
  /** What outlives a restart of the platform; absent = nothing does. */
  readonly roster?: RosterKeeper;
  /** Same seed, same verbs, same clock: same ids, records and events. */
  readonly seed: number;
  /** Minutes east of UTC of the platform's local time. */
  readonly zone: Zone;
}

/** A telephone exchange in memory, with people at its phones. */
export function createSimulatedEngine(options: SimulatedEngineOptions): SimulatedEngine {
  const { clock, centre } = options;
  const x = assemble(options);
  const { steps, legs } = x;
  let startedAt = clock.now();
  let reloadedAt = startedAt;
  steps.run(() => x.queues.members.begin());
  const step = <T>(body: () => T): T => steps.run(body);
  const done = { ok: true } as const;
  const noChannel = { ok: false, why: 'no-channel' } as const;
  const noUser = { ok: false, why: 'no-user' } as const;

  return {
    ...phoneVerbs(x),
    clock,
    zone: options.zone,
    random: x.random,
    version: '1.2.40.141127',
    kind: 'simulated',
    reachable: true,
    limits: () => [],
    get startedAt() {
      return startedAt;
    },
    get reloadedAt() {
      return reloadedAt;
    },
    now: () => clock.now(),
    devices: () => x.phones.devices(),
    device: (no) => x.phones.device(no),
    users: () => x.phones.users(),
    user: (no) => x.phones.user(no),
    trunks: () => centre.trunks,
    channels: () => legs.channels(),
    channel: (name) => legs.find(name)?.info,
    links: () => x.links.all(),
    queues: () => x.queues.views(),
    queue: (no) => {
      const queue = x.queues.find(no);
      return queue && x.queues.view(queue);
    },
    parks: () => x.parking.rows(),
    conferences: () => x.conferences.seats(),
    events: (name, afterId) => x.events.read(name, afterId),
    setScreening: (screening) => {
      x.services.screening = screening;
    },
    setOwnNumbers: (numbers) => {
      x.numbering.own = numbers;
    },
    setPauseReasons: (rows) => {
      x.queues.members.reasons = [...rows];
    },
    pauseReasons: () => x.queues.members.reasons,
    holdMusic: () => centre.holdMusic,
    dialRules: () => centre.dialRules,
    menus: () => centre.menus,
    setMailboxes: (mailboxes) => {
      x.mailboxes.room = mailboxes;
    },
    soundOf: ({ file, milliseconds, kind, uniqueIds }) =>
      speech(file, milliseconds, kind === 'call' ? 2 : uniqueIds.length),
    bind: (user, device) => step(() => x.phones.bind(user, device)),
    split: (user, device) => step(() => x.phones.split(user, device)),
    queueAdd: (queue, iface, penalty) => step(() => x.queues.members.add(queue, iface, penalty)),
    queueRemove: (queue, iface) => step(() => x.queues.members.remove(queue, iface)),
    queuePause: (queue, iface, paused) => step(() => x.queues.members.pause(queue, iface, paused)),
    queuePenalty: (queue, iface, penalty) => step(() => x.queues.members.setPenalty(queue, iface, penalty)),
    queueWithdraw: (queue, channel, info) => step(() => x.queues.withdraw(queue, channel, info)),
    originate: (request) => step(() => x.originates.originate(request)),
    hangUp: (channel) =>
      step(() => {
        const leg = legs.find(channel);
        if (!leg) return noChannel;
        // A phone that rings and is hung up by command has refused the call.
        legs.hangUp(leg, leg.place.kind === 'rung' && leg.info.device ? 21 : 16);
        return done;
      }),
    hold: (channel, musicClass) =>
      step(() => {
        const leg = legs.find(channel);
        if (leg?.info.state !== 'Up') return noChannel;
        legs.setHeld(leg, true, musicClass);
        return done;
      }),
    unhold: (channel) =>
      step(() => {
        const leg = legs.find(channel);
        if (!leg) return noChannel;
        legs.setHeld(leg, false);
        return done;
      }),
    park: (channel, srcChannel, timeoutSeconds) => step(() => x.parking.park(channel, srcChannel, timeoutSeconds)),
    unpark: (iface, lot, _callerId, timeoutSeconds) => step(() => x.parking.unpark(iface, lot, timeoutSeconds)),
    redirect: (channel, extra, context, exten) => step(() => x.transfers.redirect(channel, extra, context, exten)),
    attendedTransfer: (channel, exten, context) => step(() => x.consults.start(channel, exten, context)),
    transferWithReturn: (channel, exten, context) => step(() => x.consults.start(channel, exten, context, true)),
    askRating: (channel) => step(() => x.surveys.askedFor(channel)),
    pickup: (iface, exten, _callerId, timeoutSeconds) =>
      step(() => x.pickups.pickup(iface, exten, timeoutSeconds * 1000)),
    featureByCode: (channel, code) => step(() => x.features.byCode(channel, code)),
    featureByName: (channel, name) => step(() => x.features.byName(channel, name)),
    conferenceCommand: (verb, room, member) => step(() => x.conferences.command(verb, room, member)),
    getVariable: (channel, name) => {
      const leg = legs.find(channel);
      return leg && x.variables.get(leg, name);
    },
    askVariable: async (channel, name) => {
      const leg = legs.find(channel);
      return leg && x.variables.get(leg, name);
    },
    setVariable: (channel, name, value) =>
      step(() => {
        const leg = legs.find(channel);
        if (!leg) return noChannel;
        x.variables.set(leg, name, value);
        return done;
      }),
    dnd: (user) => x.services.dnd(user),
    setDnd: (user, on) => step(() => (x.services.setDnd(user, on) ? done : noUser)),
    forwarding: (user) => x.services.forwarding(user),
    setForwarding: (user, kind, to) => step(() => (x.services.setForwarding(user, kind, to) ? done : noUser)),
    barred: (user) => x.services.barred(user),
    setBarred: (user, on) => step(() => (x.services.setBarred(user, on) ? done : noUser)),
    onChange: (run) => steps.onChange(run),
    waitFor: (test, ms) => steps.waitFor(test, ms),
    snapshotState: () => snapshotOf(x),
    restart: ({ keepState } = { keepState: false }) =>
      step(() => {
        reloadedAt = clock.now();
        if (!keepState) {
          startedAt = reloadedAt;
          forgetCalls(x);
        }
        x.events.emit('FullyBooted', { Status: keepState ? 'State kept' : 'State lost' });
      }),
    close: () => {
      steps.close();
      x.originates.forgetAll();
    },
  };
}

function assemble({ clock, centre, records, roster = noRoster, seed, zone }: SimulatedEngineOptions): Exchange {
  // The parts refer to each other through this object; none uses another while it is being made, except in this order.
  const x = { config: centre, sink: records, roster, random: createRandom(seed), zone } as {
    -readonly [K in keyof Exchange]: Exchange[K];
  };
  x.steps = new Steps(clock);
  x.events = new EventLog(x.steps);
  x.legs = new Legs(x);
  x.links = new Links(x);
  x.bridges = new Bridges(x);
  x.records = new CallRecords(x);
  x.phones = new Phones(x);
  x.services = new Services(x);
  x.numbering = new Numbering(x);
  x.outside = new Outside(x);
  x.rings = new Rings(x);
  x.attempts = new Attempts(x);
  x.dialplan = new Dialplan(x);
  x.originates = new Originates(x);
  x.parking = new Parking(x);
  x.conferences = new Conferences(x);
  x.transfers = new Transfers(x);
  x.consults = new Consults(x);
  x.pickups = new Pickups(x);
  x.features = new Features(x);
  x.variables = new Variables(x);
  x.queues = new Queues(x);
  x.distributor = new Distributor(x);
  x.queueCalls = new QueueCalls(x);
  x.recorder = new Recorder(x);
  x.mailboxes = new VoiceMailboxes(x);
  x.menus = new Menus(x);
  x.surveys = new Surveys(x);
  x.spies = new Spies(x);
  x.notices = new Notices(x);
  x.prompts = new PartyPrompts(x);
  x.faxes = new Faxes(x);
  x.steps.settle = () => {
    let interfaces = x.phones.settle();
    for (;;) {
      for (const iface of interfaces) x.queues.members.poke(iface);
      const distributed = x.distributor.settle();
      interfaces = x.phones.settle();
      if (!distributed && interfaces.length === 0) return;
    }
  };
  return x;
}

/** As an exchange without persistent members after a crash: calls, parks, rooms and dynamic memberships are gone. */
function forgetCalls(x: Exchange): void {
  const devices = [...x.legs.live()].map((leg) => leg.info.device);
  x.steps.cancelTimers();
  x.originates.forgetAll();
  x.legs.forgetAll();
  x.links.forgetAll();
  x.parking.forgetAll();
  x.conferences.forgetAll();
  x.spies.forgetAll();
  x.recorder.forgetAll();
  x.queues.forgetAll();
  for (const device of devices) x.phones.changed(device);
}
