import { cleanText } from '../../../shared/domain/text';
import { type OperationName, refusalWords, type UploadCode, uploadCodes } from '../../../shared/uncall';
import { NotUnderstood, PlatformFailure } from '../wire/failure';
import { maskNumbers } from '../wire/redact';

/**
 * The platform said no. `params.text` is its own word, `params.en` and `params.zh` our sentence where the document knows
 * the word; `params.errcode` only where there is a code (uploads, SOAP faults).
 */
export class UncallRefused extends PlatformFailure {
  readonly code = 'refused';
}

/** A `Message` (or the word of `Response`, where the operation says it there). */
export function refusedWith(name: OperationName, said: string): UncallRefused {
  const words = refusalWords(name, said);
  const text = cleanText(said, 300);
  return new UncallRefused(`refused: ${text}`, { text, ...(words ? { en: words.en, zh: words.zh } : {}) });
}

/** A SOAP fault; `code` without its prefix. */
export function faulted(code: string, said: string): UncallRefused {
  const [errcode, text] = [cleanText(code.replace(/^[\w.-]*:/, ''), 60) || 'Fault', cleanText(said, 300)];
  return new UncallRefused(`SOAP fault ${errcode}: ${text}`, { errcode, text });
}

export function uploadRefused(code: Exclude<UploadCode, 'S1'>): UncallRefused {
  const { en, zh } = uploadCodes[code];
  return new UncallRefused(`upload refused with ${code}`, { errcode: code, text: en, en, zh });
}

/** The answer is none of this interface; its beginning goes along, masked. */
export const notUnderstood = (why: string, text: string, bytes = text.length): NotUnderstood =>
  new NotUnderstood(why, { sample: cleanText(maskNumbers(text.slice(0, 2_000)), 160), bytes });
