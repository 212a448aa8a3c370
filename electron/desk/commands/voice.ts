import type { CommandName } from '../../../shared/bridge/contract';
import { appError, fail, type Result } from '../../../shared/domain/result';
import type { Core } from '../core';
import type { Voice } from '../voice/voice';
import { type CommandSpecs, done } from './spec';

type Names = Extract<CommandName, `voice.${string}`>;

const withVoice = async (core: Core, run: (voice: Voice) => Promise<Result<null>>): Promise<Result<null>> => {
  const voice = core.voice();
  return voice ? run(voice) : fail(appError('not-supported', 'this seat has no voice in the app'));
};

/** What acts on the app's own telephone alone; calls with a card take the road of `call.*`. */
export const voiceCommands: CommandSpecs<Names> = {
  'voice.mute': {
    repeatable: true,
    run: ({ on, voiceCallId }, core) => withVoice(core, (voice) => voice.mute(on, voiceCallId)),
  },
  'voice.answer': {
    subject: ({ voiceCallId }) => voiceCallId,
    run: ({ voiceCallId }, core) => withVoice(core, (voice) => voice.answer(voiceCallId)),
  },
  'voice.hangUp': {
    subject: ({ voiceCallId }) => voiceCallId,
    run: ({ voiceCallId }, core) => withVoice(core, (voice) => voice.hangUp(voiceCallId)),
  },
  'voice.test': { repeatable: true, run: ({ what }, core) => withVoice(core, (voice) => voice.test(what)) },
  'voice.retry': {
    run: (_input, core) =>
      withVoice(core, async () => {
        await core.reloadVoice();
        core.voice()?.retry();
        return done;
      }),
  },
};
