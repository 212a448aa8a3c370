import path from 'node:path';
import type { AsteriskSetup } from '../../engine/asterisk/parts';
import { hintContext, type LabSetup } from './setup';

/** What the engine is told of such an exchange; the lines that it asks for are written into the exchange's files. */
export const engineSetup = (setup: LabSetup): AsteriskSetup => ({
  host: '127.0.0.1',
  port: setup.ports.manager,
  user: setup.manager.user,
  secret: setup.manager.secret,
  context: 'from-internal',
  transferContext: 'seatline',
  parkContext: 'parkedcalls',
  hintContext: hintContext(setup),
  holdCode: '*61',
  unholdCode: '*62',
  recordings: path.join(setup.folder, 'spool', 'monitor'),
  voicemail: path.join(setup.folder, 'spool', 'voicemail'),
  zone: setup.zone,
});
