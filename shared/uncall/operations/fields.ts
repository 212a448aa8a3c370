import type { Field, Refusal, Words } from '../catalogue';

/** Fields and refusals that many operations share. */
export const response = {
  type: 'enum',
  values: ['success', 'error'],
  about: { en: 'outcome', zh: '结果' },
} as const satisfies Field;

export const message = {
  type: 'string',
  about: { en: 'text of the outcome', zh: '结果说明' },
} as const satisfies Field;
export const errorText = {
  type: 'string',
  optional: true,
  about: { en: 'why it was refused', zh: '失败原因' },
} as const satisfies Field;

export const noPbx = {
  message: 'Connection Failed',
  meaning: { en: 'The web service cannot reach its PBX', zh: '接口服务连不上 PBX' },
} as const satisfies Refusal;
export const notInCall = {
  message: 'Agent not in use',
  meaning: { en: 'This extension is not in a call', zh: '该分机不在通话中' },
} as const satisfies Refusal;

/** `<argument> is empty`: one a required argument. */
export const empty = <const N extends string>(name: N, en: string, zh: string) =>
  ({ message: `${name} is empty`, meaning: { en: `${en} is missing`, zh: `缺少${zh}` } }) as const;

export const extension: Words = { en: 'extension', zh: '分机号' };
export const agent: Words = { en: 'agent number', zh: '工号' };
