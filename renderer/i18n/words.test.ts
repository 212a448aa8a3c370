import { expect, test } from 'vitest';
import { noticeKeys } from '../../electron/desk/notices';
import { commandSchemas, probeSteps } from '../../shared/bridge/contract';
import { errorCodes } from '../../shared/domain/result';
import { en } from './en/index';
import { createWords, errorText, hasWord, type Say } from './index';
import { zh } from './zh-CN/index';

type Tree = { readonly [key: string]: string | Tree };
const flat = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, node]) =>
    typeof node === 'string' ? [[`${path}${key}`, node] as const] : flat(node, `${path}${key}.`),
  );
const holes = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();
const chinese = flat(zh);
const english = new Map(flat(en));

test('both languages have the same texts with the same holes', () => {
  expect(chinese.map(([key, text]) => [key, [...new Set(holes(text))]])).toEqual(
    chinese.map(([key]) => [key, [...new Set(holes(english.get(key) ?? ''))]]),
  );
  expect(english.size).toBe(chinese.length);
});

test('no text is empty, none is left in the other language, and the field’s words are used', () => {
  const wrong = [
    ...chinese.filter(
      ([, text]) => text.trim() === '' || /座席|置忙|置闲|[a-z]{12,}/.test(text.replace(/\{\{\w+\}\}|https?:\S+/g, '')),
    ),
    ...[...english].filter(([, text]) => text.trim() === '' || /[\u4e00-\u9fff]/.test(text.replace('坐席线', ''))),
  ];
  expect(wrong).toEqual([]);
});

test('every error code, command, notice and probe step has its words', () => {
  const wanted = [
    ...errorCodes.map((code) => `errors.${code}`),
    ...Object.keys(commandSchemas).map((name) => `commands.${name}`),
    ...noticeKeys.map((key) => `notices.${key}`),
    ...probeSteps.map((step) => `signIn.step.${step}`),
  ];
  expect(wanted.filter((key) => !hasWord(key))).toEqual([]);
});

test('hasWord knows leaves only, and nothing of the prototype', () => {
  expect(['ui.ok', 'ui', 'ui.ok.length', 'constructor', 'ui.toString', 'nothing.at.all'].map(hasWord)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('a known code is told in our words with the platform’s own beside them; an unknown one as it came', () => {
  const told = (language: 'zh-CN' | 'en', params: Readonly<Record<string, string | number>>): string => {
    const words = createWords(language);
    const say: Say = (key, values) => String(words.t(key as never, values as never));
    return errorText(say, { code: 'refused', message: 'x', tried: 'call.hold', params }, language);
  };
  const known = { errcode: 2004, text: 'channel not exist', zh: '通道不存在。', en: 'The channel is gone.' };
  expect([
    told('zh-CN', known),
    told('en', known),
    told('zh-CN', { ...known, text: '通道不存在' }),
    told('en', { ...known, errcode: 0 }),
    told('zh-CN', { zh: '分机不存在', en: 'No such extension' }),
    told('en', { errcode: 2004, text: 'channel not exist' }),
  ]).toEqual([
    '保持：平台拒绝：通道不存在（平台原文“channel not exist”，代码 2004）。',
    'Hold: The platform refused: The channel is gone (its words: “channel not exist”, code 2004).',
    '保持：平台拒绝：通道不存在（代码 2004）。',
    'Hold: The platform refused: The channel is gone (its words: “channel not exist”).',
    '保持：平台拒绝：分机不存在。请按提示处理后再试。',
    'Hold: The platform refused: channel not exist (code 2004). Solve that and try again.',
  ]);
});

test('an error becomes what was tried, what went wrong and the next step', () => {
  const words = createWords('zh-CN');
  const say: Say = (key, params) => String(words.t(key as never, params as never));
  expect([
    errorText(say, {
      code: 'refused',
      message: 'x',
      tried: 'call.hold',
      params: { errcode: 2004, text: '通道不存在' },
    }),
    errorText(say, { code: 'refused', message: 'x', params: { text: '<b>不行</b>' } }),
    errorText(say, { code: 'not-possible-now', message: 'x', params: { why: 'on-hold' } }),
    errorText(say, { code: 'timed-out', message: 'x', tried: 'getallstatus' }),
    errorText(say, { code: 'in-use', message: 'x', params: { by: '8021' } }),
  ]).toEqual([
    '保持：平台拒绝：通道不存在（代码 2004）。请按提示处理后再试。',
    '平台拒绝：<b>不行</b>。请按提示处理后再试。',
    '现在不能这样做：通话正在保持，请先取回。',
    '平台没有在限定时间内应答，请稍后再试。',
    '正在被 8021 使用，可以接管或另选一个。',
  ]);
});
