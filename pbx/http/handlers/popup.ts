import type { Channel } from '../../engine/port';
import type { HandlerContext } from './handler';
import { type Picture, pictureNow, queuesNow } from './partners';

/** What getpopupscreen and getallstatus say of one channel of a telephone, seen from the telephone. */
export interface Popup {
  readonly own: Channel;
  readonly number: string;
  readonly name: string;
  readonly refChannel: string;
  readonly refId: string;
  readonly did: string;
  readonly queue: string;
  readonly agent: string;
  readonly ivrPath: string;
  readonly ivrKeys: string;
  readonly callData: string;
  readonly dialString: string;
  readonly holdTime: number | '';
}

/**
 * Call data lives on the caller's channel; the rung leg shows its own copy first. On an outgoing call the partner is
 * the called party, whose data are not this call's.
 */
export function popupOf(own: Channel, picture: Picture, context: HandlerContext): Popup {
  const { engine } = context;
  const partner = picture.partner(own.name);
  const source = own.direct === 'IN' ? partner : undefined;
  const queue = own.queue || (source?.queue ?? '');
  const member = queuesNow(context)
    .get(queue)
    ?.members.find(({ interface: iface }) => own.name.startsWith(`${iface}-`));
  return {
    own,
    number: partner?.callerId || own.dialled,
    name: partner?.callerName ?? '',
    refChannel: partner?.name ?? '',
    refId: partner?.uniqueId ?? '',
    did: own.did || (source?.did ?? ''),
    queue,
    agent: queue === '' ? '' : (member?.agent ?? engine.device(own.device)?.user ?? ''),
    ivrPath: own.ivrPath || (source?.ivrPath ?? ''),
    ivrKeys: own.ivrKeys || (source?.ivrKeys ?? ''),
    callData: own.callData || (source?.callData ?? ''),
    dialString: own.dialString,
    holdTime: own.queueWait ?? source?.queueWait ?? '',
  };
}

/** Live channels of telephones, oldest first; `iface` narrows them to one (`SIP/2011`). */
export function popupsOf(context: HandlerContext, iface?: string, picture = pictureNow(context)): readonly Popup[] {
  return picture.phones
    .filter((channel) => iface === undefined || channel.name === iface || channel.name.startsWith(`${iface}-`))
    .map((channel) => popupOf(channel, picture, context));
}
