import { EngineTrouble } from '../../port';
import type { AsteriskSetup } from '../parts';
import type { Sender } from './sender';

export interface Place {
  readonly context: string;
  readonly exten: string;
  readonly priority: string;
}

/** What may stand in an argument of a dialplan function without ending it. */
const plain = /^[\w*#+.-]{1,80}$/;
const digits = /^[\d*+]{1,40}$/;

/** Contexts and extensions, as the exchange has them at this moment. */
export class Dialplan {
  readonly #sender: Sender;
  readonly #setup: AsteriskSetup;

  constructor(sender: Sender, setup: AsteriskSetup) {
    this.#sender = sender;
    this.#setup = setup;
  }

  /** Patterns and included contexts count. The exchange itself says "done" to an extension that is not there. */
  async exists(context: string, exten: string, priority = '1'): Promise<boolean> {
    if (![context, exten, priority].every((part) => plain.test(part))) return false;
    return (await this.#sender.variable(`DIALPLAN_EXISTS(${context},${exten},${priority})`)) === '1';
  }

  /**
   * Where a call is to go. The vendor's programs name the contexts of his own dialplan (`ext-queues`); an exchange that
   * has another one has the number in the context of its telephones.
   */
  async find(context: string, exten: string, priority = '1'): Promise<Place | null> {
    const own = this.#setup.context;
    const number = priority || '1';
    for (const one of new Set([context || own, own])) {
      if (await this.exists(one, exten, number)) return { context: one, exten, priority: number };
    }
    return null;
  }

  /**
   * Where the digits of a consultation are pressed, one after the other: a context made for it stops at no shorter
   * number. Where a longer number would be one too, `#` spares the exchange the wait for more.
   */
  async forDigits({ context, exten }: Place): Promise<{ readonly context: string; readonly exten: string }> {
    if (!digits.test(exten)) throw new EngineTrouble('refused', 'only a number can be consulted');
    const { context: own, transferContext } = this.#setup;
    const through = context === own && transferContext !== '' && (await this.exists(transferContext, exten));
    const at = through ? transferContext : context;
    const longer = (await this.exists(at, `${exten}5`)) || (await this.exists(at, `${exten}55`));
    return { context: at, exten: longer ? `${exten}#` : exten };
  }
}
