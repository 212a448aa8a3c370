export { MissedBadge, MissedPage } from './page';
