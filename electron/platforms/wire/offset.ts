/** A change below this is not worth telling the screens. */
const worthTelling = 250;

/**
 * How far a server's clock is from ours, from answers that name a whole second. Each answer bounds the offset from both
 * sides (it was made after we asked and before we read it); the bounds are intersected, so that it gets sharper with
 * every answer, and an answer outside them means that a clock has jumped.
 */
export class Offset {
  private readonly slack: number;
  private low = Number.NEGATIVE_INFINITY;
  private high = Number.POSITIVE_INFINITY;
  private told: number | null = null;

  /** `slack`: ms by which a told second may be late or early. */
  constructor(slack: number) {
    this.slack = slack;
  }

  /** Milliseconds to add to our clock; null while nothing is known. */
  get value(): number | null {
    return this.told;
  }

  /** Returns true when a clock has jumped since the last answer. */
  observe(toldSecond: number, sentAt: number, receivedAt: number): boolean {
    if (receivedAt < sentAt) return false;
    const low = toldSecond - receivedAt - this.slack;
    const high = toldSecond + 1000 - sentAt + this.slack;
    const jumped = low > this.high || high < this.low;
    this.low = jumped ? low : Math.max(this.low, low);
    this.high = jumped ? high : Math.min(this.high, high);
    const middle = Math.round((this.low + this.high) / 2);
    const known = this.told !== null;
    if (this.told === null || jumped || Math.abs(middle - this.told) > worthTelling) this.told = middle;
    return jumped && known;
  }

  /** Another source saw this clock jump by `by`. */
  move(by: number): void {
    if (this.told === null) return;
    this.told += by;
    this.low += by;
    this.high += by;
  }
}
