import { tasks as say } from './answers';
import { formatOf } from './sound';
import type { Operation } from './wsdl';

export interface Task {
  readonly id: number;
  readonly name: string;
  readonly type: 'ivr' | 'queue';
  readonly createdAt: Date;
  readonly creator: string;
  readonly outLine: string;
  readonly target: string;
  status: string;
  callMax: string;
  readonly start: string;
  readonly end: string;
  readonly control: string;
  override: string;
  readonly callerId: string;
  readonly recording: string;
  readonly numbers: string[];
}

type Args = Readonly<Record<string, string>>;
type Answers = Partial<Readonly<Record<Operation, (args: Args) => string>>>;

const trunks = [
  { description: 'test', value: 'sip/test/' },
  { description: '华为 & <备用>', value: 'sip/huing/' },
];
const menus = [
  { value: '127000', description: '1111' },
  { value: '127001', description: '2222' },
];
const queues = [
  { value: '127003', description: '1112' },
  { value: '127004', description: '2522' },
];

/** Chapter 4: voice files and outbound tasks. Nothing is dialled; a test puts the outcome of numbers where it needs them. */
export class Campaigns {
  readonly tasks: Task[] = [];
  readonly prompts = new Map<string, Buffer>();
  private readonly now: () => Date;
  private last = 480;

  constructor(now: () => Date) {
    this.now = now;
  }

  /** §4.3. */
  upload(name: string, bytes: Buffer): 'E1' | 'E2' | 'E3' | 'S1' | 'F1' {
    if (!/^[^/\\]+\.wav$/i.test(name)) return 'E1';
    if (bytes.length >= 3 * 1_048_576) return 'E2';
    if (this.prompts.has(name)) return 'E3';
    const format = formatOf(bytes);
    if (format?.rate !== 8_000 || format.bits !== 16) return 'F1';
    this.prompts.set(name, bytes);
    return 'S1';
  }

  readonly answers: Answers = {
    getReordingFilesList: () =>
      say.rows(
        'getReordingFilesList',
        [...this.prompts.keys()].map((name) => ({ name })),
      ),
    delReordingFiles: ({ name = '' }) =>
      this.prompts.delete(name) ? say.success('delReordingFiles') : say.error('delReordingFiles', 'name is error'),
    getTrunkList: () => say.rows('getTrunkList', trunks),
    getIncomingIVR: () => say.rows('getIncomingIVR', menus),
    getIncomingQueues: () => say.rows('getIncomingQueues', queues),
    addIvrTask: (args) => this.add('addIvrTask', args, 'ivr', args.incoming_ivr_values ?? ''),
    addQueueTask: (args) => this.add('addQueueTask', args, 'queue', args.incoming_queue_values ?? ''),
    addPhoneToTask: ({ TaskID = '', Phones = '' }) => {
      const node = 'addPhoneToTask';
      if (TaskID === '') return say.error(node, 'TaskID is empty');
      if (Phones === '') return say.error(node, 'Phones is empty');
      const numbers = Phones.split(',');
      if (numbers.length > 2000) return say.error(node, 'phone overflow 2000');
      const task = this.tasks.find(({ id }) => TaskID === `o_task_run_${id}`);
      if (!task) return say.error(node, 'databases error');
      const fresh = numbers.filter(
        (number, place) => !task.numbers.includes(number) && numbers.indexOf(number) === place,
      );
      task.numbers.push(...fresh);
      return say.success(node, { AffectedRows: fresh.length });
    },
    updateTask: ({ id = '', task_status = '0', call_max = '0', task_override = '0' }) => {
      if (id === '') return say.error('updateTask', 'id is empty');
      const task = this.tasks.find((one) => String(one.id) === id);
      if (task) {
        if (task_status !== '0') task.status = task_status;
        if (call_max !== '0') task.callMax = call_max;
        if (task_override !== '0') task.override = task_override;
      }
      // An unknown id is not said to fail (§4.13).
      return say.success('updateTask');
    },
    delTask: ({ id = '' }) => {
      if (id === '') return say.error('delTask', 'id is empty');
      const at = this.tasks.findIndex((one) => String(one.id) === id);
      if (at >= 0) this.tasks.splice(at, 1);
      return say.success('delTask');
    },
    getAllTask: ({ id = '0' }) =>
      say.rows(
        'getAllTask',
        [...this.tasks]
          .reverse()
          .filter((task) => id === '0' || id === '' || String(task.id) === id)
          .map((task) => ({
            id: task.id,
            task_name: task.name,
            task_type: task.type,
            create_time: new Date(task.createdAt.getTime() + 8 * 3_600_000)
              .toISOString()
              .slice(0, 19)
              .replace('T', ' '),
            create_users: task.creator,
            task_out_line: task.outLine,
            task_queue: task.target,
            task_status: task.status,
            call_max: task.callMax,
            task_day_start: task.start,
            task_day_end: task.end,
            task_num: task.numbers.length,
            task_called: 0,
            task_success: 0,
            task_visit: 0,
            task_fail: 0,
            task_cortrol_type: task.control,
            task_override: Number(task.override).toFixed(2),
            queue_name: '0',
            task_callerid: task.callerId,
          })),
      ),
  };

  private add(node: 'addIvrTask' | 'addQueueTask', args: Args, type: Task['type'], target: string): string {
    const needed =
      type === 'ivr'
        ? ['create_users', 'task_name', 'task_out_line', 'incoming_ivr_values', 'call_max', 'task_callerid']
        : [
            'create_users',
            'task_name',
            'task_out_line',
            'incoming_queue_values',
            'call_max',
            'task_callerid',
            'task_cortrol_type',
            'task_override',
          ];
    const missing = needed.find((name) => !args[name]);
    if (missing) return say.error(node, `${missing} is empty`);
    if (type === 'queue' && !/^[gi]$/.test(args.task_cortrol_type ?? ''))
      return say.error(node, 'task_cortrol_type is error');
    if (type === 'queue' && !(Number(args.task_override) > 0)) return say.error(node, 'task_override is error');
    this.last += 1;
    this.tasks.push({
      id: this.last,
      name: args.task_name ?? '',
      type,
      createdAt: this.now(),
      creator: args.create_users ?? '',
      outLine: args.task_out_line ?? '',
      target,
      status: 'ready',
      callMax: args.call_max ?? '',
      start: args.start_time || '09:00',
      end: args.end_time || '18:00',
      control: args.task_cortrol_type ?? 'g',
      override: args.task_override ?? '1',
      callerId: args.task_callerid ?? '0',
      recording: args.recording_files ?? '0',
      numbers: [],
    });
    return say.success(node, { TaskID: `o_task_run_${this.last}` });
  }
}
