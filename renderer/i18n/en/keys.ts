import type { Texts } from '../texts';
import type { keys as zh } from '../zh-CN/keys';

export const keys: Texts<typeof zh> = {
  title: 'Keyboard shortcuts',
  hint: 'Single letters work only while no text field has the focus. Press ? at any time.',
  group: { call: 'Calls', seat: 'Your state', dial: 'Dialling', app: 'Window' },
  answer: 'Answer the oldest ringing call',
  hangUp: 'Hang up',
  hold: 'Hold / resume',
  mute: 'Mute / unmute',
  transfer: 'Blind transfer',
  consult: 'Consult',
  complete: 'Complete the transfer',
  cancelConsult: 'Cancel the consultation, back to the caller',
  finish: 'Finish wrap-up',
  disposition: 'Choose disposition 1–9',
  busy: 'Busy / idle',
  ready: 'Ready / paused (last reason)',
  pauseMenu: 'Open the state menu',
  dial: 'Dial box',
  help: 'Show this list',
  close: 'Close what is open',
};
