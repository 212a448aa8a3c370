import { operationNames } from '../../shared/uncall/index';
import type { Words } from '../../shared/webcti/codes';
import { endpointNames } from '../../shared/webcti/index';
import { filled } from './language';
import type { Shell } from './shell';

/** `seatline --help` */
export async function mainHelp(shell: Shell): Promise<void> {
  await shell.print(shell.say(filled(text, { endpoints: endpointNames.length, operations: operationNames.length })));
}

const text: Words = {
  en: `seatline <command> …

  webcti <endpoint> --param value …   one of {endpoints} MVB2000 endpoints; webcti --help lists them
  uncall <operation> --arg value …    one of {operations} Uncall operations; uncall --help lists them
  key [--show] [--date YYYY-MM-DD]    does today's key work, until when; --show prints it
  watch pops|calls|queues             changes as lines (--json: one object a line) until Ctrl-C
                                      --device <no>  --queue <no,…>  --interval <seconds>
  doctor [--device <no>]              the connection test, step by step
  doctor asterisk <host[:port]>       what an Asterisk can do behind the built-in platform, and the lines that it lacks
                                      --asterisk-user <name>, secret in SEATLINE_ASTERISK_SECRET; docs/asterisk.md
  profiles [list|show|add|remove]     platforms, shared with the desk

Which platform
  --address <url>          key from SEATLINE_KEY, else asked for
  --profile <name|id>      or SEATLINE_PROFILE; key from its store, else SEATLINE_KEY, else asked for
  (none of them)           SEATLINE_PLATFORM_URL and SEATLINE_PLATFORM_KEY, else the only profile there is
  --profile-folder <path>  or SEATLINE_PROFILE_FOLDER; default: the desk's own
  --pin <fingerprint>      trust a self-signed certificate by its SHA-256
Output
  --json --table --xml --raw    default: a table on a terminal, JSON in a pipe
  --out <file|folder|->  --range <from-to>  --force    files
  --dry-run                print what would be sent, send nothing
Other
  --time-limit <seconds>   --file <path> (uploads)   --unchecked (no local check)   --lang zh|en
  --param name=value       the long way to write --name value     --help   --version

Secrets never stand on the command line: SEATLINE_KEY, a profile, @env:NAME, @file:path, @- or a prompt.
Exit codes: 0 done · 1 refused by the platform · 2 wrong command line · 3 not reachable · 4 key or clock ·
5 answer not understood · 6 local file · 7 doctor has a warning · 70 fault of this program · 130 interrupted`,
  zh: `seatline <命令> …

  webcti <接口> --参数 值 …           {endpoints} 个 MVB2000 接口之一；webcti --help 列出全部
  uncall <操作> --参数 值 …           {operations} 个 Uncall 操作之一；uncall --help 列出全部
  key [--show] [--date 年-月-日]      今日密钥是否有效、到何时；--show 打印密钥
  watch pops|calls|queues             逐行输出变化（--json：每行一个对象），Ctrl-C 结束
                                      --device <设备>  --queue <队列,…>  --interval <秒>
  doctor [--device <设备>]            逐步连接测试
  doctor asterisk <主机[:端口]>       检查 Asterisk 能否作为内置平台的交换机，并给出缺少的配置
                                      --asterisk-user <用户>，密码取自 SEATLINE_ASTERISK_SECRET；见 docs/asterisk.md
  profiles [list|show|add|remove]     平台配置，与坐席端共用

连接哪个平台
  --address <网址>         密钥取自 SEATLINE_KEY，否则询问
  --profile <名称|id>      或 SEATLINE_PROFILE；密钥取自存储，其次 SEATLINE_KEY，否则询问
  （都不给）               SEATLINE_PLATFORM_URL 与 SEATLINE_PLATFORM_KEY，否则唯一的配置
  --profile-folder <路径>  或 SEATLINE_PROFILE_FOLDER；默认与坐席端相同
  --pin <指纹>             按 SHA-256 指纹信任自签名证书
输出
  --json --table --xml --raw    默认：终端为表格，管道为 JSON
  --out <文件|目录|->  --range <起-止>  --force    文件
  --dry-run                只打印将要发送的内容
其他
  --time-limit <秒>   --file <路径>（上传）   --unchecked（不做本地检查）   --lang zh|en
  --param 名称=值          等同于 --名称 值     --help   --version

机密不写在命令行上：用 SEATLINE_KEY、配置、@env:变量名、@file:路径、@- 或等待询问。
退出码：0 完成 · 1 平台拒绝 · 2 命令行有误 · 3 连接不上 · 4 密钥或时钟 ·
5 应答看不懂 · 6 本地文件 · 7 doctor 有警告 · 70 程序内部出错 · 130 已中断`,
};
