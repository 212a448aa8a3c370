import type { Texts } from '../texts';
import type { why as zh } from '../zh-CN/why';

export const why: Texts<typeof zh> = {
  'not-ringing': 'Nothing is ringing',
  'not-talking': 'Not connected yet',
  'on-hold': 'The call is on hold; resume it first',
  'not-on-hold': 'The call is not on hold',
  consulting: 'You are consulting; complete or cancel it first',
  'not-consulting': 'No consultation is going on',
  'not-answered-yet': 'The person asked has not answered yet',
  'survey-asked': 'The other side will be asked for a rating when this call ends',
  ended: 'The call has ended',
  'signed-out': 'You are not signed in',
  'not-ended': 'The call has not ended yet',
  offline: 'You are in no queue yet',
  pending: 'The last action is still under way',
  'fixed-member': 'A fixed member cannot leave',
  'request-gone': 'The request is gone',
  'signed-in': 'Somebody is signed in; sign out first',
  'not-dialling': 'Nothing is being dialled',
  dialling: 'Another number is being dialled',
  'not-in-wrap-up': 'You are not in wrap-up',
  'no-recording': 'There is no such recording of this call',
  'no-admin-account': 'No administrator account is set for this platform',
  'own-phone': 'That is your own phone',
};
