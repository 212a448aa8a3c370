export const admin = {
  title: '平台管理页面',
  page: { home: '首页', menus: '菜单', tools: '工具', reports: '报表' },
} as const;
