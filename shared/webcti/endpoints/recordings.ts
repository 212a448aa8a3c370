import type { Endpoints } from '../catalogue';

/**
 * Recordings of calls and files of the spool. Success is the file itself, a refusal an envelope in the face that was
 * asked for: only the content tells. A download is not repeated by itself, its beginning may be written already.
 */
export const recordings = {
  getmonitor: {
    section: '4.72',
    path: 'webservice2/getmonitor.php',
    purpose: { en: 'A recording, by the file name in its call record', zh: '按话单中的文件名下载录音' },
    mutates: false,
    retry: false,
    pace: 'slow',
    params: {
      filename: { type: 'string', required: true },
      mp3: { type: 'enum', values: ['1', 'yes'] },
      // What a file that exists is answered with is not said.
      checkonly: { type: 'enum', values: ['0', '1'], default: '0' },
    },
    envelope: 'binary',
    fields: {},
    errors: [
      // The platform leaves the name out, though it was given.
      { code: 9003, message: 'file "" not exists.' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  getmonitorbyuid: {
    section: '4.73',
    path: 'webservice2/getmonitorbyuid.php',
    purpose: { en: 'A recording, by the id of its call', zh: '按呼叫编号下载录音' },
    mutates: false,
    retry: false,
    pace: 'slow',
    params: {
      uniqueid: { type: 'string', required: true },
      history: { type: 'enum', values: ['0', '1'] },
      mp3: { type: 'enum', values: ['1', 'yes'] },
      recno: { type: 'int', default: '0' },
    },
    envelope: 'binary',
    fields: {},
    errors: [
      { code: 9003, message: 'file "" not exists.' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  getmonitornums: {
    section: '4.74',
    path: 'webservice2/getmonitornums.php',
    otherPaths: ['webservice2/getmonitorums.php'],
    purpose: {
      en: 'Recordings of one call: several after a transfer, none is no failure',
      zh: '一个呼叫编号的录音文件列表',
    },
    mutates: false,
    retry: true,
    pace: 'quick',
    params: { uniqueid: { type: 'string', required: true }, history: { type: 'enum', values: ['0', '1'] } },
    envelope: 'items',
    fields: { fileid: { type: 'int', bare: true }, filename: { type: 'string' } },
    errors: [
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
  // Two operations in one: with delete it answers an envelope and the file is gone. So it counts as one that changes.
  getspoolfile: {
    section: '4.96',
    path: 'webservice2/getspoolfile.php',
    purpose: { en: 'A file of the spool, or its deletion', zh: '下载或删除指定目录中的文件' },
    mutates: true,
    retry: false,
    pace: 'slow',
    params: {
      location: {
        type: 'string',
        required: true,
        about: { zh: '子目录名称', en: 'Folder of the spool, a plain name' },
      },
      filename: { type: 'string', required: true },
      delete: {
        type: 'enum',
        values: ['0', '1', 'no', 'yes', 'NO', 'YES'],
        about: { zh: '1 或 yes 删除文件，其他为下载', en: '1 or yes deletes the file, all else fetches it' },
      },
    },
    envelope: 'binary',
    fields: {},
    errors: [
      { code: 9003, message: 'file "<filename>" not exists.' },
      { code: 9002, message: 'need variable "<name>".' },
      { code: 9999, message: 'WebKey <webkey> is invalid' },
    ],
  },
} as const satisfies Endpoints;
