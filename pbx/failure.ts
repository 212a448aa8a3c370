import type { LineTrouble } from './engine/asterisk/ami/trouble';
import { Unreachable } from './engine/asterisk/ami/trouble';
import { UnsafeStart } from './http/safety';
import { NotEmpty } from './services/history/history';
import { StoreFailure, type StoreTrouble } from './store/database';
import { type Sentence, Usage } from './usage';

/** Why the program ends, for a person, and its exit code. */
export interface Ending {
  readonly code: 1 | 2 | 3 | 4;
  readonly said: Sentence;
}

const troubles: Readonly<Record<StoreTrouble, string>> = {
  'in-use': '另一个平台正在使用该数据目录，请先结束它或换一个目录',
  'read-only': '数据目录无法写入，请检查权限',
  full: '数据目录所在的磁盘已满，请清理后再启动',
  damaged: '数据目录中的 platform.db 已损坏或不是数据库',
  newer: '数据目录由更新的版本写入，请使用该版本',
  'not-a-folder': '该路径不能作为数据目录',
};

/** Why no exchange is there; the secret is never part of it. */
const lines: Readonly<Record<LineTrouble, string>> = {
  address: '找不到该主机',
  closed: '该地址上没有管理接口',
  silent: '管理接口没有响应',
  stranger: '该端口上不是 Asterisk 的管理接口',
  login: '管理接口拒绝了用户名或密码',
  lost: '与交换机的连接已断开',
};

const listening: Readonly<Record<string, Sentence>> = {
  EADDRINUSE: { en: 'the port is in use', zh: '端口已被占用' },
  EACCES: { en: 'this user may not listen on that port', zh: '当前用户无权监听该端口' },
  EADDRNOTAVAIL: { en: 'this machine has no such address', zh: '本机没有这个地址' },
  ENOTFOUND: { en: 'there is no such address', zh: '没有这个地址' },
};

export function endingOf(error: unknown): Ending {
  if (error instanceof Usage) return { code: 2, said: error.said };
  if (error instanceof UnsafeStart) {
    return { code: 2, said: { en: error.message, zh: '其他机器可访问的平台需要设置自己的密钥：--key' } };
  }
  if (error instanceof Unreachable) {
    return { code: 4, said: { en: error.message, zh: `${lines[error.code]}（${error.place}）` } };
  }
  if (error instanceof StoreFailure) return { code: 3, said: { en: error.message, zh: troubles[error.code] } };
  if (error instanceof NotEmpty) {
    return { code: 2, said: { en: error.message, zh: '已有记录，--history 只能用于空的数据目录' } };
  }
  const code = (error as { code?: unknown } | null)?.code;
  const known = typeof code === 'string' && Object.hasOwn(listening, code) ? listening[code] : undefined;
  const why = error instanceof Error ? error.message : 'unknown error';
  return { code: 1, said: known ?? { en: why, zh: why } };
}
