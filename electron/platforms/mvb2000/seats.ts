import type { SignInChoices } from '../../../shared/bridge/contract';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { Forwarding, PauseReason } from '../../../shared/domain/seat';
import { type PlatformTime, platformDate } from '../../../shared/domain/time';
import type { PlatformDriver, SeatIdentity } from '../driver';
import { nameOf } from './facts';
import { isRefusal, type Mvb, rowsOr } from './platform';

type Seats = Pick<
  PlatformDriver,
  'choices' | 'identify' | 'bind' | 'unbind' | 'pauseReasons' | 'settingsOf' | 'stateSince'
>;

/** Who sits where: sign-in, hot desk, what belongs to the person. */
export function seatsOf(mvb: Mvb): Seats {
  return {
    choices: (signal) => choices(mvb, signal),
    identify: (agent, device) => identify(mvb, agent, device),
    bind: (seat, takeOver) => bind(mvb, seat, takeOver),
    unbind: (seat) => unbind(mvb, seat),
    pauseReasons: () => pauseReasons(mvb),
    settingsOf: (seat) => settingsOf(mvb, seat),
    stateSince: (seat) => stateSince(mvb, seat),
  };
}

async function choices(mvb: Mvb, signal?: AbortSignal): Promise<Result<SignInChoices>> {
  const options = { signal };
  const [users, devices, queues, reasons] = await Promise.all([
    mvb.call('getusers', {}, options),
    mvb.call('getdevices', {}, options),
    mvb.call('getqueuelist', {}, options),
    mvb.call('getpausetype', {}, options),
  ]);
  if (!users.ok) return users;
  if (!devices.ok) return devices;
  if (!queues.ok) return queues;
  if (!reasons.ok) return reasons;
  const names = new Map(users.value.rows.map((user) => [user.userinfo, nameOf(user.cnname) || nameOf(user.username)]));
  const seats = new Map(devices.value.rows.filter(({ user }) => user !== '').map((row) => [row.user, row.deviceno]));
  return ok({
    agents: [...names].map(([agent, name]) => ({ agent, name, device: seats.get(agent) ?? '' })),
    devices: devices.value.rows.map((row) => ({
      device: row.deviceno,
      interface: row.channel,
      kind: kindOf(row.devicetype),
      user: row.user,
      userName: names.get(row.user) ?? '',
    })),
    queues: queues.value.rows.map(({ queueno, description }) => ({
      queue: queueno,
      name: nameOf(description) || queueno,
    })),
    reasons: reasons.value.rows.flatMap(reasonOf),
  });
}

/** `refused` with 1141 or 1161 when the device or the agent number does not exist. */
async function identify(mvb: Mvb, agent: string, device: string): Promise<Result<SeatIdentity>> {
  const [found, user, dialled] = await Promise.all([
    mvb.call('ctigetdevice', { device }),
    mvb.call('ctigetuser', { user: agent }),
    mvb.call('getextinterface', { extension: device }),
  ]);
  if (!user.ok) return user;
  if (!found.ok) return found;
  const [facts, person] = [found.value.rows[0], user.value.rows[0]];
  // Answers by extension: where user and device numbers differ, it may speak of another telephone.
  const line = rowsOr<'getextinterface'>(dialled).find((row) => row.device === device);
  const iface = facts?.dial || line?.interface || '';
  if (!facts || iface === '') {
    return fail(
      appError('not-understood', 'the platform does not say how the device is dialled', {
        tried: 'identify',
        params: { sample: '' },
      }),
    );
  }
  return ok({
    agent,
    agentName: nameOf(person?.cidcnname ?? '') || nameOf(person?.cidname ?? '') || agent,
    device,
    interface: iface,
    context: facts.context || line?.context || 'from-internal',
    kind: kindOf(facts.type),
  });
}

async function bind(mvb: Mvb, seat: SeatIdentity, takeOver: boolean): Promise<Result<null>> {
  const { agent, device } = seat;
  const [found, user] = await Promise.all([
    mvb.call('ctigetdevice', { device }),
    mvb.call('ctigetuser', { user: agent }),
  ]);
  if (!found.ok) return found;
  if (!user.ok) return user;
  const holder = found.value.rows[0]?.user ?? '';
  const elsewhere = user.value.rows[0]?.device ?? '';
  if (holder === agent) return ok(null);
  if (seat.kind === 'fixed' && holder !== '') return inUse(mvb, holder, device);
  if (holder !== '') {
    if (!takeOver) return inUse(mvb, holder, device);
    const split = await mvb.call('ctisplitdevice', { extension: holder, device });
    if (!split.ok) return split;
    await vacate(mvb, seat.interface);
  }
  if (elsewhere !== '' && elsewhere !== device) {
    if (!takeOver) return inUse(mvb, agent, elsewhere);
    const split = await mvb.call('ctisplitdevice', { extension: agent, device: elsewhere });
    // A fixed telephone of the same person keeps its number; the platform binds the second one beside it or refuses.
    if (!split.ok && !isRefusal(split.error)) return split;
    const [left] = rowsOr<'ctigetdevice'>(await mvb.call('ctigetdevice', { device: elsewhere }));
    if (split.ok && left?.dial) await vacate(mvb, left.dial);
  }
  const bound = await mvb.call('ctibinddevice', { extension: agent, device });
  return bound.ok ? ok(null) : bound;
}

/** Nobody sits there any more: no queue may ring it. A refusal (static members stay) harms nothing. */
async function vacate(mvb: Mvb, iface: string): Promise<void> {
  const members = rowsOr<'getqueuemember'>(await mvb.call('getqueuemember', {}));
  const queues = members.filter((row) => row.agent === iface).map((row) => row.queue);
  await Promise.all(queues.map((queue) => mvb.call('ctiqueueremove', { queue, interface: iface })));
}

/** `params.by` sits at `params.device`; `params.name` is the person's. */
async function inUse(mvb: Mvb, by: string, device: string): Promise<Result<never>> {
  const [person] = rowsOr<'ctigetuser'>(await mvb.call('ctigetuser', { user: by }));
  const name = nameOf(person?.cidcnname ?? '') || nameOf(person?.cidname ?? '') || by;
  return fail(
    appError('in-use', `device ${device} is in use by ${by}`, { tried: 'bind', params: { by, name, device } }),
  );
}

async function unbind(mvb: Mvb, { agent, device, kind }: SeatIdentity): Promise<Result<null>> {
  if (kind === 'fixed') return ok(null);
  const split = await mvb.call('ctisplitdevice', { extension: agent, device });
  return split.ok ? ok(null) : split;
}

async function pauseReasons(mvb: Mvb): Promise<Result<readonly PauseReason[]>> {
  const answer = await mvb.call('getpausetype', {});
  return answer.ok ? ok(answer.value.rows.flatMap(reasonOf)) : answer;
}

async function settingsOf(mvb: Mvb, seat: SeatIdentity): Promise<Result<{ dnd: boolean; forwarding: Forwarding }>> {
  const extension = seat.agent;
  const [dnd, forwarding] = await Promise.all([
    mvb.call('ctigetdnd', { extension }),
    mvb.call('ctigetcf', { extension }),
  ]);
  if (!dnd.ok) return dnd;
  if (!forwarding.ok) return forwarding;
  const row = forwarding.value.rows[0];
  return ok({
    dnd: dnd.value.rows[0]?.status === '1',
    forwarding: { always: row?.CF ?? '', busy: row?.CFB ?? '', unavailable: row?.CFU ?? '' },
  });
}

/** Today's newest line of the activity log. Yesterday's state that still holds is unknown here: the log starts anew. */
async function stateSince(
  mvb: Mvb,
  seat: SeatIdentity,
): Promise<Result<{ since: PlatformTime; event: string } | null>> {
  const today = platformDate(mvb.now(), mvb.client.time.zone);
  const answer = await mvb.call('getagentactivity', {
    datefrom: today,
    dateto: today,
    agent: seat.interface,
    sort: 'createtime',
    sens: 'DESC',
    offset: 0,
    rows: 20,
  });
  if (!answer.ok) return answer;
  const events = answer.value.rows
    .filter((row) => row.agent === seat.interface)
    .flatMap((row) => {
      const since = mvb.time(row.createtime);
      return since === null ? [] : [{ since, event: row.event }];
    });
  return ok(events.reduce<(typeof events)[number] | null>((a, b) => (a && a.since >= b.since ? a : b), null));
}

const kindOf = (text: string): 'fixed' | 'adhoc' => (text === 'adhoc' ? 'adhoc' : 'fixed');

/** 0 means ready and is no reason (WEBCTI2 §4.30). */
const reasonOf = (row: { pausetype: number | null; description: string }): PauseReason[] =>
  row.pausetype !== null && row.pausetype >= 1 && row.pausetype <= 99
    ? [{ code: row.pausetype, label: nameOf(row.description) || String(row.pausetype) }]
    : [];
