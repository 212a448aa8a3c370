import type { Endpoints } from '../catalogue';

/** Conference rooms and the console command that steers them. */
export const conference = {
  cticommand: {
    section: '4.5',
    path: 'webservice2/cticommand.php',
    purpose: {
      en: 'Console command of the exchange; conference rooms are steered with it',
      zh: '执行平台控制台命令，会议室也由此管理',
    },
    mutates: true,
    retry: false,
    pace: 'quick',
    params: { command: { type: 'string', required: true } },
    envelope: 'items',
    fields: { result: { type: 'string' } },
    errors: [
      { code: 9002, message: 'need variable "<name>".' },
      { code: 1051, message: 'Command failed.' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  getmeetme: {
    section: '4.70',
    path: 'webservice2/getmeetme.php',
    purpose: { en: 'Who is in a conference room', zh: '会议室成员' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: { meetme: { type: 'string' } },
    envelope: 'items',
    fields: {
      createtime: { type: 'datetime' },
      callerid: { type: 'string' },
      channel: { type: 'string' },
      uniqueid: { type: 'string' },
      meetme: { type: 'string' },
      usernum: { type: 'int' },
      talking: { type: 'enum', values: ['0', '1'] },
      duration: { type: 'int' },
      leave: { type: 'enum', values: ['0', '1'] },
    },
    errors: [{ code: 9999, message: 'WebKey <webkey> is invalid' }],
  },
} as const satisfies Endpoints;
