import type { Texts } from '../texts';
import type { missed as zh } from '../zh-CN/missed';

export const missed: Texts<typeof zh> = {
  title: 'Missed',
  badge: 'Missed calls: {{n}}',
  list: 'Missed calls',
  empty: 'No missed calls',
  emptyHint: 'A call that nobody took stays here until you call back or dismiss it.',
  offline: 'While you were offline',
  offlineHint: "Calls that came while the connection was down, from the platform's records.",
  today: 'Today',
  earlier: 'Earlier',
  why: {
    'no-answer': 'Rang, not answered',
    abandoned: 'Caller hung up first',
    rejected: 'Rejected',
    'while-offline': 'Came while offline',
  },
  calledBack: 'Called back',
  callBack: 'Call back {{number}}',
  callBackShort: 'Call back',
  dismiss: 'Dismiss the missed call from {{number}}',
  dismissShort: 'Dismiss',
  dismissAll: 'Dismiss all',
  dismissAllAsk: 'Dismiss all {{n}} missed calls?',
  dismissAllHint: 'They stay in the call history.',
  viaQueue: 'via queue {{queue}}',
  noNumber: 'number withheld',
};
