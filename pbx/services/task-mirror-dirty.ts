/** Which tasks are to be written: those whose changed numbers are known, and those that are to be compared whole. */
export interface DirtyTasks {
  /** `numbers` null: any of them. */
  add(task: number, numbers: ReadonlySet<number> | null): void;
  /** What changed just now goes before what is only compared; undefined = nothing is to be written. */
  take(): readonly [task: number, numbers: ReadonlySet<number> | null] | undefined;
  clear(): void;
  readonly size: number;
}

/**
 * Beyond its bounds it remembers the task alone, so its size is that of the list of tasks, however long the database is
 * slow and however much changes.
 * @param most numbers that are remembered for a task, and for all of them
 */
export function createDirtyTasks(most: { readonly each: number; readonly all: number }): DirtyTasks {
  const dirty = new Map<number, ReadonlySet<number> | null>();
  let remembered = 0;

  return {
    add(task, numbers) {
      const before = dirty.get(task);
      if (before === null) return;
      remembered -= before?.size ?? 0;
      const merged = numbers && new Set([...(before ?? []), ...numbers]);
      const kept = merged && merged.size <= most.each && remembered + merged.size <= most.all ? merged : null;
      remembered += kept?.size ?? 0;
      dirty.set(task, kept);
    },
    take() {
      let found = dirty.entries().next().value;
      for (const each of dirty) {
        if (each[1] === null) continue;
        found = each;
        break;
      }
      if (!found) return undefined;
      dirty.delete(found[0]);
      remembered -= found[1]?.size ?? 0;
      return found;
    },
    clear() {
      dirty.clear();
      remembered = 0;
    },
    get size() {
      return dirty.size;
    },
  };
}
