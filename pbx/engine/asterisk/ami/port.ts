/**
 * The manager interface of an Asterisk (AMI), as the rest of this engine sees it: one connection that comes back by
 * itself, actions with answers, lists, and events in the order in which the exchange sent them.
 */
export interface Ami {
  readonly state: 'connecting' | 'live' | 'down' | 'closed';
  /** `Asterisk 16.28.0`, from the exchange itself; empty until the first login. */
  readonly version: string;
  /** When the exchange was started and last reloaded, by our clock, as it said at the login; null = it did not say. */
  readonly booted?: { readonly startedAt: number; readonly reloadedAt: number } | null;
  /**
   * Sends an action. Resolves with what the exchange said, success or not; rejects with `EngineTrouble('unreachable')`
   * when there is no connection or it is lost before the answer, never waits for one to come back.
   */
  send(action: string, fields?: AmiFields): Promise<AmiAnswer>;
  /** An action that answers with a list; the events of the list without the one that completes it. */
  list(action: string, fields?: AmiFields): Promise<readonly AmiEvent[]>;
  /** Every event that belongs to no list, in order, synchronously, also those behind a list's answer. */
  onEvent(run: (event: AmiEvent) => void): () => void;
  /** `live` after each login (the first included), `down` when the connection is lost. */
  onState(run: (state: 'live' | 'down') => void): () => void;
  close(): void;
}

/** A field may be given several times (`Variable`, `Output`). */
export type AmiFields = Readonly<Record<string, string | number | readonly string[]>>;

/** Keys as the exchange spells them; what is absent reads as the empty text through `field`. */
export interface AmiEvent {
  readonly event: string;
  readonly fields: Readonly<Record<string, string>>;
}
export interface AmiAnswer {
  readonly ok: boolean;
  /** `Message` of the answer, trimmed. */
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Lines of `Command`. */
  readonly output: readonly string[];
}

/** A field of an event; `<unknown>` and `unknown` count as nothing. */
export const field = ({ fields }: AmiEvent | AmiAnswer, name: string): string => {
  const value = fields[name] ?? '';
  return value === '<unknown>' || value === 'unknown' ? '' : value;
};
