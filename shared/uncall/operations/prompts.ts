import type { Operations } from '../catalogue';
import { agent, errorText, extension, response } from './fields';

const choice = (en: string, zh: string) =>
  ({
    value: { type: 'string', aliases: ['Value'], about: { en: `value of the ${en}`, zh: `${zh}的值` } },
    description: { type: 'string', about: { en: 'name for a list', zh: '显示名称' } },
  }) as const;
const { value: trunkValue, description } = choice('outside line; ends in a slash', '外线（以斜线结尾）');

/** §4.4–4.9: what a task can be made of. */
export const prompts = {
  getReordingFilesList: {
    section: '4.4',
    purpose: { en: 'Lists the uploaded voice files', zh: '已上传录音文件列表' },
    mutates: false,
    retry: true,
    pace: 'quick',
    args: { strAgent: { type: 'string', required: true, about: agent } },
    root: 'unallcc',
    node: 'getReordingFilesList',
    repeats: true,
    judged: 'result',
    failureResult: '1',
    fields: { name: { type: 'string', about: { en: 'file name', zh: '文件名' } } },
    errors: [],
  },
  delReordingFiles: {
    section: '4.6',
    purpose: { en: 'Deletes an uploaded voice file', zh: '删除录音文件' },
    mutates: true,
    retry: false,
    pace: 'quick',
    args: {
      name: {
        type: 'string',
        required: true,
        about: { en: 'file name, such as welcome.wav', zh: '文件名，如 welcome.wav' },
      },
    },
    root: 'unallcc',
    node: 'delReordingFiles',
    judged: 'response',
    failureResult: '1',
    fields: { Response: response, Message: errorText },
    errors: [
      { message: 'name is error', meaning: { en: 'The file name is not in the right form', zh: '文件名格式不正确' } },
    ],
  },
  getTrunkList: {
    section: '4.7',
    purpose: { en: 'Lists the outside lines', zh: '外线列表' },
    mutates: false,
    retry: true,
    pace: 'quick',
    args: { strAgent: { type: 'string', required: true, about: extension } },
    root: 'unallcc',
    node: 'getTrunkList',
    repeats: true,
    judged: 'result',
    failureResult: '1',
    // Here the name comes first, in the two lists below the value.
    fields: { description, value: trunkValue },
    errors: [],
  },
  getIncomingIVR: {
    section: '4.8',
    purpose: { en: 'Lists the IVR entries that can take the calls of a task', zh: '语音外呼可用的 IVR 接听对象' },
    mutates: false,
    retry: true,
    pace: 'quick',
    args: { strAgent: { type: 'string', required: true, about: extension } },
    root: 'unallcc',
    node: 'getIncomingIVR',
    repeats: true,
    judged: 'result',
    failureResult: '1',
    fields: choice('IVR', 'IVR'),
    errors: [],
  },
  getIncomingQueues: {
    section: '4.9',
    purpose: { en: 'Lists the queues that can take the calls of a task', zh: '智能外呼可用的队列接听对象' },
    mutates: false,
    retry: true,
    pace: 'quick',
    args: { strAgent: { type: 'string', required: true, about: extension } },
    root: 'unallcc',
    node: 'getIncomingQueues',
    repeats: true,
    judged: 'result',
    failureResult: '1',
    fields: choice('queue', '队列'),
    errors: [],
  },
} as const satisfies Operations;
