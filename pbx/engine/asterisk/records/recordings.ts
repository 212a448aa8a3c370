import type { PlatformTime } from '../../../../shared/domain/time';
import type { RecordSink } from '../../port';
import { type Ami, field } from '../ami/port';
import { type Leg, partyOf } from './leg';
import type { Sounds } from './sounds';

/** The exchange closes the file a moment after the leg is gone. */
const closeMs = 200;

interface Running {
  readonly startedAt: PlatformTime;
  readonly leg: Leg;
  file: string;
  /** Somebody was heard on it. */
  talked: boolean;
}

export interface RecordingsOptions {
  readonly ami: Pick<Ami, 'send'>;
  readonly sink: Pick<RecordSink, 'recording'>;
  readonly sounds: Sounds;
  readonly after: (ms: number, run: () => void) => void;
}

/**
 * What `MixMonitor` records. The event names no file: the channel's variable `MIXMONITOR_FILENAME` does, and is asked
 * for. One file may hold several talks of a leg, so that several call records name it.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #running = new Map<Leg, Running>();

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** `MixMonitorStart`. */
  started(leg: Leg, at: PlatformTime): void {
    const before = this.#running.get(leg);
    if (before) this.#over(before, at);
    const running: Running = { startedAt: at, leg, file: '', talked: this.#isTalking(leg) };
    this.#running.set(leg, running);
    this.#options.ami.send('Getvar', { Channel: leg.name, Variable: 'MIXMONITOR_FILENAME' }).then(
      (answer) => answer.ok && this.named(leg, field(answer, 'Value'), running),
      // No line or no such channel any more: nobody can say what the file is called.
      () => undefined,
    );
  }

  /** The exchange said by itself, or was asked, what the file of a leg is called. */
  named(leg: Leg, path: string, running = this.#running.get(leg)): void {
    const file = path && this.#options.sounds.remember(path);
    if (!file || !running || running.file !== '') return;
    running.file = file;
    if (this.#running.get(leg) === running) {
      leg.monitor = file;
      partyOf(leg).monitor ||= file;
    }
  }

  talks(leg: Leg): void {
    for (const one of [leg, ...leg.standIns]) {
      const running = this.#running.get(one);
      if (running) running.talked = true;
    }
  }

  /** `MixMonitorStop`, or the leg is gone. */
  ended(leg: Leg, at: PlatformTime): void {
    const running = this.#running.get(leg);
    if (running) this.#over(running, at);
  }

  #over(running: Running, at: PlatformTime): void {
    const { leg, startedAt } = running;
    this.#running.delete(leg);
    const stays = leg.hungUpAt === null;
    this.#options.after(closeMs, () => {
      if (stays && leg.monitor === running.file) leg.monitor = '';
      // Of a caller whom nobody answered there is an empty file.
      if (running.file === '' || !running.talked) return;
      const { file } = running;
      const length = this.#options.sounds.lengthOf({ file, startedAt });
      this.#options.sink.recording({
        ...{ file, kind: 'call', uniqueIds: [partyOf(leg).uniqueId], startedAt },
        milliseconds: length && length > 0 ? length : at - startedAt,
      });
    });
  }

  #isTalking(leg: Leg): boolean {
    return leg.bridge !== null && leg.bridge.legs.size > 1;
  }
}
