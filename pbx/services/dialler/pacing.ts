/**
 * How many calls a platform begins, and which: the pure core of the dialler. It sees the floor as it is at one moment
 * and never goes beyond a limit, whatever happened before.
 */

/** A call of the dialler that is not over. */
export interface LiveCall {
  readonly task: number;
  readonly number: string;
  /** Queue that it goes into; empty = none. */
  readonly queue: string;
  /** An agent talks to the customer. */
  readonly taken: boolean;
}

/** One idle agent for each call. */
export interface AgentNeed {
  readonly kind: 'agent';
  /** Idle agents of the task, whoever is to be taken first in front. */
  readonly idle: readonly string[];
  /** Idle agents whom single numbers of its list name. */
  readonly named: readonly string[];
}
/** Calls that are out for a queue stay within `rate` for each of its free agents. */
export interface QueueNeed {
  readonly kind: 'queue';
  readonly queue: string;
  readonly rate: number;
}

export interface PacedTask {
  readonly id: number;
  /** Calls at the same time; 0 = no limit of its own. */
  readonly most: number;
  readonly need: AgentNeed | QueueNeed | null;
  /** Lines it may take its calls out by; empty = any. */
  readonly trunk: string;
  /** In the order in which they are to be called. */
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  readonly dial: number;
  readonly number: string;
  /** Agent who is to call it; empty = any who may serve the task. */
  readonly caller: string;
}

export interface PacedFloor {
  /** Calls of all tasks at the same time; 0 = no limit. */
  readonly most: number;
  readonly live: readonly LiveCall[];
  /** Free members of a queue. */
  freeIn(queue: string): number;
  /** Free lines of a trunk, or of all when it is empty. */
  linesOf(trunk: string): number;
  readonly tasks: readonly PacedTask[];
}

export interface Start {
  readonly task: number;
  readonly dial: number;
  readonly number: string;
  /** Agent who is taken for it; empty = none. */
  readonly agent: string;
}

/** Rates are decimals such as 1.15; 1.15 × 20 must be 23. */
const grain = 1e-9;

/** Calls to begin now. The tasks take turns, one call each, so that a long list does not starve a short one. */
export function plan(floor: PacedFloor): readonly Start[] {
  const starts: Start[] = [];
  const live = [...floor.live];
  const taken = new Set<string>();
  const called = new Set(floor.live.map(({ number }) => number));
  const lines = new Map<string, number>();
  const place = new Map(floor.tasks.map(({ id }) => [id, 0]));
  const free = (trunk: string): number => {
    const left = lines.get(trunk) ?? floor.linesOf(trunk);
    lines.set(trunk, left);
    return left;
  };

  const hasRoom = (task: PacedTask): boolean => {
    if (floor.most > 0 && live.length >= floor.most) return false;
    if (task.most > 0 && live.filter((call) => call.task === task.id).length >= task.most) return false;
    if (free('') <= 0 || free(task.trunk) <= 0) return false;
    const { need } = task;
    if (need?.kind !== 'queue') return true;
    const out = live.filter((call) => call.queue === need.queue && !call.taken).length;
    return out + 1 <= need.rate * floor.freeIn(need.queue) + grain;
  };

  const begin = (task: PacedTask): boolean => {
    if (!hasRoom(task)) return false;
    const { need } = task;
    for (let at = place.get(task.id) ?? 0; at < task.candidates.length; at += 1) {
      const candidate = task.candidates[at];
      if (!candidate || called.has(candidate.number)) continue;
      const agent = need?.kind === 'agent' ? mayCall(candidate, need).find((no) => !taken.has(no)) : '';
      if (agent === undefined) continue;
      place.set(task.id, at + 1);
      if (agent !== '') taken.add(agent);
      called.add(candidate.number);
      for (const trunk of new Set(['', task.trunk])) lines.set(trunk, free(trunk) - 1);
      live.push({
        task: task.id,
        number: candidate.number,
        queue: need?.kind === 'queue' ? need.queue : '',
        taken: false,
      });
      starts.push({ task: task.id, dial: candidate.dial, number: candidate.number, agent });
      return true;
    }
    return false;
  };

  let waiting = floor.tasks;
  while (waiting.length > 0) waiting = waiting.filter(begin);
  return starts;
}

const mayCall = ({ caller }: Candidate, { idle, named }: AgentNeed): readonly string[] =>
  caller === '' ? idle : [...idle, ...named].filter((no) => no === caller);

/** What becomes of a number when a call has ended. `tries` counts that call. */
export function afterCall(
  result: 'reached' | 'failed' | 'cut-off',
  { tries, spared, retries }: { readonly tries: number; readonly spared: number; readonly retries: number },
): { readonly status: 'S' | 'R' | 'F'; readonly spared: number } {
  if (result === 'reached') return { status: 'S', spared };
  // What a stop of the platform cut off once is nobody's fault; twice it counts as a call like any other.
  const allowance = result === 'cut-off' && spared === 0 ? 1 : spared;
  return { status: tries < 1 + retries + allowance ? 'R' : 'F', spared: allowance };
}
