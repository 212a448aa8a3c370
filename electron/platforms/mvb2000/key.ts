import { type Clock, type PlatformTime, parsePlatformTime, platformDate } from '../../../shared/domain/time';
import { webKey } from '../../../shared/webcti/webkey';
import { ClockOff, KeyRefused } from '../wire/failure';
import { Offset } from '../wire/offset';

const day = 86_400_000;
const relearnAfter = 10 * 60_000;
const tryAgainAfter = 60_000;
const changeMargin = 1_500;

/**
 * Which date the platform has, and with it the key of the day: md5(web key + platform date), WEBCTI2 chapter 1. Three
 * sources, the best last: this computer's clock with an assumed zone, the `Date` header (an instant, no zone),
 * ctigetdatetime (both). A refused key (9999) is tried once more with the neighbouring date; before any key was ever
 * accepted the zone is a guess, and the second neighbour is tried too.
 */
export class KeyClock {
  private readonly clock: Clock;
  private readonly secret: string;
  private readonly header = new Offset(250);
  private readonly platform = new Offset(0);
  private minutes: number;
  private learnedAt: number | null = null;
  /** Hour since 1970 of the platform's clock in which it was asked. */
  private learnedIn = 0;
  /** The last change of the zone, and the minutes before it. */
  private changed: { readonly at: PlatformTime; readonly before: number } | null = null;
  private failedAt: number | null = null;
  private stale = false;
  private confirmed = false;
  private headerDistrusted = false;
  /** Days between the date that the clock gives and the one that was accepted. */
  private shift = 0;
  private refusedFirst: string | null = null;

  constructor(clock: Clock, secret: string, assumedZone: number) {
    this.clock = clock;
    this.secret = secret;
    this.minutes = assumedZone;
  }

  /** Add to `clock.now()`. */
  get offset(): number {
    return this.platform.value ?? this.headerOffset ?? 0;
  }

  /** Minutes east of UTC. */
  get zone(): number {
    return this.minutes;
  }

  /**
   * The instant of a time in an answer. What happened before a change that was seen was written down by the clock of
   * before; of an hour that comes twice it is the later one, unless that is still to come.
   */
  instantOf(text: string): PlatformTime | null {
    const late = parsePlatformTime(text, this.minutes);
    if (late === null || this.changed === null) return late;
    const { at, before } = this.changed;
    const soon = this.clock.now() + this.offset + changeMargin;
    const twice = late < at + (before - this.minutes) * 60_000;
    return late >= at && (late <= soon || !twice) ? late : parsePlatformTime(text, before);
  }

  /** Asked at every full hour, so the change was at the last one; after a longer silence nobody knows when. */
  private follow(minutes: number): void {
    const before = this.minutes;
    if (before === minutes) return;
    this.minutes = minutes;
    const near = this.learnedAt !== null && this.clock.monotonic() - this.learnedAt < 3_600_000;
    const at = this.hourOf(changeMargin) * 3_600_000;
    this.changed = near ? { at, before } : null;
  }

  /** Hour since 1970 of the platform's clock in `ms`. */
  private hourOf(ms: number): number {
    return Math.floor((this.clock.now() + this.offset + ms) / 3_600_000);
  }

  get learned(): boolean {
    return this.learnedAt !== null;
  }

  /** Whether ctigetdatetime should be asked before the next question. */
  get wantsLearning(): boolean {
    const now = this.clock.monotonic();
    if (this.failedAt !== null && now - this.failedAt < tryAgainAfter) return false;
    if (this.learnedAt === null || this.stale || now - this.learnedAt >= relearnAfter) return true;
    // Summer time comes and goes at a full hour, and every time in an answer would be read an hour wrong; how far that
    // hour is, is known to about a second.
    return this.hourOf(changeMargin) !== this.learnedIn || this.hourOf(-changeMargin) !== this.learnedIn;
  }

  /** Everything that must never be seen: the web key and the keys that may have been made of it. */
  secrets(): readonly string[] {
    const today = this.today();
    return [this.secret, ...[-2, -1, 0, 1, 2].map((days) => webKey(this.secret, shifted(today, days)))];
  }

  /** Date to sign with now. */
  date(): string {
    return shifted(this.today(), this.shift);
  }

  sign(date: string): string {
    return webKey(this.secret, date);
  }

  observeHeader(date: string | undefined, sentAt: number, receivedAt: number): void {
    const told = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    const before = this.header.value;
    if (!this.header.observe(told, sentAt, receivedAt) || before === null || this.headerDistrusted) return;
    // A clock jumped, here or there: follow at once, then ask.
    this.platform.move((this.header.value ?? before) - before);
    this.stale = true;
  }

  /** `local`: `2015-01-15 09:03:37`; `timestamp`: seconds since the epoch, null when the platform does not tell. */
  observePlatform(local: string, timestamp: number | null, sentAt: number, receivedAt: number): void {
    const wall = parsePlatformTime(local, 0);
    if (wall === null) {
      this.learningFailed();
      return;
    }
    const zone = timestamp === null ? null : zoneBetween(wall, timestamp * 1000);
    if (zone !== null && timestamp !== null) {
      this.platform.observe(timestamp * 1000, sentAt, receivedAt);
      this.follow(zone);
    } else {
      const assumed = zoneBetween(wall, receivedAt + (this.headerOffset ?? 0));
      this.minutes = assumed ?? this.minutes;
      this.platform.observe(wall - this.minutes * 60_000, sentAt, receivedAt);
    }
    this.learnedAt = this.clock.monotonic();
    this.learnedIn = this.hourOf(0);
    this.failedAt = null;
    this.stale = false;
    this.shift = 0;
  }

  learningFailed(): void {
    this.failedAt = this.clock.monotonic();
  }

  /** The platform took the key of `date` in a request sent at `sentAt`. */
  accepted(date: string, sentAt: number): void {
    this.confirmed = true;
    this.refusedFirst = null;
    const expected = [sentAt, this.clock.now()].map((at) => this.dateAt(at));
    if (this.headerOffset !== null && !this.learned) {
      const byHeader = platformDate(sentAt + this.headerOffset, this.minutes);
      if (Math.abs(daysBetween(byHeader, date)) > 1) this.headerDistrusted = true;
    }
    const shift = expected.includes(date) ? 0 : daysBetween(this.today(), date);
    if (shift !== this.shift) this.stale = this.stale || shift !== 0;
    this.shift = Math.abs(shift) <= 1 ? shift : 0;
  }

  /**
   * The next date to try after `tried` were refused, or null when it is the key itself (or the clock): see `refusal`.
   * A key that was refused with all dates is not tried again with others until the date changes.
   */
  nextAfterRefusal(tried: readonly string[]): string | null {
    const [first] = tried;
    if (first === undefined || first === this.refusedFirst) return null;
    const candidates = tried.length >= (this.confirmed ? 2 : 3) ? [] : this.candidates();
    const next = candidates.find((date) => !tried.includes(date)) ?? null;
    if (next === null) this.refusedFirst = first;
    return next;
  }

  refusal(): KeyRefused | ClockOff {
    const skew = this.headerOffset ?? this.platform.value ?? 0;
    if (Math.abs(skew) > day / 2) {
      const skewSeconds = Math.trunc(skew / 1000);
      return new ClockOff(`the key is refused and the platform's clock is ${skewSeconds} s off`, { skewSeconds });
    }
    return new KeyRefused('the platform refuses the web key');
  }

  private get headerOffset(): number | null {
    return this.headerDistrusted ? null : this.header.value;
  }

  private candidates(): readonly string[] {
    const today = this.today();
    const hour = ((this.clock.now() + this.offset + this.minutes * 60_000) % day) / (day / 24);
    const near = hour < 12 ? -1 : 1;
    return [today, shifted(today, near), shifted(today, -near)];
  }

  private today(): string {
    return this.dateAt(this.clock.now());
  }

  private dateAt(now: number): string {
    return platformDate(now + this.offset, this.minutes);
  }
}

/** Quarter hours between a wall clock read as UTC and the instant; null when no zone of the earth is that far. */
function zoneBetween(wall: number, instant: number): number | null {
  const minutes = Math.round((wall - instant) / 900_000) * 15;
  return minutes >= -720 && minutes <= 840 ? minutes : null;
}

const shifted = (date: string, days: number): string =>
  days === 0 ? date : platformDate((parsePlatformTime(date, 0) ?? 0) + days * day, 0);

const daysBetween = (from: string, to: string): number =>
  Math.round(((parsePlatformTime(to, 0) ?? 0) - (parsePlatformTime(from, 0) ?? 0)) / day);
