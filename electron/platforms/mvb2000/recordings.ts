import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { Download, DownloadOptions } from '../driver';
import type { Mvb } from './platform';

/** How many recordings a call has: one more with each transfer (WEBCTI2 §4.74). */
export async function recordingsOf(mvb: Mvb, id: string): Promise<Result<number>> {
  const answer = await mvb.call('getmonitornums', { uniqueid: id, history: '1' });
  return answer.ok ? ok(answer.value.rows.length) : answer;
}

/** One recording of a call; `part` counts from 1, the platform from 0 with the latest leg first (§4.73). */
export async function recording(
  mvb: Mvb,
  id: string,
  part: number,
  options?: DownloadOptions,
): Promise<Result<Download>> {
  if (!Number.isInteger(part) || part < 1) {
    return fail(
      appError('invalid-input', 'parts count from 1', { tried: 'getmonitorbyuid', params: { field: 'part' } }),
    );
  }
  return mvb.client.download('getmonitorbyuid', { uniqueid: id, history: '1', recno: part - 1 }, options);
}
