import type { Endpoints } from '../catalogue';

/** The speech assistant: transcripts of calls, and the engine that understands a sentence. */
export const assistant = {
  getccsalist: {
    section: '4.136',
    path: 'webservice2/getccsalist.php',
    purpose: { en: 'What caller and agent said, as the assistant heard it', zh: '座席助手记录的通话识别文字' },
    mutates: false,
    retry: true,
    pace: 'slow',
    params: {
      uniqueid: {
        type: 'csv',
        required: true,
        about: { zh: '主叫的呼叫编号，多个用逗号分隔', en: "Ids of the callers' channels, separated by commas" },
      },
    },
    envelope: 'items',
    fields: {
      id: { type: 'int' },
      pbxid: { type: 'int' },
      uniqueid: { type: 'string', aliases: ['unqid'] },
      begin_time: { type: 'datetime' },
      end_time: { type: 'datetime' },
      callerid: { type: 'string' },
      agent: { type: 'string' },
      queue: { type: 'string' },
      // Milliseconds; more than end minus begin, so perhaps both voices together.
      duration: { type: 'int', bare: true },
      asrcount: { type: 'int', bare: true },
      contents: {
        type: 'list',
        children: {
          cid: { type: 'int', bare: true },
          result: { type: 'string' },
          // Milliseconds since the conversation began, though it bears the name of the time above.
          begin_time: { type: 'int', bare: true },
          role: { type: 'enum', values: ['agent', 'caller'] },
        },
      },
    },
    errors: [
      { code: 9002, message: 'need variable <name>.' },
      { code: 9999, message: 'WebKey is invalid' },
    ],
  },
  // A failure of the engine is a success of the platform: the row's status tells.
  getnlprest: {
    section: '4.143',
    path: 'webservice2/getnlprest.php',
    purpose: { en: 'Asks the language engine what a sentence wants', zh: '由理解引擎给出一句话的答复或指令' },
    mutates: false,
    // Counted by the engine's maker, and a turn of the conversation each time.
    retry: false,
    pace: 'slow',
    params: {
      callerid: {
        type: 'string',
        required: true,
        about: { zh: '用户编号，用于区分用户', en: 'Who speaks, to keep conversations apart' },
      },
      content: { type: 'string', required: true },
      clearsession: { type: 'enum', values: ['0', '1'] },
      paramsmem: { type: 'string' },
    },
    envelope: 'items',
    fields: {
      reply: { type: 'string' },
      function: { type: 'string' },
      status: { type: 'enum', values: ['success', 'nlp_nomatch', 'nlp_timeout', 'nlp_error'] },
      errmsg: { type: 'string' },
      type: { type: 'enum', values: ['chat', 'function'] },
      duration: { type: 'float' },
      paramsmem: { type: 'string' },
    },
    errors: [
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  getnlpinfo: {
    section: '4.144',
    path: 'webservice2/getnlpinfo.php',
    purpose: { en: 'Name of the language engine', zh: '理解引擎名称' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: {},
    envelope: 'items',
    fields: { name: { type: 'string' } },
    errors: [{ code: 9999, message: 'WebKey <webkey> is invalid' }],
  },
} as const satisfies Endpoints;
