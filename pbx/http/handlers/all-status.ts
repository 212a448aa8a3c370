import { lastingRow, lastingRows } from '../../../shared/webcti/print';
import type { Channel, ConferenceSeat, Device, Link, Park, Queue } from '../../engine/port';
import { type Handler, type HandlerContext, list, type RowsOf, rows } from './handler';
import { groupBy, otherEnd, type Picture, pictureNow, queuesNow } from './partners';
import { popupOf } from './popup';

type Status = RowsOf<'getallstatus'>;
type DeviceRow = Status['devices'][number];

/** Whether a filter that may be absent lets a number pass; absent = everything. */
const passes = (filter: readonly string[] | undefined): ((number: string) => boolean) => {
  if (filter === undefined) return () => true;
  const wanted = new Set(filter);
  return (number) => wanted.has(number);
};

/** A link seen from one of its channels: own side first, direction of that side. */
function callRow(link: Link, own: string, picture: Picture, { time }: HandlerContext): DeviceRow['calls'][number] {
  const outgoing = link.src === own;
  const other = otherEnd(link, own);
  const [near, far] = [picture.channel(own), picture.channel(other)];
  return {
    createtime: time(link.linkedAt ?? link.createdAt),
    channel: own,
    refchannel: other,
    callstate: link.state,
    callerid: near?.callerId ?? '',
    refcallerid: far?.callerId ?? '',
    channelstate: near?.state ?? 'Down',
    refchannelstate: far?.state ?? 'Down',
    uniqueid: outgoing ? link.srcUniqueId : link.dstUniqueId,
    refuniqueid: outgoing ? link.dstUniqueId : link.srcUniqueId,
    dialtime: time(link.dialledAt),
    linktime: time(link.linkedAt),
    direct: outgoing ? 'OUT' : 'IN',
  };
}

function popupRow(channel: Channel, picture: Picture, context: HandlerContext): DeviceRow['popupcalls'][number] {
  const popup = popupOf(channel, picture, context);
  return {
    channel: channel.name,
    uniqueid: channel.uniqueId,
    callerid: popup.number,
    refchannel: popup.refChannel,
    refuniqueid: popup.refId,
    direct: channel.direct,
    state: channel.state,
    did: popup.did,
    queue: popup.queue,
    agentno: popup.agent,
    ivridhist: popup.ivrPath,
    ivrhist: popup.ivrKeys,
    calldata: popup.callData,
    dialstring: popup.dialString,
    holdtime: popup.holdTime,
  };
}

function deviceRow(device: Device, own: readonly Channel[], picture: Picture, context: HandlerContext): DeviceRow {
  return {
    device: device.no,
    interface: device.interface,
    devicetype: device.kind,
    context: device.context,
    user: device.user,
    popupcalls: own.map((channel) => popupRow(channel, picture, context)),
    // Ended links are getcalls' business; during an attended transfer two are alive and both are listed.
    calls: own.flatMap((channel) =>
      picture
        .links(channel.name)
        .filter((link) => !link.cleared && link.state !== 'Hangup')
        .toSorted((a, b) => a.createdAt - b.createdAt)
        .map((link) => callRow(link, channel.name, picture, context)),
    ),
    status: device.status,
  };
}

/** The members' rows stay until something changes; the waiting time grows by itself. */
const queueRow = (queue: Queue, { engine, moment, time, stamp }: HandlerContext): Status['queues'][number] => ({
  queue: queue.no,
  badcalls: queue.abandoned,
  members: moment.keep(`members of ${queue.no}`, () =>
    lastingRows(
      queue.members.map((member) => ({
        createtime: time(member.joinedAt),
        interface: member.interface,
        agentno: member.agent,
        agenttype: member.kind,
        penalty: member.penalty,
        callstaken: member.callsTaken,
        lastcall: time(member.lastCallAt),
        status: member.status,
        paused: member.paused,
      })),
    ),
  ),
  waitingcalls: queue.waiting.map((caller) => ({
    createtime: time(caller.enteredAt),
    queuestart: stamp(caller.enteredAt),
    channel: caller.channel,
    uniqueid: caller.uniqueId,
    callerid: caller.number,
    position: caller.position,
    wait: Math.max(0, Math.floor((engine.now() - caller.enteredAt) / 1000)),
  })),
});

const seatRow = (seat: ConferenceSeat, { time }: HandlerContext): Status['conferences'][number] => ({
  createtime: time(seat.joinedAt),
  callerid: seat.number,
  channel: seat.channel,
  uniqueid: seat.uniqueId,
  confno: seat.room,
  usernum: seat.member,
});

const parkRow = (park: Park, { time }: HandlerContext): Status['parks'][number] => ({
  parkedtime: time(park.parkedAt),
  exten: park.lot,
  channel: park.channel,
  srcchannel: park.srcChannel,
  timeout: park.timeoutSeconds,
  callerid: park.number,
  state: park.state,
  unparkedtime: time(park.unparkedAt),
  giveuptime: time(park.gaveUpAt),
  timeouttime: time(park.timedOutAt),
});

/** What hundreds of answers about one state have in common. */
function floorNow(context: HandlerContext) {
  const { engine, moment } = context;
  return moment.keep('floor', () => {
    const picture = pictureNow(context);
    const byDevice = groupBy(picture.phones, (channel) => channel.device);
    const rowOf = (device: Device): DeviceRow =>
      moment.keep(`device ${device.no}`, () =>
        lastingRow(deviceRow(device, byDevice.get(device.no) ?? [], picture, context)),
      );
    return {
      devices: engine.devices(),
      rowOf,
      users: engine.users().map((user) => lastingRow({ user: user.no, device: user.device })),
      queues: [...queuesNow(context).values()],
    };
  });
}

/** One row with everything; rooms and parked calls know no filter (§4.106). */
export const allStatus: Handler<'getallstatus'> = (args, context) => {
  const { engine, moment, time } = context;
  const requesttime = time(engine.now());
  const floor = floorNow(context);
  const [devices, users, queues] = [args.devices, args.users, args.queues].map((filter) => passes(list(filter)));
  return rows([
    {
      requesttime,
      devices: floor.devices.filter((device) => devices?.(device.no)).map(floor.rowOf),
      users: floor.users.filter(({ user }) => users?.(user)),
      queues: floor.queues
        .filter((queue) => queues?.(queue.no))
        .map((queue) =>
          queue.waiting.length > 0
            ? queueRow(queue, context)
            : moment.keep(`queue ${queue.no}`, () => lastingRow(queueRow(queue, context))),
        ),
      conferences: engine
        .conferences()
        .filter((seat) => !seat.left)
        .map((seat) => seatRow(seat, context)),
      parks: engine.parks().map((park) => parkRow(park, context)),
      responsetime: time(engine.now()),
    },
  ]);
};
