import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { OperationName, UncallAnswer } from '../../../shared/uncall/index';
import type { DriverCommands, SeatIdentity } from '../driver';
import type { Line } from './line';
import { notNow, notSupported, saidNo, type Uncall } from './platform';

/** What setIdle says where nothing was set: the extension is idle then, as was asked (§3.6). */
const nothingToClear = 'Failed to update entry';
/** What restoreCalling says of a caller who has given up meanwhile (§3.8). */
const goneMeanwhile = 'Channel not exist';

/**
 * Chapter 3 as the desk's commands. Uncall acts on extensions and not on calls: it hangs up or holds whatever the
 * extension has. So a command on a call goes out only while that call is the one at the extension.
 */
export function commandsOf(uncall: Uncall, device: () => string, line: () => Line): DriverCommands {
  const { client } = uncall;
  const done = async (answer: Promise<Result<UncallAnswer<OperationName>>>): Promise<Result<null>> => {
    const said = await answer;
    return said.ok ? ok(null) : said;
  };
  /** On the call at the extension; what succeeds proves that it was answered. */
  const onCurrent = async (
    channel: string,
    tried: string,
    run: (extension: string, id: string) => Promise<Result<null>>,
  ): Promise<Result<null>> => {
    const id = line().current(channel);
    if (id === null) return notNow(line().parked(channel) === null ? 'ended' : 'on-hold', tried);
    return run(device(), id);
  };

  return {
    dial: ({ device: extension }, number) =>
      done(client.call('OnClickCall', { strExten: extension, strToTel: number, strActionID: markOf(uncall) })),
    hangUp: (channel) =>
      onCurrent(channel, 'hangUp', (extension) => done(client.call('hangUp', { strAgent: extension }))),
    hold: (channel) =>
      onCurrent(channel, 'keepCalling', async (extension, id) => {
        const held = await client.call('keepCalling', { strExten: extension });
        if (!held.ok) return held;
        const parked = held.value.message.trim();
        if (parked === '') {
          return fail(
            appError('not-understood', 'held, but the platform did not say on which channel', {
              tried: 'keepCalling',
              params: { sample: '' },
            }),
          );
        }
        line().hold(id, parked);
        return ok(null);
      }),
    resume: async (channel) => {
      const id = line().parked(channel);
      if (id === null) return notNow('not-on-hold', 'restoreCalling');
      const restored = await client.call('restoreCalling', { strAgent: device(), strExten: channel });
      // With another call at the extension the refusal may be about that one.
      const free = line()
        .facts()
        .every((fact) => fact.parkedSince !== undefined);
      if (free && saidNo(restored, goneMeanwhile)) line().lose(id);
      if (!restored.ok) return restored;
      line().resume(id);
      return ok(null);
    },
    transfer: (channel, to) => {
      if (to.kind !== 'extension') return Promise.resolve(notSupported(`transfer to ${to.kind}`));
      return onCurrent(channel, 'transferCall', async (extension, id) => {
        const sent = await done(client.call('transferCall', { strAgent: extension, strExten: to.number }));
        if (sent.ok) line().prove(id);
        return sent;
      });
    },
    survey: (_seat, channel) =>
      onCurrent(channel, 'feedBack', async (extension, id) => {
        const asked = await done(client.call('feedBack', { strAgent: extension }));
        if (asked.ok) line().prove(id);
        return asked;
      }),
    setBusy: async (seat, on) => {
      if (on) return done(client.call('setBuys', { strExten: seat.device }));
      const cleared = await client.call('setIdle', { strExten: seat.device });
      return cleared.ok || saidNo(cleared, nothingToClear) ? ok(null) : cleared;
    },
    supervise: (seat, iface, mode) => listen(uncall, seat, iface, mode),

    answer: async () => notSupported('answer'),
    joinQueue: async () => notSupported('queues'),
    leaveQueue: async () => notSupported('queues'),
    pauseQueue: async () => notSupported('queue-pause'),
    withdraw: async () => notSupported('withdraw'),
    consult: async () => notSupported('consult'),
    completeConsult: async () => notSupported('consult'),
    cancelConsult: async () => notSupported('consult'),
    swapConsult: async () => notSupported('consult-swap'),
    threeWay: async () => notSupported('consult-three-way'),
    park: async () => notSupported('park'),
    retrieve: async () => notSupported('park'),
    pickup: async () => notSupported('pickup'),
    dtmf: async () => notSupported('dtmf'),
    setVariable: async () => notSupported('variables'),
    setDnd: async () => notSupported('dnd'),
    setForwarding: async () => notSupported('forwarding'),
    conference: async () => notSupported('conference'),
  };
}

/** `iface` may be written as a dial interface (`SIP/802`); Uncall knows extensions only. */
function listen(
  { client }: Uncall,
  { device }: SeatIdentity,
  iface: string,
  mode: 'monitor' | 'whisper' | 'barge',
): Promise<Result<null>> {
  const strExten = iface.replace(/^[A-Za-z0-9]+\//, '').trim();
  if (!/^[0-9A-Za-z*#_-]{1,32}$/.test(strExten)) {
    return Promise.resolve(
      fail(appError('invalid-input', 'interface', { params: { field: 'interface', rule: 'invalid' } })),
    );
  }
  const said = (answer: Result<unknown>): Result<null> => (answer.ok ? ok(null) : answer);
  if (mode === 'monitor') return client.call('monitorExten', { strAgent: device, strExten }).then(said);
  if (mode === 'whisper') return client.call('whisper', { strAgent: device, strExten }).then(said);
  // §3.12 is headed 强插 and describes coaching; nothing of the document lets a third party speak with both sides.
  return Promise.resolve(notSupported('barge'));
}

/** Ours among the platform's originations (`ActionID`): digits, as in the document's example. */
const markOf = ({ effects }: Uncall): string =>
  `${effects.clock.now() % 1e9}${String(Math.floor(effects.random() * 1000)).padStart(3, '0')}`;
