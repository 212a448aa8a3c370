import type { AppError } from '../domain/result';

/**
 * What the desk needs of a road to the exchange: one connection a line, frames both ways, no reconnection of its own.
 * The desk decides when and where to; nothing of a page ever chooses the address.
 */
export interface SipRoad {
  open(to: SipTarget, listener: SipListener): SipLine;
}

export interface SipTarget {
  /** `ws://host:port/path` or `wss://…` (RFC 7118). */
  readonly address: string;
  /** SHA-256 fingerprint that a `wss` exchange must show; empty = normal certificate check. */
  readonly pin: string;
}

/** `opened` at most once, then frames, `closed` exactly once and last, unless the line was closed from this side. */
export interface SipListener {
  opened(): void;
  frame(text: string): void;
  closed(error: AppError): void;
}

export interface SipLine {
  /** False when the frame did not leave: not open, too large, or the exchange does not read. */
  send(frame: string): boolean;
  /** The network is another one: whether the line still lives is known within seconds. */
  probe(): void;
  /** Nothing is told afterwards. May be called again. */
  close(): void;
}
