import type { Channel } from '../../engine/port';
import { type HandlerContext, type Handlers, type RowsOf, refuse, rows, type WireArgs } from './handler';
import { pictureNow } from './partners';
import { popupOf } from './popup';

const indexes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const names = (args: WireArgs<'ctigetvars'>): readonly string[] =>
  indexes.map((index) => args[`variable${index}`]).filter((name) => name !== undefined);

/** Name and value of each pair of ctisetvars; a name without a value clears the variable. */
const pairs = (args: WireArgs<'ctisetvars'>): readonly (readonly [string, string])[] =>
  indexes.flatMap((index) => {
    const name = args[`variable${index}`];
    return name === undefined ? [] : [[name, args[`value${index}`] ?? ''] as const];
  });

const bridged = (context: HandlerContext, name: string): boolean =>
  context.engine
    .links()
    .some((link) => link.state === 'Link' && !link.cleared && (link.src === name || link.dst === name));

function detail(own: Channel, type: string, context: HandlerContext): RowsOf<'ctigetchanneldetail'> {
  const picture = pictureNow(context);
  const partner = picture.partner(own.name);
  const link = picture.link(own.name);
  const calling = link ? picture.channel(link.src) : own;
  // 0: this channel, 1: the one it is linked with, 2: the caller's, which knows most (§4.11).
  const source = (type === '1' ? partner : type === '2' ? calling : own) ?? own;
  const popup = popupOf(source, picture, context);
  const caller = calling?.callerId ?? own.callerId;
  const called = link ? picture.channel(link.dst) : undefined;
  const callee = called?.callerId || own.dialled;
  const region = context.regions.of(caller) ?? context.regions.of(callee);
  return {
    channel: own.name,
    uniqueid: own.uniqueId,
    dstchannel: partner?.name ?? '',
    datachannel: source.name,
    dstuniqueid: partner?.uniqueId ?? '',
    did: popup.did,
    monitorfile: source.monitorFile.replace(/\.\w{2,4}$/, ''),
    dialednum: source.dialled,
    queuenum: popup.queue,
    agentno: popup.agent,
    ivrhist: popup.ivrPath,
    holdtime: popup.holdTime,
    caller,
    callee,
    areacode: region?.area ?? '',
    city: region?.city ?? '',
    province: region?.province ?? '',
    simcardtype: region?.type ?? '',
  };
}

export const variables: Handlers<'ctigetchanneldetail' | 'ctigetvar' | 'ctigetvars' | 'ctisetvar' | 'ctisetvars'> = {
  async ctigetchanneldetail({ channel, type, timeout }, context) {
    const gone = () => refuse(1111, `channel ${channel} is not exists.`);
    if (!context.engine.channel(channel)) return gone();
    const seconds = Number(timeout);
    // Without a bridge in time the row is answered as it is: the document knows no refusal for it.
    if (seconds > 0) {
      const settled = () => bridged(context, channel) || !context.engine.channel(channel);
      await context.engine.waitFor(settled, seconds * 1000);
    }
    const own = context.engine.channel(channel);
    return own ? rows([detail(own, type, context)]) : gone();
  },

  ctigetvar: async ({ channel, variable }, { engine }) =>
    rows([{ result: (await engine.askVariable(channel, variable)) ?? '' }]),

  ctigetvars: async (args, { engine }) => {
    const asked = names(args).map(
      async (name) => [name, (await engine.askVariable(args.channel, name)) ?? ''] as const,
    );
    return rows([Object.fromEntries(await Promise.all(asked))]);
  },

  ctisetvar: async ({ channel, variable, value }, { engine }) =>
    (await engine.setVariable(channel, variable, value)).ok
      ? { errcode: 0, message: 'Variable Set', rows: [] }
      : refuse(1401, 'Set variable failed: No such channel'),

  async ctisetvars(args, { engine }) {
    const wanted = pairs(args);
    const set = await Promise.all(wanted.map(([name, value]) => engine.setVariable(args.channel, name, value)));
    return set.every(({ ok }) => ok)
      ? rows([Object.fromEntries(wanted)])
      : refuse(1411, 'Set variable failed: No such channel');
  },
};
