import type { Words } from './words';

/** Codes that any endpoint may answer (WEBCTI2 chapter 3). Other numbers are hints: examples and table disagree. */
export const commonCodes = {
  success: 0,
  database: 9000,
  notStarted: 9001,
  parameter: 9002,
  file: 9003,
  extension: 9004,
  cti: 9005,
  key: 9999,
} as const;

/**
 * Chapter 3, and three codes that only §4.134 has (1473 to 1475): what a refusal means, as a sentence for people. Which
 * endpoints answer a code stands in their `errors`. 1331 belongs to no endpoint of the document.
 */
const refusals = {
  [commonCodes.database]: { zh: '平台的数据库出错。', en: 'The database of the platform failed.' },
  [commonCodes.notStarted]: { zh: '平台尚未启动。', en: 'The platform is not started.' },
  [commonCodes.parameter]: { zh: '缺少必需的参数。', en: 'A required parameter is missing.' },
  [commonCodes.file]: { zh: '平台上没有这个文件。', en: 'The platform has no such file.' },
  [commonCodes.extension]: { zh: '平台上没有这个分机。', en: 'The platform has no such extension.' },
  [commonCodes.cti]: { zh: '平台无法连接呼叫核心。', en: 'The platform cannot reach its call core.' },
  [commonCodes.key]: { zh: '平台不接受当前密钥。', en: 'The platform does not accept the key.' },
  1021: { zh: '加入黑名单失败。', en: 'The number could not be blocked.' },
  1031: { zh: '询问转接失败。', en: 'The attended transfer failed.' },
  1041: { zh: '没有这个工号。', en: 'There is no such agent number.' },
  1042: { zh: '没有这个设备。', en: 'There is no such device.' },
  1043: { zh: '无法解除现有的绑定。', en: 'The present binding could not be undone.' },
  1044: { zh: '绑定设备时平台命令失败。', en: 'The platform failed to bind the device.' },
  1045: { zh: '该设备为固定类型，不能绑定。', en: 'The device is a fixed one and cannot be bound.' },
  1051: { zh: '平台命令执行失败。', en: 'The command failed.' },
  1061: { zh: '没有这个名单。', en: 'There is no list of that name.' },
  1062: { zh: '修改名单时平台命令失败。', en: 'The platform failed to change the list.' },
  1071: { zh: '按编号触发快捷键失败。', en: 'The feature code could not be run by its number.' },
  1081: { zh: '按名称触发快捷键失败。', en: 'The feature code could not be run by its name.' },
  1091: { zh: '无法挂断该通道。', en: 'The channel could not be hung up.' },
  1111: { zh: '没有这个活动通道。', en: 'There is no such live channel.' },
  1141: { zh: '没有这个设备。', en: 'There is no such device.' },
  1161: { zh: '没有这个工号。', en: 'There is no such user number.' },
  1191: { zh: '挂机失败。', en: 'Hanging up failed.' },
  1201: { zh: '保持通话失败。', en: 'The call could not be held.' },
  1211: { zh: '无法取得留言数量。', en: 'The number of voicemails could not be read.' },
  1221: { zh: '无法取得留言状态。', en: 'The state of the voicemail could not be read.' },
  1231: { zh: '不能同时指定拨号入口和应用。', en: 'A dial-plan entry and an application exclude each other.' },
  1232: { zh: '发起呼叫失败。', en: 'The call could not be started.' },
  1241: { zh: '文字的字符集或编码不对。', en: 'The text is not in the stated character set or encoding.' },
  1242: { zh: '不能同时指定拨号入口和应用。', en: 'A dial-plan entry and an application exclude each other.' },
  1243: { zh: '发起语音播报呼叫失败。', en: 'The call that speaks a text could not be started.' },
  1251: { zh: '驻留通话失败。', en: 'The call could not be parked.' },
  1261: { zh: '无法取得平台信息。', en: 'The settings of the platform could not be read.' },
  1271: { zh: '无法取得平台状态。', en: 'The state of the platform could not be read.' },
  1281: { zh: '代接失败。', en: 'The call could not be picked up.' },
  1291: {
    zh: '加入队列失败：可能已在队列中，或设备不存在。',
    en: 'The queue did not take the agent: perhaps already in it, or there is no such device.',
  },
  1301: { zh: '示忙或示闲失败。', en: 'The agent could not be paused or made ready.' },
  1311: { zh: '退出队列失败。', en: 'The agent could not leave the queue.' },
  1321: { zh: '转接失败。', en: 'The transfer failed.' },
  1331: { zh: '发送文字失败。', en: 'The text could not be sent.' },
  1341: { zh: '关闭呼叫转移失败。', en: 'Call forwarding could not be turned off.' },
  1351: { zh: '开启呼叫转移失败。', en: 'Call forwarding could not be turned on.' },
  1361: { zh: '解除禁止呼出失败。', en: 'The ban on outgoing calls could not be lifted.' },
  1371: { zh: '禁止呼出失败。', en: 'Outgoing calls could not be banned.' },
  1381: { zh: '关闭免打扰失败。', en: 'Do not disturb could not be turned off.' },
  1391: { zh: '开启免打扰失败。', en: 'Do not disturb could not be turned on.' },
  1401: { zh: '设置通道变量失败。', en: 'The channel variable could not be set.' },
  1411: { zh: '批量设置通道变量失败。', en: 'The channel variables could not be set.' },
  1421: {
    zh: '解除绑定失败：没有这个工号，或平台命令失败。',
    en: 'Not split: no such user number, or the platform failed.',
  },
  1422: { zh: '该设备为固定类型，不能解除绑定。', en: 'The device is a fixed one and cannot be split from its user.' },
  1431: { zh: '取消保持失败。', en: 'The call could not be resumed.' },
  1441: { zh: '取回驻留的通话失败。', en: 'The parked call could not be taken back.' },
  1451: { zh: '无法取得语音程序的数据。', en: 'The data of the voice program could not be read.' },
  1471: {
    zh: '无法删除留言文件，请检查平台上的权限。',
    en: 'The voicemail could not be deleted: check the permissions.',
  },
  1472: { zh: '没有这个留言文件。', en: 'There is no such voicemail.' },
  1473: { zh: '已有同名文件。', en: 'There is a file of that name already.' },
  1474: { zh: '音频格式转换失败。', en: 'The sound could not be converted.' },
  1475: { zh: '不支持该音频格式。', en: 'The platform does not take sounds of this kind.' },
  1541: {
    zh: '查不到号码归属地，号码段可能未登记。',
    en: 'The region is unknown: perhaps the number range is not registered.',
  },
  2011: { zh: '目标文件夹不对。', en: 'The target folder is not one of the voicemail folders.' },
  2012: {
    zh: '无法移动留言说明，请检查平台上的权限。',
    en: 'The note of the voicemail could not be moved: check the permissions.',
  },
  2013: {
    zh: '无法移动留言语音，请检查平台上的权限。',
    en: 'The sound of the voicemail could not be moved: check the permissions.',
  },
  2021: { zh: '短信内容解码失败。', en: 'The text of the message could not be decoded.' },
} as const satisfies Readonly<Record<number, Words>>;

/** Every code that has words, ascending. */
export const refusalCodes: readonly number[] = Object.keys(refusals)
  .map(Number)
  .sort((a, b) => a - b);

/** Our sentence for a refusal of the platform; undefined for a code that chapter 3 does not have, and for 0. */
export const refusalWords = (code: number): Words | undefined =>
  Object.hasOwn(refusals, code) ? (refusals as Readonly<Record<number, Words>>)[code] : undefined;
