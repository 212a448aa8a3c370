export { ConferencePanel } from './panel';
