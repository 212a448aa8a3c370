/** Keys that the desk emits (`Notice.key`). */
export const notices = {
  missed: '未接来电 {{number}}',
} as const;
