export { AdminMenu } from './admin-menu';
export { adminIcons, adminPages, useAdminPages } from './pages';
