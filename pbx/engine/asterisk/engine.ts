import type { PlatformTime } from '../../../shared/domain/time';
import type { CallEngine, EngineLimit, PauseReasonRow, RecordSink, RecordsPast } from '../port';
import { createCommands } from './commands';
import type { Deeds, Parts } from './parts';
import { createRecords } from './records/records';
import { createScreen } from './screening';
import type { Roster } from './state/devices';
import { createState, type State } from './state/state';
import { witnessed } from './state/witness';

export interface EngineOptions {
  /** Names and hot desks that the platform knows of. */
  readonly roster?: Roster & {
    bound(binding: { readonly user: string; readonly device: string }): void;
    split(device: string): void;
  };
  readonly reasons?: readonly PauseReasonRow[];
  /** What was written before this start; absent = the exchange's files are read only for a lost connection. */
  readonly past?: RecordsPast;
}

export interface AsteriskEngine extends CallEngine {
  readonly kind: 'asterisk';
  /** What it knows of the exchange; for tests and benches. */
  readonly state: State;
}

/** What no exchange behind AMI can do, however it is set up. */
const limits: readonly EngineLimit[] = [
  {
    feature: 'mailbox-full',
    why: {
      en: 'how many messages a mailbox takes is set in the exchange, not here',
      zh: '信箱可存留言数由交换机设置，平台无法控制',
    },
    cure: 'voicemail.conf: maxmsg = 100',
  },
  {
    feature: 'agent-numbers',
    why: {
      en: 'what the number of a special agent rings is set in the dialplan of the exchange, not here',
      zh: '坐席号码呼叫哪部话机由交换机的拨号方案决定，平台无法控制',
    },
    cure: '',
  },
  {
    feature: 'prompts',
    why: {
      en: 'prompts to one party of an outbound call are not played here, it goes on without them',
      zh: '外拨通话中不能单独向一方播放提示音，呼叫不播放提示音继续进行',
    },
    cure: '',
  },
];

/**
 * An Asterisk as a `CallEngine`: state from its events, commands as actions, records from what happened. Resolves when the
 * first view stands; the line behind `parts.ami` must be live, and may come and go afterwards.
 */
export async function createAsteriskEngine(
  parts: Parts,
  sink: RecordSink,
  { roster, reasons = [], past }: EngineOptions = {},
): Promise<AsteriskEngine> {
  // First of all listeners: the others look at the view when they hear of an event.
  const state = createState(parts, { ...(roster && { roster }), reasons });
  const deeds: Deeds = {
    ...state.deeds,
    seated(user, device) {
      state.deeds.seated?.(user, device);
      if (device !== '') roster?.bound({ user, device });
      else
        for (const { device: left } of roster?.bindings().filter((one) => one.user === user) ?? []) roster?.split(left);
    },
    rated: (row) => sink.rating(row),
  };
  const records = createRecords({
    ...{ parts, view: state, deeds, sink, reasons: () => state.pauseReasons() },
    ...(past && { past }),
  });
  const commands = createCommands({ ...parts, ami: witnessed(parts.ami, state) }, state, deeds);
  const screen = createScreen(parts, state);
  await state.ready;

  const { limits: found, close: endCommands, ...verbs } = commands;
  return {
    ...viewOf(state),
    ...verbs,
    kind: 'asterisk',
    state,
    get startedAt(): PlatformTime {
      return state.startedAt;
    },
    get reloadedAt(): PlatformTime {
      return state.reloadedAt;
    },
    get version(): string {
      return state.version;
    },
    get reachable(): boolean {
      return state.reachable;
    },
    limits: () => [...found(), ...limits],
    setScreening: (screening) => screen.set(screening),
    setPauseReasons: (rows) => state.setPauseReasons(rows),
    pauseReasons: () => state.pauseReasons(),
    setOwnNumbers: () => {
      // What a number means stands in its dialplan: `limits` says so.
    },
    setMailboxes: () => {
      // The exchange counts its messages itself: `limits` says so.
    },
    soundOf: (recording) => records.soundOf(recording),
    close() {
      endCommands();
      screen.close();
      records.close();
      state.close();
      parts.ami.close();
    },
  };
}

/** The reading methods; they are bound to the state already. */
const viewOf = (state: State) => ({
  now: state.now,
  devices: state.devices,
  device: state.device,
  users: state.users,
  user: state.user,
  trunks: state.trunks,
  channels: state.channels,
  channel: state.channel,
  links: state.links,
  queues: state.queues,
  queue: state.queue,
  parks: state.parks,
  conferences: state.conferences,
  events: state.events,
  holdMusic: state.holdMusic,
  dialRules: state.dialRules,
  menus: state.menus,
  getVariable: state.getVariable,
  dnd: state.dnd,
  forwarding: state.forwarding,
  barred: state.barred,
  onChange: state.onChange,
  waitFor: state.waitFor,
});
