import type { StoredActivity } from '../../store/record-store';
import { type Handlers, invalid, rows } from './handler';
import { type Column, page } from './page';

/** Ended offers stay listed for so long. */
const lingerMs = 300_000;
const events = { added: 'added', removed: 'removed', 0: 'unpaused', 1: 'paused' } as const;

const columns: Readonly<Record<string, Column<StoredActivity>>> = {
  createtime: (row) => row.at,
  agent: (row) => row.agent,
  agentname: (row) => row.agentName,
  queue: (row) => row.queue,
  logintime: (row) => row.loginAt,
  event: (row) => row.event,
  actionid: (row) => row.at,
  actionseconds: (row) => row.secondsBefore,
  conseconds: (row) => row.onlineSeconds,
  unpauseseconds: (row) => row.readySeconds,
  pauseseconds: (row) => row.pausedSeconds,
  pausetype: (row) => row.pauseType,
};

export const agents: Handlers<'getpausetype' | 'getagentcalls' | 'getagentactivity'> = {
  getpausetype: ({ onlycustom }, { engine }) =>
    rows(
      engine
        .pauseReasons()
        .filter((reason) => onlycustom === '0' || reason.custom)
        .map((reason) => ({ pausetype: reason.code, description: reason.label })),
    ),

  getagentcalls: ({ queue, agentname }, { engine, records, time, stamp }) =>
    rows(
      records
        .agentCalls({
          endedSince: engine.now() - lingerMs,
          ...(queue !== undefined && { queue }),
          ...(agentname !== undefined && { agentName: agentname }),
        })
        .map((row) => {
          const caller = engine.channel(row.callingChannel);
          return {
            createtime: time(row.createdAt),
            queue: row.queue,
            queuestart: stamp(row.enteredAt),
            channel: row.channel,
            uniqueid: row.uniqueId,
            callingchannel: row.callingChannel,
            callinguniqueid: row.callingUniqueId,
            agent: row.agent,
            agentname: row.agentName,
            callerid: row.number,
            calleridname: row.name,
            callstate: row.state,
            context: caller?.context ?? 'ext-queues',
            extension: row.queue,
            priority: caller?.priority ?? 1,
            connecttime: time(row.connectedAt),
            commpletetime: time(row.completedAt),
            holdtime: row.holdSeconds,
            ringtime: row.ringSeconds,
            talktime: row.talkSeconds,
            reason: row.reason,
          };
        }),
    ),

  getagentactivity(args, { records, time, stamp, instant }) {
    const column = Object.hasOwn(columns, args.sort) ? columns[args.sort] : undefined;
    if (!column) return invalid('sort');
    const from = instant(args.datefrom);
    const to = instant(args.dateto);
    const found = records.activities({
      ...(from !== null && { from }),
      // The last day counts in whole.
      ...(to !== null && { to: to + 86_399_999 }),
      ...(args.agent !== undefined && { agent: args.agent }),
      ...(args.queue !== undefined && { queue: args.queue }),
      ...(args.agentname !== undefined && { agentName: args.agentname }),
      ...(args.event !== undefined && { event: events[args.event as keyof typeof events] }),
    });
    return rows(
      page(found, column, args).map((row) => ({
        createtime: time(row.at),
        agent: row.agent,
        agentname: row.agentName,
        queue: row.queue,
        channel: '',
        uniqueid: '',
        logintime: time(row.loginAt),
        event: row.event,
        actionid: stamp(row.at),
        actionseconds: row.secondsBefore,
        conseconds: row.onlineSeconds,
        unpauseseconds: row.readySeconds,
        pauseseconds: row.pausedSeconds,
        pausetype: row.pauseType,
      })),
    );
  },
};
