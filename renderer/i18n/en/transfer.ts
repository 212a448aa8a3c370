import type { Texts } from '../texts';
import type { transfer as zh } from '../zh-CN/transfer';

export const transfer: Texts<typeof zh> = {
  blindTitle: 'Transfer {{name}}',
  consultTitle: 'Consult about {{name}}',
  search: 'Extension, name or number',
  typed: 'To',
  typedPlaceholder: 'Type an extension or a number',
  typedHint: 'This platform gives no directory of extensions',
  myself: 'You cannot transfer to your own extension',
  to: 'To',
  blind: 'Transfer',
  consult: 'Consult',
  recent: 'Recent',
  extensions: 'Extensions',
  queues: 'Queues',
  outside: 'Outside {{number}}',
  outsideHint: 'as an outside number',
  enterBlind: 'Enter transfers at once',
  enterConsult: 'Enter starts the consultation',
  targets: 'Targets',
  waiting: '{{n}} waiting',
  self: 'you',
  mode: 'How',
  keypad: 'Send keys',
};
