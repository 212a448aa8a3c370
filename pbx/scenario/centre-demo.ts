import type { CentreConfig } from './centre';
import { commonCentre, deviceOf, queueOf, trunksOf, userOf } from './centre-parts';

/** People of the demo who act by themselves: they sit at the fixed phone of the same number. */
export const demoAgents: readonly { readonly no: string; readonly name: string; readonly english: string }[] = [
  { no: '2021', name: '王芳', english: 'Wang Fang' },
  { no: '2022', name: '李雷', english: 'Li Lei' },
  { no: '2023', name: '韩梅梅', english: 'Han Meimei' },
  { no: '2024', name: '张伟', english: 'Zhang Wei' },
  { no: '2025', name: '刘洋', english: 'Liu Yang' },
  { no: '2026', name: '陈静', english: 'Chen Jing' },
  { no: '2027', name: '赵磊', english: 'Zhao Lei' },
  { no: '2028', name: '孙丽', english: 'Sun Li' },
  { no: '2029', name: '周涛', english: 'Zhou Tao' },
  { no: '2030', name: '吴倩', english: 'Wu Qian' },
  { no: '2031', name: '郑凯', english: 'Zheng Kai' },
  { no: '2032', name: '冯雪', english: 'Feng Xue' },
];

/** Which queues each demo agent serves, by turns, so that every queue has six to eight people. */
export const demoQueuesOf = (index: number): readonly string[] =>
  [['90'], ['90', '91'], ['91', '92'], ['90', '91', '92']][index % 4] ?? ['90'];

/** Every call of the demo's queues is recorded, and judged when the agent has hung up. */
const asked = { recording: true, survey: true } as const;

/** Three queues, twelve people at work, two desk phones, eight hot desks and two supervisors free for real people. */
export const demoCentre = (): CentreConfig => ({
  ...commonCentre,
  name: '演示呼叫中心',
  devices: [
    ...['2011', '2012', '2013', '2014'].map((no) => deviceOf(no, 'fixed', no)),
    ...demoAgents.map((agent) => deviceOf(agent.no, 'fixed', agent.no)),
    ...Array.from({ length: 8 }, (_, index) => deviceOf(String(3001 + index), 'adhoc')),
  ],
  users: [
    userOf('2011', '林晓', 'Lin Xiao', { voicemail: true }),
    userOf('2012', '何文', 'He Wen', { voicemail: true }),
    userOf('2013', '马主管', 'Ma Jun', { voicemail: true }),
    userOf('2014', '徐主管', 'Xu Min', { voicemail: true }),
    ...demoAgents.map((agent) => userOf(agent.no, agent.name, agent.english, { ringSeconds: 30, voicemail: true })),
    userOf('8001', '高远', 'Gao Yuan'),
    userOf('8002', '罗娜', 'Luo Na'),
    userOf('8003', '宋佳', 'Song Jia'),
    userOf('8004', '唐宁', 'Tang Ning'),
    userOf('8005', '许晴', 'Xu Qing'),
    userOf('8006', '邓超', 'Deng Chao'),
    userOf('8007', '曹颖', 'Cao Ying'),
    userOf('8008', '彭飞', 'Peng Fei'),
  ],
  trunks: trunksOf(30),
  queues: [
    queueOf('90', '售后服务', 'rrmemory', { ...asked, wrapUpSeconds: 8 }),
    queueOf('91', '售前咨询', 'leastrecent', { ...asked, wrapUpSeconds: 5 }),
    queueOf('92', 'VIP专线', 'fewestcalls', { ...asked, wrapUpSeconds: 8, weight: 10, serviceLevelSeconds: 10 }),
  ],
  phones: Object.fromEntries(
    demoAgents.map((agent, index) => [agent.no, { kind: 'answers' as const, afterSeconds: 2 + (index % 5) }]),
  ),
  outside: [
    { prefix: '*', behaviour: { kind: 'answers', afterSeconds: 6 } },
    { prefix: '139', behaviour: { kind: 'answers', afterSeconds: 4, talkSeconds: 60 } },
    { prefix: '1520000', behaviour: { kind: 'busy' } },
    { prefix: '1530000', behaviour: { kind: 'silent' } },
    { prefix: '1770000', behaviour: { kind: 'refuses', afterSeconds: 5 } },
    { prefix: '1890000', behaviour: { kind: 'congested' } },
  ],
});
