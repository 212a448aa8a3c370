import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTaskReader, type TaskReader } from '../../electron/platforms/uncall/tasks';
import { type MariaDb, mariaDbBinary, startMariaDb } from '../../electron/platforms/uncall/testing/mariadb';
import type { Column } from '../../shared/uncall/catalogue';
import { tables } from '../../shared/uncall/index';
import { pick, startTestPlatform, type TestPlatform } from '../http/test-platform';
import { ask, field } from '../http/uncall/test-soap';

const binary = mariaDbBinary();
const password = 'Pa55word-of-the-mirror';
const reason = binary === '' ? ': no MariaDB on this machine (apt-get install mariadb-server)' : '';

let database: MariaDb;
let platform: TestPlatform;
let reader: TaskReader;
/** Ends that a test leaves behind. */
const ends: (() => Promise<void> | void)[] = [];

describe.runIf(binary !== '')(`the copy of outbound tasks in a database${reason}`, () => {
  beforeAll(async () => {
    database = await startMariaDb(binary);
    await database.run(
      'CREATE DATABASE outbound CHARACTER SET utf8mb4',
      `CREATE USER 'seatline'@'127.0.0.1' IDENTIFIED BY '${password}'`,
      "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX ON outbound.* TO 'seatline'@'127.0.0.1'",
    );
  }, 60_000);
  afterAll(() => database?.stop());
  beforeEach(async () => {
    await database.run('DROP DATABASE outbound', 'CREATE DATABASE outbound CHARACTER SET utf8mb4');
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const account = (more: { port?: number; password?: string } = {}) => ({
    ...{ host: '127.0.0.1', port: database.port, database: 'outbound', user: 'seatline', password },
    ...more,
  });
  async function start(more: Parameters<typeof account>[0] = {}): Promise<void> {
    platform = await startTestPlatform({ mirror: account(more) });
    ends.push(platform.close);
    reader = createTaskReader(
      { address: `127.0.0.1:${database.port}`, user: 'seatline', password },
      { clock: platform.clock, log: { info() {}, warn() {}, error() {} } },
    );
    ends.push(reader.close);
    await passes(0);
  }
  /** Engine time, and then whatever of the mirror that set going. */
  async function passes(seconds: number): Promise<void> {
    platform.clock.advance(seconds * 1_000);
    await platform.mirror?.rest();
  }
  const read = async () => {
    const tasks = await reader.tasks({ offset: 0, rows: 100 });
    if (!tasks.ok) throw new Error(tasks.error.code);
    return Promise.all(
      tasks.value.rows.map(async (task) => {
        const numbers = await reader.numbers(task.id, { offset: 0, rows: 1_000 });
        if (!numbers.ok) throw new Error(numbers.error.code);
        return { task, numbers: numbers.value.rows };
      }),
    );
  };
  const told = () => platform.logged.filter(({ event }) => event.startsWith('mirror-'));
  const phones = (count: number) => Array.from({ length: count }, (_, n) => String(13_800_000_000 + n));

  async function webctiTask(numbers: readonly string[], more: Readonly<Record<string, string | number>> = {}) {
    const added = await platform.ask('addobtask', {
      ...{ name: '调查 😀', runtype: 0, begindate: '2026-03-02', enddate: '2026-03-31', actiontype: 2 },
      ...{ voicefile1: 'welcome', voicefile2: 'goodbye', validkey: '1-2', maxcalls: 3, maxretries: 1 },
      ...{ outtrunk: 'SIP/to117', callerid: '4008100000', ...more },
    });
    const { total } = added as unknown as { total: number };
    for (const dialnumber of numbers) {
      await platform.ask('addobdiallist', {
        taskid: total,
        dialnumber,
        extrefid: `ref-${dialnumber}`,
        remark: "春'季",
      });
    }
    return total;
  }
  async function soapTask(numbers: readonly string[]) {
    const made = await ask(platform, 'addIvrTask', '2011', '催费 & <通知>', 'SIP/to117/', '2', '3', '4008001234');
    const table = field(made, 'TaskID');
    await ask(platform, 'addPhoneToTask', table, numbers.join(','));
    return Number(table.replace(/\D/g, ''));
  }
  /** What the two faces say, in the columns that both have. */
  async function faces() {
    const document = await ask(platform, 'getAllTask', '0');
    const rows = [...document.matchAll(/<getAllTask>([\s\S]*?)<\/getAllTask>/g)].map(([, inner = '']) => inner);
    return Promise.all(
      rows.map(async (inner) => {
        const numbers = await platform.rows('getobdiallist', { taskid: field(inner, 'id'), orderby: 'id' });
        return {
          task: Object.fromEntries(
            [...inner.matchAll(/<(\w+)>[^<]*<\/\1>/g)].map(([, name = '']) => [name, field(inner, name)]),
          ),
          numbers: numbers.map((row) => ({
            id: Number(row.id),
            mobile: row.dialnumber,
            remark: row.remark || null,
            call_status: { N: 0, S: 1, R: 2, F: 3, D: 4 }[String(row.status)],
            call_billsec: Number(row.duration),
            call_uniqueid: row.uniqueid || null,
            date_from_code: row.extrefid || null,
            task_id: Number(field(inner, 'id')),
          })),
        };
      }),
    );
  }
  /** The tables in the same words. */
  async function copied() {
    const [first] = await faces();
    return (await read()).map(({ task, numbers }) => ({
      task: Object.fromEntries(
        Object.keys(first?.task ?? {}).map((name) => {
          const value = (task as unknown as Record<string, unknown>)[name];
          return [name, name === 'task_override' ? Number(value).toFixed(2) : String(value)];
        }),
      ),
      numbers: numbers.map((row) =>
        pick(
          row as unknown as Record<string, unknown>,
          ...['id', 'mobile', 'remark', 'call_status', 'call_billsec', 'call_uniqueid', 'date_from_code', 'task_id'],
        ),
      ),
    }));
  }

  it('tasks of both faces stand in their tables while they are dialled', async () => {
    await start();
    for (const [n, number] of phones(5).entries()) {
      platform.scenario.outsideBehaves(
        number,
        n < 3 ? { kind: 'answers', afterSeconds: 3, keys: '1', talkSeconds: 20 } : { kind: 'busy' },
      );
    }
    const survey = await webctiTask(phones(5));
    const voice = await soapTask(phones(4).map((number) => number.replace(/^138/, '139')));
    await passes(1);
    const before = [await copied(), await faces()];
    await platform.ask('setobtaskstatus', { id: survey, status: 'B' });
    await ask(platform, 'updateTask', voice, 'run');
    await passes(5);
    await passes(1);
    const during = [await copied(), await faces()];
    const calling = (await read()).map(({ numbers }) => numbers.filter(({ call_status }) => call_status === 4).length);
    for (let n = 0; n < 40; n += 1) await passes(5);
    await passes(1);
    const after = [await copied(), await faces()];
    const counts = await reader.counts(survey);
    expect(before[0]).toEqual(before[1]);
    expect(during[0]).toEqual(during[1]);
    expect(after[0]).toEqual(after[1]);
    expect(calling).toEqual([expect.any(Number), 3]);
    expect(counts).toEqual({
      ok: true,
      value: {
        total: 5,
        byStatus: { 0: 0, 1: 3, 2: 0, 3: 2, 4: 0, 5: 0 },
        other: 0,
        talkSeconds: (await platform.rows('getobdiallist', { taskid: survey })).reduce(
          (sum, { duration }) => sum + Number(duration),
          0,
        ),
      },
    });
    expect(told()).toEqual([{ level: 'info', event: 'mirror-current', detail: `127.0.0.1:${database.port}/outbound` }]);
  });

  it('a row holds what the platform knows, and null for what it does not', async () => {
    await start();
    const own = await webctiTask([], { actiontype: 7, maxretries: 0, agentno: '2011', name: '名'.repeat(60) });
    await platform.ask('addobdiallist', { taskid: own, dialnumber: '13800138000', caller: '2011', extrefid: 'K-7' });
    await platform.ask('addobdiallist', { taskid: own, dialnumber: '13800138001' });
    await passes(1);
    const [row] = await read();
    const empty = {
      ...{ contact: null, remark: null, address: null, tab_status: null, customer_id: null },
      action_id: null,
    };
    const fresh = {
      ...{ call_status: 0, call_time: null, call_billsec: 0, call_uniqueid: null, extension: null },
      ...empty,
    };
    expect(row).toEqual({
      task: {
        ...{ id: own, task_name: '名'.repeat(50), task_type: 'click', create_time: '2026-03-02 09:00:00' },
        ...{ create_users: '', task_out_line: 'SIP/to117/', task_queue: '', task_status: 'ready', call_max: 3 },
        ...{ task_mark: null, task_day_start: '00:00', task_day_end: '24:00', task_run_id: `o_task_run_${own}` },
        ...{ task_num: 2, task_undistribute: 1, task_called: 0, task_success: 0, task_visit: 0, task_fail: 0 },
        ...{ context: null, task_cortrol_type: 'g', task_override: 1, task_loss_ceiling: '0', queue_name: '0' },
        ...{ task_callerid: '4008100000', is_run: 0, recording_files: 'welcome' },
      },
      numbers: [
        {
          ...{ id: 1, mobile: '13800138000', ...fresh, author: 2011, date_from_type: null, date_from_code: 'K-7' },
          ...{ addtime: '2026-03-02 09:00:00', del: 0, task_id: own },
        },
        {
          ...{ id: 2, mobile: '13800138001', ...fresh, author: null, date_from_type: null, date_from_code: null },
          ...{ addtime: '2026-03-02 09:00:00', del: 0, task_id: own },
        },
      ],
    });
  });

  it('a number that is deleted leaves its table, a task that is deleted takes it along', async () => {
    await start();
    const [one, two] = [await soapTask(phones(3)), await soapTask(phones(2))];
    await passes(1);
    const before = (await copied()).map(({ numbers }) => numbers.length);
    await platform.ask('delobdiallist', { taskid: one, id: '2' });
    await ask(platform, 'delTask', String(two));
    await passes(1);
    expect([before, await copied(), await reader.numbers(two, { offset: 0, rows: 1 })]).toEqual([
      [2, 3],
      await faces(),
      { ok: false, error: expect.objectContaining({ code: 'refused' }) },
    ]);
    expect((await copied()).map(({ numbers }) => numbers.map(({ id }) => id))).toEqual([[1, 3]]);
  });

  it('what others write there is put right within five minutes', async () => {
    await start();
    const list = await soapTask(phones(1_200));
    await soapTask(phones(3));
    await soapTask(phones(2));
    await passes(1);
    await database.run(
      `DELETE FROM outbound.o_task_run_${list} WHERE id IN (1, 500, 501, 1200)`,
      `UPDATE outbound.o_task_run_${list} SET mobile = '110', call_billsec = NULL WHERE id IN (499, 502, 1199)`,
      `INSERT INTO outbound.o_task_run_${list} (id, mobile) VALUES (-5, 'x'), (0, 'x'), (2147483647, 'x')`,
      `INSERT INTO outbound.o_task_run_${list} (id) SELECT id + 5000 FROM outbound.o_task_run_${list} WHERE id BETWEEN 2 AND 1198`,
      "UPDATE outbound.o_uncall_task SET task_name = 'x' WHERE id = 2",
      "INSERT INTO outbound.o_uncall_task (id, task_status) VALUES (77, 'run')",
      "CREATE TABLE outbound.o_task_run_77 (id int) COMMENT='Seatline mirror'",
      'DROP TABLE outbound.o_task_run_2',
      'ALTER TABLE outbound.o_task_run_3 DROP COLUMN contact',
    );
    await passes(299);
    await passes(1);
    const pages = await Promise.all([0, 1_000].map((offset) => reader.numbers(list, { offset, rows: 1_000 })));
    const numbers = pages.flatMap((each) => (each.ok ? each.value.rows.map(({ id, mobile }) => [id, mobile]) : []));
    expect(numbers).toEqual(phones(1_200).map((number, n) => [n + 1, number]));
    const [copy, wanted] = [await copied(), await faces()];
    expect(copy.slice(0, 2)).toEqual(wanted.slice(0, 2));
    expect(copy.map(({ task }) => task)).toEqual(wanted.map(({ task }) => task));
    expect(await reader.numbers(77, { offset: 0, rows: 1 })).toMatchObject({ ok: false });
    expect([platform.mirror?.state, told().length]).toEqual(['current', 1]);
  });

  it('a database that dies costs nothing: the platform goes on, and all is there when it is back', async () => {
    await start();
    const [kept, gone] = [await soapTask(phones(3)), await soapTask(phones(2))];
    await passes(1);
    await database.kill();
    try {
      await passes(1);
      await platform.ask('addobdiallist', { taskid: kept, dialnumber: '13700137000' });
      await ask(platform, 'delTask', String(gone));
      await soapTask(phones(700));
      await ask(platform, 'updateTask', String(kept), 'run');
      for (let n = 0; n < 60; n += 1) await passes(1);
    } finally {
      await database.revive();
    }
    const marks = platform.store.database.first('SELECT count(*) AS n FROM temp.task_change');
    const away = [platform.mirror?.state, marks, (await platform.ask('getobtasks')).errcode];
    await passes(60);
    await passes(1);
    expect([...away, platform.mirror?.state]).toEqual(['away', { n: 0 }, 0, 'current']);
    expect(await copied()).toEqual(await faces());
    const place = `127.0.0.1:${database.port}/outbound`;
    // One line a kind of failure, not one a try.
    expect(told()).toEqual([
      { level: 'info', event: 'mirror-current', detail: place },
      { level: 'warn', event: 'mirror-away', detail: `${place} lost` },
      { level: 'warn', event: 'mirror-away', detail: `${place} ECONNREFUSED` },
      { level: 'info', event: 'mirror-current', detail: place },
    ]);
  });

  it('tables that something else made are left alone', async () => {
    await database.run(
      'CREATE TABLE outbound.o_uncall_task (id int PRIMARY KEY, task_name varchar(50))',
      "INSERT INTO outbound.o_uncall_task VALUES (1, '别人的')",
    );
    await start();
    await soapTask(phones(2));
    for (let n = 0; n < 100; n += 1) await passes(1);
    const tasks = await reader.tasks({ offset: 0, rows: 10 });
    const place = `127.0.0.1:${database.port}/outbound`;
    expect([tasks.ok && tasks.value.rows.map(({ task_name }) => task_name), platform.mirror?.state, told()]).toEqual([
      ['别人的'],
      'away',
      [{ level: 'error', event: 'mirror-refused', detail: `${place} foreign` }],
    ]);
  });

  it('of two platforms one writes, the other takes over when it has gone', async () => {
    await start();
    const first = platform;
    await soapTask(phones(2));
    await passes(1);
    await start();
    const refused = told();
    await soapTask(phones(4));
    await passes(1);
    const before = (await read()).map(({ numbers }) => numbers.length);
    await first.close();
    await passes(60);
    expect([before, refused.map(({ event, detail }) => [event, detail?.split(' ')[1]])]).toEqual([
      [2],
      [['mirror-refused', 'in-use']],
    ]);
    expect(await copied()).toEqual(await faces());
  });

  it('a wrong password is told without it, and the platform answers', async () => {
    await start({ password: 'Wr0ng-one' });
    expect([platform.mirror?.state, (await platform.ask('getobtasks')).errcode, platform.logged]).toEqual([
      'away',
      0,
      [{ level: 'warn', event: 'mirror-away', detail: expect.stringMatching(/outbound ER_ACCESS_DENIED_ERROR$/) }],
    ]);
  });

  it('statements are prepared, values never stand in them, and few are sent', async () => {
    await start();
    const from = database.heard().length;
    const list = await soapTask(phones(300));
    await passes(1);
    const idle = database.heard().length;
    for (let n = 0; n < 10; n += 1) await passes(1);
    const heard = database.heard();
    const sent = heard.slice(from, idle).map((line) => line.split(' ').slice(0, 5).join(' '));
    expect([
      heard.length - idle,
      [...new Set(sent)].toSorted(),
      sent.filter((line) => /Execute REPLACE/.test(line)).length,
    ]).toEqual([
      0,
      [
        'Execute REPLACE INTO o_task_run_1 (id,',
        'Execute REPLACE INTO o_uncall_task (id,',
        'Prepare REPLACE INTO o_task_run_1 (id,',
        'Prepare REPLACE INTO o_uncall_task (id,',
        `Query CREATE TABLE o_task_run_${list} (id`,
        'Query COMMIT',
        'Query START TRANSACTION',
      ].toSorted(),
      // 4 of 64, 5 of 8, 4 of 1, and the task's own.
      14,
    ]);
  });

  it('the tables have the documented columns, types and keys', async () => {
    await start();
    const id = await soapTask(phones(1));
    await passes(1);
    const connection = await createConnection({ ...account(), dateStrings: true });
    const [columns] = await connection.query<RowDataPacket[]>(
      'SELECT table_name AS t, column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS initial ' +
        "FROM information_schema.columns WHERE table_schema = 'outbound' ORDER BY table_name, ordinal_position",
    );
    const [keys] = await connection.query<RowDataPacket[]>(
      "SELECT index_name AS name FROM information_schema.statistics WHERE table_schema = 'outbound' ORDER BY table_name, index_name",
    );
    await connection.end();
    const plain = (text: string | null) =>
      text === 'NULL' ? null : (text?.replace(/^'|'$|\(\)$/g, '').toUpperCase() ?? null);
    expect(columns.map((row) => [row.t, row.name, row.type, row.nullable === 'YES', plain(row.initial)])).toEqual(
      [['o_task_run_1', tables.o_task_run_x] as const, ['o_uncall_task', tables.o_uncall_task] as const].flatMap(
        ([table, { columns: documented }]) =>
          Object.entries<Column>(documented).map(([name, { type, nullable, default: initial }]) => [
            table,
            name,
            type,
            nullable,
            name === 'task_id' ? String(id) : name === 'task_override' ? '1.00' : plain(initial),
          ]),
      ),
    );
    expect(keys.map(({ name }) => name)).toEqual(['call_status', 'extension', 'mobile', 'PRIMARY', 'PRIMARY']);
  });

  it('whatever is done to tasks and numbers, and whenever the connection is lost, the tables follow', async () => {
    await start();
    const task = fc.nat(5);
    const step = fc.oneof(
      fc.record({ does: fc.constant('add'), task, count: fc.integer({ min: 1, max: 700 }) }),
      fc.record({ does: fc.constant('state'), task, to: fc.constantFrom('N', 'R', 'S', 'F') }),
      fc.record({ does: fc.constant('remove'), task, from: fc.nat(50) }),
      fc.record({ does: fc.constant('rename'), task }),
      fc.record({ does: fc.constantFrom('task', 'delete', 'lose', 'pass'), task }),
    );
    type Step = { does: string; task: number; count?: number; to?: 'N' | 'R' | 'S' | 'F'; from?: number };
    const { tasks, numbers, write } = platform.store.campaigns;
    const all = () => tasks.list({}, { sort: 'id', descending: true, offset: 0 });
    await soapTask(phones(2));
    const [model] = all();
    if (!model) throw new Error('no task');
    const take = async ({ does, task: place, count = 0, to = 'N', from = 0 }: Step) => {
      const id = all()[place]?.id ?? 0;
      const blank = { task: id, extRef: '', campaignRef: '', text1: '', text2: '', remark: '', caller: '2011' };
      if (does === 'task') tasks.add(model, platform.clock.now());
      if (does === 'add' && id > 0) {
        write(() => phones(count).forEach((number) => void numbers.add({ ...blank, number }, platform.clock.now())));
      }
      const ids = numbers.list({ task: id }, { sort: 'id', descending: false, offset: from, rows: 3 });
      if (does === 'state') numbers.setStatus(id, ids[0]?.id, to);
      if (does === 'remove')
        numbers.remove(
          id,
          ids.map((row) => row.id),
        );
      if (does === 'rename') tasks.change(id, { name: `名 ${count}`, actiontype: '7' });
      if (does === 'delete') tasks.remove(id);
      if (does === 'lose') await database.run("KILL USER 'seatline'@'127.0.0.1'");
      if (does === 'pass') await passes(1);
    };
    const stored = () =>
      all().map(({ id, name }) => [
        ...[id, name],
        numbers
          .list({ task: id }, { sort: 'id', descending: false, offset: 0 })
          .map((row) => [row.id, row.number, { N: 0, S: 1, R: 2, F: 3, D: 4 }[row.status]]),
      ]);
    const written = async () => {
      const listed = await reader.tasks({ offset: 0, rows: 1_000 });
      if (!listed.ok) throw new Error(listed.error.code);
      const found: unknown[] = [];
      for (const { id, task_name } of listed.value.rows) {
        const rows: unknown[] = [];
        for (let offset = 0; ; offset += 1_000) {
          const part = await reader.numbers(id, { offset, rows: 1_000 });
          if (!part.ok) throw new Error(part.error.code);
          rows.push(...part.value.rows.map((row) => [row.id, row.mobile, row.call_status]));
          if (part.value.rows.length < 1_000) break;
        }
        found.push([id, task_name, rows]);
      }
      return found;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        for (const each of steps) await take(each);
        // One turn may find the connection lost and wait before the next.
        for (let n = 0; n < 130 && (n < 2 || platform.mirror?.state !== 'current'); n += 1) await passes(1);
        await passes(1);
        expect(await written()).toEqual(stored());
      }),
      { seed: 20_261, numRuns: 15, endOnFailure: true },
    );
  });
});

it('there is no mirror unless it is asked for', async () => {
  platform = await startTestPlatform();
  const { mirror } = platform;
  await platform.close();
  expect(mirror).toBeNull();
});

it('a server that says nothing is given up, and holds up neither the platform nor its end', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  platform = await startTestPlatform({
    mirror: { host: '127.0.0.1', port, database: 'outbound', user: 'seatline', password },
  });
  platform.clock.advance(0);
  await once(server, 'connection');
  platform.clock.advance(4_999);
  const before = [...platform.logged];
  platform.clock.advance(1);
  await platform.mirror?.rest();
  platform.clock.advance(1_000);
  await once(server, 'connection');
  const { errcode } = await platform.ask('getobtasks');
  await platform.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  expect([before, errcode, platform.logged, sockets.length]).toEqual([
    [],
    0,
    [{ level: 'warn', event: 'mirror-away', detail: `127.0.0.1:${port}/outbound slow` }],
    2,
  ]);
});
