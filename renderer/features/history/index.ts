export { CallBack } from './call-back';
export { HistoryPage } from './page';
