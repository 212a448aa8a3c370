import type { Endpoints } from '../catalogue';

/** Region and operator of a telephone number. */
export const regions = {
  getarea: {
    section: '4.105',
    path: 'webservice2/getarea.php',
    purpose: { en: 'Region and operator of one number', zh: '一个号码的归属地和运营商' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: { phoneno: { type: 'string', required: true } },
    envelope: 'object',
    fields: {
      area: { type: 'string' },
      city: { type: 'string' },
      province: { type: 'string' },
      type: { type: 'string' },
    },
    errors: [
      { code: 1541, message: 'Get area code failed.' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  getareas: {
    section: '4.123',
    path: 'webservice2/getareas.php',
    purpose: { en: 'Region and operator of several numbers', zh: '多个号码的归属地和运营商' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: {
      phoneno: {
        type: 'csv',
        required: true,
        about: { zh: '电话号码，多个用逗号分隔', en: 'Telephone numbers, separated by commas' },
      },
    },
    envelope: 'items',
    fields: {
      area: { type: 'string' },
      city: { type: 'string' },
      province: { type: 'string' },
      type: { type: 'string' },
      phone: { type: 'string' },
    },
    errors: [
      { code: 1541, message: 'Get area code failed.' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
} as const satisfies Endpoints;
