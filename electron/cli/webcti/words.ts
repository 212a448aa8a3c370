import type { Words } from '../../../shared/webcti/codes';
import { paramWords } from '../../../shared/webcti/glossary';
import { type EndpointName, endpointOf, type FamilyName } from '../../../shared/webcti/index';

/** What a parameter means: the catalogue's or the glossary's words; its name where neither has any. */
export function aboutParameter(name: EndpointName, param: string): Words {
  if (name === 'integratedlogin' && param === 'friendpass') return password;
  return paramWords(endpointOf(name), param) ?? { en: param, zh: param };
}

/** The glossary speaks of the wire, where its MD5 travels; the tool takes what a person types. */
const password: Words = { en: 'Password of the administrator; its MD5 is sent', zh: '管理员密码；发送其 MD5' };

/** Heads of the chapters of `seatline webcti --help`. */
export const familyWords: Readonly<Record<FamilyName, Words>> = {
  system: { en: 'Platform', zh: '平台' },
  devices: { en: 'Devices and users', zh: '设备与用户' },
  queues: { en: 'Queues', zh: '队列' },
  agents: { en: 'Agents', zh: '坐席' },
  status: { en: 'Live state', zh: '实时状态' },
  calls: { en: 'Calls', zh: '通话控制' },
  conference: { en: 'Conferences', zh: '会议' },
  variables: { en: 'Channel variables', zh: '通道变量' },
  settings: { en: 'Extension settings', zh: '分机设置' },
  records: { en: 'Call records', zh: '通话记录' },
  regions: { en: 'Regions of numbers', zh: '号码归属地' },
  lists: { en: 'Black and white lists', zh: '黑白名单' },
  voicemail: { en: 'Voicemail', zh: '语音留言' },
  interaction: { en: 'Interaction with voice programs', zh: '语音流程交互' },
  machine: { en: 'Machine and login', zh: '主机与登录' },
  prompts: { en: 'Voice prompts and music', zh: '语音文件与等待音乐' },
  menus: { en: 'Voice menus', zh: '语音菜单' },
  assistant: { en: 'Voice assistant', zh: '语音助手' },
  sms: { en: 'Short messages', zh: '短信' },
  fax: { en: 'Fax', zh: '传真' },
  recordings: { en: 'Recordings', zh: '录音' },
  lostCalls: { en: 'Lost calls', zh: '呼损' },
  queueLog: { en: 'Queue log', zh: '队列日志' },
  statistics: { en: 'Statistics', zh: '统计' },
  reports: { en: 'Reports', zh: '报表' },
  reportSettings: { en: 'Settings of reports', zh: '报表设置' },
  campaigns: { en: 'Outbound campaigns', zh: '外呼任务' },
};
