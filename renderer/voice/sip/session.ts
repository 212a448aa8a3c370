/**
 * What of a JsSIP session is used. Its own types name enums and classes that tests cannot make; `sip/telephone` is where
 * the two meet.
 */
export interface Session {
  readonly id: string;
  readonly direction: string;
  readonly connection: RTCPeerConnection | null | undefined;
  readonly remote_identity: { readonly display_name?: string; readonly uri: { readonly user?: string } };
  on<K extends keyof SessionEvents>(name: K, listener: (event: SessionEvents[K]) => void): unknown;
  answer(options: object): void;
  terminate(options?: TerminateOptions): void;
  /** Sends a re-INVITE; false when it may not now. `done` after the other side's answer has been taken. */
  renegotiate(options: { readonly rtcOfferConstraints?: RTCOfferOptions }, done?: () => void): boolean;
  isReadyToReOffer(): boolean;
  isEnded(): boolean;
  sendDTMF(
    digits: string,
    options: { readonly duration: number; readonly interToneGap: number; readonly transportType: 'RFC2833' | 'INFO' },
  ): void;
}

export interface TerminateOptions {
  readonly status_code?: number;
  readonly reason_phrase?: string;
  readonly cause?: string;
}

/** Of a SIP message that ended a session; only answers have a status. */
export interface IncomingReply {
  readonly status_code?: number;
  getHeaders?(name: string): readonly string[];
}

export interface SessionEnd {
  readonly originator: string;
  readonly message: IncomingReply | null;
  readonly cause: string;
}

export interface SessionEvents {
  peerconnection: { readonly peerconnection: RTCPeerConnection };
  icecandidate: { readonly candidate: unknown; readonly ready: () => void };
  sdp: { readonly originator: string };
  /** 18x; JsSIP says it of what this side sends too. */
  progress: { readonly originator: string; readonly response?: { readonly body?: string | null } | null };
  accepted: unknown;
  ended: SessionEnd;
  failed: SessionEnd;
  hold: unknown;
  unhold: unknown;
  reinvite: { reject(options: { readonly status_code: number }): void };
  refer: { reject(): void };
  replaces: { reject(): void };
}
