/** Why a control cannot be used now (shared/domain/capabilities `Unavailable`), and the seat's own reasons. */
export const why = {
  'not-ringing': '没有正在振铃的来电',
  'not-talking': '还没有接通',
  'on-hold': '通话正在保持，请先取回',
  'not-on-hold': '通话没有保持',
  consulting: '正在咨询，请先完成或取消',
  'not-consulting': '没有正在进行的咨询',
  'not-answered-yet': '被咨询人还没有接听',
  ended: '通话已经结束',
  'signed-out': '还没有签入',
} as const;
