import { cleanText } from '../../../shared/domain/text';
import type { Words } from '../../../shared/uncall/catalogue';
import { fromNetwork, NotUnderstood, PlatformFailure, TimedOut, Unreachable } from '../wire/failure';
import { redactor } from '../wire/redact';
import { UncallRefused } from './refusal';

/** Our sentences for what a database server refuses (numbers of MySQL and MariaDB). */
const sentences: Readonly<Record<number, Words>> = {
  1040: { en: 'The database has no free connection', zh: '数据库连接数已满' },
  1044: { en: 'The account may not read the database of the tasks', zh: '该账号无权访问外呼任务数据库' },
  1045: { en: 'The account or its password is wrong', zh: '数据库账号或密码错误' },
  1049: { en: 'There is no database of this name', zh: '没有这个数据库' },
  1129: { en: 'The database blocks this computer after too many errors', zh: '数据库因错误过多已禁止本机连接' },
  1130: { en: 'The database does not let this computer in', zh: '数据库不允许本机连接' },
  1142: { en: 'The account may not read this table', zh: '该账号无权读取此表' },
  1146: { en: 'There is no such task', zh: '没有这个任务' },
  1251: { en: 'The server wants a way of signing in that is too old', zh: '数据库要求的登录方式过旧，无法使用' },
  1698: { en: 'The account or its password is wrong', zh: '数据库账号或密码错误' },
};
/** `KILL`, lock wait and statement time limits. */
const late = new Set([1205, 1317, 1969, 3024]);
/** A column or a statement that this server does not know: not the tables of the document. */
const foreign = new Set([1054, 1064, 1115]);

/** What mysql2 threw, as one of the wire's classes. Neither the password nor the statement's values go along. */
export function fromDatabase(thrown: unknown, password: string): PlatformFailure {
  if (thrown instanceof PlatformFailure) return thrown;
  const { errno, code, sqlMessage } = thrown as { errno?: unknown; code?: unknown; sqlMessage?: unknown };
  if (typeof errno === 'number' && errno >= 1000) {
    const text = cleanText(redactor(() => [password])(String(sqlMessage ?? '')), 300);
    if (late.has(errno)) return new TimedOut(`the database stopped the question (${errno})`);
    if (foreign.has(errno)) return new NotUnderstood(`not the tables of the document (${errno})`, { sample: text });
    const words = sentences[errno];
    const params = { errcode: errno, text, ...(words ? { en: words.en, zh: words.zh } : {}) };
    return new UncallRefused(`refused with ${errno}: ${text}`, params);
  }
  const named = typeof code === 'string' ? code : '';
  if (named === 'PROTOCOL_CONNECTION_LOST') return new Unreachable('the database closed the connection');
  if (named.startsWith('PROTOCOL_') || named.startsWith('HANDSHAKE_') || named.startsWith('AUTH_')) {
    return new NotUnderstood(`this is not a database that can be spoken to (${named})`);
  }
  // Without any code it is the reader that stumbled over bytes that are no MySQL.
  if (named === '') return new NotUnderstood('this is not a database that can be spoken to');
  return fromNetwork(thrown);
}
