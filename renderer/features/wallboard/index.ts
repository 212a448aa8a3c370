export { Kiosk } from './kiosk';
export { kioskWanted } from './kiosk-wanted';
export { WallboardPage } from './page';
