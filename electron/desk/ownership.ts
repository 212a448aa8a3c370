import { type AppError, appError } from '../../shared/domain/result';
import type { StatusFacts } from '../platforms/driver';
import type { Live } from './live';

/**
 * Watches whether the agent number is still on this device (R23). A second sign-in elsewhere moves it: then this desk
 * stops and says so. A binding that merely vanished (the platform restarted) is made again once, visibly (R18).
 */
export function createOwnership(live: Live, onTaken: (error: AppError) => void): { observe(facts: StatusFacts): void } {
  const { agent, device, kind } = live.identity;
  /** Only what was once seen to be ours can be taken. */
  let owned = false;
  let strikes = 0;
  let restoring = false;

  return {
    observe: (facts) => {
      if (kind === 'fixed' && !owned && !facts.users.some((row) => row.user === agent && row.device === device)) return;
      const where = facts.users.find((row) => row.user === agent)?.device ?? null;
      const who = facts.devices.find((row) => row.device === device)?.user ?? null;
      if (where === device || (where === null && who === agent)) {
        owned = true;
        strikes = 0;
        return;
      }
      if (!owned) return;
      const elsewhere = where !== null && where !== '' && where !== device;
      const other = who !== null && who !== '' && who !== agent;
      if (elsewhere || other) {
        strikes += 1;
        // One answer may be from the middle of a change; two are the truth.
        if (strikes < 2) {
          live.poller.now('status');
          live.poller.now('floor');
          return;
        }
        onTaken(
          appError('in-use', 'signed in elsewhere', {
            params: { by: other ? (who ?? '') : agent, device: elsewhere ? (where ?? '') : device },
          }),
        );
        return;
      }
      if (where === '' && !restoring) {
        restoring = true;
        owned = false;
        void live.driver.bind(live.identity, false).then((result) => {
          restoring = false;
          if (live.closed) return;
          if (result.ok) live.notices.say('info', 'binding-restored', { device });
          else live.log.warn('seat.binding-not-restored', { code: result.error.code });
        });
      }
    },
  };
}
