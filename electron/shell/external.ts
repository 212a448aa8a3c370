import { shell } from 'electron';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import type { Log } from '../desk/effects';
import { checkExternalUrl } from '../integration/external';

/** Opens a checked address in the person's browser; everything else ends as `blocked-url` and a line in the log. */
export async function openExternal(url: unknown, log: Log): Promise<Result<null>> {
  const checked = checkExternalUrl(url);
  if (!checked.ok) {
    log.warn('external.refused', { why: String(checked.error.params?.why ?? '') });
    return checked;
  }
  try {
    await shell.openExternal(checked.value);
    return ok(null);
  } catch (error) {
    log.warn('external.failed', { error });
    return fail(appError('not-possible-now', 'the system opened nothing', { tried: 'pop.open' }));
  }
}
