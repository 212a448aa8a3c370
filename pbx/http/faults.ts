import type { Clock } from '../../shared/domain/time';
import type { Faults } from '../scenario/port';

type Kind = 'slow' | 'cut' | 'half' | 'charset' | 'error' | 'malformed' | 'dead';
interface Fault {
  readonly kind: Kind;
  /** Absent = every endpoint. */
  readonly endpoint: string | undefined;
  readonly ms: number;
}

/** How the answer of one request is spoilt; the server asks once a request. */
export interface Spoiling {
  readonly delayMs: number;
  readonly kinds: ReadonlySet<Kind>;
}

/** What the faults of the face need of whoever runs it. */
export interface FaceControl {
  /** Stops listening, waits, listens again at the same address. */
  pause(seconds: number): Promise<void>;
  restart(options: { readonly keepState: boolean; readonly downSeconds: number }): Promise<void>;
  /** Ends every pause now. */
  resume(): void;
}

/** The faults of one platform: the verbs of `Faults` and what they add up to now. */
export class FaultBox implements Faults {
  #active = new Set<Fault>();
  #skewMs = 0;
  #key: string | null = null;
  /** Resumes requests that a slow or dead endpoint holds back. */
  #held = new Set<() => void>();
  readonly #clock: Clock;
  readonly #control: FaceControl;

  constructor(clock: Clock, control: FaceControl) {
    this.#clock = clock;
    this.#control = control;
  }

  get skewMs(): number {
    return this.#skewMs;
  }

  /** The key that counts instead of the platform's own; null = its own. */
  get key(): string | null {
    return this.#key;
  }

  of(endpoint: string): Spoiling {
    const hits = [...this.#active].filter((fault) => fault.endpoint === undefined || fault.endpoint === endpoint);
    return {
      delayMs: Math.max(0, ...hits.map((fault) => fault.ms)),
      kinds: new Set(hits.map((fault) => fault.kind)),
    };
  }

  /** Waits on the platform's clock; ends early when the faults are cleared. Nothing is left behind. */
  hold(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = Number.isFinite(ms) ? this.#clock.after(ms, () => release()) : () => {};
      const release = (): void => {
        cancel();
        this.#held.delete(release);
        resolve();
      };
      this.#held.add(release);
    });
  }

  slow(ms: number, endpoint?: string): () => void {
    return this.#add('slow', endpoint, ms);
  }
  cutConnections(endpoint?: string): () => void {
    return this.#add('cut', endpoint);
  }
  halfBody(endpoint?: string): () => void {
    return this.#add('half', endpoint);
  }
  wrongCharset(endpoint?: string): () => void {
    return this.#add('charset', endpoint);
  }
  serverErrors(endpoint?: string): () => void {
    return this.#add('error', endpoint);
  }
  malformedXml(endpoint?: string): () => void {
    return this.#add('malformed', endpoint);
  }
  dead(endpoint: string): () => void {
    return this.#add('dead', endpoint);
  }
  offline(seconds: number): Promise<void> {
    return this.#control.pause(seconds);
  }
  restart(options: { readonly keepState: boolean; readonly downSeconds: number }): Promise<void> {
    return this.#control.restart(options);
  }

  clockSkew(seconds: number): () => void {
    const before = this.#skewMs;
    this.#skewMs = seconds * 1000;
    return () => {
      this.#skewMs = before;
    };
  }

  changeKey(key: string): () => void {
    const before = this.#key;
    this.#key = key;
    return () => {
      this.#key = before;
    };
  }

  clear(): void {
    this.#active.clear();
    this.#skewMs = 0;
    this.#key = null;
    this.release();
    this.#control.resume();
  }

  /** Lets every held request go on. */
  release(): void {
    for (const release of [...this.#held]) release();
  }

  #add(kind: Kind, endpoint: string | undefined, ms = 0): () => void {
    const fault: Fault = { kind, endpoint, ms };
    this.#active.add(fault);
    return () => {
      if (!this.#active.delete(fault)) return;
      // A dead endpoint that comes back drops what it kept waiting; the others just hurry.
      if (kind === 'dead' || kind === 'slow') this.release();
    };
  }
}
