import type { Texts } from '../texts';
import type { admin as zh } from '../zh-CN/admin';

export const admin: Texts<typeof zh> = {
  title: 'Platform admin',
  page: { home: 'Home', menus: 'Menus', tools: 'Tools', reports: 'Reports' },
};
