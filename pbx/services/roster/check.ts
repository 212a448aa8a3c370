import type { RegionTables } from '../../store/regions';
import type { RosterLists, RosterSettings } from '../../store/roster';
import type { Sentence } from '../../usage';
import type { Fault } from './file';

/** What a roster is as a whole, once a file has been put into what is there. */
export interface WholeRoster {
  readonly lists: RosterLists;
  readonly settings: RosterSettings;
  readonly regions: Pick<RegionTables, 'areas' | 'prefixes' | 'segments'>;
}

type Found = Pick<Fault, 'path' | 'said'>;

/** Whether things that name each other are there, and every number means one thing. Faults forbid it, doubts do not. */
export function checkRoster({ lists, settings, regions }: WholeRoster): {
  readonly faults: readonly Found[];
  readonly doubts: readonly Found[];
} {
  const faults: Found[] = [];
  const doubts: Found[] = [];
  const fault = (path: Found['path'], en: string, zh: string): void => void faults.push({ path, said: { en, zh } });
  const doubt = (path: Found['path'], en: string, zh: string): void => void doubts.push({ path, said: { en, zh } });

  /** Each value once in a list. */
  function once<T>(list: readonly T[], path: Found['path'], key: string, of: (thing: T) => string | number): void {
    const seen = new Set<string | number>();
    for (const [index, thing] of list.entries()) {
      const value = of(thing);
      if (seen.has(value)) fault([...path, index, key], `${value} is there twice`, `${value} 重复`);
      seen.add(value);
    }
  }
  once(lists.users, ['users'], 'no', ({ no }) => no);
  once(lists.devices, ['devices'], 'no', ({ no }) => no);
  once(lists.trunks, ['trunks'], 'name', ({ name }) => name);
  once(lists.queues, ['queues'], 'no', ({ no }) => no);
  once(lists.pauseReasons, ['pauseReasons'], 'code', ({ code }) => code);
  once(lists.dialRules, ['dialRules'], 'name', ({ name }) => name);
  once(lists.features, ['features'], 'code', ({ code }) => code);
  once(lists.menus, ['menus'], 'id', ({ id }) => id);
  once(lists.rooms, ['rooms'], 'no', ({ no }) => no);
  once(lists.lots, ['lots'], 'no', ({ no }) => no);
  once(lists.holdMusic, ['holdMusic'], 'name', ({ name }) => name);
  once(lists.modems, ['modems'], 'id', ({ id }) => id);
  once(regions.areas, ['regions', 'areas'], 'code', ({ code }) => code);
  once(regions.prefixes, ['regions', 'prefixes'], 'prefix', ({ prefix }) => prefix);
  once(regions.segments, ['regions', 'segments'], 'segment', ({ segment }) => segment);
  for (const [index, { members }] of lists.queues.entries()) {
    once(members, ['queues', index, 'members'], 'interface', (member) => member.interface);
  }

  const users = new Set(lists.users.map(({ no }) => no));
  const owners = new Set<string>();
  for (const [index, { kind, user }] of lists.devices.entries()) {
    if (user === '') continue;
    const path = ['devices', index, 'user'];
    if (!users.has(user)) fault(path, `there is no user ${user}`, `没有用户 ${user}`);
    else if (kind === 'adhoc') fault(path, 'a hot desk (adhoc) belongs to nobody', '流动座席（adhoc）不属于任何用户');
    else if (owners.has(user)) fault(path, `user ${user} has a telephone already`, `用户 ${user} 已有固定话机`);
    owners.add(user);
  }
  const interfaces = new Set(lists.devices.map(({ tech, no }) => `${tech}/${no}`));
  for (const [index, { members }] of lists.queues.entries()) {
    for (const [place, member] of members.entries()) {
      if (interfaces.has(member.interface)) continue;
      const path = ['queues', index, 'members', place, 'interface'];
      fault(path, `there is no device ${member.interface}`, `没有设备 ${member.interface}`);
    }
  }

  // A dialled number is looked up in this order; what comes later with the same number could never be reached.
  const meant = new Map<string, Sentence>();
  const means = (no: string, path: Found['path'], what: Sentence): void => {
    const before = meant.get(no);
    if (before) fault(path, `${no} is a ${before.en} already`, `${no} 已是${before.zh}`);
    else meant.set(no, what);
  };
  for (const no of users) meant.set(no, { en: 'user', zh: '用户' });
  for (const [index, { no, user }] of lists.devices.entries()) {
    if (no !== user) means(no, ['devices', index, 'no'], { en: 'device', zh: '设备' });
  }
  for (const [index, { no }] of lists.queues.entries()) means(no, ['queues', index, 'no'], { en: 'queue', zh: '队列' });
  for (const [index, { no }] of lists.rooms.entries()) {
    means(no, ['rooms', index, 'no'], { en: 'conference room', zh: '会议室' });
  }
  for (const [index, { no }] of lists.lots.entries()) means(no, ['lots', index], { en: 'parking lot', zh: '驻留位' });

  if (!lists.pauseReasons.some(({ code }) => code === settings.autoPauseReason)) {
    const { autoPauseReason: code } = settings;
    fault(['settings', 'autoPauseReason'], `there is no pause reason ${code}`, `没有示忙原因 ${code}`);
  }
  const areas = new Set(regions.areas.map(({ code }) => code));
  for (const [index, { code }] of regions.segments.entries()) {
    if (!areas.has(code)) fault(['regions', 'segments', index, 'code'], `there is no area ${code}`, `没有区号 ${code}`);
  }

  const queues = new Set(lists.queues.map(({ no }) => no));
  const menus = new Set(lists.menus.map(({ id }) => `ivr-${id}`));
  for (const [index, { keys }] of lists.menus.entries()) {
    for (const [key, { does, to = '', context = '' }] of Object.entries(keys)) {
      const path = ['menus', index, 'keys', key];
      if (does === 'gotoqueue' && !queues.has(to)) {
        doubt(path, `there is no queue ${to}: whoever presses it is hung up`, `没有队列 ${to}，按此键的来电会被挂断`);
      }
      if (does === 'gotoivr' && !menus.has(context)) {
        doubt(path, `there is no menu ${context}: it leads nowhere`, `没有语音菜单 ${context}，此键无去处`);
      }
    }
  }
  return { faults, doubts };
}
