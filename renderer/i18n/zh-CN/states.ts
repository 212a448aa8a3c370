/** Words of every state that is drawn as colour + icon + word. */
export const states = {
  seat: { ready: '示闲', paused: '示忙', 'wrap-up': '话后', offline: '下线' },
  agent: {
    'on-call': '通话',
    ringing: '振铃',
    'wrap-up': '话后',
    paused: '示忙',
    ready: '示闲',
    unreachable: '话机离线',
    offline: '下线',
  },
  call: {
    'calling-me': '呼叫本机',
    ringing: '来电振铃',
    dialing: '正在呼叫',
    talking: '通话中',
    held: '已保持',
    consulting: '咨询中',
    conference: '三方通话',
    ended: '已结束',
  },
  leg: { ringing: '振铃', dialing: '呼叫中', talking: '通话中', held: '保持中', ended: '已挂断' },
  presence: { idle: '空闲', ringing: '振铃', 'in-use': '通话', unreachable: '离线', unknown: '未知', paused: '示忙' },
  phone: { idle: '话机空闲', ringing: '话机振铃', 'in-use': '话机通话中', unreachable: '话机离线' },
  link: {
    'signed-out': '未签入',
    connecting: '正在连接',
    live: '数据实时',
    stale: '数据延迟',
    down: '连接中断',
  },
  direction: { in: '来电', out: '去电', internal: '内部' },
} as const;
