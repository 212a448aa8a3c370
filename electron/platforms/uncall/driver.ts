import type { DriverCapability } from '../../../shared/bridge/topics';
import { ok, type Result } from '../../../shared/domain/result';
import type { OperationRow } from '../../../shared/uncall/index';
import type { DriverFactory, DriverProfile, PlatformDriver, PopFacts, Rhythm } from '../driver';
import type { Effects } from '../wire/effects';
import { nodeNetwork } from '../wire/network';
import { undiciHttp } from '../wire/undici';
import { createUncallClient } from './client';
import { commandsOf } from './commands';
import { createLine, type Sighting, uidOf } from './line';
import { createUncall, greet, notSupported, type UncallPort } from './platform';
import { probe } from './probe';

/** Chapter 3 and nothing else: what is not in it is absent here and therefore from the screen. */
export const uncallCapabilities: ReadonlySet<DriverCapability> = new Set([
  'hold',
  'blind-transfer',
  'busy',
  'recordings',
  'survey',
  'monitor',
  'whisper',
] satisfies readonly DriverCapability[]);

/**
 * The document asks for one question about every three seconds (§3.3). Idle, the quickest after the desk's spread by a
 * fifth is just that; while something is under way the person waits for it, and it is asked up to once a second.
 */
export const uncallRhythm: Rhythm = {
  pops: { ringing: 1_500, 'in-call': 3_000, ready: 3_750, paused: 7_500 },
  leastPops: 1_000,
};

const regionless = ok('');
const nobody = { agents: [], devices: [], queues: [], reasons: [] };
/** Recordings of the last calls, so that opening one asks once. */
const knownRecordings = 200;

/** The driver over the real network; a test gives its own `http` or `network`. */
export const uncallDriver =
  (effects: Pick<Effects, 'clock' | 'random' | 'log'> & Partial<Effects>): DriverFactory =>
  (profile) => {
    const whole = { http: undiciHttp, network: nodeNetwork, ...effects };
    return createUncallDriver(profile, whole, createUncallClient(profile, whole));
  };

/** Uncall behind the desk's port. `client` belongs to the driver and is closed with it. */
export function createUncallDriver(
  profile: Pick<DriverProfile, 'address' | 'pin'>,
  effects: Effects,
  client: UncallPort,
): PlatformDriver {
  const uncall = createUncall(client, effects);
  let device = '';
  const newLine = () => createLine(device, uncall.now, effects.clock.monotonic);
  let line = newLine();
  const sitAt = (extension: string): void => {
    if (extension === device) return;
    device = extension;
    line = newLine();
  };
  const files = new Map<string, string>();

  /** `files` of getRecording; empty while there is none. */
  async function recordingOf(id: string): Promise<Result<string>> {
    const uid = uidOf(id);
    const known = files.get(uid);
    if (known !== undefined) return ok(known);
    const answer = await client.call('getRecording', { uid });
    if (!answer.ok) return answer;
    const found = answer.value.rows[0]?.files.trim() ?? '';
    if (found === '') return ok('');
    if (files.size >= knownRecordings) files.clear();
    files.set(uid, found);
    return ok(found);
  }

  return {
    vendor: 'uncall',
    capabilities: uncallCapabilities,
    rhythm: uncallRhythm,
    transfersReturn: true,
    get platformOffset() {
      return client.time.offset;
    },
    get platformZone() {
      return client.time.zone;
    },
    probe: (options) => probe(profile, uncall, options),

    // No operation lists agents, extensions or queues: they are typed. That the platform answers is worth knowing.
    choices: async (signal) => {
      const there = await greet(uncall, { signal });
      return there.ok ? ok(nobody) : there;
    },
    // There is no account: whoever sits at the extension is the agent, and any extension is believed.
    identify: async (agent, extension) => {
      const there = await greet(uncall);
      if (!there.ok) return there;
      sitAt(extension);
      return ok({ agent, agentName: agent, device: extension, interface: extension, context: '', kind: 'fixed' });
    },
    bind: async () => ok(null),
    unbind: async () => ok(null),

    pops: async (seat): Promise<Result<PopFacts>> => {
      sitAt(seat.device);
      const askedAt = effects.clock.monotonic();
      const answer = await client.call('popEvent', { strExten: seat.device }, { once: true });
      if (!answer.ok) return answer;
      line.seen(sightingOf(answer.value.rows[0], seat.device), askedAt);
      return ok({ pops: line.facts() });
    },
    recall: (held) => line.recall(held),

    status: async () => notSupported('status'),
    floor: async () => notSupported('floor'),
    channels: async () => notSupported('channels'),
    extensions: async () => notSupported('extensions'),
    queueFigures: async () => notSupported('figures'),
    pauseReasons: async () => notSupported('pause-reasons'),
    settingsOf: async () => notSupported('dnd'),
    stateSince: async () => ok(null),
    callDetail: async () => notSupported('call detail'),
    region: async () => regionless,
    endOf: async () => ok({ end: 'unknown', byName: '' }),
    records: async () => notSupported('records'),

    recordingsOf: async (id) => {
      const found = await recordingOf(id);
      return found.ok ? ok(found.value === '' ? 0 : 1) : found;
    },
    recording: async (id, part, options) => {
      const found = await recordingOf(id);
      if (!found.ok) return found;
      if (found.value === '' || part !== 1) return notSupported(`recording ${part} of this call`);
      return client.recording(found.value, options);
    },
    commands: commandsOf(
      uncall,
      () => device,
      () => line,
    ),
    close: () => client.close(),
  };
}

/** popEvent's row as the desk's: which side is the other one. A row without an id is no call (§3.3). */
export function sightingOf(row: OperationRow<'popEvent'> | undefined, device: string): Sighting | null {
  const uid = row?.uid.trim() ?? '';
  if (!row || uid === '') return null;
  const [caller, called] = [row.calla.trim(), row.callb.trim()];
  // `status` is missing from the document's own example; the extension's place among the two numbers tells as well.
  const said = row.status?.trim().toLowerCase();
  const out = said === 'callout' || (said !== 'callin' && caller === device);
  const other = out ? called : caller;
  return { uid, direct: out ? 'OUT' : 'IN', number: other === device ? (out ? caller : called) : other };
}
