import type { Outcome } from '../../port';
import { no, noChannel, type Sender } from './sender';
import type { Watch } from './watch';

/** Keys as a telephone has them. */
export const areKeys = (text: string): boolean => /^[0-9A-D*#]{1,64}$/i.test(text);

/** One tone, and from one key to the next, ms. */
const [toneMs, gapMs] = [80, 60];

/** Presses keys on a channel, one after the other; two commands never press at the same time on the same channel. */
export class Keys {
  readonly #sender: Sender;
  readonly #watch: Watch;
  readonly #lanes = new Map<string, Promise<unknown>>();

  constructor(sender: Sender, watch: Watch) {
    this.#sender = sender;
    this.#watch = watch;
  }

  /** As if the person at `channel` had pressed them: the exchange's own features hear them first. */
  press(channel: string, keys: string): Promise<Outcome<'no-channel'>> {
    return this.#inLane(channel, () => this.#play(channel, keys, true));
  }

  /** The party at `channel` hears the tones; no feature does. */
  sound(channel: string, keys: string): Promise<Outcome<'no-channel'>> {
    return this.#inLane(channel, () => this.#play(channel, keys, false));
  }

  async #play(channel: string, keys: string, receive: boolean): Promise<Outcome<'no-channel'>> {
    let first = true;
    for (const digit of keys) {
      if (!first) await this.#watch.pause(gapMs);
      first = false;
      const fields = { Channel: channel, Digit: digit, Duration: toneMs, ...(receive && { Receive: 'true' }) };
      const pressed = await this.#sender.tell('PlayDTMF', fields, noChannel);
      if (!pressed.ok) return no('no-channel');
    }
    return { ok: true };
  }

  #inLane<T>(channel: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lanes.get(channel) ?? Promise.resolve();
    const result = before.then(work, work);
    this.#lanes.set(channel, result);
    const leave = (): void => {
      if (this.#lanes.get(channel) === result) this.#lanes.delete(channel);
    };
    result.then(leave, leave);
    return result;
  }
}
