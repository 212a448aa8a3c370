import type { Notice } from '../../../shared/bridge/topics';
import { type ErrorCode, errorCodes } from '../../../shared/domain/result';
import type { PauseReason } from '../../../shared/domain/seat';
import { hasWord, type Params, type Say } from '../../i18n/index';
import { clockTime } from '../../ui/time';
import { spaced } from '../calls/model';
import { reasonLabel } from '../seat/chip';

const codes: ReadonlySet<unknown> = new Set(errorCodes);
const isCode = (value: unknown): value is ErrorCode => codes.has(value);

/**
 * The sentence of a notice. The desk's params are facts (times in ms, pause codes, error codes); here they become words.
 * A key without a sentence is shown as it is rather than lost.
 */
export function noticeText(
  notice: Notice,
  of: { readonly say: Say; readonly reasons: readonly PauseReason[]; readonly zone: number },
): string {
  const key = `notices.${notice.key}`;
  if (!hasWord(key)) return [notice.key, ...Object.values(notice.params)].join(' · ');
  const words: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(notice.params)) words[name] = wordOf(name, value, of);
  return of
    .say(key, words as Params)
    .replace(/\s{2,}/g, ' ')
    .trim();
}

function wordOf(
  name: string,
  value: string | number,
  of: { readonly say: Say; readonly reasons: readonly PauseReason[]; readonly zone: number },
): string | number {
  switch (name) {
    case 'since':
    case 'from':
    case 'to':
      return typeof value === 'number' && value > 0 ? clockTime(value, of.zone, false) : value || '—';
    case 'code':
      return isCode(value) ? of.say(`errors.${value}`, {}) : value;
    case 'why': {
      const key = `notices.why.${value}`;
      return hasWord(key) ? of.say(key) : value;
    }
    case 'reason': {
      if (typeof value === 'number') return reasonLabel(of.reasons, value);
      const key = `notices.pop.${value}`;
      return hasWord(key) ? of.say(key) : isCode(value) ? of.say(`errors.${value}`, {}) : of.say('notices.pop.other');
    }
    case 'number':
      return spaced(String(value));
    default:
      return value;
  }
}
