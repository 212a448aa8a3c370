import type { Extension, Presence } from '../../../shared/domain/queue';
import { ok, type Result } from '../../../shared/domain/result';
import type { AnswerOf, Args } from '../../../shared/webcti/index';
import type {
  CallDetail,
  ChannelFact,
  DriverFactory,
  FloorScope,
  PlatformDriver,
  PopFacts,
  QueueFigures,
  SeatIdentity,
  StatusFacts,
} from '../driver';
import type { Effects } from '../wire/effects';
import { nodeNetwork } from '../wire/network';
import { undiciHttp } from '../wire/undici';
import { commandsOf } from './commands';
import { endOf } from './ends';
import { channelFact, nameOf, popOfScreen, type Scope, statusFacts } from './facts';
import { capabilitiesOf } from './features';
import { createMvb, isRefusal, latest, type PlatformProfile, rowsOr } from './platform';
import { probe } from './probe';
import { pushOf } from './push';
import { recording, recordingsOf } from './recordings';
import { records } from './records';
import { roomsOf } from './rooms';
import { seatsOf } from './seats';
import { standings } from './standings';

const knownRegions = 2_000;
/** ms an answer of getqueuemember serves the extension list. */
const membersFreshFor = 20_000;
/** A seat has one or two living channels; those just gone are asked for too, to learn why they went. */
const knownChannels = 4;
/** The poller asks again by itself. */
const poll = { once: true };

/** The driver over the real network; a test gives its own `http` or `network`. */
export const mvb2000Driver =
  (effects: Pick<Effects, 'clock' | 'random' | 'log'> & Partial<Effects>): DriverFactory =>
  (profile) =>
    createMvb2000Driver(profile, { http: undiciHttp, network: nodeNetwork, ...effects });

/** MVB2000 behind the desk's port: rows of WEBCTI2 → facts, commands → endpoints. */
export function createMvb2000Driver(profile: PlatformProfile, effects: Effects): PlatformDriver {
  const mvb = createMvb(profile, effects);
  const { time } = mvb.client;
  const regions = new Map<string, string>();
  const channelsOf = new Map<string, readonly string[]>();
  const rooms = roomsOf(mvb);
  /** Whether getchannel finds channels by interface; null until one has been seen. */
  let byInterface: boolean | null = null;
  const same = {
    pops: latest<PopFacts>(),
    status: latest<StatusFacts>(),
    floor: latest<StatusFacts>(),
    channels: latest<readonly ChannelFact[]>(),
    extensions: latest<readonly Extension[]>(),
    figures: latest<readonly QueueFigures[]>(),
  };

  /** Names of channels that the last facts of a seat carried, for platforms that want them. */
  function remember(iface: string, channels: readonly string[]): void {
    const fresh = channels.filter((name) => name.startsWith(`${iface}-`));
    const known = channelsOf.get(iface) ?? [];
    channelsOf.set(iface, [...new Set([...fresh, ...known])].slice(0, knownChannels));
  }

  async function statusOf(
    args: Args<'getallstatus'>,
    scope: Scope,
    key: string,
    keep: ReturnType<typeof latest<StatusFacts>>,
  ): Promise<Result<StatusFacts>> {
    const answer = await mvb.call('getallstatus', args, poll);
    if (!answer.ok) return answer;
    const [row] = answer.value.rows;
    const more = await rooms.of(row?.conferences ?? []);
    return ok(keep([answer.value, time.zone, key, more], () => statusFacts(row ?? nothing, scope, more, mvb)));
  }

  let membersKnown: { readonly at: number; readonly answer: Promise<Result<AnswerOf<'getqueuemember'>>> } | null = null;
  /** Presence is asked for every few seconds, who is on a break four times less often: half the requests. */
  function pausedMembers(): Promise<Result<AnswerOf<'getqueuemember'>>> {
    const at = effects.clock.monotonic();
    if (!membersKnown || at - membersKnown.at >= membersFreshFor) {
      membersKnown = { at, answer: mvb.call('getqueuemember', {}) };
    }
    return membersKnown.answer;
  }

  return {
    vendor: 'mvb2000',
    capabilities: capabilitiesOf(profile.features),
    get platformOffset() {
      return time.offset;
    },
    get platformZone() {
      return time.zone;
    },
    ...seatsOf(mvb),
    probe: (options) => probe(profile, effects, options),

    async pops(seat) {
      const answer = await mvb.call('getpopupscreen', { channel: seat.interface }, poll);
      if (!answer.ok) return answer;
      return ok(
        same.pops([answer.value, time.zone, seat.interface], () => {
          // Some releases answer with every telephone's rows.
          const pops = answer.value.rows.filter((row) => isOf(seat, row.channel)).map((row) => popOfScreen(row, mvb));
          remember(
            seat.interface,
            pops.map(({ channel }) => channel),
          );
          return { pops };
        }),
      );
    },

    async status(seat, queues) {
      const args = { devices: seat.device, users: seat.agent, ...(queues.length > 0 && { queues: queues.join(',') }) };
      const scope = { devices: new Set([seat.device]), queues: new Set(queues) };
      const facts = await statusOf(args, scope, queues.join(), same.status);
      if (facts.ok) {
        const [device] = facts.value.devices;
        remember(
          seat.interface,
          [...(device?.links ?? []), ...(device?.pops ?? [])].map(({ channel }) => channel),
        );
      }
      return facts;
    },

    floor({ devices, users, queues }: FloorScope) {
      const csv = (list: readonly string[]) => (list.length > 0 ? list.join(',') : undefined);
      const args = { devices: csv(devices), users: csv(users), queues: csv(queues) };
      return statusOf(args, { devices: null, queues: null }, JSON.stringify(args), same.floor);
    },

    async channels(seat) {
      const ask = (channel: string) => mvb.call('getchannel', { channel, refchannel: channel }, poll);
      // An interface finds all of its channels where the platform takes it; else they are asked for one by one.
      const names = byInterface === false ? (channelsOf.get(seat.interface) ?? []) : [seat.interface];
      const answers = await Promise.all(names.map(ask));
      const failed = answers.find((answer) => !answer.ok);
      if (failed) return failed;
      const facts = same.channels([...answers.map((answer) => answer.ok && answer.value), time.zone], () => {
        const found = answers.flatMap((answer) => rowsOr<'getchannel'>(answer)).map((row) => channelFact(row, mvb));
        return [...new Map(found.map((fact) => [fact.channel, fact])).values()];
      });
      if (byInterface === null && facts.length > 0) byInterface = true;
      if (byInterface === null && (channelsOf.get(seat.interface) ?? []).length > 0) {
        byInterface = false;
        return this.channels(seat);
      }
      return ok(facts);
    },

    standings: () => standings(mvb),

    async extensions() {
      const [list, members] = await Promise.all([mvb.call('getallextensions', {}), pausedMembers()]);
      if (!list.ok) return list;
      return ok(
        same.extensions([list.value, members.ok && members.value], () => {
          const paused = new Set(
            rowsOr<'getqueuemember'>(members)
              .filter((row) => (row.paused ?? 0) !== 0)
              .map((row) => row.agent),
          );
          return list.value.rows.map((row) => ({
            extension: row.extension,
            name: nameOf(row.cnname) || nameOf(row.enname),
            device: row.device,
            interface: row.channel,
            context: row.context,
            presence: presenceOf(row.status),
            paused: paused.has(row.channel),
          }));
        }),
      );
    },

    async queueFigures() {
      const [names, figures] = await Promise.all([mvb.call('getqueuelist', {}), mvb.call('getqueue', {})]);
      if (!names.ok) return names;
      if (!figures.ok) return figures;
      return ok(
        same.figures([names.value, figures.value], () => {
          const known = new Map(names.value.rows.map((row) => [row.queueno, nameOf(row.description)]));
          return figures.value.rows.map((row) => ({
            queue: row.queue,
            name: known.get(row.queue) || row.queue,
            completed: row.completed ?? 0,
            abandoned: row.abandoned ?? 0,
            averageHoldSeconds: row.holdtime ?? 0,
            serviceLevelPercent: row.servicelevelperf ?? 0,
            serviceLevelSeconds: row.serviceLevel ?? 0,
          }));
        }),
      );
    },

    async callDetail(channel) {
      const [detail, variables] = await Promise.all([
        mvb.call('ctigetchanneldetail', { channel, type: '0' }),
        mvb.call('ctigetvars', {
          channel,
          variable0: 'MVB_IVRHIST',
          variable1: 'MVB_CALLER',
          variable2: 'BLDTRANSFERNUMBER',
          variable3: 'ATDTRANSFERNUMBER',
        }),
      ]);
      if (!detail.ok) return detail;
      const [row] = detail.value.rows;
      const set: Readonly<Record<string, string>> = rowsOr<'ctigetvars'>(variables)[0] ?? {};
      const facts: CallDetail = {
        did: row?.did ?? '',
        queue: row?.queuenum ?? '',
        ivrPath: row?.ivrhist || set.MVB_IVRHIST || '',
        // The interface tells the keys with the screen pop only.
        ivrKeys: '',
        holdSeconds: row?.holdtime ?? null,
        region: regionOf(row?.province ?? '', row?.city ?? '', row?.simcardtype ?? ''),
        recordingFile: row?.monitorfile ?? '',
        dialled: row?.dialednum ?? '',
        variables: Object.fromEntries(Object.entries(set).filter(([, value]) => value !== '')),
        transferredFrom: set.BLDTRANSFERNUMBER || set.ATDTRANSFERNUMBER || '',
      };
      return ok(facts);
    },

    async region(number) {
      const known = regions.get(number);
      if (known !== undefined) return ok(known);
      const answer = await mvb.call('getarea', { phoneno: number });
      // 1541: no such area code, which is an answer too.
      if (!answer.ok && !isRefusal(answer.error, 1541)) return answer;
      const [row] = rowsOr<'getarea'>(answer);
      const region = row ? regionOf(row.province, row.city, row.type) : '';
      if (regions.size >= knownRegions) regions.clear();
      regions.set(number, region);
      return ok(region);
    },

    endOf: (question) => endOf(mvb, question),
    records: (query) => records(mvb, query),
    recordingsOf: (id) => recordingsOf(mvb, id),
    recording: (id, part, options) => recording(mvb, id, part, options),
    adminPage: (page) =>
      mvb.client.adminForm({ frienduser: profile.admin?.user ?? '', friendpass: profile.admin?.password ?? '' }, page),
    push: pushOf(mvb),
    commands: { ...commandsOf(mvb), ...rooms.commands },
    close: () => mvb.client.close(),
  };
}

const isOf = (seat: SeatIdentity, channel: string): boolean => channel.startsWith(`${seat.interface}-`);

/**
 * `江苏 泰州`; a city that repeats its province is said once. Where the platform knows no place, the operator that it
 * names (`中国移动138` → `中国移动`) is better than nothing.
 */
const regionOf = (province: string, city: string, kind: string): string => {
  if (province === '' && city === '') return kind.replace(/\d+$/, '').slice(0, 24);
  return province === '' || city.startsWith(province) ? city : city === '' ? province : `${province} ${city}`;
};

/** Bits of WEBCTI2 §6.6; 16 (on hold) exists in the exchange but not in the document. */
function presenceOf(status: string): Presence {
  const bits = Number(status);
  if (status === '' || !Number.isInteger(bits)) return 'unknown';
  if (bits < 0 || (bits & 4) !== 0) return 'unreachable';
  if ((bits & 8) !== 0) return 'ringing';
  return bits === 0 ? 'idle' : 'in-use';
}

const nothing = {
  requesttime: '',
  responsetime: '',
  devices: [],
  users: [],
  queues: [],
  conferences: [],
  parks: [],
} as const;
