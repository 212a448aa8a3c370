import type { Vocabulary, Words } from './words';

/** §4.92: `processed` of a short message that is sent. The inbox has no list: there it is the application's own. */
export const smsStates = {
  0: { zh: '新建', en: 'New' },
  1: { zh: '排队待发', en: 'Queued' },
  2: { zh: '已发送', en: 'Sent' },
  '-1': { zh: '发送失败', en: 'Failed' },
} as const satisfies Vocabulary;

/** §4.89: how a record number is compared. */
export const comparisons = {
  e: { zh: '等于', en: 'Equal' },
  g: { zh: '大于', en: 'Greater' },
  l: { zh: '小于', en: 'Less' },
} as const satisfies Vocabulary;

/** §4.75: voicemail folders. The platform gives the names of Asterisk's folders meanings of its own. */
export const voicemailFolders = {
  INBOX: { zh: '新留言', en: 'New' },
  Old: { zh: '已听', en: 'Heard' },
  Urgent: { zh: '紧急', en: 'Urgent' },
  Work: { zh: '重要', en: 'Important' },
  Friends: { zh: '疑难', en: 'Difficult' },
  Family: { zh: '关注', en: 'Followed' },
  Cust1: { zh: '已处理', en: 'Handled' },
  Cust2: { zh: '联系不上', en: 'Cannot be reached' },
  Cust3: { zh: '无效', en: 'Invalid' },
  Cust4: { zh: '骚扰', en: 'Nuisance' },
  Cust5: { zh: '其他', en: 'Other' },
  Deleted: { zh: '回收站', en: 'Recycle bin' },
} as const satisfies Vocabulary;

/** §4.63: how a fax came in. */
export const faxResults = {
  SUCCESS: { zh: '接收成功', en: 'Received' },
  FAILED: { zh: '接收失败', en: 'Failed' },
} as const satisfies Vocabulary;

/** §4.63: where a received fax lies. */
export const faxFolders = {
  new: { zh: '收件箱', en: 'Inbox' },
  archive: { zh: '归档', en: 'Archive' },
  trash: { zh: '回收站', en: 'Recycle bin' },
} as const satisfies Vocabulary;

/** §4.121: what a report of lost calls counts by. */
export const lostCallGroupings = {
  d: { zh: '按日', en: 'By day' },
  m: { zh: '按月', en: 'By month' },
  q: { zh: '按队列', en: 'By queue' },
  p: { zh: '按处理标志', en: 'By processing mark' },
} as const satisfies Vocabulary;

/** §4.119: processing marks of lost calls. Only the first is the platform's, all others are the office's own numbers. */
export const processingMarks = {
  0: { zh: '未处理', en: 'Not handled' },
} as const satisfies Vocabulary;

/** Words of a processing mark of a lost call. */
export const processingWords = (mark: number): Words =>
  mark === 0 ? processingMarks[0] : { zh: `已处理（${mark}）`, en: `Handled (${mark})` };
