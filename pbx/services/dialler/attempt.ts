import type { CallEngine } from '../../engine/port';
import type { CallEnd, CallProgress } from '../../store/campaigns-calls';
import { afterCall } from './pacing';
import { agentFirst, type Channels, customerFirst, dispositionOf, type Sight } from './sight';

export interface AttemptSpec {
  /** Row of the log. */
  readonly call: number;
  readonly task: number;
  readonly dial: number;
  readonly number: string;
  readonly queue: string;
  /** Number of the agent taken for it; empty = none. */
  readonly agent: string;
  readonly first: 'customer' | 'agent';
  /** Without an agent on the line it is no success. */
  readonly needsAgent: boolean;
  /** Dialled by an agent; the dialler only watches. */
  readonly byHand: boolean;
  /** Keys that count; empty = any. */
  readonly keys: readonly string[];
  /** Keys that the agent presses are the result of the call. */
  readonly agentKeys: boolean;
  readonly tries: number;
  readonly spared: number;
  readonly retries: number;
  readonly startedAt: number;
  readonly timeoutMs: number;
}

/** A call of the dialler that goes on: what was seen of it so far, and what is made of it when it is over. */
export class Attempt {
  readonly spec: AttemptSpec;
  /** Leg that was rung first; empty until the engine shows it. */
  channel = '';
  #customer = '';
  #uniqueId = '';
  #answeredAt: number | null = null;
  #linkedAt: number | null = null;
  #firstAnswered = false;
  #agent: string;
  #served = '';
  #key = '';
  #keyAt: number | null = null;
  #agentInput = '';
  #monitor = '';
  #cause = 0;
  #endedAt: number | null = null;
  #customerGoneAt: number | null = null;
  #lastEvent: number;
  #timedOut = false;
  #cutOff = false;

  constructor(spec: AttemptSpec, lastEvent: number) {
    this.spec = spec;
    this.#agent = spec.agent;
    this.#lastEvent = lastEvent;
  }

  /** Telephone of the agent who talked to the customer; empty = nobody did. */
  get served(): string {
    return this.#served;
  }

  get taken(): boolean {
    return this.#linkedAt !== null;
  }

  /** The agent has been taken and is in no call yet. */
  get reserves(): string {
    return this.taken ? '' : this.spec.agent;
  }

  /** The agent is rung, or hears a prompt, and the customer has not been called. */
  get recallable(): boolean {
    return this.spec.first === 'agent' && !this.spec.byHand && this.channel !== '' && this.#customer === '';
  }

  /** Channel of a customer who has been rung for too long by way of an agent's leg. */
  overdue(now: number, channels: Channels): string | undefined {
    const { first, byHand, timeoutMs } = this.spec;
    if (first !== 'agent' || byHand || this.#answeredAt !== null) return undefined;
    const { customer, dialledAt } = this.#look(channels);
    const rings = customer !== undefined && customer.hungUpAt === null && dialledAt !== null;
    return rings && dialledAt + timeoutMs <= now ? customer.name : undefined;
  }

  timeOut(): void {
    this.#timedOut = true;
  }

  /** It ends because the task or the platform stopped, not because of anybody in it. */
  cutOff(): void {
    this.#cutOff = true;
  }

  /** Takes in what the engine shows now. */
  observe(
    engine: CallEngine,
    channels: Channels,
    numberOf: (device: string) => string,
  ): { readonly over: boolean; readonly lost: boolean; readonly progress: CallProgress | null } {
    const sight = this.#look(channels);
    const before = [this.#uniqueId, this.#answeredAt, this.#linkedAt, this.#key].join();
    const { first, customer } = sight;
    // The exchange forgets a call of its own accord only half a minute after its end: this one was torn away.
    if (!first && this.#endedAt === null && !customer) return { over: true, lost: true, progress: null };
    this.#uniqueId ||= first?.uniqueId ?? '';
    this.#customer ||= customer?.name ?? '';
    this.#firstAnswered ||= first?.answeredAt != null;
    this.#answeredAt ??= sight.answeredAt;
    if (this.#linkedAt === null && sight.linkedAt !== null && this.spec.needsAgent) {
      this.#linkedAt = sight.linkedAt;
      this.#served = sight.agent?.device ?? '';
      this.#agent = numberOf(this.#served) || this.#agent;
    }
    this.#monitor = first?.monitorFile || customer?.monitorFile || this.#monitor;
    this.#readKeys(sight, engine);
    // The agent may be asked for the result long after the customer has been forgotten.
    this.#customerGoneAt ??= customer?.hungUpAt ?? null;
    if (sight.over) {
      this.#cause = customer?.cause || first?.cause || 0;
      this.#endedAt = this.#customerGoneAt ?? first?.hungUpAt ?? engine.now();
    }
    const changed = before !== [this.#uniqueId, this.#answeredAt, this.#linkedAt, this.#key].join();
    return { over: sight.over, lost: false, progress: changed ? this.#progress() : null };
  }

  /** What was seen, and what the number becomes. `lost`: the engine tore the call away. */
  end(now: number, lost = false): CallEnd & CallProgress {
    const { needsAgent, tries, spared, retries } = this.spec;
    const answered = this.#answeredAt !== null;
    const reached = answered && (!needsAgent || this.#linkedAt !== null);
    const result = reached ? 'reached' : lost || this.#cutOff ? 'cut-off' : 'failed';
    const cause = reached ? 16 : this.#timedOut ? 19 : result === 'cut-off' ? 0 : this.#cause;
    const endedAt = this.#endedAt ?? now;
    if (answered) this.#key ||= '-1';
    return {
      ...this.#progress(),
      ...afterCall(result, { tries, spared, retries }),
      outcome: reached ? 'S' : result === 'cut-off' ? 'I' : 'F',
      endedAt,
      duration: this.#answeredAt === null ? 0 : Math.max(0, Math.floor((endedAt - this.#answeredAt) / 1000)),
      cause,
      disposition: answered ? 'ANSWER' : result === 'cut-off' ? 'CANCEL' : dispositionOf(cause),
      message: this.#message(result, answered),
      agentInput: this.#agentInput,
      monitor: this.#monitor,
    };
  }

  #message(result: 'reached' | 'cut-off' | 'failed', answered: boolean): string {
    if (result === 'reached') return '';
    if (result === 'cut-off') return 'interrupted';
    if (answered) return 'no agent';
    return this.spec.first === 'agent' && !this.#firstAnswered ? 'agent not reached' : '';
  }

  #progress(): CallProgress {
    return {
      uniqueId: this.#uniqueId,
      answeredAt: this.#answeredAt,
      key: this.#key,
      keyAt: this.#keyAt,
      ...(this.#linkedAt !== null && { agent: this.#agent, caller: this.#agent }),
    };
  }

  #look(channels: Channels): Sight {
    const links = this.spec.needsAgent || this.spec.first === 'agent' ? channels.links() : [];
    return this.spec.first === 'customer'
      ? customerFirst(this.channel, channels, links)
      : agentFirst(this.channel, this.#customer, channels, links);
  }

  #readKeys({ customer, agent }: Sight, engine: CallEngine): void {
    const { keys, agentKeys } = this.spec;
    if (this.#key === '') {
      const key = [...(customer?.ivrKeys ?? '')].find((each) => keys.length === 0 || keys.includes(each));
      if (key !== undefined) {
        this.#key = key;
        this.#keyAt = engine.now();
      }
    }
    if (!agentKeys) return;
    for (const { id, content } of engine.events('DTMF', this.#lastEvent)) {
      this.#lastEvent = id;
      if (!agent || !content.includes(`Channel: ${agent.name} `)) continue;
      // `#` says that this was all.
      this.#agentInput += /Digit: ([^\s#])/.exec(content)?.[1] ?? '';
    }
  }
}
