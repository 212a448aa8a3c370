/**
 * Verbs about people and phones; tests, demo and benchmarks share them. They speak to a running platform in the same
 * process; the demo panel reaches them through the control face of pbx/http. Every verb that waits does so in engine
 * time. A person is named by a device number ("2011") or an outside number ("13800138000").
 */
export interface Scenario {
  /** An outside person calls in; the returned handle is the caller. */
  callerRings(call: IncomingCall): Caller;
  /** The person at this phone lifts the handset (answers what rings). */
  answers(device: string): void;
  rejects(device: string): void;
  /** Puts the handset down. */
  hangsUp(device: string): void;
  /** The phone dials by itself, as from its own keypad. */
  dials(device: string, number: string): void;
  presses(device: string, digits: string): void;
  /** Default behaviour of a phone from now on: answer after n seconds, let it ring, reject. */
  behaves(device: string, behaviour: PhoneBehaviour): void;
  /** How outside numbers react when dialled; the longest matching prefix wins, `*` is the default. */
  outsideBehaves(prefix: string, behaviour: OutsideBehaviour): void;
  unplugs(device: string): void;
  plugsIn(device: string): void;
  /** Somebody outside sends a short message to a modem of the platform; the first one when none is named. */
  textArrives(message: { readonly from: string; readonly text: string; readonly device?: string | undefined }): void;
  /** A fax machine outside calls and sends; the fax is for an extension. */
  faxArrives(fax: IncomingFax): Caller;
  /** Moves a virtual clock; on the wall clock it waits. */
  passes(seconds: number): Promise<void>;
  readonly faults: Faults;
}

/** The verbs that need an exchange and nothing else. */
export type People = Omit<Scenario, 'faults' | 'textArrives'>;

export interface IncomingCall {
  readonly from: string;
  readonly name?: string;
  readonly did?: string;
  readonly trunk?: string;
  /** Menus passed before the queue, `1-3`, with the keys pressed. */
  readonly ivrPath?: string;
  readonly ivrKeys?: string;
  readonly to: { readonly queue: string } | { readonly extension: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly callData?: string;
  /** Gives up after n seconds in the queue or ringing; absent = stays for ever. */
  readonly patienceSeconds?: number;
  /** Hangs up n seconds after being answered; absent = waits for the agent to hang up. */
  readonly talkSeconds?: number;
  /** How long the caller speaks to a mailbox: 0 hangs up without a word; absent = as people do, 4 to 30 s. */
  readonly messageSeconds?: number;
  /** Key pressed when asked to judge the call after the agent hung up; absent = none. */
  readonly rates?: string;
}

export interface IncomingFax {
  readonly from: string;
  /** Extension that the fax is for. */
  readonly to: string;
  readonly pages: number;
  readonly did?: string;
  /** Name that the machine gives itself; absent = its number. */
  readonly station?: string;
}

export interface Caller {
  readonly channel: string;
  readonly uniqueId: string;
  readonly alive: boolean;
  givesUp(): void;
  hangsUp(): void;
  presses(digits: string): void;
  /** True while the caller hears music on hold. */
  readonly hearsMusic: boolean;
  /** Number of the party the caller is connected to; empty = nobody. */
  readonly talksTo: string;
}

export type PhoneBehaviour =
  | { readonly kind: 'hand' }
  | { readonly kind: 'answers'; readonly afterSeconds: number }
  | { readonly kind: 'rejects'; readonly afterSeconds: number };
export type OutsideBehaviour =
  | {
      readonly kind: 'answers';
      readonly afterSeconds: number;
      readonly talkSeconds?: number;
      /** Key pressed after the agent hung up and the call is to be judged; absent = none. */
      readonly rates?: string;
      /** Keys pressed one by one when an outbound notice asks for one; a dash = says nothing that time. */
      readonly keys?: string;
    }
  | { readonly kind: 'busy' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'congested' }
  | { readonly kind: 'refuses'; readonly afterSeconds: number };

/** Faults of the platform's HTTP face. Each returns an undo; `clear` undoes all. */
export interface Faults {
  slow(ms: number, endpoint?: string): () => void;
  cutConnections(endpoint?: string): () => void;
  halfBody(endpoint?: string): () => void;
  wrongCharset(endpoint?: string): () => void;
  serverErrors(endpoint?: string): () => void;
  malformedXml(endpoint?: string): () => void;
  dead(endpoint: string): () => void;
  /** Listens no more for n seconds (network gone). */
  offline(seconds: number): Promise<void>;
  restart(options: { readonly keepState: boolean; readonly downSeconds: number }): Promise<void>;
  clockSkew(seconds: number): () => void;
  changeKey(key: string): () => void;
  clear(): void;
}
