/**
 * Figures of a text that are no telephone numbers whatever their digits: dates, times, amounts, IP addresses, identity
 * and card numbers, mail and web addresses. They are cut out before the search, so that nothing is joined across them.
 */
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';

const noise: readonly RegExp[] = [
  /\b(?:https?|ftp|file):\/\/\S+|\bwww\.\S+/gi,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  // Hexadecimal names (UUID, MAC): groups that hold letters and digits mixed.
  /(?<![\w])(?=[0-9a-f-]*[a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)/gi,
  new RegExp(`(?<![\\d.])${octet}(?:\\.${octet}){3}(?::\\d{1,5})?(?![\\d]|\\.\\d)`, 'g'),
  new RegExp(`(?<!\\d)(?:19|20)\\d\\d([-/.])${month}\\1${day}(?:T\\d{2}:?\\d{2}(?::?\\d{2})?Z?)?(?!\\d)`, 'g'),
  new RegExp(
    `(?<![\\d.+-])(?:${day}([-/.])${month}|${month}([-/.])${day})(?:\\1|\\2)(?:19|20)\\d\\d(?![\\d]|[-.]\\d)`,
    'g',
  ),
  new RegExp(`(?<!\\d)(?:19|20)?\\d\\d年(?:${month}月(?:${day}[日号])?)?`, 'g'),
  new RegExp(`(?<!\\d)${month}月${day}[日号]`, 'g'),
  new RegExp(`(?<![\\d/])${month}/${day}/\\d\\d(?![\\d/])`, 'g'),
  /(?<!\d)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?!\d)/g,
  // Money and other measures.
  /(?:[$€£¥₩￥]|\b(?:USD|CNY|RMB|EUR|GBP|HKD|JPY))\s?\d[\d,.]*/gi,
  /(?<![\d+-])\d[\d,.]*\s?(?:USD|CNY|RMB|EUR|GBP|HKD|JPY|dollars|yuan)\b/gi,
  /(?<![\d+-])\d[\d,.]*\s?(?:[$€£¥￥%‰]|元|美元|港币|块钱)/g,
  /(?<![\d+-])\d{1,6}(?:\.\d+)?\s?(?:万|亿|岁|室|楼|层|栋|件|个|次|分钟|小时|秒|天|年|月|日)/g,
  /(?<![\d.+-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d]|,\d)/g,
  /(?<![\d.)-])\d+\.\d{1,2}(?![\d.-])/g,
  // Identity card of 18 characters and of 15 digits (born in the 20th century), cards, waybills.
  /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g,
  /(?<!\d)[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/g,
  /(?<!\d)\d{16,}(?!\d)/g,
  /(?<![\d+])(?:\d{4}([ -]))(?:\d{4}\1){2}\d{4}(?:\1\d{1,4})?(?![\d])/g,
];

/** The text with every such figure replaced by one bar, which no number spans. */
export const withoutNoise = (text: string): string => noise.reduce((left, pattern) => left.replace(pattern, '|'), text);

/** Before a number: somebody says that it is one. Lists are followed: "call 2011 or 2012". */
const calls =
  /(?:^|[^a-z])(?:(?:tele)?phone|tel|mobile|mob|cell|call|dial|ring|fax|hotline|ext(?:ension)?)(?:\s*(?:no|number|nr))?[\s.:#(-]*(?:(?:\d{2,6}[\s,/]*(?:or|and)?[\s,/]*))*$|(?:电话|手机|座机|热线|致电|拨打|请拨|拨|呼叫|分机|客服|联系方式|来电|回电|传真)(?:号码?|是|为)?[\s.:#(-]*(?:\d{2,6}\s*(?:、|,|\/|或|和)\s*)*$/i;

/** Before a number: it counts something else. */
const counts =
  /(?:^|[^a-z])(?:order|invoice|ticket|case|ref(?:erence)?|id|account|acct|card|amount|total|qty|code|zip|po|serial|version|room|tracking|passport)(?:\s*(?:no|number|nr|id))?[\s.:#=-]*$|(?:^|[^a-z])no\.?[\s:#]*$|#\s*$|(?:单号?|编号|身份证号?码?|账号|帐号|卡号|金额|合同号?|发票号?|快递|验证码|邮编|工号|序号|QQ号?|微信号?|房间|版本|税号|批号|合计|共)(?:是|为)?[\s.:#=-]*$/i;

/** What the words directly before a number say of it. */
export function labelBefore(text: string): 'calls' | 'counts' | null {
  const words = text.slice(-40);
  if (calls.test(words)) return 'calls';
  return counts.test(words) ? 'counts' : null;
}
