import type { Words } from '../../../shared/webcti/codes';
import { type EndpointName, endpointOf } from '../../../shared/webcti/index';
import type { Given } from '../check';
import { filled } from '../language';
import { cutTo, shown } from '../width';

const longest = 400;

/** What a script's log should say of a change: the endpoint, its arguments without secrets, the platform's word. */
export function changed(name: EndpointName, args: Given, where: string, message: string): Words {
  const { params } = endpointOf(name);
  const list = Object.entries(args)
    .map(([param, value]) => ` ${param}=${params[param]?.secret ? '***' : shown(value)}`)
    .join('');
  return filled(says, { name, list: cutTo(list, longest), where, message: shown(message) });
}

const says: Words = {
  en: 'Done: {name}{list} on {where} ({message})',
  zh: '已执行：{where} 上的 {name}{list}（{message}）',
};
