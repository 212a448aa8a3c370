import type { WordKey } from '../../i18n/index';

/** In the order of the keys 1–9. The word in the agent's language is what is stored with the call. */
export const dispositions = [
  'wrapUp.dispositions.solved',
  'wrapUp.dispositions.followUp',
  'wrapUp.dispositions.callBack',
  'wrapUp.dispositions.order',
  'wrapUp.dispositions.intent',
  'wrapUp.dispositions.complaint',
  'wrapUp.dispositions.wrong',
  'wrapUp.dispositions.silent',
  'wrapUp.dispositions.other',
] as const satisfies readonly WordKey[];
