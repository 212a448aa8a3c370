import type { CentreConfig } from './centre';
import { commonCentre, deviceOf, queueOf, trunksOf, userOf } from './centre-parts';

/** Six desk phones (four with their people), four hot desks, two queues; nobody moves by himself. */
export const smallCentre = (): CentreConfig => ({
  ...commonCentre,
  name: '小型呼叫中心',
  devices: [
    ...['2011', '2012', '2013', '2014'].map((no) => deviceOf(no, 'fixed', no)),
    deviceOf('2015', 'fixed'),
    deviceOf('2016', 'fixed'),
    ...['3001', '3002', '3003', '3004'].map((no) => deviceOf(no, 'adhoc')),
  ],
  users: [
    userOf('2011', '王芳', 'Wang Fang'),
    userOf('2012', '李雷', 'Li Lei'),
    userOf('2013', '韩梅梅', 'Han Meimei'),
    userOf('2014', '张伟', 'Zhang Wei'),
    userOf('8001', '刘洋', 'Liu Yang'),
    userOf('8002', '陈静', 'Chen Jing'),
    userOf('8003', '赵磊', 'Zhao Lei', { voicemail: true }),
    userOf('8004', '孙丽', 'Sun Li', { recording: true }),
  ],
  trunks: trunksOf(8),
  queues: [queueOf('90', '售后', 'rrmemory'), queueOf('91', '售前', 'ringall', { recording: true })],
});
