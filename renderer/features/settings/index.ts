export { SettingsPage, type SettingsSection } from './page';
