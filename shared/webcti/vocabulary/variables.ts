import type { Words } from './words';

/** A channel variable that the platform knows. All can be read with `ctigetvar`. */
export interface ChannelVariable extends Words {
  /** Whether it may be set: chapter 6 marks the others read only. */
  readonly writable: boolean;
  /** Section that tells of it. */
  readonly section: string;
  /**
   * May be given in the `variable` of `ctioriginate` and its sisters, before there is a channel. `MVB_CALLER` and
   * `MVB_CALLEE` are read only in §6.1.3.3 and given there all the same.
   */
  readonly atDial?: true;
  /** Stands on the caller's channel only. */
  readonly on?: 'caller';
}

const read = (zh: string, en: string, section = '6.1.3.3') => ({ zh, en, section, writable: false }) as const;
const write = (zh: string, en: string, section = '6.1.3.3') => ({ zh, en, section, writable: true }) as const;
const dial = (zh: string, en: string, section: string) => ({ zh, en, section, writable: true, atDial: true }) as const;

/** Channel variables by name: §6.1.3, and those that endpoints name besides. */
export const channelVariables = {
  DIALEDPEERNAME: read('拨号目的终端', 'Device that was dialled', '6.1.3.2'),
  DIALEDPEERNUMBER: read('拨号目的号码', 'Number that was dialled', '6.1.3.2'),
  DIALEDTIME: read('拨号时长（秒）', 'Seconds since the dial began', '6.1.3.2'),
  ANSWEREDTIME: read('接通时长（秒）', 'Seconds connected', '6.1.3.2'),
  DIALSTATUS: read('拨号结果', 'How the dial ended', '6.1.3.2'),
  OUTBOUND_GROUP: write('外拨组', 'Outbound group', '6.1.3.2'),
  ATDTRANSFERNUMBER: read('询问转接的发起号码', 'Number that began an attended transfer'),
  ATDTRANSFEENUMBER: read('询问转接的目标号码', 'Number that an attended transfer goes to'),
  ATDTRANSFER: read('询问转接的发起通道', 'Channel that began an attended transfer'),
  BLDTRANSFERNUMBER: read('盲转的发起号码', 'Number that began a blind transfer'),
  BLDTRANSFEENUMBER: read('盲转的目标号码', 'Number that a blind transfer goes to'),
  BLINDTRANSFER: read('盲转的发起通道', 'Channel that began a blind transfer'),
  CALLFILENAME: read('录音文件名', 'File of the recording'),
  DID: read('被叫号码', 'Number that was called'),
  EXTTOCALL: read('最近接通的分机', 'Extension that was connected last'),
  FIRSTEXTCALLEE: read('第一被叫', 'First called party'),
  FROMTRUNK: read('是否来自中继', 'Whether the call came over a trunk'),
  FIRSTEXTCALLER: read('第一主叫', 'First caller'),
  MVB_ANI: read('原主叫', 'Caller as the call came in'),
  MVB_DNID: read('原被叫，可判断客户所需的业务', 'Number first called; tells which service is wanted'),
  MVB_HOLDTIME: { ...read('已等待时长的档次', 'Class of the time waited: 0-30, 30-60 or >60'), on: 'caller' },
  MVB_IVRHIST: { ...read('走过的语音导航编号', 'Voice menus passed, by their numbers'), on: 'caller' },
  MVB_QUEUENAME: { ...read('客户所选的队列', 'Queue that the caller chose'), on: 'caller' },
  MVB_REALUSER: read('设备所绑定的工号', 'User bound to the device'),
  MVB_CALLER: { ...read('话单中的主叫号码', 'Caller in the call record'), atDial: true },
  MVB_CALLEE: { ...read('话单中的被叫号码', 'Called party in the call record'), atDial: true },
  MVB_RINGGROUPNUM: read('振铃组号码', 'Number of the ring group'),
  MVB_QUEUENUM: read('满意度评价：队列号码', 'Rating: number of the queue'),
  MVB_QMCALLERID: write('满意度评价：主叫号码', 'Rating: caller'),
  MVB_QMAGENTNO: write('满意度评价：坐席工号', 'Rating: agent number'),
  MVB_QMUNIQUEID: write('满意度评价：呼叫编号', 'Rating: call id'),
  MVB_RDNIS: read('改发号码', 'Number that redirected the call'),
  MVB_EXTDEVICE: read('分机接口', 'Interface of the extension'),
  MVB_ANITON: read('原主叫的号码类型（PRI）', 'Number type of the first caller, PRI'),
  MVB_CALLINGTON: read('主叫的号码类型（PRI）', 'Number type of the caller, PRI'),
  MVB_RDNISTON: read('改发号码的号码类型（PRI）', 'Number type of the redirecting number, PRI'),
  MVB_DIAL_CALLINGTON: write('外拨时的主叫号码类型（PRI）', 'Number type to dial with, caller, PRI'),
  MVB_DIAL_CALLEDTON: write('外拨时的被叫号码类型（PRI）', 'Number type to dial with, called party, PRI'),
  QUEUEQMCONTEXT: read('满意度评价入口', 'Dial-plan entry of the rating'),
  QUEUEAGENTNO: read('坐席工号', 'Agent number'),
  QUEUEQMNAME: read('队列号码', 'Number of the queue'),
  QUEUEQMSOUND1: read('满意度评价语音 1', 'First prompt of the rating'),
  QUEUEQMSOUND2: read('满意度评价语音 2', 'Second prompt of the rating'),
  QUEUEQMDELAY: read('满意度评价延迟', 'Delay before the rating'),
  // Chapter 6 marks it read only, §4.23 sets it to show another number than the agent's own.
  REALCALLERIDNUM: { ...read('真实主叫', 'Real caller'), atDial: true },
  REFEREDBY: read('REFER 转接的发起号码', 'Number that began a REFER transfer'),
  RECFORMAT: read('录音格式', 'Format of the recording'),
  REFERNUMBER: read('REFER 转接的目标号码', 'Number that a REFER transfer goes to'),
  TRANSFERSENSE: read('转接的发起方式', 'How a transfer was begun'),
  UNIQUEID: read('呼叫编号', 'Call id'),
  USERUSERINFO: read('用户间信息（PRI）', 'User-to-user information, PRI'),
  BRIDGEPEER: read('对端通道', 'Channel it is connected to', '4.11'),
  MVB_DIRECT: dial('话单中的呼叫方向', 'Direction in the call record', '4.23'),
  __MVBBOB_TASKID: dial('按键记录中的外呼任务编号', 'Task id in the key log', '4.23'),
  __MVBBOB_DIALNUMBER: dial('按键记录中的被叫号码', 'Called number in the key log', '4.23'),
  __MVBBOB_DIALID: dial('按键记录中的呼叫编号', 'Dial id in the key log', '4.23'),
  TTS_INPUTKEYLENGTH: dial('要输入的按键个数', 'How many keys are asked for', '4.24'),
  TTS_PLAYCOUNT: dial('播放次数', 'How often it is played', '4.24'),
  TTS_REPLAYKEY: dial('重播按键', 'Key that plays it again', '4.24'),
  TTS_EXIT_GOTO: dial('播放完或按键后的去向', 'Where the call goes afterwards', '4.24'),
  TTS_CALLBACK_URL: dial('播放完后回调的网址', 'Address called when it has been played', '4.24'),
  TTS_CALL_ID: dial('回调时带回的编号', 'Id handed back to that address', '4.24'),
  TTS_TEXT_CHARSET: dial('文字的字符集', 'Character set of the text', '4.24'),
  CALLDATA_STATE: write('语音程序的处理状态', 'How far the voice program is', '4.44'),
  CALLDATA_AUTH: write('语音程序的验证结果', 'What the voice program found', '4.44'),
  QUEUESTATUS: read('离开队列的方式', 'How the queue was left', '4.135'),
  QUEUE_WITHDRAW_INFO: read('撤回排队的原因', 'Why the caller was taken out of the queue', '4.135'),
} as const satisfies Readonly<Record<string, ChannelVariable>>;
export type ChannelVariableName = keyof typeof channelVariables;
