import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../../shared/domain/result';
import { createFakeClock, type FakeClock, settle } from '../../desk/testing/fake-clock';
import { createTaskReader, type NumberRow, type TaskReader, type TaskRow } from './tasks';
import { beReadOnly } from './tasks-pool';
import { type MariaDb, mariaDbBinary, startMariaDb } from './testing/mariadb';

const binary = mariaDbBinary();
const password = 'Pa55word-of-the-api';

/** Uncall §5.3 and §5.4, as printed there with the blanks of the print taken out. */
const taskDefinition = `CREATE TABLE outbound.o_uncall_task (
  id int(10) NOT NULL AUTO_INCREMENT,
  task_name varchar(50) DEFAULT NULL COMMENT '任务名称',
  task_type varchar(50) DEFAULT NULL,
  create_time timestamp NULL DEFAULT CURRENT_TIMESTAMP,
  create_users varchar(50) DEFAULT NULL,
  task_out_line varchar(50) DEFAULT NULL,
  task_queue varchar(50) DEFAULT NULL,
  task_status varchar(10) NOT NULL DEFAULT '',
  call_max int(3) NOT NULL DEFAULT '1',
  task_mark text,
  task_day_start varchar(255) DEFAULT '09:00',
  task_day_end varchar(255) DEFAULT '18:00',
  task_run_id varchar(50) DEFAULT NULL,
  task_num int(6) DEFAULT '0',
  task_undistribute int(11) DEFAULT '0',
  task_called int(6) DEFAULT '0',
  task_success int(6) DEFAULT '0',
  task_visit int(6) DEFAULT '0',
  task_fail int(6) DEFAULT '0',
  context varchar(50) DEFAULT 'ext-did',
  task_cortrol_type varchar(10) DEFAULT 'g',
  task_override float(10,2) DEFAULT '1.00',
  task_loss_ceiling varchar(10) DEFAULT '0',
  queue_name varchar(25) DEFAULT '0',
  task_callerid varchar(20) DEFAULT NULL,
  is_run int(11) DEFAULT '0',
  recording_files varchar(255) DEFAULT '0',
  PRIMARY KEY (id)
) ENGINE=MyISAM DEFAULT CHARSET=utf8`;
const numbersDefinition = (id: number, charset: string): string => `CREATE TABLE outbound.o_task_run_${id} (
  id int(10) NOT NULL AUTO_INCREMENT,
  mobile varchar(16) DEFAULT NULL COMMENT '手机',
  contact varchar(20) DEFAULT NULL,
  remark varchar(255) DEFAULT NULL,
  address varchar(255) DEFAULT NULL,
  call_status int(2) DEFAULT '0',
  call_time datetime DEFAULT NULL,
  call_billsec int(3) DEFAULT '0',
  call_uniqueid varchar(20) DEFAULT NULL,
  tab_status int(2) DEFAULT NULL,
  customer_id int(10) DEFAULT NULL,
  extension int(10) DEFAULT NULL,
  author int(10) DEFAULT NULL,
  action_id varchar(20) DEFAULT NULL,
  date_from_type char(12) DEFAULT NULL,
  date_from_code varchar(32) DEFAULT NULL,
  addtime timestamp NULL DEFAULT CURRENT_TIMESTAMP,
  del int(1) DEFAULT '0',
  task_id int(11) DEFAULT '${id}',
  PRIMARY KEY (id), KEY mobile (mobile), KEY call_status (call_status), KEY extension (extension)
) ENGINE=MyISAM DEFAULT CHARSET=${charset}`;

const task494: TaskRow = {
  id: 494,
  task_name: '春季回访 & <b>"\'',
  task_type: 'queue',
  create_time: '2014-01-15 09:30:00',
  create_users: 'admin',
  task_out_line: null,
  task_queue: '400',
  task_status: 'run',
  call_max: 5,
  task_mark: '备注\n第二行',
  task_day_start: '09:00',
  task_day_end: '18:00',
  task_run_id: 'o_task_run_494',
  task_num: 6,
  task_undistribute: 0,
  task_called: 4,
  task_success: 2,
  task_visit: 1,
  task_fail: 1,
  context: 'ext-did',
  task_cortrol_type: 'i',
  task_override: 1.25,
  task_loss_ceiling: '3',
  queue_name: '客服',
  task_callerid: '02160000000',
  is_run: 1,
  recording_files: '0',
};
const untouched: NumberRow = {
  id: 1,
  mobile: '13800138000',
  contact: '张三',
  remark: null,
  address: null,
  call_status: 0,
  call_time: null,
  call_billsec: 0,
  call_uniqueid: null,
  tab_status: null,
  customer_id: null,
  extension: null,
  author: null,
  action_id: null,
  date_from_type: 'csv',
  date_from_code: '1',
  addtime: '2014-01-15 09:31:00',
  del: 0,
  task_id: 494,
};

const rows = `INSERT INTO outbound.o_task_run_494
  (mobile, contact, call_status, call_time, call_billsec, call_uniqueid, extension, date_from_type, date_from_code, addtime, del) VALUES
  ('13800138000', '张三', 0, NULL, 0, NULL, NULL, 'csv', '1', '2014-01-15 09:31:00', 0),
  ('13900139001', '李四', 1, '2014-01-15 10:00:01', 61, '1389750001.10', 8001, 'csv', '2', '2014-01-15 09:31:00', 0),
  ('13900139002', '王五', 1, '2014-01-15 10:02:01', 39, '1389750121.20', 8002, 'csv', '3', '2014-01-15 09:31:00', NULL),
  ('1%_|0', '', 2, '0000-00-00 00:00:00', 0, '', 8001, 'client_file', '77', '2014-01-15 09:31:00', 0),
  ('13900139004', NULL, 3, '2014-01-15 10:04:01', 0, NULL, NULL, 'missed_calls', '', '2014-01-15 09:31:00', 0),
  ('13900139005', NULL, 4, NULL, NULL, NULL, NULL, NULL, NULL, '2014-01-15 09:31:00', 0),
  ('13900139006', NULL, 1, '2014-01-15 10:06:01', 500, NULL, NULL, NULL, NULL, '2014-01-15 09:31:00', 1),
  ('13900139007', NULL, NULL, NULL, 7, NULL, NULL, NULL, NULL, '2014-01-15 09:31:00', 0),
  ('13900139008', NULL, 9, NULL, 0, NULL, NULL, NULL, NULL, '2014-01-15 09:31:00', 0)`;

let clock: FakeClock;
const logged: string[] = [];
const log = { info: () => {}, warn: (event: string) => void logged.push(event), error: () => {} };
const readers: TaskReader[] = [];
function reader(address: string, more: { user?: string; password?: string } = {}): TaskReader {
  clock = createFakeClock();
  const made = createTaskReader({ address, user: 'unacall_api', password, ...more }, { clock, log });
  readers.push(made);
  return made;
}
afterEach(() => {
  for (const made of readers.splice(0)) made.close();
  logged.length = 0;
});
const refusal = (answer: Result<unknown>): unknown => (answer.ok ? 'ok' : [answer.error.code, answer.error.params]);

describe.runIf(binary !== '')('task tables of a real MariaDB', () => {
  let db: MariaDb;
  let address = '';
  beforeAll(async () => {
    db = await startMariaDb(binary);
    address = `127.0.0.1:${db.port}`;
    const { id, ...columns } = task494;
    const names = Object.keys({ id, ...columns });
    const cells = Object.values({ id, ...columns }).map((cell) =>
      cell === null ? 'NULL' : typeof cell === 'number' ? String(cell) : `'${cell.replace(/['\\]/g, '\\$&')}'`,
    );
    await db.run(
      "SET SESSION sql_mode = ''",
      'CREATE DATABASE outbound',
      taskDefinition,
      numbersDefinition(494, 'utf8'),
      numbersDefinition(495, 'gbk'),
      numbersDefinition(496, 'latin1'),
      `INSERT INTO outbound.o_uncall_task (${names.join(', ')}) VALUES (${cells.join(', ')})`,
      "INSERT INTO outbound.o_uncall_task (id, task_status, create_time) VALUES (495, 'stop', '2014-01-16 09:00:00'), (496, 'finish', '0000-00-00 00:00:00'), (497, 'run', NULL)",
      rows,
      "INSERT INTO outbound.o_task_run_495 (mobile, contact) VALUES ('1', '赵六')",
      // What a page on a latin1 connection wrote: UTF-8 bytes, GBK bytes, and an honest text.
      "INSERT INTO outbound.o_task_run_496 (mobile, contact) VALUES ('1', x'E5BCA0E4B889'), ('2', x'D5C5C8FD'), ('3', x'4A6F73E9')",
      `CREATE USER 'unacall_api'@'127.0.0.1' IDENTIFIED BY '${password}'`,
      "GRANT SELECT ON outbound.* TO 'unacall_api'@'127.0.0.1'",
      `CREATE USER 'stranger'@'127.0.0.1' IDENTIFIED BY '${password}'`,
      `CREATE USER 'writer'@'127.0.0.1' IDENTIFIED BY '${password}'`,
      "GRANT ALL ON *.* TO 'writer'@'127.0.0.1'",
    );
  }, 60_000);
  afterAll(() => db?.stop(), 30_000);

  it('tasks: newest first, by pages and by state, every documented column typed', async () => {
    const { tasks, task } = reader(address);
    const first = await tasks({ offset: 0, rows: 2 });
    const rest = await tasks({ offset: 2, rows: 2 });
    const running = await tasks({ offset: 0, rows: 10, status: 'run' });
    const none = await tasks({ offset: 0, rows: 10, status: "run' OR '1'='1" });
    const ids = (answer: typeof first): unknown =>
      answer.ok ? [answer.value.total, answer.value.rows.map((row) => row.id)] : answer.error;
    expect([ids(first), ids(rest), ids(running), ids(none), await task(494), await task(999)]).toEqual([
      [4, [497, 496]],
      [4, [495, 494]],
      [2, [497, 494]],
      [0, []],
      { ok: true, value: task494 },
      { ok: true, value: null },
    ]);
    const zero = await task(496);
    expect(zero.ok && zero.value?.create_time).toBeNull();
  });

  it('numbers: in order, deleted ones left out, by state, by a part of the number that means itself', async () => {
    const { numbers } = reader(address);
    const all = await numbers(494, { offset: 0, rows: 100 });
    if (!all.ok) throw new Error(all.error.message);
    const mobiles = (answer: Result<{ total: number; rows: readonly NumberRow[] }>): unknown =>
      answer.ok ? [answer.value.total, answer.value.rows.map((row) => row.mobile)] : answer.error;
    expect({
      first: all.value.rows[0],
      second: { ...all.value.rows[1] },
      all: [all.value.total, all.value.rows.map((row) => row.id)],
      page: mobiles(await numbers(494, { offset: 1, rows: 2 })),
      succeeded: mobiles(await numbers(494, { offset: 0, rows: 10, status: 1 })),
      part: mobiles(await numbers(494, { offset: 0, rows: 10, number: '139001390' })),
      both: mobiles(await numbers(494, { offset: 0, rows: 10, status: 3, number: '9004' })),
      percent: mobiles(await numbers(494, { offset: 0, rows: 10, number: '%' })),
      pipe: mobiles(await numbers(494, { offset: 0, rows: 10, number: '_|' })),
      quote: mobiles(await numbers(494, { offset: 0, rows: 10, number: "' OR ''='" })),
      never: all.value.rows[3]?.call_time,
    }).toEqual({
      first: untouched,
      second: {
        ...untouched,
        id: 2,
        mobile: '13900139001',
        contact: '李四',
        call_status: 1,
        call_time: '2014-01-15 10:00:01',
        call_billsec: 61,
        // Text: a number would lose the zero at its end.
        call_uniqueid: '1389750001.10',
        extension: 8001,
        date_from_code: '2',
      },
      all: [8, [1, 2, 3, 4, 5, 6, 8, 9]],
      page: [8, ['13900139001', '13900139002']],
      succeeded: [2, ['13900139001', '13900139002']],
      part: [6, ['13900139001', '13900139002', '13900139004', '13900139005', '13900139007', '13900139008']],
      both: [1, ['13900139004']],
      percent: [1, ['1%_|0']],
      pipe: [1, ['1%_|0']],
      quote: [0, []],
      never: null,
    });
  });

  it('counts by state, with what no document explains told apart', async () => {
    expect(await reader(address).counts(494)).toEqual({
      ok: true,
      value: { total: 8, byStatus: { 0: 1, 1: 2, 2: 1, 3: 1, 4: 1, 5: 0 }, other: 2, talkSeconds: 107 },
    });
    expect(await reader(address).counts(495)).toEqual({
      ok: true,
      value: { total: 1, byStatus: { 0: 1, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }, other: 0, talkSeconds: 0 },
    });
  });

  it('GBK columns and latin1 columns with other bytes read as the text they are', async () => {
    const { numbers } = reader(address);
    const contacts = async (id: number): Promise<unknown> => {
      const answer = await numbers(id, { offset: 0, rows: 10 });
      return answer.ok ? answer.value.rows.map((row) => row.contact) : answer.error;
    };
    expect([await contacts(495), await contacts(496)]).toEqual([['赵六'], ['张三', '张三', 'José']]);
  });

  it('no such task table, wrong password, no rights: refused, with the server’s words and ours, without the password', async () => {
    const answers = [
      await reader(address).numbers(9, { offset: 0, rows: 1 }),
      await reader(address).counts(9),
      await reader(address, { password: 'wrong-Pa55word' }).tasks({ offset: 0, rows: 1 }),
      await reader(address, { user: 'nobody' }).task(494),
      await reader(address, { user: 'stranger' }).task(494),
    ];
    expect(answers.map(refusal)).toEqual([
      ['refused', expect.objectContaining({ errcode: 1146, zh: '没有这个任务' })],
      ['refused', expect.objectContaining({ errcode: 1146, en: 'There is no such task' })],
      [
        'refused',
        expect.objectContaining({
          errcode: 1045,
          en: 'The account or its password is wrong',
          zh: '数据库账号或密码错误',
        }),
      ],
      ['refused', expect.objectContaining({ errcode: 1045 })],
      ['refused', expect.objectContaining({ errcode: 1044, zh: '该账号无权访问外呼任务数据库' })],
    ]);
    expect(JSON.stringify(answers)).not.toMatch(/Pa55word/);
  });

  it('ids and pages that are none never reach the server; a table’s name is made of an integer only', async () => {
    const { task, numbers, counts, tasks } = reader(address);
    const before = db.heard().length;
    const answers = [
      await task(0),
      await task(1.5),
      await counts(Number.NaN),
      await counts('494; DROP TABLE x' as unknown as number),
      await numbers(-1, { offset: 0, rows: 1 }),
      await numbers(494, { offset: -1, rows: 1 }),
      await tasks({ offset: 0, rows: 0 }),
      await tasks({ offset: 0, rows: 100_000 }),
      await reader('host with blanks:1').task(1),
      await reader('10.0.0.1:99999').task(1),
      await reader('mysql://10.0.0.1').task(1),
    ];
    expect([answers.map(refusal), db.heard().length]).toEqual([
      ['id', 'id', 'taskId', 'taskId', 'taskId', 'offset', 'rows', 'rows', 'address', 'address', 'address'].map(
        (field) => ['invalid-input', { field }],
      ),
      before,
    ]);
  });

  it('each connection is made read-only before its first question, questions are prepared, and two connections do', async () => {
    const before = db.heard().length;
    const own = reader(address, { user: 'writer' });
    const ask = () => own.numbers(494, { offset: 0, rows: 5, number: "'; DROP TABLE o_uncall_task; --" });
    await Promise.all([ask(), ask(), ask(), own.task(494)]);
    const heard = db.heard().slice(before);
    const commands = heard.map((line) => line.split(' ').slice(0, 2).join(' '));
    const connects = commands.filter((line) => line.startsWith('Connect')).length;
    const firsts = commands.filter((line) => line === 'Query SET' || line.startsWith('Prepare'));
    expect({
      connects,
      readOnly: heard.filter((line) => line === 'Query SET SESSION TRANSACTION READ ONLY').length,
      // The first thing after a connect is never a question.
      first: firsts[0],
      others: commands.filter(
        (line) => !/^(Connect|Query SET|Prepare SELECT|Execute SELECT|Close|Quit|Reset)/.test(line),
      ),
    }).toEqual({ connects: 2, readOnly: 2, first: 'Query SET', others: [] });
  });

  it('the server refuses a write in such a session, whatever the account may', async () => {
    const { createConnection } = await import('mysql2/promise');
    const line = await createConnection({ host: '127.0.0.1', port: db.port, user: 'writer', password });
    await beReadOnly((sql) => line.query(sql), log);
    const written = await line.query('DELETE FROM outbound.o_uncall_task').then(
      () => 'written',
      (error: { errno: number }) => error.errno,
    );
    await line.end();
    expect([written, logged]).toEqual([1792, []]);
  });

  it('a question that a lock holds ends by the desk’s clock and leaves a reader that goes on', async () => {
    const own = reader(address);
    await own.task(494);
    const { createConnection } = await import('mysql2/promise');
    const holder = await createConnection({ host: '127.0.0.1', port: db.port, user: 'writer', password });
    await holder.query('LOCK TABLES outbound.o_uncall_task WRITE');
    const heard = db.heard().length;
    const held = own.task(494);
    await expect
      .poll(() =>
        db
          .heard()
          .slice(heard)
          .some((line) => line.startsWith('Execute')),
      )
      .toBe(true);
    await clock.advance(16_000);
    const late = await held;
    await holder.query('UNLOCK TABLES');
    await holder.end();
    expect([refusal(late), (await own.task(494)).ok]).toEqual([['timed-out', { seconds: 15 }], true]);
  });

  it('a connection that the server closed meanwhile is replaced, and an idle one is given back', async () => {
    const own = reader(address);
    await own.task(494);
    const { createConnection } = await import('mysql2/promise');
    const root = await createConnection({ host: '127.0.0.1', port: db.port, user: 'writer', password });
    const users = async (): Promise<number[]> => {
      const [found] = await root.query("SELECT id FROM information_schema.processlist WHERE user = 'unacall_api'");
      return (found as { id: number }[]).map(({ id }) => id);
    };
    for (const id of await users()) await root.query(`KILL ${id}`);
    const again = await own.task(494);
    const open = (await users()).length;
    await clock.advance(31_000);
    await expect.poll(users).toEqual([]);
    await root.end();
    expect([again.ok, open]).toEqual([true, 1]);
  });

  it('close ends what is under way, and everything after it', async () => {
    const own = reader(address);
    const asked = [own.task(494), own.task(494), own.task(494), own.counts(494)];
    own.close();
    expect(
      (await Promise.all([...asked, own.task(494)])).map((answer) => (answer.ok ? 'ok' : answer.error.code)),
    ).toEqual(asked.map(() => 'cancelled').concat('cancelled'));
  });
});

describe('what is no database', () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });
  const listen = async (on: (socket: Socket) => void): Promise<string> => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      on(socket);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };

  it('nobody there, a line that is cut, and a name that is none', async () => {
    const cut = await listen((socket) => socket.destroy());
    const gone = await listen(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const answers = await Promise.all([cut, gone, 'database.invalid'].map((address) => reader(address).task(1)));
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'unreachable',
      'unreachable',
      'name-not-found',
    ]);
  });

  it('a server that never speaks ends by the desk’s clock', async () => {
    let came = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      came = resolve;
    });
    const own = reader(await listen(() => came()));
    const asked = own.task(1);
    await arrived;
    await settle();
    await clock.advance(5_000);
    expect(refusal(await asked)).toEqual(['timed-out', { seconds: 5 }]);
  });

  it('another service: HTTP, SSH, noise', async () => {
    const banners = [
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      'SSH-2.0-OpenSSH_9.2\r\n',
      '\u0000'.repeat(40),
      'x'.repeat(5_000),
    ];
    const codes: string[] = [];
    for (const banner of banners) {
      const address = await listen((socket) => socket.end(banner));
      const answer = await reader(address).task(1);
      codes.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(codes.every((code) => code === 'not-understood' || code === 'unreachable')).toBe(true);
  });

  it('a server too old for read-only sessions is read all the same, and the log says so; any other refusal stops', async () => {
    await beReadOnly(() => Promise.reject(Object.assign(new Error('syntax'), { errno: 1064 })), log);
    const other = beReadOnly(() => Promise.reject(Object.assign(new Error('no'), { errno: 1227 })), log);
    await expect(other).rejects.toThrow('no');
    expect(logged).toEqual(['tasks.server-too-old-for-read-only']);
  });
});
