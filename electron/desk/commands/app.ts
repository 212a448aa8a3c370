import type { CommandName } from '../../../shared/bridge/contract';
import { appError, fail, ok } from '../../../shared/domain/result';
import { liveCalls } from '../live';
import { type CommandSpecs, done, notPossible, withSession } from './spec';

type Names = Exclude<
  CommandName,
  | `call.${string}`
  | `park.${string}`
  | `pickup.${string}`
  | `seat.${string}`
  | `session.${string}`
  | `member.${string}`
  | `waiting.${string}`
  | `conference.${string}`
  | `voice.${string}`
>;

const noWindow = () => fail(appError('not-supported', 'this host has no windows of its own'));

export const appCommands: CommandSpecs<Names> = {
  'pop.open': { run: ({ popId }, core) => withSession(core, (session) => session.pops.open(popId)) },
  'pop.dismiss': {
    run: async ({ popId }, core) => {
      core.topics.deleteRow('pops', popId);
      return done;
    },
  },
  'settings.change': {
    repeatable: true,
    run: async ({ change }, core) => {
      const changed = core.settings.change(change);
      if (!changed.ok) return changed;
      core.topics.set('settings', changed.value);
      return done;
    },
  },
  'notice.dismiss': {
    run: async ({ id }, core) => {
      core.notices.dismiss(id);
      return done;
    },
  },
  'missed.dismiss': {
    run: async ({ id }, core) => {
      core.topics.deleteRow('missed', id);
      return done;
    },
  },
  'request.answer': {
    subject: ({ id }) => id,
    run: async ({ id, dial }, core) => {
      const request = core.topics.get('requests')[id];
      if (!request) return fail(notPossible('request-gone'));
      if (dial === '') {
        core.topics.deleteRow('requests', id);
        core.effects.log.info('request.refused', { source: request.source });
        return done;
      }
      const candidate = request.candidates.find((row) => row.dial === dial);
      if (!candidate) {
        return fail(appError('invalid-input', 'dial', { params: { field: 'dial', rule: 'not-offered' } }));
      }
      return withSession(core, async (session) => {
        core.topics.deleteRow('requests', id);
        core.effects.log.info('request.confirmed', { source: request.source });
        core.topics.set('settings', core.settings.remember(candidate.display));
        return session.dialler.dial(candidate);
      });
    },
  },
  'window.shape': {
    run: async ({ shape }, core) => {
      const changed = core.settings.change({ shape });
      if (!changed.ok) return changed;
      core.topics.set('settings', changed.value);
      core.effects.host.shape?.(shape);
      return done;
    },
  },
  'window.alwaysOnTop': {
    run: async ({ on }, core) => {
      const { alwaysOnTop } = core.effects.host;
      if (!alwaysOnTop) return noWindow();
      const changed = core.settings.change({ alwaysOnTop: on });
      if (!changed.ok) return changed;
      core.topics.set('settings', changed.value);
      alwaysOnTop(on);
      return done;
    },
  },
  'window.minimise': {
    run: async (_input, core) => {
      const { minimise } = core.effects.host;
      if (!minimise) return noWindow();
      minimise();
      return done;
    },
  },
  'platform.openAdmin': {
    subject: ({ page }) => page,
    run: ({ page }, core) =>
      withSession(core, async (session) => {
        const { openAdminPage } = core.effects.host;
        if (!openAdminPage) return fail(appError('not-supported', 'this host has no window for the admin page'));
        const { driver } = session;
        if (!driver.adminPage) return fail(appError('not-supported', 'the platform has no admin page to sign in to'));
        const profile = core.profiles.get(session.profileId);
        if (!profile || profile.admin.user === '') return fail(notPossible('no-admin-account'));
        const form = driver.adminPage(page);
        if (!form.ok) return form;
        const opened = await openAdminPage(form.value, profile.pin);
        core.effects.log.info('admin.opened', { page, code: opened.ok ? 'ok' : opened.error.code });
        return opened;
      }),
  },
  'app.quit': {
    run: async ({ confirmed }, core) => {
      const { quit } = core.effects.host;
      if (!quit) return fail(appError('not-supported', 'this host is closed with its page'));
      const session = core.session();
      if (session && liveCalls(session).length > 0 && !confirmed) return fail(appError('on-a-call', 'a call is up'));
      quit();
      return done;
    },
  },
  'demo.act': {
    subject: ({ verb }) => verb,
    repeatable: true,
    run: async ({ verb, args }, core) => {
      const { demo } = core.effects;
      if (!demo) return fail(appError('not-supported', 'only the built-in platform has a demo'));
      const acted = await demo.act(verb, args);
      return acted.ok ? ok(null) : acted;
    },
  },
};
