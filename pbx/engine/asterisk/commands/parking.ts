import type { Originating, Outcome } from '../../port';
import { field } from '../ami/port';
import type { AsteriskSetup, EngineView } from '../parts';
import type { Facts } from './facts';
import type { Holds } from './holds';
import { deviceAt, isChannelName, ringingAt } from './legs';
import type { Originates } from './originates';
import { done, no, noChannel, type Sender } from './sender';
import type { Watch } from './watch';

/** The exchange says "parked" at once, also where no place was left. */
const parkMs = 2_000;
const refused: Originating = { accepted: false, result: Promise.resolve(8) };

/** Parked calls, and calls taken from a colleague's telephone: both ring a telephone first. */
export class Parking {
  readonly #sender: Sender;
  readonly #setup: AsteriskSetup;
  readonly #view: EngineView;
  readonly #facts: Facts;
  readonly #holds: Holds;
  readonly #originates: Originates;
  readonly #watch: Watch;

  constructor(
    sender: Sender,
    setup: AsteriskSetup,
    parts: { view: EngineView; facts: Facts; holds: Holds; originates: Originates; watch: Watch },
  ) {
    this.#sender = sender;
    this.#setup = setup;
    this.#view = parts.view;
    this.#facts = parts.facts;
    this.#holds = parts.holds;
    this.#originates = parts.originates;
    this.#watch = parts.watch;
  }

  /** `srcChannel` is rung when nobody takes the call in time, and is released now. */
  async park(channel: string, srcChannel: string, seconds: number): Promise<Outcome<'no-channel' | 'no-lot'>> {
    const known = (name: string): boolean => isChannelName(name) && this.#view.channel(name) !== undefined;
    if (!known(channel) || (srcChannel !== '' && !known(srcChannel))) return no('no-channel');
    const taken = new Set(this.#view.parks().flatMap(({ state, lot }) => (state === 'Parked' ? [lot] : [])));
    const { slots } = await this.#facts.get();
    // A full lot takes the caller out of his call and puts him nowhere.
    const free = slots.some(({ first, last }) => {
      for (let place = first; place <= last; place++) if (!taken.has(String(place))) return true;
      return false;
    });
    if (!free) return no('no-lot');
    await this.#holds.release(channel);
    const parked = this.#watch.next(
      (event) => event.event === 'ParkedCall' && field(event, 'ParkeeChannel') === channel,
      parkMs,
    );
    const told = await this.#sender.tell(
      'Park',
      {
        Channel: channel,
        ...(srcChannel !== '' && { TimeoutChannel: srcChannel }),
        ...(seconds > 0 && { Timeout: Math.round(seconds * 1000) }),
      },
      noChannel,
    );
    if (!told.ok) return told;
    if (!(await parked)) return no('no-lot');
    // Left alone it would listen to nothing, or go on in the dialplan.
    if (srcChannel !== '') await this.#sender.ask('Hangup', { Channel: srcChannel });
    return done;
  }

  unpark(iface: string, lot: string, callerId: string, seconds: number): Originating {
    const parked = this.#view.parks().find((park) => park.lot === lot && park.state === 'Parked');
    if (!parked || !deviceAt(this.#view, iface)) return refused;
    return this.#originates.originate({
      ...plain,
      channel: iface,
      context: this.#setup.parkContext,
      exten: lot,
      callerId: callerId || parked.number,
      timeoutMs: (seconds > 0 ? seconds : 60) * 1000,
      variables: { MVB_CALLEE: parked.number },
    });
  }

  /** The channel that rings, by name: it is looked up once more when the picker is there, by the exchange itself. */
  pickup(iface: string, exten: string, callerId: string, seconds: number): Originating {
    const device = this.#view.user(exten)?.device || exten;
    const ringing = ringingAt(this.#view, device);
    if (!ringing || !deviceAt(this.#view, iface)) return refused;
    return this.#originates.originate({
      ...plain,
      channel: iface,
      application: 'PickupChan',
      data: ringing.name,
      callerId,
      timeoutMs: (seconds > 0 ? seconds : 30) * 1000,
      variables: {},
    });
  }
}

const plain = {
  context: '',
  exten: '',
  priority: '1',
  application: '',
  data: '',
  account: '',
} as const;
