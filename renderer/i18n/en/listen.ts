import type { Texts } from '../texts';
import type { listen as zh } from '../zh-CN/listen';

export const listen: Texts<typeof zh> = {
  title: 'Listen in',
  extension: 'Extension to listen to',
  extensionPlaceholder: 'e.g. 8002',
  how: 'How',
  mode: { monitor: 'Monitor', whisper: 'Whisper', barge: 'Barge in' },
  who: {
    monitor: 'You hear both sides; neither hears you',
    whisper: 'You hear both sides; only the agent hears you, the customer does not',
    barge: 'A three-way call: both sides hear you',
  },
  phoneFirst: 'Your phone rings first; once you pick up you are in their call. Hang up your phone to leave it.',
  start: 'Start',
  started: '{{mode}}, extension {{extension}}: pick up your phone',
  myself: 'You cannot listen to your own extension',
  noExtension: 'Type an extension',
};
