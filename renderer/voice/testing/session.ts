import type { Session, SessionEnd, SessionEvents, TerminateOptions } from '../sip/session';
import { TestTrack } from './media';

/** The part of a peer connection that a line uses. */
export class TestPeer extends EventTarget {
  signalingState = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  readonly track = new TestTrack('');
  readonly transceiver = { direction: 'sendrecv' };
  readonly sender = {
    track: this.track as unknown as MediaStreamTrack,
    dtmf: { canInsertDTMF: true },
    replaceTrack: async (track: MediaStreamTrack) => {
      this.sender.track = track;
    },
  };
  readonly rolledBack: string[] = [];
  getSenders() {
    return [this.sender];
  }
  getTransceivers() {
    return [this.transceiver];
  }
  async setLocalDescription({ type }: { readonly type: string }): Promise<void> {
    this.rolledBack.push(type);
    this.signalingState = 'stable';
  }
  async getStats(): Promise<Map<string, object>> {
    return new Map([['in', { type: 'inbound-rtp', packetsReceived: 7 }]]);
  }
  turn(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

/** A session as JsSIP has one, whose other side is the test. */
export class TestSession implements Session {
  readonly id = 'call-1';
  readonly direction: string;
  readonly peer = new TestPeer();
  readonly connection = this.peer as unknown as RTCPeerConnection;
  readonly remote_identity = { display_name: 'Zhang', uri: { user: '10086' } };
  /** What was asked of it, in order. */
  readonly log: string[] = [];
  ready = true;
  ended = false;
  /** What becomes of the next negotiations, first come; `hang` = nothing. */
  readonly outcomes: ('done' | 'refused' | 'hang' | 'unsent')[] = [];
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  constructor(direction: 'incoming' | 'outgoing') {
    this.direction = direction;
  }
  on<K extends keyof SessionEvents>(name: K, listener: (event: SessionEvents[K]) => void): void {
    const known = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, known.add(listener as (event: never) => void));
  }
  emit<K extends keyof SessionEvents>(name: K, event: SessionEvents[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event as never);
  }
  end(name: 'ended' | 'failed', part: Partial<SessionEnd>): void {
    this.ended = true;
    this.emit(name, { originator: 'remote', message: null, cause: 'Terminated', ...part });
  }
  answer(): void {
    this.log.push('answer');
  }
  terminate(options: TerminateOptions = {}): void {
    this.log.push(`terminate ${options.status_code ?? ''}`.trim());
    this.end('ended', { originator: 'local', cause: options.cause ?? 'Terminated' });
  }
  renegotiate(options: { readonly rtcOfferConstraints?: RTCOfferOptions }, done?: () => void): boolean {
    const outcome = this.outcomes.shift() ?? 'done';
    this.log.push(
      `negotiate ${this.peer.transceiver.direction}${options.rtcOfferConstraints?.iceRestart ? ' ice' : ''}`,
    );
    // JsSIP opens the tracks again with every negotiation.
    this.peer.sender.track.enabled = true;
    if (outcome === 'unsent') return false;
    this.peer.signalingState = 'have-local-offer';
    if (outcome === 'done')
      queueMicrotask(() => {
        this.peer.signalingState = 'stable';
        done?.();
      });
    if (outcome === 'refused') queueMicrotask(() => this.terminate({ reason_phrase: 'Media Renegotiation Failed' }));
    return true;
  }
  isReadyToReOffer(): boolean {
    return this.ready;
  }
  isEnded(): boolean {
    return this.ended;
  }
  sendDTMF(digits: string, options: { readonly transportType: string }): void {
    this.log.push(`keys ${digits} ${options.transportType}`);
  }
}
