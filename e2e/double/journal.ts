/** What the person or the operating system would have seen, in order. Specs read it through `double.journal`. */
export interface Entry {
  readonly what: string;
  readonly [detail: string]: unknown;
}
export const journal: Entry[] = [];
export const write = (what: string, details: Readonly<Record<string, unknown>> = {}): void => {
  journal.push({ what, ...details });
};
