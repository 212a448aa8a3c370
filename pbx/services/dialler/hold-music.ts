import type { CallEngine } from '../../engine/port';
import type { Campaigns } from '../../store/campaigns';
import { marks } from './request';

/**
 * Music for somebody who is put on hold without a wish: that of the special agent's group who talks to him (`musiconhold`,
 * WEBCTI2 §8.15), in a call of an outbound task that of the settings (`musichold`, §8.1), else the exchange's own.
 */
export function holdMusicOf(
  channel: string,
  { engine, campaigns }: { readonly engine: CallEngine; readonly campaigns: Campaigns },
): string {
  const link = engine.links().find(({ src, dst, state }) => state === 'Link' && (src === channel || dst === channel));
  const other = link && engine.channel(link.src === channel ? link.dst : link.src);
  const phone = other && engine.device(other.device)?.interface;
  const agent = phone === undefined ? undefined : campaigns.agents.at(phone);
  const group = agent === undefined ? undefined : campaigns.agents.agent(agent)?.group;
  const own = group === undefined ? '' : (campaigns.agents.group(group)?.musiconhold ?? '');
  const outbound = [channel, other?.name ?? ''].some((name) => engine.getVariable(name, marks.task));
  return own || (outbound ? campaigns.settings.value('musichold') : '') || 'default';
}
