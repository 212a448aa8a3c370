import { EngineTrouble, type OriginateReason, type OriginateRequest, type Originating } from '../../port';
import { type AmiEvent, type AmiFields, field } from '../ami/port';
import type { Deeds, EngineView, Parts } from '../parts';
import type { Dialplan } from './dialplan';
import { deviceAt, isChannelName } from './legs';
import { reasonOf } from './reasons';
import type { Sender } from './sender';
import { headerVariables, isForbidden, variableHeaders } from './variable-text';
import type { Watch } from './watch';

const answered = 4;
const congestion = 8;
/** As the manager interface: 30 s of ringing when nothing is said. */
const ringMs = 30_000;
/** The exchange ends what nobody lifts as if all were well; so long before that it is known why (Q.850). */
const [shortlyMs, noAnswer] = [250, 19];
/** The end of a leg that failed is told at the latest so long after the failure. */
const causeMs = 500;
/** So long after the ringing is over the exchange must have told how it went. */
const overdueMs = 10_000;

interface Pending {
  readonly id: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly settle: (reason: OriginateReason) => void;
  channel: string;
  status: string;
  cause: number | null;
  /** `Reason` of a failure whose cause is not known yet. */
  failed: number | null;
  /** Ended from here: some versions give the leg the cause of a telephone that is away. */
  cancelled: boolean;
  /** Ends the wait. */
  stop: () => void;
  /** How long it rings. */
  readonly timeoutMs: number;
  unheard: () => void;
}

/** Calls that the exchange begins itself: it rings somebody first and connects him afterwards. */
export class Originates {
  readonly #parts: Parts;
  readonly #view: EngineView;
  readonly #deeds: Deeds;
  readonly #sender: Sender;
  readonly #dialplan: Dialplan;
  readonly #watch: Watch;
  readonly #pending = new Map<string, Pending>();
  readonly #off: () => void;
  readonly #mark: string;
  #serial = 0;

  constructor(parts: Parts, view: EngineView, deeds: Deeds, sender: Sender, dialplan: Dialplan, watch: Watch) {
    this.#parts = parts;
    this.#view = view;
    this.#deeds = deeds;
    this.#sender = sender;
    this.#dialplan = dialplan;
    this.#watch = watch;
    const { clock } = parts;
    // A second platform at the same exchange must never give the same id: see `#nextId`.
    this.#mark = `seatline${clock.now().toString(36)}${Math.floor(clock.monotonic() * 1000).toString(36)}`;
    watch.on((event) => this.#see(event));
    this.#off = parts.ami.onState((state) => {
      if (state === 'live') for (const one of this.#pending.values()) this.#ask(one);
    });
  }

  originate(request: OriginateRequest): Originating {
    const obstacle = this.#obstacle(request);
    if (obstacle) return obstacle;
    const device = deviceAt(this.#view, request.channel);
    if (!device) return this.#ring(request.channel, request);
    const extra = headerVariables(this.#parts.setup.autoAnswer, device.interface);
    return this.#ring(device.interface, { ...request, variables: { ...request.variables, ...extra } });
  }

  /** The call that `channel` is rung for is given up by command. */
  cancelled(channel: string): void {
    for (const one of this.#pending.values()) if (one.channel === channel) one.cancelled = true;
  }

  /** Settles what is still open: whoever waits gets "congestion". */
  close(): void {
    this.#off();
    for (const one of [...this.#pending.values()]) one.settle(congestion);
  }

  /** What can be told without the exchange. */
  #obstacle(request: OriginateRequest): Originating | null {
    const { channel, application, data, exten } = request;
    if (!this.#sender.live) return this.#refuse('unreachable', 'no line to the exchange');
    if (!isChannelName(channel)) return refused;
    if (application === '' ? exten === '' : isForbidden(application, data)) {
      return this.#refuse('refused', 'the call would run a program on the exchange, or has no goal');
    }
    const device = deviceAt(this.#view, channel);
    if (!device) {
      // A trunk's line or a Local channel is the exchange's business; a telephone is known or does not exist.
      const telephone = /^(?:SIP|PJSIP|IAX2)\/[^/@]+$/i.test(channel);
      return telephone && this.#view.devices().length > 0 ? refused : null;
    }
    if (!device.registered) return refused;
    if (device.user === '') return null;
    // Do-not-disturb counts as "busy"; the exchange itself looks at it only where somebody dials.
    if (this.#view.dnd(device.user) === true && request.despiteDnd !== true) return settled(5);
    return this.#view.barred(device.user) === true && application === '' && this.#isOutside(exten) ? refused : null;
  }

  #isOutside(number: string): boolean {
    const { user, device, queue } = this.#view;
    return /^\+?\d{5,}$/.test(number) && !(user(number) ?? device(number) ?? queue(number));
  }

  #refuse(kind: EngineTrouble['kind'], why: string): Originating {
    this.#sender.log('originate', new EngineTrouble(kind, why));
    return refused;
  }

  #ring(channel: string, request: OriginateRequest): Originating {
    const id = this.#nextId();
    const timeout = request.timeoutMs > 0 ? request.timeoutMs : ringMs;
    const result = new Promise<OriginateReason>((resolve) => {
      const settle = (reason: OriginateReason): void => {
        if (!this.#pending.delete(id)) return;
        one.stop();
        one.unheard();
        resolve(reason);
      };
      const stop = this.#watch.after(timeout + overdueMs, () => this.#settle(one, one.failed ?? 0));
      const { variables } = request;
      const one: Pending = {
        id,
        variables,
        settle,
        channel: '',
        status: '',
        cause: null,
        failed: null,
        cancelled: false,
        stop,
        timeoutMs: timeout,
        unheard: () => {},
      };
      this.#pending.set(id, one);
    });
    this.#send(id, channel, request, timeout).catch((error: unknown) => {
      this.#sender.log('originate', error);
      // Sent, and no answer: the exchange may ring all the same. When the line is back it is asked.
      if (this.#sender.live) this.#pending.get(id)?.settle(congestion);
    });
    return { accepted: true, result };
  }

  async #send(id: string, channel: string, request: OriginateRequest, timeout: number): Promise<void> {
    const goal = await this.#goalOf(request);
    const one = this.#pending.get(id);
    if (!one) return;
    if (!goal) {
      one.settle(congestion);
      return;
    }
    const { callerId, account, variables } = request;
    const answer = await this.#sender.ask('Originate', {
      ActionID: id,
      ChannelId: id,
      Channel: channel,
      ...goal,
      Timeout: timeout,
      Async: 'true',
      ...(callerId && { CallerID: callerId }),
      ...(account && { Account: account }),
      Variable: variableHeaders(variables),
    });
    if (answer.ok) return;
    if (!/^Extension does not exist/.test(answer.message)) {
      this.#sender.log('originate', new EngineTrouble('refused', answer.message));
    }
    one.settle(congestion);
  }

  /** Null: no such extension. An empty `Exten` would count as one, so it is left out beside an application. */
  async #goalOf({ application, data, context, exten, priority }: OriginateRequest): Promise<AmiFields | null> {
    // A place of the usual lot: its name alone would count as that of a lot.
    const lot = /^ParkedCall$/i.test(application) && /^\d+$/.test(data);
    if (application !== '') return { Application: application, ...(data && { Data: lot ? `,${data}` : data }) };
    const place = await this.#dialplan.find(context, exten, priority);
    return place && { Context: place.context, Exten: place.exten, Priority: place.priority };
  }

  /**
   * Ids of the exchange's own form, so that it can tell which call of two is older. One that is in use would end the
   * exchange's ability to stop: they are never given twice.
   */
  #nextId(): string {
    this.#serial += 1;
    return `${this.#mark}-${Math.floor(this.#parts.clock.now() / 1000)}.${this.#serial}`;
  }

  #see(event: AmiEvent): void {
    if (this.#pending.size === 0) return;
    switch (event.event) {
      case 'Newchannel': {
        const one = this.#pending.get(field(event, 'Uniqueid'));
        if (!one) return;
        one.channel = field(event, 'Channel');
        one.unheard = this.#watch.after(Math.max(0, one.timeoutMs - shortlyMs), () =>
          this.#deeds.ends?.(one.channel, noAnswer),
        );
        for (const [name, value] of Object.entries(one.variables)) this.#deeds.variable(one.channel, name, value);
        return;
      }
      case 'DialEnd': {
        const one = this.#pending.get(field(event, 'DestUniqueid'));
        if (one) one.status = field(event, 'DialStatus');
        return;
      }
      case 'Hangup': {
        const one = this.#pending.get(field(event, 'Uniqueid'));
        if (!one) return;
        one.cause = Number(field(event, 'Cause'));
        if (one.failed !== null) this.#settle(one, one.failed);
        return;
      }
      case 'OriginateResponse':
        this.#answered(event);
        return;
      default:
    }
  }

  #answered(event: AmiEvent): void {
    const one = this.#pending.get(field(event, 'ActionID')) ?? this.#pending.get(field(event, 'Uniqueid'));
    if (!one) return;
    if (field(event, 'Response') === 'Success') {
      one.settle(answered);
      return;
    }
    const reason = Number(field(event, 'Reason'));
    one.failed = reason;
    if (reason === 3 || one.cause !== null || one.channel === '') this.#settle(one, reason);
    else {
      // chan_pjsip tells the leg's cause only after the failure.
      one.stop();
      one.stop = this.#watch.after(causeMs, () => this.#settle(one, reason));
    }
  }

  #settle(one: Pending, reason: number): void {
    one.settle(one.cancelled ? 1 : reasonOf({ reason, cause: one.cause, status: one.status }));
  }

  /** The line was lost and is back: the answer may have passed unheard. */
  #ask(one: Pending): void {
    this.#sender.variable('CHANNEL(state)', one.id).then(
      (state) => {
        if (state === 'Up') one.settle(answered);
        else if (state === undefined) this.#settle(one, one.failed ?? 0);
      },
      (error: unknown) => this.#sender.log('originate', error),
    );
  }
}

const refused: Originating = { accepted: false, result: Promise.resolve(congestion) };
const settled = (reason: OriginateReason): Originating => ({ accepted: true, result: Promise.resolve(reason) });
