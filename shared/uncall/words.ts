import type { Words } from './catalogue';

/** Answers of the upload (§4.3): all five stand under "success" there, only S1 is one. */
export const uploadCodes = {
  E1: { en: 'The file name is missing or of the wrong form', zh: '文件名不存在或格式错误' },
  E2: { en: 'The file must be smaller than 3 MB', zh: '文件必须小于 3 MB' },
  E3: { en: 'A file of this name is there already', zh: '同名文件已存在' },
  S1: { en: 'Uploaded', zh: '上传成功' },
  F1: { en: 'The upload failed', zh: '上传失败' },
} as const satisfies Readonly<Record<string, Words>>;
export type UploadCode = keyof typeof uploadCodes;

/** The answer of the browser form (§4.2) where no code comes. */
export const uploadedText = '上传成功';
/** Bytes; a file must be smaller. */
export const uploadLimit = 3 * 1_048_576;

/** States of a task (§4.13, §4.15, column task_status). `finish` comes from the platform only. */
export const taskStates = {
  ready: { en: 'Ready', zh: '准备' },
  run: { en: 'Running', zh: '运行' },
  stop: { en: 'Stopped', zh: '停止' },
  push: { en: 'Paused', zh: '暂停' },
  finish: { en: 'Finished', zh: '完成' },
} as const satisfies Readonly<Record<string, Words>>;
export type TaskState = keyof typeof taskStates;

/** Kinds of tasks (§4.15; `click` stands in the column only). */
export const taskTypes = {
  ivr: { en: 'Voice task (IVR)', zh: '语音外呼（IVR 接听）' },
  queue: { en: 'Queue task', zh: '智能外呼（队列接听）' },
  click: { en: 'Click task', zh: '点击外呼' },
} as const satisfies Readonly<Record<string, Words>>;
export type TaskType = keyof typeof taskTypes;

/** Control modes (§4.11, §5.3; `ai` stands in the column only). */
export const controlTypes = {
  g: { en: 'Ordinary', zh: '普通外呼' },
  i: { en: 'Predictive', zh: '智能外呼' },
  ai: { en: 'Advanced predictive', zh: '高级智能外呼' },
} as const satisfies Readonly<Record<string, Words>>;
export type ControlType = keyof typeof controlTypes;

/** Outcome of a number (§5.4, column call_status). */
export const numberStates = {
  0: { en: 'Not called', zh: '未呼叫' },
  1: { en: 'Succeeded', zh: '呼叫成功' },
  2: { en: 'To call back', zh: '待回访' },
  3: { en: 'Failed', zh: '呼叫失败' },
  4: { en: 'Being called', zh: '呼叫中' },
  5: { en: 'Ignored', zh: '忽略' },
} as const satisfies Readonly<Record<number, Words>>;
export type NumberState = keyof typeof numberStates;

/** Where a number came from (§5.4, column date_from_type). */
export const numberSources = {
  client_file: { en: 'Customer record', zh: '客户资料' },
  callrecode: { en: 'Call record', zh: '通话记录' },
  missed_calls: { en: 'Missed call', zh: '未接来电' },
  csv: { en: 'CSV file', zh: 'CSV 文件' },
} as const satisfies Readonly<Record<string, Words>>;
export type NumberSource = keyof typeof numberSources;

/** Directions of popEvent (§3.3). */
export const directions = {
  callin: { en: 'Incoming', zh: '呼入' },
  callout: { en: 'Outgoing', zh: '呼出' },
} as const satisfies Readonly<Record<string, Words>>;
