import { parseArgs } from 'node:util';
import { namedZone, type Zone } from '../shared/domain/zone';
import type { CentreKind } from './scenario/centre';
import type { MirrorAccount } from './services/task-mirror-line';

/** A sentence in the two languages of the house. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** The language of the terminal, as the scripts beside this program choose it. */
export const tongueOf = (env: NodeJS.ProcessEnv): keyof Sentence =>
  /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en';

/** A wrong option: said in one sentence, exit code 2. */
export class Usage extends Error {
  readonly said: Sentence;

  constructor(en: string, zh: string) {
    super(en);
    this.said = { en, zh };
  }
}

export const help: Sentence = {
  en: `Seatline built-in platform

  --port <n>            port to listen on (default: any free one)
  --host <address>      address to listen on (default 127.0.0.1)
  --key <text>          web key; also SEATLINE_PLATFORM_KEY. Needed for any address but this machine's own
  --centre <kind>       what a new data folder begins with: small, demo, empty (nobody yet), or seats x queues such as
                        500x50 (default demo); a folder keeps what it has
  --alive <yes|no>      whether simulated people act by themselves (default: yes for demo)
  --demo-speed <n>      1 = speed of the wall clock (default 1)
  --data <folder>       what the platform remembers is kept there (default: gone at the end)
  --seed <n>            same seed, same history (default 1)
  --history <days>      makes up so many days of calls before today; only where there are none yet
  --zone <zone>         platform time: a place with its summer time, such as Europe/Berlin, or minutes east of UTC
                        (default 480, which is China)
  --admin-user <name>   who may see the pages at /admin/config.php (default admin). The password is taken from
                        SEATLINE_PLATFORM_ADMIN_PASSWORD; without it nobody can sign in there
  --control-token <t>   opens the control face for the demo panel; also SEATLINE_CONTROL_TOKEN
  --uncall <yes|no>     the Uncall interface, which has no key (default: yes where only this machine can reach it)
  --mirror <place>      host[:port]/database of a MySQL or MariaDB database that gets a copy of the outbound tasks
                        (o_uncall_task, o_task_run_x); with --mirror-user <name> and SEATLINE_MIRROR_PASSWORD
  --allow <command>     console command that cticommand may run beside meetme; may be given several times
  --asterisk <place>    host[:port] of the manager interface of an Asterisk that takes the place of the simulated
                        exchange; with --asterisk-user <name> and the secret in SEATLINE_ASTERISK_SECRET
  --asterisk-context <c>  context in which telephones dial (default from-internal)
  --asterisk-transfer <c> context of transfers, without short numbers (default seatline)
  --asterisk-park <c>   context of parked calls (default parkedcalls)
  --asterisk-hints <c>  context with the telephones' hints (default ext-local)
  --asterisk-hold <a,b> feature codes that start and end music for the other party (default *61,*62)
  --asterisk-files <f>  its folder of recordings as this machine sees it (default: they cannot be heard here)
  --asterisk-voicemail <f>  its folder of voicemail, where default/2011/INBOX is (default: messages cannot be heard here)
  --asterisk-queue-log <f>  its file queue_log, and
  --asterisk-cdr <f>    its file Master.csv: they tell what happened while this platform did not run or could not hear
                        it, and before it ran for the first time (default: that is not known here)
  --asterisk-answer <h> header that makes a telephone pick up by itself when it is rung from here, such as
                        "Call-Info: answer-after=0" (default: its person picks up)
  --doctor              looks at the exchange of --asterisk, changes nothing, prints what works, what does not and the
                        lines that would help, and ends with the exit codes of seatline doctor; --json: one object
  --roster <file>       shows what a file with people, telephones, queues and so on would change in --data, and ends;
                        with --apply it is written. A list in the file is the whole list, others stay as they are
  --export-roster <file> writes such a file with everything that --data has, and ends; - prints it
  --help                this text

Exit codes: 0 ended as asked, 1 it failed, 2 wrong options, 3 the data folder cannot be used, 4 the exchange cannot be
reached or refuses the login.
`,
  zh: `坐席线 内置平台

  --port <端口>         监听端口（默认：任意空闲端口）
  --host <地址>         监听地址（默认 127.0.0.1）
  --key <文本>          安全密钥，也可用 SEATLINE_PLATFORM_KEY。监听本机以外的地址时必须设置
  --centre <规模>       新数据目录的初始内容：small、demo、empty（无人员），或 坐席数x队列数，如 500x50（默认 demo）；
                        已有内容的目录保持不变
  --alive <yes|no>      模拟人员是否自行活动（默认：demo 为 yes）
  --demo-speed <倍数>   1 表示与真实时间同速（默认 1）
  --data <目录>         平台数据保存目录（默认：退出后不保留）
  --seed <数字>         相同的种子产生相同的历史（默认 1）
  --history <天数>      生成今天之前若干天的通话历史；仅在尚无记录时可用
  --zone <时区>         平台时区：地区名（含夏令时，如 Europe/Berlin），或东经 UTC 的分钟数（默认 480，即中国）
  --admin-user <名称>   可登录 /admin/config.php 的管理员（默认 admin）。密码取自
                        SEATLINE_PLATFORM_ADMIN_PASSWORD；未设置时无人可登录
  --control-token <令牌> 开启演示面板的控制接口，也可用 SEATLINE_CONTROL_TOKEN
  --uncall <yes|no>     Uncall 接口，该接口没有密钥（默认：仅本机可访问时为 yes）
  --mirror <位置>       将外呼任务复制到 MySQL 或 MariaDB 数据库（o_uncall_task、o_task_run_x），格式为
                        主机[:端口]/数据库名；须同时给出 --mirror-user <用户>，密码取自 SEATLINE_MIRROR_PASSWORD
  --allow <命令>        cticommand 除 meetme 外可执行的控制台命令，可多次给出
  --asterisk <位置>     以一台 Asterisk 代替模拟交换机：管理接口的 主机[:端口]；须同时给出 --asterisk-user <用户>，
                        密码取自 SEATLINE_ASTERISK_SECRET
  --asterisk-context <名称>  话机拨号所在的上下文（默认 from-internal）
  --asterisk-transfer <名称> 转接使用的上下文，其中不得有短号（默认 seatline）
  --asterisk-park <名称>     驻留通话的上下文（默认 parkedcalls）
  --asterisk-hints <名称>    话机状态（hint）所在的上下文（默认 ext-local）
  --asterisk-hold <甲,乙>    开始与结束为对方播放等待音乐的功能码（默认 *61,*62）
  --asterisk-files <目录>    本机可见的录音目录（默认：无法在此收听）
  --asterisk-voicemail <目录>  本机可见的语音留言目录，其下为 default/2011/INBOX（默认：无法在此收听）
  --asterisk-queue-log <文件>  本机可见的 queue_log 文件；
  --asterisk-cdr <文件>      本机可见的 Master.csv 文件：用于补录平台未运行、连接中断期间以及首次运行之前的记录（默认不补录）
  --asterisk-answer <头域>   由本平台呼叫话机时使其自动应答的 SIP 头域，如 "Call-Info: answer-after=0"（默认由坐席接听）
  --doctor              检查 --asterisk 所指的交换机，不作任何修改，显示可用与不可用的功能以及所需配置，然后结束，
                        退出码与 seatline doctor 相同；--json 输出一个对象
  --roster <文件>       显示该文件（人员、话机、队列等）会对 --data 作出哪些修改，然后结束；加 --apply 才写入。
                        文件中给出的列表即为完整列表，未给出的列表保持不变
  --export-roster <文件> 将 --data 中的全部配置写入此类文件，然后结束；- 表示直接显示
  --help                本说明

退出码：0 正常结束，1 运行失败，2 选项有误，3 数据目录无法使用，4 无法连接交换机或登录被拒绝。
`,
};

export function numberOf(text: string | undefined, name: string, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high) {
    throw new Usage(
      `--${name} needs a number from ${low} to ${high}, not "${text}"`,
      `--${name} 应为 ${low} 到 ${high} 的数字，而不是 "${text}"`,
    );
  }
  return value;
}

/** Minutes, or a place of the IANA database. */
export function zoneOf(text: string | undefined): Zone | undefined {
  if (text === undefined) return undefined;
  const minutes = Number(text);
  if (text.trim() !== '' && Number.isInteger(minutes) && minutes >= -720 && minutes <= 840) return minutes;
  const named = /[A-Za-z]/.test(text) ? namedZone(text) : null;
  if (named) return named;
  throw new Usage(
    `--zone is a place such as Europe/Berlin or minutes east of UTC from -720 to 840, not "${text}"`,
    `--zone 应为地区名（如 Asia/Shanghai）或 -720 到 840 的分钟数，而不是 "${text}"`,
  );
}

export function centreOf(text: string): CentreKind {
  if (text === 'small' || text === 'demo' || text === 'empty') return text;
  const size = /^(\d{1,5})x(\d{1,4})$/.exec(text);
  if (size) return { seats: Number(size[1]), queues: Number(size[2]) };
  throw new Usage(
    `--centre is small, demo, empty or seats x queues such as 500x50, not "${text}"`,
    `--centre 应为 small、demo、empty 或 坐席数x队列数（如 500x50），而不是 "${text}"`,
  );
}

export function yesOf(text: string | undefined, name: string): boolean | undefined {
  if (text === undefined || text === 'yes' || text === 'no') return text === undefined ? undefined : text === 'yes';
  throw new Usage(`--${name} is yes or no, not "${text}"`, `--${name} 应为 yes 或 no，而不是 "${text}"`);
}

/** Where the outbound tasks are copied to. What was given is not repeated: somebody may have put a password into it. */
export function mirrorOf(
  place: string | undefined,
  user: string | undefined,
  password: string | undefined,
): MirrorAccount | undefined {
  if (place === undefined) return undefined;
  const found = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?\/([\w$-]{1,64})$/i.exec(place);
  const [host, port] = [found?.[1] ?? found?.[2], Number(found?.[3] ?? 3306)];
  const database = found?.[4];
  if (host === undefined || database === undefined || port < 1 || port > 65_535) {
    throw new Usage(
      '--mirror is host[:port]/database, such as 127.0.0.1:3306/outbound',
      '--mirror 应为 主机[:端口]/数据库名，如 127.0.0.1:3306/outbound',
    );
  }
  if (!user || password === undefined) {
    throw new Usage(
      '--mirror needs --mirror-user and the password in SEATLINE_MIRROR_PASSWORD',
      '--mirror 须同时给出 --mirror-user，并在 SEATLINE_MIRROR_PASSWORD 中设置密码',
    );
  }
  return { host, port, database, user, password };
}

export function optionsOf(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: text,
        host: text,
        key: text,
        centre: text,
        alive: text,
        uncall: text,
        'demo-speed': text,
        seed: text,
        zone: text,
        'admin-user': text,
        'control-token': text,
        data: text,
        history: text,
        mirror: text,
        'mirror-user': text,
        asterisk: text,
        'asterisk-user': text,
        'asterisk-context': text,
        'asterisk-transfer': text,
        'asterisk-park': text,
        'asterisk-hints': text,
        'asterisk-hold': text,
        'asterisk-files': text,
        'asterisk-voicemail': text,
        'asterisk-queue-log': text,
        'asterisk-cdr': text,
        'asterisk-answer': text,
        doctor: { type: 'boolean' },
        json: { type: 'boolean' },
        roster: text,
        'export-roster': text,
        apply: { type: 'boolean' },
        allow: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown option';
    throw new Usage(why, `选项有误：${why}`);
  }
}
