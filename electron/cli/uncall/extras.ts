import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../../../shared/domain/result';
import { type NumberState, numberStates } from '../../../shared/uncall/index';
import type { Words } from '../../../shared/webcti/codes';
import type { Download } from '../../platforms/driver';
import { createUncallClient, type UncallClient } from '../../platforms/uncall/client';
import { createTaskReader, type TaskReader } from '../../platforms/uncall/tasks';
import { optionsOf } from '../arguments';
import { platformEffects } from '../effects';
import { type ExitCode, exits, usage } from '../exit';
import { checkOut, localFailure, rangeOf, saveDownload } from '../files';
import { formatOf, printJson, printTable } from '../format';
import { filled } from '../language';
import { failed, type Shell } from '../shell';
import type { TableRow } from '../table';
import { findTarget } from '../target';

type Extra = (shell: Shell, what: string) => Promise<ExitCode>;

/** What Uncall has beside its operations: files over HTTP, and tasks in its database. */
export const extras: Readonly<Record<string, { readonly needs: string; readonly run: Extra }>> = {
  upload: { needs: '<file>', run: upload },
  prompt: { needs: '<name>', run: (shell, name) => fetch(shell, (client, options) => client.prompt(name, options)) },
  recording: {
    needs: '<files>',
    run: (shell, files) => fetch(shell, (client, options) => client.recording(files, options)),
  },
  tasks: { needs: '', run: tasks },
  numbers: { needs: '<task>', run: numbers },
  counts: { needs: '<task>', run: counts },
};

async function withClient<T>(shell: Shell, work: (client: UncallClient) => Promise<T>): Promise<T> {
  const target = await findTarget(shell, { vendor: 'uncall', key: false });
  const client = createUncallClient(target, platformEffects(shell.io));
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

async function upload(shell: Shell, file: string): Promise<ExitCode> {
  const { as = 'form' } = optionsOf(shell.parsed, ['as']);
  if (as !== 'form' && as !== 'body') throw usage(says.as);
  const json = formatOf(shell, ['table', 'json']) === 'json';
  const bytes = await readFile(file).catch((error: unknown) => {
    throw localFailure(error, file);
  });
  const name = path.basename(file);
  return withClient(shell, async (client) => {
    const answer = await client.upload({ name, bytes }, { as, signal: shell.io.signal });
    if (!answer.ok) throw failed(answer.error);
    if (json) await printJson(shell, { ...answer.value, name });
    await shell.note(filled(says.uploaded, { name }));
    return exits.ok;
  });
}

async function fetch(
  shell: Shell,
  ask: (
    client: UncallClient,
    options: { signal: AbortSignal; range: ReturnType<typeof rangeOf> },
  ) => Promise<Result<Download>>,
): Promise<ExitCode> {
  optionsOf(shell.parsed, []);
  const json = formatOf(shell, ['table', 'json']) === 'json';
  checkOut(shell);
  const range = rangeOf(shell);
  return withClient(shell, async (client) => {
    const answer = await ask(client, { signal: shell.io.signal, range });
    if (!answer.ok) throw failed(answer.error);
    const { type, part } = answer.value;
    const { file, bytes } = await saveDownload(shell, answer.value);
    if (file === '') return exits.ok;
    if (json) await printJson(shell, { file, type, bytes, ...(part ? { part } : {}) });
    else await shell.print(file);
    return exits.ok;
  });
}

async function withReader<T>(
  shell: Shell,
  ask: (reader: TaskReader) => Promise<Result<T>>,
  print: (value: T) => Promise<void>,
): Promise<ExitCode> {
  const target = await findTarget(shell, { vendor: 'uncall', key: false, tasks: true });
  if (target.tasks.address === '') throw usage(says.noTables);
  const reader = createTaskReader(target.tasks, platformEffects(shell.io));
  const stop = (): void => reader.close();
  shell.io.signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await ask(reader);
    if (!answer.ok) throw failed(answer.error);
    await print(answer.value);
    return exits.ok;
  } finally {
    shell.io.signal.removeEventListener('abort', stop);
    reader.close();
  }
}

async function tasks(shell: Shell): Promise<ExitCode> {
  const { status, ...page } = optionsOf(shell.parsed, ['status', 'offset', 'rows']);
  const json = formatOf(shell, ['table', 'json']) === 'json';
  const query = { ...pageOf(page), ...(status === undefined ? {} : { status }) };
  return withReader(shell, (reader) => reader.tasks(query), printed(shell, json));
}

async function numbers(shell: Shell, task: string): Promise<ExitCode> {
  const { status, number, ...page } = optionsOf(shell.parsed, ['status', 'number', 'offset', 'rows']);
  const json = formatOf(shell, ['table', 'json']) === 'json';
  const query = {
    ...pageOf(page),
    ...(number === undefined ? {} : { number }),
    ...(status === undefined ? {} : { status: stateOf(status) }),
  };
  const id = taskOf(task);
  return withReader(shell, (reader) => reader.numbers(id, query), printed(shell, json));
}

async function counts(shell: Shell, task: string): Promise<ExitCode> {
  optionsOf(shell.parsed, []);
  const json = formatOf(shell, ['table', 'json']) === 'json';
  const id = taskOf(task);
  return withReader(
    shell,
    (reader) => reader.counts(id),
    async (found) => {
      if (json) return printJson(shell, found);
      const { total, other, talkSeconds, byStatus } = found;
      const states = Object.entries(byStatus).map(([state, count]) => [
        shell.say(numberStates[Number(state) as NumberState]),
        count,
      ]);
      await printTable(shell, [{ ...Object.fromEntries(states), other, total, talkSeconds }]);
    },
  );
}

const printed =
  (shell: Shell, json: boolean) =>
  async ({ total, rows }: { readonly total: number; readonly rows: readonly object[] }): Promise<void> => {
    if (json) return printJson(shell, { total, rows });
    await shell.note(filled(says.total, { total }));
    if (rows.length > 0) await printTable(shell, rows as readonly TableRow[]);
  };

/** `--offset` and `--rows`; 100 rows when nobody says otherwise. */
function pageOf({ offset = '0', rows = '100' }: { readonly offset?: string; readonly rows?: string }) {
  if (!/^\d{1,9}$/.test(offset) || !/^\d{1,4}$/.test(rows) || Number(rows) < 1 || Number(rows) > 1_000) {
    throw usage(says.page);
  }
  return { offset: Number(offset), rows: Number(rows) };
}

function taskOf(text: string): number {
  const id = /^(?:o_task_run_)?(\d{1,10})$/.exec(text)?.[1];
  if (id === undefined) throw usage(filled(says.task, { text }));
  return Number(id);
}

function stateOf(text: string): NumberState {
  if (!Object.hasOwn(numberStates, text)) throw usage(filled(says.state, { text }));
  return Number(text) as NumberState;
}

const says = {
  as: { en: '--as is form or body.', zh: '--as 为 form 或 body。' },
  uploaded: { en: 'Uploaded {name}.', zh: '已上传 {name}。' },
  noTables: {
    en: 'The database of the tasks is not known. seatline profiles add <name> --tasks-address host[:port] --tasks-user <user> (password in SEATLINE_TASKS_PASSWORD), or SEATLINE_TASKS_ADDRESS, _USER and _PASSWORD with --address.',
    zh: '未配置任务数据库。请用 seatline profiles add <名称> --tasks-address 主机[:端口] --tasks-user <用户>（密码放在 SEATLINE_TASKS_PASSWORD），或配合 --address 设置 SEATLINE_TASKS_ADDRESS、_USER、_PASSWORD。',
  },
  total: { en: '{total} in all', zh: '共 {total} 条' },
  page: { en: '--offset is a number, --rows one from 1 to 1000.', zh: '--offset 为数字，--rows 为 1 到 1000。' },
  task: { en: '"{text}" is not the id of a task.', zh: '“{text}”不是任务编号。' },
  state: { en: '--status is a number from 0 to 5, not "{text}".', zh: '--status 为 0 到 5，而不是“{text}”。' },
} as const satisfies Readonly<Record<string, Words>>;
