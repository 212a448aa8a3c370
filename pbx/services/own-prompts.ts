import { speech, wholeOf } from '../engine/simulated/speech';
import type { PromptConfig } from '../scenario/centre';
import type { Prompts } from '../store/prompts';

/** Gives a platform the prompts that it comes with, each once in its life. */
export function provide(prompts: Prompts, own: readonly PromptConfig[]): void {
  for (const { name, description, seconds } of own) {
    prompts.give({ name, description }, () => wholeOf(speech(name, seconds * 1000, 1)));
  }
}
