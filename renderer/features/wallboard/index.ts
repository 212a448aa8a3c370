export { Kiosk, kioskWanted } from './kiosk';
export { WallboardPage } from './page';
