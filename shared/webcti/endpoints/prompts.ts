import type { Endpoints } from '../catalogue';

/** Prompts of the voice menus, hold music and dial rules. */
export const prompts = {
  getholdmusic: {
    section: '4.130',
    path: 'webservice2/getholdmusic.php',
    purpose: { en: 'Names of the hold music', zh: '等待音乐列表' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: {},
    envelope: 'items',
    fields: { name: { type: 'string' } },
    errors: [{ code: 9999, message: 'WebKey is invalid' }],
  },
  getdevicerules: {
    section: '4.131',
    path: 'webservice2/getdevicerules.php',
    purpose: { en: 'Dial permissions and the dial context of each', zh: '拨号权限列表及其入口' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: {},
    envelope: 'items',
    fields: { rulename: { type: 'string' }, context: { type: 'string' } },
    errors: [{ code: 9999, message: 'WebKey is invalid' }],
  },
  getrecord: {
    section: '4.132',
    path: 'webservice2/getrecord.php',
    purpose: { en: 'The sound of a prompt', zh: '下载一个语音提示文件' },
    mutates: false,
    retry: false,
    pace: 'slow',
    params: {
      filename: {
        type: 'string',
        required: true,
        about: { zh: '文件名，不带扩展名', en: 'Name without its extension' },
      },
      mp3: { type: 'enum', values: ['1', 'yes'] },
    },
    envelope: 'binary',
    fields: {},
    errors: [
      // The platform leaves the name out.
      { code: 9003, message: 'file "" not exists.' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey is invalid' },
    ],
  },
  // Twice in the document. Names come with a folder (`custom/ob9_replay`, §4.66) or without (`welcome`, §4.133).
  getrecordings: {
    section: '4.133, 4.66',
    path: 'webservice2/getrecordings.php',
    purpose: { en: 'Names of the prompts', zh: '语音提示文件列表' },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: {},
    envelope: 'items',
    fields: { id: { type: 'int' }, filename: { type: 'string' }, description: { type: 'string' } },
    errors: [
      { code: 9999, message: 'WebKey is invalid' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  putrecordings: {
    section: '4.134',
    path: 'webservice2/putrecordings.php',
    purpose: { en: 'Stores a sound file as a prompt', zh: '上传语音提示文件' },
    mutates: true,
    retry: false,
    // The platform converts the sound before it answers.
    pace: 'slow',
    method: 'multipart',
    params: {
      ivrfile: { type: 'file', required: true, aliases: ['ivrfiile'] },
      filename: {
        type: 'string',
        about: {
          zh: '保存的名称，不带扩展名；不填则自动命名',
          en: 'Name to keep it under, without extension; made up when left out',
        },
      },
      description: { type: 'string' },
    },
    envelope: 'empty',
    fields: {},
    errors: [
      { code: 1473, message: 'FAIL：文件已存在' },
      { code: 1474, message: 'FAIL：格式转换错误' },
      { code: 1475, message: 'FAIL：不支持的格式' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey is invalid' },
    ],
  },
} as const satisfies Endpoints;
