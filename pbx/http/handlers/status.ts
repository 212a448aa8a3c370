import { causeText } from '../../../shared/webcti/codes';
import type { Channel, Link } from '../../engine/port';
import { allStatus } from './all-status';
import { type HandlerContext, type Handlers, invalid, type RowsOf, rows } from './handler';
import { isOn, otherEnd, type Picture, pictureNow } from './partners';
import { popupsOf } from './popup';

const presentation = '0 (Presentation Allowed, Not Screened)';

function linkRow(link: Link, picture: Picture, { time }: HandlerContext): RowsOf<'getcalls'> {
  const [src, dst] = [picture.channel(link.src), picture.channel(link.dst)];
  return {
    createtime: time(link.linkedAt ?? link.createdAt),
    srcchannel: link.src,
    dstchannel: link.dst,
    callstate: link.state,
    srccallerid: src?.callerId ?? '',
    srccalleridname: src?.callerName ?? '',
    dstcallerid: dst?.callerId ?? '',
    dstcalleridname: dst?.callerName ?? '',
    srcchannelstate: src?.state ?? 'Down',
    dstchannelstate: dst?.state ?? 'Down',
    srcuniqueid: link.srcUniqueId,
    dstuniqueid: link.dstUniqueId,
    dialtime: time(link.dialledAt),
    linktime: time(link.linkedAt),
    unlinktime: time(link.unlinkedAt),
    clearflag: link.cleared ? '1' : '0',
  };
}

function channelRow(channel: Channel, picture: Picture, { time }: HandlerContext): RowsOf<'getchannel'> {
  const link = picture.link(channel.name);
  const partner = picture.partner(channel.name);
  return {
    createtime: time(channel.createdAt),
    channel: channel.name,
    state: channel.state,
    callerid: channel.callerId,
    calleridname: channel.callerName,
    uniqueid: channel.uniqueId,
    callingpres: presentation,
    cause: channel.cause,
    causetxt: causeText(channel.cause),
    musichold: channel.held ? channel.musicClass : '',
    hold: channel.held ? '1' : '0',
    application: channel.application,
    appdata: channel.applicationData,
    lastevent: channel.lastEvent,
    refchannel: link ? otherEnd(link, channel.name) : '',
    refuniqueid: link ? (link.src === channel.name ? link.dstUniqueId : link.srcUniqueId) : '',
    refcallerid: partner?.callerId ?? '',
    refcalleridname: partner?.callerName ?? '',
    refcallingpres: partner ? presentation : '',
    hanguptime: time(channel.hungUpAt),
    clearflag: channel.hungUpAt === null ? '0' : '1',
  };
}

const keyText = (content: string, { isPrivate }: HandlerContext['agentLogins']): string =>
  isPrivate(/Channel: (\S+)/.exec(content)?.[1] ?? '') ? content.replace(/Digit: \S/, 'Digit: -') : content;

export const status: Handlers<'getpopupscreen' | 'getallstatus' | 'getcalls' | 'getchannel' | 'getevents'> = {
  getpopupscreen(args, context) {
    // The details belong to one telephone; asked for without a channel they are left out (§4.80).
    const detailed = args.withdetail === '1' && args.channel !== undefined;
    return rows(
      popupsOf(context, args.channel).map((popup) => ({
        createtime: context.time(popup.own.createdAt),
        channel: popup.own.name,
        uniqueid: popup.own.uniqueId,
        callerid: popup.number,
        calleridname: popup.name,
        direct: popup.own.direct,
        miscdata: popup.refChannel,
        miscuniqueid: popup.refId,
        state: popup.own.state,
        dialstring: popup.dialString,
        queuenum: popup.queue,
        did: popup.did,
        agentno: popup.agent,
        holdtime: popup.holdTime,
        ivridhist: popup.ivrPath,
        ivrhist: popup.ivrKeys,
        calldata: popup.callData,
        ...(detailed && {
          dstchannel: popup.refChannel,
          dstuniqueid: popup.refId,
          monitorfile: popup.own.monitorFile,
          dialednum: popup.own.dialled,
        }),
      })),
    );
  },

  getallstatus: allStatus,

  getcalls(args, context) {
    const picture = pictureNow(context);
    const number = (filter: string | undefined, channel: string): boolean =>
      filter === undefined || picture.channel(channel)?.callerId === filter;
    return rows(
      context.engine
        .links()
        .filter(
          (link) =>
            (args.srcchannel === undefined || isOn(args.srcchannel, link.src)) &&
            (args.dstchannel === undefined || isOn(args.dstchannel, link.dst)) &&
            number(args.srccallerid, link.src) &&
            number(args.dstcallerid, link.dst),
        )
        .map((link) => linkRow(link, picture, context)),
    );
  },

  getchannel({ channel, refchannel }, context) {
    const picture = pictureNow(context);
    const wanted = ({ name }: Channel): boolean => {
      if (channel === undefined && refchannel === undefined) return true;
      if (channel !== undefined && isOn(channel, name)) return true;
      // Both filters together mean either (§4.55).
      return refchannel !== undefined && picture.links(name).some((link) => isOn(refchannel, otherEnd(link, name)));
    };
    return rows(picture.channels.filter(wanted).map((found) => channelRow(found, picture, context)));
  },

  /**
   * `id` is the last one that the asker has seen; the document leaves its meaning open. The keys by which a special
   * agent signs in are a password: `Digit: -`.
   */
  getevents({ event, id }, { engine, agentLogins, time }) {
    if (id !== undefined && !/^\d{1,15}$/.test(id)) return invalid('id');
    return rows(
      engine.events(event, Number(id ?? 0)).map((entry) => ({
        id: entry.id,
        timestamp: time(entry.at),
        event: entry.name,
        content: entry.name === 'DTMF' ? keyText(entry.content, agentLogins) : entry.content,
      })),
    );
  },
};
