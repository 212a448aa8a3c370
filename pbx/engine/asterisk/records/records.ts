import type { ByteSource, PauseReasonRow, RecordingRow, RecordSink, RecordsPast } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Deeds, EngineView, Parts } from '../parts';
import { CallRows } from './cdr';
import { Departures } from './departures';
import { Gap } from './gap';
import { Holds } from './holds';
import { type Leg, partyOf } from './leg';
import { Legs } from './legs';
import { Members } from './members';
import { createNames } from './names';
import { Pairs } from './pairs';
import { QueueRows } from './queue-calls';
import { Queues } from './queues';
import { Recordings } from './recordings';
import { Sounds } from './sounds';
import { ExchangeTimes } from './times';
import { userEvent } from './user-events';
import { VoicemailSpool } from './voicemail';

export interface RecordsOptions {
  readonly parts: Parts;
  /** `ready`: the telephones are known; what is there already is looked at afterwards. */
  readonly view: Pick<EngineView, 'device' | 'trunks' | 'queue'> & { readonly ready?: Promise<void> };
  readonly deeds: Pick<Deeds, 'wasTaken'>;
  readonly sink: RecordSink;
  /** Reasons of pauses by number; their labels go into the queue log. */
  readonly reasons: () => readonly PauseReasonRow[];
  readonly past?: RecordsPast;
}

export interface Records {
  /** Bytes of a recording that was reported; throws `EngineTrouble('missing')` where they cannot be had. */
  soundOf(recording: Pick<RecordingRow, 'file' | 'startedAt'>): ByteSource;
  /** Writes what waits for more, and ends. */
  close(): void;
}

/**
 * What happened on a real exchange, written as the simulated one writes it: a call record for each pair of legs, the
 * queue log in the words of WEBCTI2 §6.10, offers to agents, agents' activity, music on hold, recordings, voicemail.
 * Everything comes from the events of AMI; what they leave out or say wrongly is told by what follows them.
 */
export function createRecords({ parts, view, deeds, sink, reasons, past }: RecordsOptions): Records {
  const { ami, clock, log, setup } = parts;
  const timers = new Set<() => void>();
  const after = (ms: number, run: () => void): void => {
    const stop = clock.after(ms, () => {
      timers.delete(stop);
      run();
    });
    timers.add(stop);
  };
  const names = createNames(view);
  const times = new ExchangeTimes(clock, setup.zone);
  const rows = new CallRows(clock, sink, times, names);
  const legs = new Legs(names, ({ uniqueId }) => rows.noticed(uniqueId));
  const pairs = new Pairs(legs, rows);
  const numberOf = (leg: Leg): string => legs.numberOf(leg);
  const queueRows = new QueueRows(sink, names);
  const departures = new Departures({ ami, deeds, rows: queueRows, queue: view.queue, after });
  const queues = new Queues({ legs, rows: queueRows, departures, numberOf, after });
  const members = new Members({ sink, names, reasons });
  const holds = new Holds(sink);
  const sounds = new Sounds(setup.recordings, setup.zone);
  const recordings = new Recordings({ ami, sink, sounds, after });
  const spool = new VoicemailSpool({
    folder: setup.voicemail ?? '',
    sink,
    legOf: (channel) => legs.named(channel) ?? lately.get(channel),
    now: () => clock.now(),
  });
  /** Legs that ended a moment ago, by name: a message that one of them left is told later. */
  const lately = new Map<string, Leg>();
  const gap = new Gap({
    ...{ parts, legs, pairs, queues, queueRows, members, rows, names, times, sink, gone },
    ...(past && { past }),
  });

  function gone(leg: Leg, cause: number, at: number): void {
    legs.gone(leg, cause, at);
    holds.ended(leg, at);
    recordings.ended(leg, at);
    pairs.gone(leg, at);
    queues.gone(leg, at);
    lately.set(leg.name, leg);
    after(10_000, () => lately.delete(leg.name));
  }

  type Taker = (event: AmiEvent, at: number) => void;
  const ofLeg =
    (run: (leg: Leg, event: AmiEvent, at: number) => void, prefix = ''): Taker =>
    (event, at) => {
      const leg = legs.of(event, at, prefix);
      if (leg) run(leg, event, at);
    };
  const ofBoth =
    (run: (leg: Leg | undefined, other: Leg, event: AmiEvent, at: number) => void): Taker =>
    (event, at) => {
      const leg = legs.of(event, at);
      const other = legs.of(event, at, 'Dest');
      if (other) run(leg, other, event, at);
    };

  const unparked = ofLeg((leg) => {
    leg.parked = false;
  }, 'Parkee');

  const takers: Readonly<Record<string, Taker>> = {
    Newchannel: ofLeg(() => undefined),
    Newstate: ofLeg((leg, event, at) => {
      const wasUp = leg.answeredAt !== null;
      legs.state(leg, field(event, 'ChannelState'), at);
      if (!wasUp && leg.answeredAt !== null) pairs.answered(leg, at);
    }),
    NewCallerid: ofLeg(() => undefined),
    NewAccountCode: ofLeg(() => undefined),
    Rename: (event) => legs.renamed(event),
    Newexten: ofLeg((leg, event) => {
      leg.application = field(event, 'Application');
      leg.applicationData = field(event, 'AppData');
    }),
    VarSet: ofLeg((leg, event) => {
      if (field(event, 'Variable') === 'QUEUESTATUS') leg.queueStatus = field(event, 'Value');
      else if (field(event, 'Variable') === 'MIXMONITOR_FILENAME') recordings.named(leg, field(event, 'Value'));
    }),
    DialBegin: ofBoth((src, dst, event, at) => pairs.dialBegins(src, dst, event, at)),
    DialEnd: ofBoth((src, dst, event, at) => pairs.dialEnds(src, dst, field(event, 'DialStatus'), at)),
    Pickup: (event, at) => {
      const [picker, rung] = [legs.of(event, at), legs.of(event, at, 'Target')];
      if (picker && rung) pairs.pickedUp(picker, rung, at);
    },
    BridgeEnter: ofLeg((leg, event, at) => {
      const bridge = legs.enter(leg, event);
      pairs.entered(leg, bridge, at);
      if (bridge.legs.size > 1) for (const each of bridge.legs) recordings.talks(partyOf(each));
    }),
    BridgeLeave: ofLeg((leg, event) => legs.leave(leg, field(event, 'BridgeUniqueid'))),
    LocalOptimizationEnd: (event, at) => {
      const [one, two] = [legs.of(event, at, 'LocalOne'), legs.of(event, at, 'LocalTwo')];
      if (one && two) pairs.optimized(one, two);
    },
    BlindTransfer: (event, at) => {
      const [agent, caller] = [legs.of(event, at, 'Transferer'), legs.of(event, at, 'Transferee')];
      if (field(event, 'Result') !== 'Success' || !agent) return;
      if (caller) partyOf(caller).transferredBy = numberOf(agent);
      pairs.parted(agent, at);
      queues.transferred(agent, 'BLINDTRANSFER', field(event, 'Extension'), field(event, 'Context'));
    },
    AttendedTransfer: (event, at) => {
      const agent = legs.of(event, at, 'OrigTransferer');
      const asking = legs.of(event, at, 'SecondTransferer');
      if (field(event, 'Result') !== 'Success' || !agent || field(event, 'DestType') === 'Threeway') return;
      const asked = (asking && pairs.lastDialled(asking)) ?? pairs.lastDialled(agent);
      for (const prefix of ['Transferee', 'TransferTarget']) {
        const leg = legs.of(event, at, prefix);
        if (leg) partyOf(leg).transferredBy = numberOf(agent);
      }
      for (const leg of new Set([agent, asking ?? agent])) pairs.parted(leg, at);
      queues.transferred(agent, 'ATTENDEDTRANSFER', asked ?? '', '');
    },
    HangupRequest: ofLeg((leg) => {
      leg.hangupAsked = true;
    }),
    SoftHangupRequest: ofLeg((leg) => {
      leg.hangupAsked = true;
    }),
    Hangup(event, at) {
      const uniqueId = field(event, 'Uniqueid');
      gap.ended(uniqueId);
      // Of one that nobody saw the exchange's own record tells.
      if (legs.find(uniqueId)) ofLeg((leg) => gone(leg, Number(field(event, 'Cause')) || 0, at))(event, at);
    },
    ParkedCall: ofLeg((leg, _event, at) => {
      leg.parked = true;
      pairs.parted(leg, at);
      queues.parked(leg, at);
    }, 'Parkee'),
    UnParkedCall: unparked,
    ParkedCallTimeOut: unparked,
    ParkedCallGiveUp: unparked,
    DTMFEnd: ofLeg((leg, event, at) => {
      if (field(event, 'Direction') !== 'Sent') leg.key = { digit: field(event, 'Digit'), at };
    }),
    MusicOnHoldStart: ofLeg((leg, _event, at) => {
      const other = leg.bridge?.talk && !leg.local ? pairs.talkOf(leg) : undefined;
      holds.started(leg, other ? numberOf(other) : null, at);
    }),
    MusicOnHoldStop: ofLeg((leg, _event, at) => holds.ended(leg, at)),
    MixMonitorStart: ofLeg((leg, _event, at) => recordings.started(leg, at)),
    MixMonitorStop: ofLeg((leg, _event, at) => recordings.ended(leg, at)),
    Cdr: (event) => rows.cdr(event),
    QueueCallerJoin: ofLeg((leg, event, at) => queues.joined(leg, event, at)),
    QueueCallerLeave: ofLeg((leg, event, at) => queues.left(leg, event, at)),
    QueueCallerAbandon: ofLeg((leg, event, at) => queues.abandoned(leg, event, at)),
    AgentCalled: ofBoth((src, dst, event, at) => src && queues.called(src, dst, event, at)),
    AgentRingNoAnswer: (event, at) => queues.unanswered(legs.of(event, at), legs.of(event, at, 'Dest'), event, at),
    AgentDump: (event, at) => queues.dumped(legs.of(event, at, 'Dest'), at),
    AgentConnect: ofBoth((src, dst, event, at) => src && queues.connected(src, dst, event, at)),
    AgentComplete: (event, at) => queues.completed(event, at),
    QueueMemberAdded: (event, at) => members.added(event, at),
    QueueMemberRemoved: (event, at) => members.removed(field(event, 'Queue'), field(event, 'Interface'), at),
    QueueMemberPause: (event, at) => members.paused(event, at),
    QueueMemberPenalty: (event, at) => members.penalty(event, at),
    MessageWaiting: (event) => {
      if (field(event, 'Waiting') === '1') spool.look(field(event, 'Mailbox'));
    },
    UserEvent: (event, at) => {
      const leg = legs.of(event, at);
      userEvent(event, leg, leg ? numberOf(partyOf(leg)) : field(event, 'CallerIDNum'), sink, at);
    },
  };

  const stops = [
    ami.onEvent((event) => {
      const take = Object.hasOwn(takers, event.event) ? takers[event.event] : undefined;
      if (!take) return;
      try {
        take(event, times.of(event));
      } catch (error) {
        // One event that cannot be understood must not take the rest of the shift with it.
        log({ level: 'error', event: 'records.event', detail: `${event.event}: ${(error as Error).name}` });
      }
    }),
    ami.onState((state) => (state === 'live' ? gap.over() : gap.begins())),
  ];
  const begin = (): void => {
    if (ami.state === 'live') gap.over();
  };
  // A state that never comes ends the engine with it.
  if (view.ready) view.ready.then(begin, () => undefined);
  else begin();

  return {
    soundOf: (recording) => sounds.open(recording),
    close() {
      for (const stop of stops) stop();
      gap.close();
      rows.flush();
      for (const stop of timers) stop();
      timers.clear();
    },
  };
}
