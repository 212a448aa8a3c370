import type { Member, Queue } from '../../engine/port';
import { done, type Handlers, list, refuse, rows } from './handler';

/** Member states of §6.7 in which the telephone rings or talks, and in which it cannot be reached. */
const engaged: readonly number[] = [2, 3, 6];
const broken: readonly number[] = [0, 4, 5];

const chosen = (queues: readonly Queue[], numbers: readonly string[] | undefined): readonly Queue[] =>
  numbers === undefined ? queues : queues.filter((queue) => numbers.includes(queue.no));
const one = (number: string | undefined): readonly string[] | undefined =>
  number === undefined ? undefined : [number];
const seconds = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / 1000));

function general(queue: Queue) {
  const count = (test: (member: Member) => boolean): number => queue.members.filter(test).length;
  const works = (member: Member): boolean => !broken.includes(member.status);
  const ready = (member: Member): boolean => member.paused === 0;
  return {
    queue: queue.no,
    membercount: queue.members.length,
    waitings: queue.waiting.length,
    usable: count((member) => ready(member) && works(member)),
    unusable: count((member) => !ready(member) || !works(member)),
    inuse: count((member) => engaged.includes(member.status)),
    usableidle: count((member) => ready(member) && member.status === 1),
    invalid: count((member) => !works(member)),
    pause: count((member) => !ready(member)),
    unpause: count(ready),
  };
}

export const queues: Handlers<
  | 'getqueuelist'
  | 'getqueue'
  | 'getqueuegeneral'
  | 'getqueuemember'
  | 'getqueuecalls'
  | 'ctiqueueadd'
  | 'ctiqueueremove'
  | 'ctiqueuepause'
  | 'ctiqueuecallerwithdraw'
> = {
  getqueuelist: (_, { engine }) =>
    rows(engine.queues().map((queue) => ({ queueno: queue.no, description: queue.name }))),

  getqueue: (args, { engine, time }) =>
    rows(
      chosen(engine.queues(), one(args.queue)).map((queue) => ({
        createtime: time(engine.startedAt),
        queue: queue.no,
        max: queue.maxWaiting,
        calls: queue.waiting.length,
        holdtime: Math.round(queue.holdTime),
        completed: queue.completed,
        abandoned: queue.abandoned,
        serviceLevel: queue.serviceLevelSeconds,
        servicelevelperf: queue.servicePercent.toFixed(1),
        weight: queue.weight,
      })),
    ),

  getqueuegeneral: (args, { engine }) => rows(chosen(engine.queues(), list(args.queuenos)).map(general)),

  getqueuemember: (args, { engine, time }) =>
    rows(
      chosen(engine.queues(), one(args.queue)).flatMap((queue) =>
        queue.members
          .filter((member) => args.agentname === undefined || member.agent === args.agentname)
          .map((member) => ({
            createtime: time(member.joinedAt),
            queue: queue.no,
            agent: member.interface,
            agentname: member.agent,
            agentship: member.kind,
            penalty: member.penalty,
            callstaken: member.callsTaken,
            lastcall: time(member.lastCallAt),
            status: member.status,
            // Seconds in the present pause; the document leaves the unit open.
            pausetime: member.pausedAt === null ? 0 : seconds(member.pausedAt, engine.now()),
            paused: member.paused,
          })),
      ),
    ),

  getqueuecalls: (args, { engine, time, stamp }) =>
    rows(
      chosen(engine.queues(), one(args.queue)).flatMap((queue) =>
        queue.waiting.map((caller) => ({
          createtime: time(caller.enteredAt),
          queue: queue.no,
          queuestart: stamp(caller.enteredAt),
          channel: caller.channel,
          uniqueid: caller.uniqueId,
          callerid: caller.number,
          calleridname: caller.name,
          position: caller.position,
          wait: seconds(caller.enteredAt, engine.now()),
          count: queue.waiting.length,
        })),
      ),
    ),

  async ctiqueueadd(args, { engine }) {
    const added = await engine.queueAdd(args.queue, args.interface, Number(args.penalty ?? 0));
    if (added.ok) return done('Added interface to queue');
    const why = { 'no-queue': ' to queue: No such queue', 'no-device': ': No such device', already: ': Already there' };
    return refuse(1291, `Queue add failed: Unable to add interface${why[added.why]}`);
  },

  async ctiqueueremove(args, { engine }) {
    const removed = await engine.queueRemove(args.queue, args.interface);
    if (removed.ok) return done('Removed interface from queue');
    // "add" is the vendor's own word in the refusal of a removal (§4.31).
    const why = {
      'no-queue': ' from queue: No such queue',
      'not-there': ': Not there',
      static: ': Member not dynamic',
    };
    return refuse(1311, `Queue add failed: Unable to remove interface${why[removed.why]}`);
  },

  async ctiqueuepause(args, { engine }) {
    const paused = await engine.queuePause(args.queue, args.interface, Number(args.paused));
    if (paused.ok) return done('Interface paused successfully');
    return refuse(1301, 'Queue operation failed: Interface not found');
  },

  async ctiqueuecallerwithdraw(args, { engine }) {
    const withdrawn = await engine.queueWithdraw(args.queue, args.caller, args.withdrawinfo ?? '');
    if (withdrawn.ok) return done('SUCCESS');
    // No refusal is documented; the number follows the vendor's habit (1000 + ten times the section + 1).
    return refuse(2351, `Withdraw failed: ${withdrawn.why === 'no-queue' ? 'No such queue' : 'No such channel'}`);
  },
};
