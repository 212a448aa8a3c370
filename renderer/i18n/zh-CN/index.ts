import { admin } from './admin';
import { app } from './app';
import { calls } from './calls';
import { commands } from './commands';
import { conference } from './conference';
import { demo } from './demo';
import { dial } from './dial';
import { errors } from './errors';
import { history } from './history';
import { keys } from './keys';
import { link } from './link';
import { listen } from './listen';
import { missed } from './missed';
import { notices } from './notices';
import { queues } from './queues';
import { recordings } from './recordings';
import { seat } from './seat';
import { settings } from './settings';
import { signIn } from './sign-in';
import { states } from './states';
import { transfer } from './transfer';
import { ui } from './ui';
import { voice } from './voice';
import { wallboard } from './wallboard';
import { why } from './why';
import { wrapUp } from './wrap-up';

export const zh = {
  admin,
  app,
  calls,
  commands,
  conference,
  demo,
  dial,
  errors,
  history,
  keys,
  link,
  listen,
  missed,
  notices,
  queues,
  recordings,
  seat,
  settings,
  signIn,
  states,
  transfer,
  ui,
  voice,
  wallboard,
  why,
  wrapUp,
} as const;
