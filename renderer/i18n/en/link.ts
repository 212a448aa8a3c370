import type { Texts } from '../texts';
import type { link as zh } from '../zh-CN/link';

export const link: Texts<typeof zh> = {
  title: 'Connection and data',
  platform: 'Platform',
  asOf: 'As of {{time}}',
  asOfNever: 'No data yet',
  live: 'Live',
  stale: 'Data delayed, trying again',
  down: 'No connection to the platform; data stands at {{time}}',
  downNoTime: 'No connection to the platform',
  missing: 'Calls may have been missed since {{time}}; they will be listed from the records',
  missingUnread: 'Calls may have been missed since {{time}}; the platform keeps no records to list them from',
  attempt: 'Attempt {{n}}',
  next: 'next try in {{n}} s',
  phoneWorks: 'your phone still works',
  retry: 'Try now',
  endpoints: 'Interfaces',
  endpointOk: 'fine',
  endpointStale: 'delayed',
  endpointDown: 'down',
  lost: 'Connection to the platform lost',
  restored: 'Connection to the platform restored',
  phone: 'Phone',
  partly: '{{n}} interface(s) failing',
};
