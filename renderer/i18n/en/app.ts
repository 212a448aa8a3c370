import type { Texts } from '../texts';
import type { app as zh } from '../zh-CN/app';

export const app: Texts<typeof zh> = {
  name: 'Seatline',
  desk: 'Desk',
  side: 'Side column',
  navigation: 'Navigation',
  shape: 'Window shape',
  shapeBar: 'Bar',
  shapePanel: 'Panel',
  shapeWorkspace: 'Workspace',
  alwaysOnTop: 'Always on top',
  minimise: 'Minimise',
  quit: 'Quit Seatline',
  quitTitle: 'Quit now?',
  quitInCall: 'You are on a call. It goes on at your phone, but it is no longer shown or controlled here.',
  quitInVoice: 'You are on a call with the softphone. Quitting hangs it up.',
  quitIdle: 'Calls are no longer shown after that.',
  theme: 'Appearance',
  settingsMore: 'More settings',
  help: 'Keyboard shortcuts',
  connecting: 'Connecting to the program on this computer…',
  roadClosedTitle: 'The connection to the program on this computer is closed',
  roadClosedText:
    'Seatline has quit or is starting again. Your phone is not affected. It reconnects by itself; you can also open Seatline again.',
  roadClosedVoice:
    'Seatline has quit or is starting again, and the softphone takes no calls meanwhile. It reconnects by itself; you can also open Seatline again.',
  roadClosedReload: 'Load the page again',
  brokenTitle: 'This part of the screen broke',
  brokenText: 'The rest still works. Try again; if it stays, give the line below to your administrator.',
  brokenRetry: 'Try again',
  pageLoading: 'Opening…',
  ringPopup: 'Incoming call',
  ignore: 'Ignore',
};
