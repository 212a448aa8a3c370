import type { Endpoints, Field } from '../catalogue';

/**
 * What the voice program leaves in the channel. The document prints every name in two or three ways (`CALldata_Account`,
 * `CALldata_ACCOUNT`) and calls the variable CALLDATA_STATE in its text; readers do not mind the case.
 */
const callData = {
  CALLDATA_STATE: { type: 'enum', values: ['0', '1', '2', '3'], aliases: ['CALldata_STATE'], bare: true },
  CALLDATA_ID: { type: 'string', aliases: ['CALldata_ID'] },
  CALLDATA_ACCOUNT: { type: 'string', aliases: ['CALldata_ACCOUNT', 'CALldata_Account'] },
  CALLDATA_AUTH: { type: 'enum', values: ['0', '1', '2'], aliases: ['CALldata_AUTH', 'CALldata_Auth'], bare: true },
  CALLDATA_TIMESTAMP: { type: 'string', aliases: ['CALldata_TIMESTAMP', 'CALldata_Timestamp'] },
  CALLDATA_DATA1: { type: 'string', aliases: ['CALldata_DATA1', 'CALldata_Data1'] },
  CALLDATA_DATA2: { type: 'string', aliases: ['CALldata_DATA2', 'CALldata_Data2'] },
  CALLDATA_DATA3: { type: 'string', aliases: ['CALldata_DATA3', 'CALldata_Data3'] },
  CALLDATA_DATA4: { type: 'string', aliases: ['CALldata_DATA4', 'CALldata_Data4'] },
} as const satisfies Readonly<Record<string, Field>>;

/** Announcement calls and the input of a caller who is being asked. */
export const interaction = {
  ctioriginatetts: {
    section: '4.24',
    path: 'webservice2/ctioriginatetts.php',
    purpose: {
      en: 'Calls somebody and speaks a text or plays a prompt; can ask for keys',
      zh: '呼出并播报文字或语音文件，可收取按键',
    },
    mutates: true,
    retry: false,
    // Waits until somebody answers, unless async; the speech itself comes after the answer.
    pace: 'waits',
    params: {
      channel: {
        type: 'string',
        required: true,
        about: {
          zh: '先呼叫的通道，如 SIP/7001、DAHDI/g0/114；不宜用 Local',
          en: 'Channel to call, such as SIP/7001 or DAHDI/g0/114; Local ones hide the answer',
        },
      },
      context: { type: 'string', required: true, values: ['custom-ttsplay'] },
      exten: { type: 'string', required: true, values: ['s'] },
      priority: { type: 'string', required: true, values: ['1'] },
      timeout: { type: 'int', unit: 'ms' },
      callerid: {
        type: 'string',
        required: true,
        about: { zh: '出局号码，须为运营商允许的号码', en: 'Outgoing number, one that the carrier allows' },
      },
      ttstext: { type: 'base64', required: true },
      charset: { type: 'enum', values: ['UTF-8'], empty: true },
      account: { type: 'string' },
      // In no table of this endpoint, but refused by its codes (1242).
      application: {
        type: 'string',
        about: { zh: '不可与 context 同时使用', en: 'Not together with context, so not here at all' },
      },
      // The legend has the two the wrong way round; ctioriginate (§4.23) says which is which.
      async: { type: 'enum', values: ['yes', 'no'], default: 'no' },
      variable: {
        type: 'string',
        about: { zh: '预置的通道变量，变量名=值，以 | 分隔', en: 'Variables of the call, NAME=VALUE, joined by |' },
      },
    },
    envelope: 'items',
    fields: {
      message: { type: 'string', optional: true },
      reason: { type: 'enum', optional: true, values: ['1', '3', '4', '5', '8'] },
    },
    errors: [
      { code: 1232, message: 'Do originate failed: Originate failed' },
      { code: 1241, message: 'Text must be base64 encoded in the given charset' },
      { code: 1242, message: 'Can not use context and application together' },
      { code: 1243, message: 'Do originate failed' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  ctiwaitcalldata: {
    section: '4.44',
    path: 'webservice2/ctiwaitcalldata.php',
    otherPaths: ['webservice2/ctiwaitcallauth.php'],
    purpose: {
      en: "Waits for what a caller's voice program finds out, once something else has started it",
      zh: '等待通话中已触发的语音程序返回结果',
    },
    mutates: false,
    // It may have waited two minutes when it breaks off: whoever asked decides whether to wait again.
    retry: false,
    pace: 'waits',
    params: {
      channel: { type: 'string', required: true },
      timeout: { type: 'int', default: '120', unit: 's' },
      cdvar1: { type: 'string' },
      cdvar2: { type: 'string' },
      cdvar3: { type: 'string' },
      cdvar4: { type: 'string' },
    },
    envelope: 'items',
    fields: callData,
    errors: [
      { code: 1451, message: 'Get call data failed' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  ctiwaitauth: {
    section: '4.45',
    path: 'webservice2/ctiwaitauth.php',
    purpose: {
      en: 'Starts a voice program that checks the caller while the agent is silent, and waits for its result',
      zh: '触发语音程序验证客户（坐席静默）并等待结果',
    },
    mutates: true,
    retry: false,
    pace: 'waits',
    params: {
      channel: { type: 'string', required: true },
      code: {
        type: 'string',
        required: true,
        unless: 'name',
        about: {
          zh: '语音程序的快捷键编号，优先于名称',
          en: 'Shortcut number of the voice program; wins over the name',
        },
      },
      name: {
        type: 'string',
        required: true,
        unless: 'code',
        about: { zh: '语音程序的快捷键名称', en: 'Shortcut name of the voice program' },
      },
      type: {
        type: 'enum',
        values: ['0', '1'],
        about: { zh: '1 提示本通道，0 提示对方通道', en: '1 asks this channel, 0 the other side' },
      },
      timeout: { type: 'int', default: '120', unit: 's' },
      cdvar1: { type: 'string' },
      cdvar2: { type: 'string' },
      cdvar3: { type: 'string' },
      cdvar4: { type: 'string' },
    },
    envelope: 'items',
    fields: callData,
    errors: [
      { code: 1451, message: 'Get call data failed' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
} as const satisfies Endpoints;
