import { appError, fail, ok } from '../../../shared/domain/result';
import type { AudioAccount } from '../../../shared/voice/contract';
import type { Figures } from '../statistics';
import type { Line, LineEnd, LineEvent, RegistrationState, Telephone, TelephoneEvents } from '../telephone';

/** A line whose other end is the test. */
export class TestLine implements Line {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly number: string;
  readonly name: string;
  /** What was done with it, in order. */
  readonly done: string[] = [];
  /** What the other side says to the next hold. */
  agrees = true;
  figures: readonly Figures[] = [];
  readonly tracks: MediaStreamTrack[] = [];
  readonly #listeners = new Set<(event: LineEvent) => void>();

  constructor(id: string, direction: 'in' | 'out', number = '10086') {
    this.id = id;
    this.direction = direction;
    this.number = number;
    this.name = '';
  }
  on(listener: (event: LineEvent) => void): void {
    this.#listeners.add(listener);
  }
  tell(event: LineEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
  /** The call is up. */
  talk(): void {
    this.tell({ t: 'answered' });
  }
  end(end: LineEnd): void {
    this.tell({ t: 'ended', end });
    this.#listeners.clear();
  }
  answer(): void {
    this.done.push('answer');
  }
  refuse(status: number): void {
    this.done.push(`refuse ${status}`);
    this.end('rejected');
  }
  hangUp(): void {
    this.done.push('hang up');
    this.end('here');
  }
  fail(): void {
    this.done.push('fail');
    this.end('failed');
  }
  async hold(on: boolean): Promise<boolean> {
    this.done.push(on ? 'hold' : 'resume');
    return this.agrees;
  }
  mute(on: boolean): void {
    this.done.push(on ? 'mute' : 'unmute');
  }
  dtmf(digits: string): boolean {
    this.done.push(`keys ${digits}`);
    return true;
  }
  async replace(track: MediaStreamTrack): Promise<void> {
    this.tracks.push(track);
  }
  async refresh(media: boolean): Promise<boolean> {
    this.done.push(media ? 'ice restart' : 'refresh');
    return this.agrees;
  }
  async statistics(): Promise<readonly Figures[]> {
    return this.figures;
  }
}

export interface TestTelephone extends Telephone {
  readonly done: unknown[];
  readonly lines: TestLine[];
  /** Somebody calls. */
  ring(number?: string): TestLine;
  registration(state: RegistrationState['state'], status?: number): void;
  events: TelephoneEvents | null;
}

/** A telephone without a network. */
export function createTestTelephone(): TestTelephone & { make(events: TelephoneEvents): Telephone } {
  const telephone: TestTelephone & { make(events: TelephoneEvents): Telephone } = {
    done: [],
    lines: [],
    events: null,
    make: (events) => {
      telephone.events = events;
      return telephone;
    },
    ring: (number = '10086') => {
      const line = new TestLine(`in-${telephone.lines.length}`, 'in', number);
      telephone.lines.push(line);
      telephone.events?.onLine(line);
      return line;
    },
    registration: (state, status = 0) => telephone.events?.onRegistration({ t: 'registration', state, status }),
    use: (account: AudioAccount) => void telephone.done.push(`use ${account.uri}`),
    rest: () => void telephone.done.push('rest'),
    link: (state) => void telephone.done.push(`link ${state}`),
    receive: (frame) => void telephone.done.push(`receive ${frame}`),
    call: (number) => {
      if (number === '') return fail(appError('invalid-number', 'no number'));
      const line = new TestLine(`out-${telephone.lines.length}`, 'out', number);
      telephone.lines.push(line);
      return ok(line);
    },
  };
  return telephone;
}
