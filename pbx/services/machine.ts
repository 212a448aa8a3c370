import { readFileSync, statfsSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';

/** Shares of the time since the last look, percent. */
export interface CpuLoad {
  readonly user: number;
  readonly system: number;
  readonly nice: number;
  readonly idle: number;
}

/** Bytes. */
export interface DiskUse {
  readonly fileSystem: string;
  readonly type: string;
  readonly mountedOn: string;
  readonly size: number;
  readonly used: number;
  readonly available: number;
}

/** The machine that the platform runs on. */
export interface Machine {
  cpu(): CpuLoad;
  /** kB by the names of Linux' `/proc/meminfo`, lower case; what the system does not tell is missing. */
  memory(): Readonly<Record<string, number>>;
  disks(): readonly DiskUse[];
}

interface Times {
  readonly user: number;
  readonly sys: number;
  readonly nice: number;
  readonly idle: number;
}

const sum = (): Times =>
  cpus().reduce<Times>(
    (all, { times }) => ({
      user: all.user + times.user + times.irq,
      sys: all.sys + times.sys,
      nice: all.nice + times.nice,
      idle: all.idle + times.idle,
    }),
    { user: 0, sys: 0, nice: 0, idle: 0 },
  );

const lines = (file: string): readonly string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    // Systems other than Linux have no such file; what it would tell is missing then.
    return [];
  }
};

/** Types of mounts that hold somebody's data; all others are the kernel's own. */
const real = /^(ext[234]|xfs|btrfs|zfs|vfat|ntfs|fuseblk|overlay|f2fs|jfs|reiserfs)$/;

/** The machine under this process. Linux tells everything; elsewhere memory and the root disk are told. */
export function nodeMachine(): Machine {
  let before: Times = { user: 0, sys: 0, nice: 0, idle: 0 };
  return {
    cpu() {
      const now = sum();
      const spent = { user: now.user - before.user, sys: now.sys - before.sys, nice: now.nice - before.nice };
      const idle = now.idle - before.idle;
      before = now;
      const whole = spent.user + spent.sys + spent.nice + idle;
      const share = (part: number): number => (whole > 0 ? (100 * part) / whole : 0);
      return {
        user: share(spent.user),
        system: share(spent.sys),
        nice: share(spent.nice),
        idle: whole > 0 ? share(idle) : 100,
      };
    },
    memory() {
      const told = lines('/proc/meminfo').flatMap((line) => {
        const found = /^(\w+)(?:\(\w+\))?:\s+(\d+)/.exec(line);
        return found ? [[(found[1] ?? '').toLowerCase(), Number(found[2])] as const] : [];
      });
      return told.length > 0
        ? Object.fromEntries(told)
        : { memtotal: Math.round(totalmem() / 1024), memfree: Math.round(freemem() / 1024) };
    },
    disks() {
      const mounts = lines('/proc/mounts').map((line) => line.split(' '));
      const wanted = mounts.filter(([, , type]) => real.test(type ?? ''));
      const chosen = wanted.length > 0 ? wanted : [['/', '/', '']];
      const seen = new Set<string>();
      return chosen.flatMap(([fileSystem = '', mountedOn = '/', type = '']) => {
        if (seen.has(fileSystem)) return [];
        seen.add(fileSystem);
        try {
          const { blocks, bfree, bavail, bsize } = statfsSync(mountedOn);
          const size = blocks * bsize;
          return [{ fileSystem, type, mountedOn, size, used: size - bfree * bsize, available: bavail * bsize }];
        } catch {
          // Gone, or not for us to look at.
          return [];
        }
      });
    },
  };
}

const gigabyte = 1024 ** 3;

/** A machine that is always the same: for platforms on a virtual clock, whose answers must repeat byte for byte. */
export const steadyMachine: Machine = {
  cpu: () => ({ user: 3.5, system: 1.25, nice: 0, idle: 95.25 }),
  memory: () => ({
    ...{ memtotal: 8_165_432, memfree: 3_204_112, buffers: 214_340, cached: 2_410_020, swapcached: 0 },
    ...{ active: 2_750_400, inactive: 1_602_212, swaptotal: 2_097_148, swapfree: 2_097_148, dirty: 212, writeback: 0 },
    ...{ mapped: 412_300, slab: 260_400, commitlimit: 6_179_864, committed_as: 3_120_400, pagetables: 24_100 },
    ...{ vmalloctotal: 34_359_738_367, vmallocused: 40_212, vmallocchunk: 0, hugepages_total: 0, hugepages_free: 0 },
    hugepagesize: 2_048,
  }),
  disks: () => [
    {
      ...{ fileSystem: '/dev/sda1', type: 'ext4', mountedOn: '/' },
      ...{ size: 100 * gigabyte, used: 38 * gigabyte, available: 57 * gigabyte },
    },
  ],
};
