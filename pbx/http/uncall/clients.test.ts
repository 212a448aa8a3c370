import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createClientAsync } from 'soap';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createUncallClient } from '../../../electron/platforms/uncall/client';
import { nodeNetwork } from '../../../electron/platforms/wire/network';
import { undiciHttp } from '../../../electron/platforms/wire/undici';
import { operationNames } from '../../../shared/uncall';
import { createWallClock } from '../../engine/simulated/clock';
import { readWav, recordCall, telephoneSound } from '../test-messages';
import { startTestPlatform, type TestPlatform } from '../test-platform';
import { field, quiet, short } from './test-soap';

/** Clients of others, as integrators use them: each places a call, reads a pop, makes a task and fills it. */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterEach(() => quiet(platform));
afterAll(() => platform.close());

const wsdl = () => `${platform.address}/uncall_api/index.php?wsdl`;
const passes = (seconds: number) => platform.clock.advance(seconds * 1000);
const task = ['801', '催费 & <回访>', 'SIP/to117/', '1', '3', '0', '', '', '0'] as const;

/** Calls an operation and gives the document back. */
type Calls = (name: string, ...args: readonly string[]) => Promise<string>;

async function conversation(call: Calls) {
  const dialled = short(await call('OnClickCall', '2011', '13800138000', 'crm-7'));
  const ringing = await call('popEvent', '2011');
  platform.scenario.answers('2011');
  passes(10);
  const talks = platform.engine.links().filter(({ state }) => state === 'Link').length;
  const popped = short(await call('popEvent', '2011')).replace(/uid=\S+/, 'uid=…');
  const cut = short(await call('hangUp', '2011'));
  const again = short(await call('hangUp', '2011'));
  const made = await call('addIvrTask', ...task);
  const table = field(made, 'TaskID');
  const filled = short(await call('addPhoneToTask', table, '13800138000,13800138001'));
  const listed = await call('getAllTask', table.replace(/\D/g, ''));
  return {
    ...{ dialled, talks, popped, cut, again, filled },
    uid: /^\d+\.\d+$/.test(field(ringing, 'uid')),
    task: ['task_name', 'task_num', 'task_status'].map((name) => field(listed, name)),
    there: platform.store.campaigns.tasks.get(Number(table.replace(/\D/g, '')))?.name,
  };
}
const expected = {
  dialled: '1 | Response=success ActionID=crm-7 Message=Originate successfully queued',
  talks: 1,
  popped: '1 | calla=2011 callb=13800138000 uid=… status=callout',
  cut: '1 | Response=success Message=Authentication accepted',
  again: '1 | Response=error Message=No Channels',
  filled: '1 | Response=success AffectedRows=2',
  uid: true,
  task: [task[1], '2', 'ready'],
  there: task[1],
};

describe('npm’s soap', () => {
  it('reads the WSDL and holds a conversation', async () => {
    const client = await createClientAsync(wsdl());
    const described = Object.keys(client.describe().UncallService.UncallPort);
    const call: Calls = async (name, ...args) => {
      const parts = Object.keys(client.describe().UncallService.UncallPort[name].input);
      const [answer] = await client[`${name}Async`](Object.fromEntries(parts.map((part, n) => [part, args[n] ?? ''])));
      return answer.return.$value ?? answer.return;
    };
    expect([described, await conversation(call)]).toEqual([operationNames, expected]);
  });
});

/** PHP with its SOAP extension: what `npm test` found or installed, else where packages put it. */
const php =
  process.env.SEATLINE_PHP ??
  ['/usr/bin/php', '/usr/local/bin/php', '/opt/homebrew/bin/php']
    .filter(existsSync)
    .find((file) => String(spawnSync(file, ['-r', 'echo class_exists("SoapClient");']).stdout).includes('1')) ??
  '';

describe.runIf(php !== '')('PHP’s SoapClient', () => {
  /** A PHP that takes one call a line and answers each with a line. */
  function startPhp(construct: string) {
    const script = `
      $c = ${construct};
      while (($line = fgets(STDIN)) !== false) {
        [$name, $args] = json_decode($line);
        try {
          $said = $name === '?' ? count($c->__getFunctions() ?? []) : $c->__soapCall($name, $args);
        } catch (SoapFault $f) {
          $said = 'fault ' . $f->faultcode . ' ' . $f->getMessage();
        }
        fwrite(STDOUT, json_encode($said) . "\\n");
      }`;
    const child = spawn(php, ['-d', 'soap.wsdl_cache_enabled=0', '-d', 'display_errors=stderr', '-r', script]);
    const waiting: { resolve(text: string): void; reject(error: Error): void }[] = [];
    let heard = '';
    let complaint = '';
    child.stderr.on('data', (chunk) => (complaint += String(chunk)));
    child.stdout.on('data', (chunk) => {
      heard += String(chunk);
      const lines = heard.split('\n');
      heard = lines.pop() ?? '';
      for (const line of lines) waiting.shift()?.resolve(String(JSON.parse(line)));
    });
    const over = new Promise<void>((resolve) => {
      child.on('close', () => {
        for (const one of waiting.splice(0)) one.reject(new Error(`PHP ended: ${complaint}`));
        resolve();
      });
    });
    const call: Calls = (name, ...args) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify([name, args])}\n`);
      });
    const end = async (): Promise<void> => {
      child.stdin.end();
      await over;
    };
    return { call, end };
  }

  it.each([
    ['by the WSDL', () => `new SoapClient('${wsdl()}')`, '24'],
    ['by the WSDL, SOAP 1.2', () => `new SoapClient('${wsdl()}', ['soap_version' => SOAP_1_2])`, '24'],
    [
      'without it',
      () => `new SoapClient(null, ['location' => '${platform.address}/uncall_api/index.php', 'uri' => 'urn:Uncall'])`,
      '0',
    ],
  ])('holds a conversation %s', async (_, construct, functions) => {
    const { call, end } = startPhp(construct());
    const described = await call('?');
    const said = await conversation(call);
    const unknown = await call('noSuchThing', 'x');
    await end();
    expect([described, said, unknown.split(' ')[0]]).toEqual([functions, expected, 'fault']);
  });
});

describe('our own client', () => {
  const open = () => {
    const quietly = () => undefined;
    return createUncallClient(
      { address: platform.address, pin: '' },
      {
        clock: createWallClock(),
        random: () => 0.5,
        log: { info: quietly, warn: quietly, error: quietly },
        http: undiciHttp,
        network: nodeNetwork,
      },
    );
  };
  const value = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const bytesOf = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    return Buffer.concat(parts);
  };

  it('reads every answer of every operation', async () => {
    const client = open();
    const uid = await recordCall(platform, 5);
    const offered = value(await client.offers());
    const said: Record<string, unknown> = {};
    const ask = async (name: string, result: Promise<unknown>) => {
      const {
        ok,
        value: answer,
        error,
      } = (await result) as { ok: boolean; value: { rows: object[] }; error: { params?: { text?: string } } };
      said[name] = ok ? Object.keys(answer.rows[0] ?? {}).join(' ') : `refused ${error.params?.text}`;
    };
    const quick = { strExten: '2011' };
    await ask('OnClickCall', client.OnClickCall({ ...quick, strToTel: '13800138000', strActionID: '1' }));
    platform.scenario.answers('2011');
    passes(10);
    await ask('UncallWorld', client.UncallWorld({ text: 'x' }));
    await ask('popEvent', client.popEvent(quick));
    await ask('getRecording', client.getRecording({ uid }));
    await ask('setBuys', client.setBuys(quick));
    await ask('setIdle', client.setIdle(quick));
    await ask('feedBack', client.feedBack({ strAgent: '2011' }));
    await ask('monitorExten', client.monitorExten({ strAgent: '2012', strExten: '2011' }));
    await ask('whisper', client.whisper({ strAgent: '2013', strExten: '2011' }));
    const held = value(await client.keepCalling(quick));
    await ask('restoreCalling', client.restoreCalling({ strAgent: '2011', strExten: held.message }));
    platform.scenario.answers('2011');
    await ask('transferCall', client.transferCall({ strAgent: '2011', strExten: '2014' }));
    await ask('hangUp', client.hangUp({ strAgent: '2011' }));
    for (const name of ['getReordingFilesList', 'getTrunkList', 'getIncomingIVR', 'getIncomingQueues'] as const) {
      await ask(name, client[name]({ strAgent: '2011' }));
    }
    await ask('delReordingFiles', client.delReordingFiles({ name: 'nobody.wav' }));
    const queue = {
      create_users: '2011',
      task_name: 'x',
      task_out_line: 'SIP/to117/',
      call_max: 2,
      task_callerid: '0',
    };
    const made = value(
      await client.addQueueTask({ ...queue, incoming_queue_values: '90', task_cortrol_type: 'g', task_override: '1' }),
    );
    await ask('addIvrTask', client.addIvrTask({ ...queue, incoming_ivr_values: '1' }));
    const id = made.rows[0]?.TaskID?.replace(/\D/g, '') ?? '';
    const added = await client.addPhones(
      id,
      Array.from({ length: 2_500 }, (_, n) => String(13_800_000_000 + n)),
    );
    await ask('updateTask', client.updateTask({ id, task_status: 'push' }));
    await ask('getAllTask', client.getAllTask({ id }));
    await ask('delTask', client.delTask({ id }));
    client.close();
    expect({ offered: offered.size, added, said }).toEqual({
      offered: 24,
      added: { sent: 2_500, affectedRows: 2_500, unsure: 0, error: null },
      said: expect.objectContaining({
        popEvent: 'calla callb uid status',
        getRecording: 'files',
        restoreCalling: 'Response Message',
        delReordingFiles: 'refused name is error',
      }),
    });
    expect(Object.values(said).filter((one) => String(one).startsWith('refused'))).toEqual(['refused name is error']);
  });

  it('hears a recording and keeps a voice file', async () => {
    const client = open();
    const uid = await recordCall(platform, 12);
    const { files = '' } = value(await client.getRecording({ uid })).rows[0] ?? {};
    const heard = value(await client.recording(files));
    const bytes = await bytesOf(heard.body);
    const name = '客户回访.wav';
    const sent = [await client.upload({ name, bytes }), await client.upload({ name, bytes }, { as: 'body' })];
    const back = value(await client.prompt(name));
    const kept = await bytesOf(back.body);
    client.close();
    expect([
      readWav(bytes),
      heard.name,
      sent.map((one) => (one.ok ? one.value.code : one.error.params?.errcode)),
      kept.equals(bytes),
    ]).toEqual([telephoneSound(12), files.replace('audio:', ''), ['S1', 'E3'], true]);
  });
});
