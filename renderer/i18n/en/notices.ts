import type { Texts } from '../texts';
import type { notices as zh } from '../zh-CN/notices';

export const notices: Texts<typeof zh> = {
  'added-to-queue': 'You were added to {{queues}}.',
  'auto-paused': 'A call was not answered, so the platform paused you ({{reason}}).',
  'binding-restored': 'Phone {{device}} is bound to you again.',
  'dial-failed': 'Not dialled: {{code}}',
  'gap-unread':
    'There was no connection {{from}}–{{to}}. This platform gives no call records, so calls of that time cannot be listed.',
  'link-down': 'No connection to the platform; data stands at {{since}}. Your phone still works.',
  'link-refused': 'A dial request from outside was not taken: {{why}}.',
  'missed-call': 'Missed call from {{name}} {{number}}',
  'missed-while-offline': '{{count}} call(s) were missed while disconnected, {{from}}–{{to}}. See “Missed”.',
  'park-returned': '{{number}}, parked at {{lot}}, rings here again.',
  'paused-by-supervisor': 'Your supervisor paused you ({{reason}}).',
  'pop-blocked': 'The customer page was not opened: {{reason}}. Have the screen-pop template checked.',
  'queue-failed': 'Not all queues worked: {{queues}} ({{text}}).',
  'readied-by-supervisor': 'Your supervisor made you ready.',
  'rejoin-refused': 'Could not join again: {{queues}}. Try it under “My queues”.',
  rejoined: 'Joined again after the platform restarted: {{queues}}.',
  'removed-from-queue': 'You were taken out of {{queues}}.',
  'signed-in-elsewhere':
    'Agent {{by}} signed in elsewhere (phone {{device}}), so this desk signed out. Sign in again to take over.',
  'state-not-applied': 'Your state after the call was not set: {{code}}',
  'transfer-returned': 'Nobody took the transfer: the call with {{number}} is back here.',
  'wrap-up-cleared': 'A wrap-up left over from last time was cleared.',
  why: {
    'too-many': 'too many requests within a minute',
    scheme: 'that kind of link cannot dial',
    'no-number': 'it holds no number that can be dialled',
  },
  pop: {
    scheme: 'that kind of address is not allowed',
    malformed: 'the address is not well formed',
    credentials: 'the address holds a user name or password',
    'variable-in-origin': 'a variable stands in the host name',
    path: 'a variable would change the path',
    'too-long': 'the address is too long',
    'control-characters': 'the address holds control characters',
    other: 'the address is not safe',
  },
};
