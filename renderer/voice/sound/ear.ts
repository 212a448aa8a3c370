/** One loudspeaker of the page; `browser/player` is an audio element. */
export interface Player {
  /** False when the browser forbids sound before the person has touched the page. */
  play(stream: MediaStream): Promise<boolean>;
  /** Empty = the system's default. False when the device cannot be used. */
  output(id: string): Promise<boolean>;
  volume(level: number): void;
  mute(on: boolean): void;
  close(): void;
}

export interface EarEffects {
  player(): Player;
  /** Runs once, at the person's next click or key, in this page or in the one around it. */
  onGesture(run: () => void): () => void;
}

export interface Ear {
  /** Plays the other side of a call. */
  hear(call: string, stream: MediaStream): void;
  /** A held call is not heard. */
  quiet(call: string, on: boolean): void;
  forget(call: string): void;
  output(id: string): void;
  volume(level: number): void;
  /** Sound waits for a click. */
  readonly waiting: boolean;
  close(): void;
}

interface Heard {
  readonly player: Player;
  stream: MediaStream | null;
}

/** What the agent hears of all calls: one player a call, on the chosen output. */
export function createEar({ player, onGesture }: EarEffects): Ear {
  const heard = new Map<string, Heard>();
  const refused = new Set<string>();
  let output = '';
  let volume = 1;
  let off: (() => void) | null = null;

  const place = async (target: Player): Promise<void> => {
    // A device that has just gone: better heard on the wrong one than not at all.
    if (!(await target.output(output)) && output !== '') await target.output('');
  };
  const start = async (call: string, entry: Heard): Promise<void> => {
    if (!entry.stream) return;
    const plays = await entry.player.play(entry.stream);
    if (heard.get(call) !== entry) return;
    if (plays) {
      refused.delete(call);
      return;
    }
    refused.add(call);
    off ??= onGesture(() => {
      off = null;
      for (const waiting of [...refused]) {
        const again = heard.get(waiting);
        if (again) void start(waiting, again);
      }
    });
  };
  const entryOf = (call: string): Heard => {
    const known = heard.get(call);
    if (known) return known;
    const made: Heard = { player: player(), stream: null };
    heard.set(call, made);
    made.player.volume(volume);
    void place(made.player);
    return made;
  };

  return {
    hear: (call, stream) => {
      const entry = entryOf(call);
      entry.stream = stream;
      void start(call, entry);
    },
    quiet: (call, on) => heard.get(call)?.player.mute(on),
    forget: (call) => {
      heard.get(call)?.player.close();
      heard.delete(call);
      refused.delete(call);
    },
    output: (id) => {
      output = id;
      for (const { player: target } of heard.values()) void place(target);
    },
    volume: (level) => {
      volume = level;
      for (const { player: target } of heard.values()) target.volume(level);
    },
    get waiting() {
      return refused.size > 0;
    },
    close: () => {
      off?.();
      off = null;
      for (const { player: target } of heard.values()) target.close();
      heard.clear();
      refused.clear();
    },
  };
}
