import type { AppError, ErrorCode } from '../../shared/domain/result';
import type { Words } from '../../shared/webcti/codes';
import { filled } from './language';
import { shown } from './width';

/** One sentence a code: what happened and the next step, for somebody at a shell. `{name}` are the error's params. */
const sentences: Readonly<Record<ErrorCode, Words>> = {
  'name-not-found': {
    en: 'The name of the platform is not known. Check the address and the DNS of this computer.',
    zh: '找不到平台的主机名。请检查地址和本机 DNS。',
  },
  unreachable: {
    en: 'The platform cannot be reached. Check address, port and network; seatline doctor names the step that fails.',
    zh: '连接不上平台。请检查地址、端口和网络；seatline doctor 会指出哪一步失败。',
  },
  'timed-out': {
    en: 'The platform did not answer in time. Try again, or give it longer with --time-limit <seconds>.',
    zh: '平台没有在限定时间内应答。请重试，或用 --time-limit <秒> 延长等待。',
  },
  tls: {
    en: 'The platform’s certificate is not trusted. Compare the fingerprint that seatline doctor prints with the platform’s, then give it with --pin.',
    zh: '平台的证书不受信任。请核对 seatline doctor 打印的指纹，然后用 --pin 指定。',
  },
  'pin-mismatch': {
    en: 'The platform shows another certificate ({fingerprint}) than the pinned one. Nothing was sent. Ask the administrator before you change the pin.',
    zh: '平台的证书（{fingerprint}）与固定的指纹不一致，没有发送任何内容。请先向管理员核实。',
  },
  http: {
    en: 'The platform’s web server answered with status {status}. 404: this release does not have the endpoint, or the address is wrong.',
    zh: '平台的网页服务返回状态 {status}。404 表示该版本没有这个接口，或地址有误。',
  },
  'key-refused': {
    en: 'The platform refuses the web key. Check it on the platform’s basic settings page, and that this computer’s address is allowed there.',
    zh: '平台拒绝了接口密钥。请在平台基础设置页核对密钥，并确认本机地址已被允许。',
  },
  clock: {
    en: 'The platform’s clock is {skewSeconds} s away from this computer’s, which spoils the key of the day. Set the clock first.',
    zh: '平台时间与本机相差 {skewSeconds} 秒，当日密钥因此失效。请先校准时间。',
  },
  'parameter-missing': {
    en: 'The platform misses the parameter {name}.',
    zh: '平台说缺少参数 {name}。',
  },
  refused: { en: 'Refused by the platform with code {errcode}: {text}', zh: '平台拒绝（代码 {errcode}）：{text}' },
  'not-understood': {
    en: 'The answer is not of this interface. Check that the address is the platform’s; --raw shows what came. It begins: {sample}',
    zh: '应答不是本接口的格式。请核对地址；用 --raw 查看原文。开头是：{sample}',
  },
  'too-large': {
    en: 'The answer is larger than {limitMegabytes} MB and was cut off. Ask for less (rows, offset, a shorter span of time).',
    zh: '应答超过 {limitMegabytes} MB，已停止接收。请缩小查询范围（rows、offset、时间段）。',
  },
  'not-confirmed': { en: 'Accepted, but no effect was seen.', zh: '平台已接受，但没有看到效果。' },
  'invalid-input': { en: 'Something that was given is not right: {message}', zh: '填写的内容不正确：{message}' },
  'invalid-number': {
    en: 'Not a telephone number: {number} at place {place}',
    zh: '第 {place} 个不是电话号码：{number}',
  },
  'number-not-allowed': { en: 'This number may not be dialled.', zh: '不允许拨打这个号码。' },
  'not-possible-now': { en: 'That is not possible now.', zh: '现在不能这样做。' },
  'not-supported': { en: 'This platform cannot do that.', zh: '这个平台不支持此功能。' },
  'not-signed-in': { en: 'Nobody is signed in.', zh: '还没有签入。' },
  'in-use': { en: 'In use by {by}.', zh: '正在被 {by} 使用。' },
  'on-a-call': { en: 'Not possible during a call.', zh: '通话中不能这样做。' },
  cancelled: { en: 'Interrupted.', zh: '已中断。' },
  busy: { en: 'Busy.', zh: '对方忙。' },
  'no-answer': { en: 'Not answered.', zh: '无人接听。' },
  rejected: { en: 'Rejected.', zh: '对方拒接。' },
  congestion: { en: 'All lines are busy.', zh: '线路拥塞。' },
  'blocked-url': { en: 'This address is not safe and was not opened.', zh: '这个地址不安全，没有打开。' },
  storage: { en: 'A file could not be read or written: {message}', zh: '文件无法读写：{message}' },
  'unknown-command': { en: 'Unknown command.', zh: '未知命令。' },
  'refused-sender': { en: 'Refused.', zh: '已拒绝。' },
  internal: {
    en: 'A fault of this program ({message}). Please report it.',
    zh: '程序内部出错（{message}），请反馈。',
  },
};

const refusedPlainly: Words = { en: 'Refused by the platform: {text}', zh: '平台拒绝：{text}' };

/** The sentence of an error. Params are masked already; what the platform wrote is made harmless for a terminal. */
export function sentenceOf(error: AppError): Words {
  const params: Record<string, string | number> = { message: shown(error.message) };
  for (const [name, value] of Object.entries(error.params ?? {})) {
    params[name] = typeof value === 'string' ? shown(value) : value;
  }
  // Uncall refuses with a word and no number, and the document explains some of the words.
  const plain = error.code === 'refused' && params.errcode === undefined;
  const words = filled(plain ? refusedPlainly : sentences[error.code], params);
  const tidy = (text: string): string => text.replace(/\s*\(?\{\w+\}\)?/g, '').trimEnd();
  const { en = '', zh = '' } = params;
  const more = (said: string | number): string => (said === '' || said === params.text ? '' : ` – ${said}`);
  return { en: `${tidy(words.en)}${more(en)}`, zh: `${tidy(words.zh)}${more(zh)}` };
}
