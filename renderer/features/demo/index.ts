export { DemoPanel } from './panel';
