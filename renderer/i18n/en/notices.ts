import type { Texts } from '../texts';
import type { notices as zh } from '../zh-CN/notices';

export const notices: Texts<typeof zh> = {
  missed: 'Missed call from {{number}}',
};
