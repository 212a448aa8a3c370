import type { Channel, Trunk } from '../../engine/port';
import { type HandlerContext, type Handlers, type RowsOf, rows } from './handler';

/** As `df -h` prints it: `7.7G`, `99M`. */
function human(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T', 'P'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)}${units[unit]}`;
}

/** Lines of the voice cards: each trunk over a card has as many as calls that it can carry. */
function linesOf({ name, channels }: Trunk, live: readonly Channel[], { time, now }: HandlerContext) {
  const busy = live.filter((channel) => channel.trunk === name && channel.hungUpAt === null);
  return Array.from({ length: channels }, (_, at): RowsOf<'getzapchannel'> => {
    const call = busy[at];
    return {
      createtime: time(now()),
      channel: String(at + 1),
      signalling: call ? 'FXS Kewlstart' : '',
      context: call?.context || 'from-zaptel',
      dnd: '0',
      alarm: '',
      callerid: call?.callerId ?? '',
      state: call?.state ?? '',
      uniqueid: call?.uniqueId ?? '',
    };
  });
}

const memoryFields = [
  ...(['memtotal', 'memfree', 'buffers', 'cached', 'swapcached', 'active', 'inactive', 'hightotal'] as const),
  ...(['highfree', 'lowtotal', 'lowfree', 'swaptotal', 'swapfree', 'dirty', 'writeback', 'mapped', 'slab'] as const),
  ...(['commitlimit', 'committed_as', 'pagetables', 'vmalloctotal', 'vmallocused', 'vmallocchunk'] as const),
  ...(['hugepages_total', 'hugepages_free', 'hugepagesize'] as const),
] as const;

export const machine: Handlers<'getcpuload' | 'getdiskinfo' | 'getmemload' | 'getzapchannel'> = {
  getcpuload(_, { machine: host, time, now }) {
    const { user, system, nice, idle } = host.cpu();
    const share = (value: number): string => value.toFixed(2);
    return rows([
      {
        createtime: time(now()),
        infotype: 'cpuload',
        user: share(user),
        system: share(system),
        nice: share(nice),
        idle: share(idle),
      },
    ]);
  },

  getdiskinfo: (_, { machine: host, time, now }) =>
    rows(
      host.disks().map(({ fileSystem, type, mountedOn, size, used, available }) => ({
        createtime: time(now()),
        filesystem: fileSystem,
        type,
        size: human(size),
        used: human(used),
        avail: human(available),
        usedper: `${used + available > 0 ? Math.ceil((100 * used) / (used + available)) : 0}%`,
        mountedon: mountedOn,
      })),
    ),

  getmemload(_, { machine: host, time, now }) {
    const told = host.memory();
    const of = (name: string): number => told[name] ?? 0;
    const figures = Object.fromEntries(memoryFields.map((name) => [name, of(name)])) as Record<
      (typeof memoryFields)[number],
      number
    >;
    return rows([
      {
        createtime: time(now()),
        infotype: 'memload',
        ...figures,
        kernelapp: of('memtotal') - of('memfree') - of('buffers') - of('cached'),
      },
    ]);
  },

  getzapchannel: ({ channel }, context) =>
    rows(
      context.engine
        .trunks()
        .filter(({ name }) => /^(?:ZAP|DAHDI)\//i.test(name))
        .flatMap((trunk) => linesOf(trunk, context.engine.channels(), context))
        .filter((line) => channel === undefined || line.channel === channel.replace(/^(?:ZAP|DAHDI)\//i, '')),
    ),
};
