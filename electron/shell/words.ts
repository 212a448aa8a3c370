import type { Settings } from '../../shared/bridge/settings';

export type Language = Settings['language'];

/** What the shell itself says: tray, dialogs, notifications. The screen's words live in renderer/i18n. */
const words = {
  'zh-CN': {
    product: '坐席线',
    open: '打开坐席线',
    dial: '拨号…',
    dialSelection: '拨打选中的号码',
    recent: '最近号码',
    none: '（无）',
    ready: '示闲',
    pause: '示忙',
    quit: '退出',
    answer: '接听',
    hangUp: '挂机',
    'state.ready': '示闲',
    'state.paused': '示忙',
    'state.ringing': '来电振铃',
    'state.on-call': '通话中',
    'state.offline': '离线',
    callFrom: '来电：{number}',
    onCallTitle: '正在通话',
    onCallClose: '关闭窗口不会中断通话。要隐藏窗口吗？',
    onCallQuit: '现在退出后，将无法在本机控制这通电话。确定退出吗？',
    stay: '留下',
    hide: '隐藏窗口',
    quitAnyway: '仍然退出',
    shortcutTaken: '快捷键 {accelerator} 已被其他程序占用',
    shortcutInvalid: '快捷键 {accelerator} 无法识别',
    nothingSelected: '没有选中任何文字',
    crashed: '窗口已恢复',
    adminTitle: '坐席线 · 平台管理页 · {platform}',
    missed: '未接来电：{number}',
    notice: '坐席线有新的提示，请查看窗口',
  },
  en: {
    product: 'Seatline',
    open: 'Open Seatline',
    dial: 'Dial…',
    dialSelection: 'Dial the selected number',
    recent: 'Recent numbers',
    none: '(none)',
    ready: 'Ready',
    pause: 'Pause',
    quit: 'Quit',
    answer: 'Answer',
    hangUp: 'Hang up',
    'state.ready': 'Ready',
    'state.paused': 'Paused',
    'state.ringing': 'Ringing',
    'state.on-call': 'On a call',
    'state.offline': 'Offline',
    callFrom: 'Call from {number}',
    onCallTitle: 'You are on a call',
    onCallClose: 'Closing the window does not end the call. Hide the window?',
    onCallQuit: 'After quitting, this call can no longer be controlled from here. Quit anyway?',
    stay: 'Stay',
    hide: 'Hide the window',
    quitAnyway: 'Quit anyway',
    shortcutTaken: 'The shortcut {accelerator} is taken by another program',
    shortcutInvalid: 'The shortcut {accelerator} is not understood',
    nothingSelected: 'No text is selected',
    crashed: 'The window was restored',
    adminTitle: 'Seatline · admin page of {platform}',
    missed: 'Missed call: {number}',
    notice: 'Seatline has a message for you; see its window',
  },
} as const satisfies Record<Language, Record<string, string>>;

export type Word = keyof (typeof words)['en'];

/** The sentence with its `{names}` filled; what callers send is text and is cut to a readable length. */
export function say(language: Language, word: Word, params: Readonly<Record<string, string | number>> = {}): string {
  return words[language][word].replace(/\{(\w+)\}/g, (_all, name: string) => String(params[name] ?? '').slice(0, 60));
}
