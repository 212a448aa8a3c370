import type { Result } from '../../shared/domain/result';
import type { AudioAccount, AudioCall, FromAudio } from '../../shared/voice/contract';

/**
 * The telephone below the audio page: SIP and its peer connections. `sip/telephone` is the one there is (JsSIP); tests of
 * everything above bring a fake.
 */
export interface Telephone {
  /** Registers. The same account again tries anew after a failure; another one takes the place of the first. */
  use(account: AudioAccount): void;
  /** Ends the calls, unregisters, and wants no line any more. */
  rest(): void;
  /** The line to the exchange has opened or closed. */
  link(state: 'open' | 'closed'): void;
  /** A SIP message from the exchange. */
  receive(frame: string): void;
  /**
   * Calls a number at the account's own exchange.
   * @param sound the microphone
   * @returns the line, which is "calling"; fails with `not-possible-now` without an account, `invalid-number`
   */
  call(number: string, sound: MediaStream): Result<Line>;
}

export type RegistrationState = Extract<FromAudio, { t: 'registration' }>;

/** What a telephone tells. */
export interface TelephoneEvents {
  onRegistration(state: RegistrationState): void;
  /** Somebody calls; the line rings. */
  onLine(line: Line): void;
  /** Whether the line to the exchange is wanted, and what to send on it. */
  onWanted(on: boolean): void;
  onFrame(frame: string): void;
}

export type LineEnd = Exclude<AudioCall['end'], ''>;

export type LineEvent =
  /** It rings at the other side, and no sound comes with it (180 without a description, RFC 3261 §21.1.2). */
  | { readonly t: 'ringing' }
  | { readonly t: 'answered' }
  /** The other side's sound. */
  | { readonly t: 'sound'; readonly stream: MediaStream }
  /** How the sound travels; `connected` at first, then whatever the network does. */
  | { readonly t: 'media'; readonly state: RTCPeerConnectionState }
  /** The line to the exchange is back: this call can be negotiated again. */
  | { readonly t: 'link' }
  | { readonly t: 'ended'; readonly end: LineEnd };

/**
 * One call of the telephone.
 *
 * ```
 *   in:  ringing ──answer──▶ answered ─┐
 *   out: calling ──200─────▶ answered ─┴─▶ ended (once, last)
 * ```
 */
export interface Line {
  readonly id: string;
  readonly direction: 'in' | 'out';
  /** The other side, as its SIP address says. */
  readonly number: string;
  readonly name: string;
  on(listener: (event: LineEvent) => void): void;
  answer(sound: MediaStream): void;
  /** Refuses what rings: 486 busy, 603 declined, 480 not now. */
  refuse(status: 480 | 486 | 603): void;
  /** Ends it, whatever state it is in. */
  hangUp(): void;
  /** Ends it for a failure of ours, so that both sides see one. */
  fail(): void;
  /** Changes the direction of the sound by re-INVITE; false when the other side does not agree, then nothing changed. */
  hold(on: boolean): Promise<boolean>;
  /** Sends silence while on. */
  mute(on: boolean): void;
  /** Keys to the other side; false when the call carries none. `0-9 * # A-D`. */
  dtmf(digits: string): boolean;
  /** Another microphone for a running call. */
  replace(track: MediaStreamTrack): Promise<void>;
  /** Negotiates anew; `media` also looks for new ways for the sound (ICE restart). False when it did not come about. */
  refresh(media: boolean): Promise<boolean>;
  /** Figures of the sound; empty while there is none. */
  statistics(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}
