import type { PlatformTime } from '../../shared/domain/time';

/** What a telephone may dial: the context that its calls begin in. */
export interface DialRule {
  readonly name: string;
  readonly context: string;
}

/** A voice menu; dialled as exten `s` in context `ivr-<id>`. */
export interface VoiceMenu {
  readonly id: string;
  readonly name: string;
}

export interface Mailboxes {
  isFull(box: string): boolean;
}

/** Bytes that can be read from any place; they may be made while they are read. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `from` up to but not with `to`, in pieces. */
  read(from: number, to: number): Iterable<Uint8Array>;
}

/** Something that was recorded; written when it is over. */
export interface RecordingRow {
  /** `q90-20260302-090102-1772413262.5.WAV`, as the call record names it. */
  readonly file: string;
  readonly kind: 'call' | 'conference';
  /** Of the call whose record names the file, or of everybody who sat in the room. */
  readonly uniqueIds: readonly string[];
  readonly startedAt: PlatformTime;
  readonly milliseconds: number;
}

/** A message in a mailbox (WEBCTI2 §4.75). */
export interface VoicemailRow {
  readonly box: string;
  readonly at: PlatformTime;
  readonly seconds: number;
  readonly channel: string;
  readonly uniqueId: string;
  readonly number: string;
  readonly name: string;
  /** Where the caller came in. */
  readonly context: string;
  /** `NOANSWER`, `BUSY`, `CHANUNAVAIL`; empty: the mailbox itself was dialled. */
  readonly reason: string;
  readonly redirected: string;
  /** The message as WAV. */
  readonly sound: Uint8Array;
}

/** A fax that came in, or broke off (§4.63). */
export interface FaxRow {
  readonly at: PlatformTime;
  readonly channel: string;
  readonly uniqueId: string;
  readonly number: string;
  readonly name: string;
  /** Number that was called. */
  readonly called: string;
  /** Extension that the fax is for. */
  readonly user: string;
  /** Name that the sending machine gives itself. */
  readonly station: string;
  readonly pages: number;
  /** Bits a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly result: 'SUCCESS' | 'FAILED';
  /** The pages that came, as TIFF; null = none. */
  readonly document: Uint8Array | null;
}

/** Keys that a caller pressed in a voice menu (§4.68). */
export interface MenuKeyRow {
  readonly at: PlatformTime;
  readonly menu: string;
  readonly name: string;
  /** What the key does there. */
  readonly does: string;
  readonly keys: string;
  readonly channel: string;
  readonly uniqueId: string;
  readonly number: string;
  readonly called: string;
  readonly task: string;
  readonly dial: string;
}

/** The key by which a caller judged a call that is over (§4.87). */
export interface RatingRow {
  readonly at: PlatformTime;
  readonly uniqueId: string;
  readonly queue: string;
  readonly agent: string;
  readonly number: string;
  /** -1: hung up, or pressed nothing. */
  readonly key: number;
  /** `QUEUE`, or what else asked. */
  readonly application: string;
}
