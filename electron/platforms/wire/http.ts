/** One exchange with a platform. The only thing the transport knows of the network. */
export interface HttpRequest extends HttpQuestion {
  /** Longer answers are cut off with `TooLarge`. */
  readonly limitBytes: number;
}

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is read as fast as the platform takes it; `content-length` among the headers says how much it holds. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Ends the exchange at once, the body that is still on its way included. */
  readonly signal: AbortSignal;
}

export interface HttpHead {
  readonly status: number;
  /** Lower-case names; values as latin1, byte for byte. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpResponse extends HttpHead {
  readonly body: Uint8Array;
}

/** An answer whose body is still on its way. Whoever gets it reads the body to its end or calls `cancel`. */
export interface HttpOpened extends HttpHead {
  /** Read once; no more is taken from the socket than is asked for. Rejects with a network error. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection; a read that waits ends. May be called again. */
  cancel(): void;
}

/** Rejects with a network error or a `PlatformFailure`; never follows a redirect, never sends anything twice. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Like `send`, and resolves as soon as the head of the answer is there. */
  open(question: HttpQuestion): Promise<HttpOpened>;
  /** Ends all connections at once; later sends fail. */
  close(): void;
}
