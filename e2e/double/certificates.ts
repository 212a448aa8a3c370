/** What a server on https would show: PEM of its leaf, and Chromium's word when it would not be trusted by itself. */
export interface Certificate {
  readonly data: string;
  /** `CERT_AUTHORITY_INVALID` …; empty = trusted. */
  readonly error: string;
}
/** By `host:port`; specs fill it for the servers they start. */
export const certificates = new Map<string, Certificate>();
