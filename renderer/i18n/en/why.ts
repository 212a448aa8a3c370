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
  ended: 'The call has ended',
  'signed-out': 'You are not signed in',
};
