/** One exchange with a platform. The only thing the transport knows of the network. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Longer answers are cut off with `TooLarge`. */
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Rejects with a network error or a `PlatformFailure`; never follows a redirect, never sends anything twice. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Ends all connections at once; later sends fail. */
  close(): void;
}
