import { type AppError, appError } from '../../../shared/domain/result';
import { maskNumber } from '../../../shared/domain/text';
import { operations, taskTable } from '../../../shared/uncall';
import { isTaskNumber } from './arguments';
import type { CallOptions, UncallClient } from './client';

/** What came of putting numbers into a task. */
export interface PhonesAdded {
  /** Numbers that the platform took, in the order given: the rest can be sent again from here. */
  readonly sent: number;
  /** Sum of `AffectedRows`; less than `sent` when the platform dropped some. */
  readonly affectedRows: number;
  /** Numbers of the part that failed without an answer: nobody knows whether they went in. */
  readonly unsure: number;
  /** Null when all went in. */
  readonly error: AppError | null;
}

const most = operations.addPhoneToTask.args.Phones.max;

/**
 * Puts any count of numbers into a task, 2,000 a call (§4.12), one call after another, and stops at the first that fails.
 * Nothing is sent when one of them is no number (`invalid-number`, `params.number` masked, `params.place` from 1).
 */
export async function addPhones(
  client: Pick<UncallClient, 'call'>,
  task: string | number,
  phones: readonly string[],
  options: CallOptions = {},
): Promise<PhonesAdded> {
  const clean = phones.map((phone) => phone.trim());
  const wrong = clean.findIndex((phone) => !isTaskNumber(phone));
  const tried = 'addPhoneToTask';
  if (wrong >= 0) {
    const params = { number: maskNumber(clean[wrong] ?? ''), place: wrong + 1 };
    return {
      sent: 0,
      affectedRows: 0,
      unsure: 0,
      error: appError('invalid-number', 'not a number for a task', { tried, params }),
    };
  }
  const table = /^\d+$/.test(String(task)) ? taskTable(task) : String(task);
  let [sent, affectedRows] = [0, 0];
  while (sent < clean.length) {
    const part = clean.slice(sent, sent + most);
    const answer = await client.call(tried, { TaskID: table, Phones: part.join(',') }, options);
    if (!answer.ok)
      return { sent, affectedRows, unsure: wasAnswered(answer.error) ? 0 : part.length, error: answer.error };
    sent += part.length;
    affectedRows += answer.value.rows[0]?.AffectedRows ?? 0;
  }
  return { sent, affectedRows, unsure: 0, error: null };
}

/** A refusal, and what never left the desk, put nothing in. */
const wasAnswered = ({ code }: AppError): boolean =>
  ['refused', 'invalid-input', 'parameter-missing', 'not-supported', 'name-not-found', 'pin-mismatch', 'tls'].includes(
    code,
  );
