/** Into somebody's call; each way says who hears whom. */
export const listen = {
  title: '监听',
  extension: '要监听的分机',
  extensionPlaceholder: '例如 8002',
  how: '方式',
  mode: { monitor: '监听', whisper: '耳语', barge: '强插' },
  who: {
    monitor: '您听得到双方，双方都听不到您',
    whisper: '您听得到双方，只有坐席听得到您，客户听不到',
    barge: '三方通话，双方都听得到您',
  },
  phoneFirst: '您的话机会先振铃，接起后进入对方的通话；挂断您的话机即退出。',
  start: '开始',
  started: '正在{{mode}}分机 {{extension}}，请接起您的话机',
  myself: '不能监听自己的分机',
  noExtension: '请输入分机号',
} as const;
