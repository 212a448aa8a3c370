/** What the socket needs of the road. */
export interface SocketRoad {
  want(on: boolean): void;
  send(frame: string): void;
}

/**
 * The line to the exchange as JsSIP wants one (its `Socket`). Frames travel through the desk, which opens and closes the
 * real connection: `opened` and `closed` are told by it, `connect` only asks.
 */
export class BridgeSocket {
  readonly url = 'bridge:desk';
  /** Stands in contact and route headers; the connection is known by itself (RFC 7118 §5). */
  readonly sip_uri = 'sip:desk.invalid;transport=ws';
  via_transport = 'WS';
  onconnect: () => void = () => undefined;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined;
  ondata: (frame: unknown) => void = () => undefined;
  readonly #road: SocketRoad;
  #open: boolean;
  #wanted = false;

  constructor(road: SocketRoad, open: boolean) {
    this.#road = road;
    this.#open = open;
  }

  connect(): void {
    this.#wanted = true;
    this.#road.want(true);
    // JsSIP sets its handlers before it connects, and counts on being called later.
    if (this.#open) queueMicrotask(() => this.#open && this.#wanted && this.onconnect());
  }

  disconnect(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#road.want(false);
  }

  send(frame: string): boolean {
    if (!this.#open) return false;
    this.#road.send(frame);
    return true;
  }

  isConnected(): boolean {
    return this.#open;
  }

  isConnecting(): boolean {
    return this.#wanted && !this.#open;
  }

  opened(): void {
    if (this.#open) return;
    this.#open = true;
    if (this.#wanted) this.onconnect();
  }

  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#wanted) this.ondisconnect(true, 1006, 'the desk lost the exchange');
  }

  receive(frame: string): void {
    if (this.#open && this.#wanted) this.ondata(frame);
  }
}
