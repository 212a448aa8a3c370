import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Download } from '../../electron/platforms/driver';
import { FakeClock } from '../../electron/platforms/mvb2000/testing/clock';
import { type Logged, testEffects } from '../../electron/platforms/mvb2000/testing/effects';
import { createUncallClient, type UncallClient } from '../../electron/platforms/uncall/client';
import { undiciHttp } from '../../electron/platforms/wire/undici';
import type { Result } from '../../shared/domain/result';
import { operationNames } from '../../shared/uncall';
import { startUncallPlatform, type UncallPlatform } from './platform';
import { tone } from './sound';

/** A client on real sockets; its clock stands still, so that no limit ever ends anything by itself. */
function clientOf(address: string): { client: UncallClient; clock: FakeClock; logged: readonly Logged[] } {
  const clock = new FakeClock(Date.UTC(2014, 0, 15, 3, 55, 7));
  const effects = testEffects(clock, undiciHttp(''));
  return { client: createUncallClient({ address, pin: '' }, effects), clock, logged: effects.logged };
}

/** `code` and the platform's words, or the value. */
const outcome = (result: Result<unknown>) =>
  result.ok
    ? result.value
    : { code: result.error.code, ...(result.error.params ? { params: result.error.params } : {}) };

async function bytesOf(result: Result<Download>): Promise<Buffer> {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  const parts: Uint8Array[] = [];
  for await (const part of result.value.body) parts.push(part);
  return Buffer.concat(parts);
}

describe('the client against an independent SOAP server', () => {
  let platform: UncallPlatform;
  let client: UncallClient;
  let clock: FakeClock;
  let logged: readonly Logged[];
  beforeEach(async () => {
    platform = await startUncallPlatform({ now: () => new Date(Date.UTC(2014, 0, 15, 3, 55, 7)) });
    ({ client, clock, logged } = clientOf(platform.address));
  });
  afterEach(async () => {
    client.close();
    await platform.close();
    expect(clock.waiting).toBe(0);
  });

  it('sends every argument of every operation under its name, whatever is in it', async () => {
    const hostile = `中文 😀 & < > " ' ]]> a=b`;
    const result = await client.UncallWorld({ text: hostile });
    expect([outcome(result), platform.asked]).toEqual([
      { response: `UncallWorld:${hostile}`, message: '', rows: [{ Response: `UncallWorld:${hostile}` }] },
      [{ operation: 'UncallWorld', args: { text: hostile } }],
    ]);
  });

  it('knows all 24 operations by the WSDL, which it reads once', async () => {
    const offered = await client.offers();
    await client.popEvent({ strExten: '801' });
    await client.popEvent({ strExten: '801' });
    expect(offered.ok && [...offered.value]).toEqual(operationNames);
  });

  it('takes an incoming call through hold, transfer and survey to its recording', async () => {
    const said: unknown[] = [];
    const tell = async (work: Promise<Result<unknown>>) => void said.push(outcome(await work));
    await tell(client.popEvent({ strExten: '801' }));
    const uid = platform.ring('801', '13421829060') ?? '';
    await tell(client.popEvent({ strExten: '801' }));
    await tell(client.keepCalling({ strExten: '801' }));
    platform.answer('801');
    const kept = await client.keepCalling({ strExten: '801' });
    const channel = kept.ok ? kept.value.message : '';
    await tell(client.popEvent({ strExten: '801' }));
    await tell(client.restoreCalling({ strAgent: '801', strExten: channel }));
    await tell(client.restoreCalling({ strAgent: '801', strExten: channel }));
    await tell(client.transferCall({ strAgent: '801', strExten: '802' }));
    platform.transferFails('801');
    await tell(client.transferCall({ strAgent: '801', strExten: '802' }));
    platform.answer('802');
    await tell(client.feedBack({ strAgent: '802' }));
    await tell(client.monitorExten({ strAgent: '803', strExten: '802' }));
    await tell(client.whisper({ strAgent: '804', strExten: '801' }));
    await tell(client.hangUp({ strAgent: '802' }));
    await tell(client.hangUp({ strAgent: '802' }));
    await tell(client.getRecording({ uid }));
    await tell(client.getRecording({ uid: '1.1' }));
    const done = (message: string) => ({
      response: 'success',
      message,
      rows: [{ Response: 'success', Message: message }],
    });
    const refused = (text: string, en: string, zh: string) => ({ code: 'refused', params: { text, en, zh } });
    const notInCall = refused('Agent not in use', 'This extension is not in a call', '该分机不在通话中');
    const nothing = { response: '', message: '', rows: [] };
    const files = `audio:802-13421829060-20140115-115507-${uid}.WAV`;
    expect(said).toEqual([
      nothing,
      { ...nothing, rows: [{ calla: '13421829060', callb: '801', uid, status: 'callin' }] },
      notInCall,
      nothing,
      done('Restorepark successful'),
      refused('Channel not exist', 'There is no such channel any more', '通道已不存在'),
      done('Transfer successful'),
      done('Transfer successful'),
      done('Feedback successful'),
      done('Spy or whisper success'),
      notInCall,
      done('Authentication accepted'),
      refused('No Channels', 'This extension has no call', '该分机没有通话'),
      { ...nothing, rows: [{ files }] },
      nothing,
    ]);
    expect(platform.telephones.past).toEqual([
      { uid, extension: '802', other: '13421829060', answered: true, surveyed: true, recording: files },
    ]);
  });

  it('dials, and says busy and idle', async () => {
    const dialled = [
      await client.OnClickCall({ strExten: '801', strToTel: '13800138000', strActionID: 'mine-1' }),
      await client.OnClickCall({ strExten: '801', strToTel: '13800138000' }),
    ];
    platform.answer('801');
    platform.otherAnswers('801');
    const marks = [
      await client.popEvent({ strExten: '801' }),
      await client.OnClickCall({ strExten: '801', strToTel: '13800138000' }),
      await client.setBuys({ strExten: '802' }),
      await client.setIdle({ strExten: '802' }),
      await client.setIdle({ strExten: '802' }),
    ];
    platform.pbxDown(true);
    const down = [
      await client.setBuys({ strExten: '802' }),
      await client.OnClickCall({ strExten: '803', strToTel: '1' }),
    ];
    expect([...dialled, ...marks, ...down].map((one) => (one.ok ? one.value.rows[0] : one.error.params?.text))).toEqual(
      [
        { Response: 'success', ActionID: 'mine-1', Message: 'Originate successfully queued' },
        'Ringing',
        { calla: '801', callb: '13800138000', uid: expect.stringMatching(/^1389758107\.\d+$/), status: 'callout' },
        'Busy',
        { Response: 'success', Message: 'Updated database successfully' },
        { Response: 'success', Message: 'Key deleted successfully' },
        'Failed to update entry',
        'Connection Failed',
        'Connection Failed',
      ],
    );
  });

  it('makes, fills, starts and deletes tasks', async () => {
    const trunks = await client.getTrunkList({ strAgent: '801' });
    const menus = await client.getIncomingIVR({ strAgent: '801' });
    const queues = await client.getIncomingQueues({ strAgent: '801' });
    const [trunk, queue, menu] = [trunks, queues, menus].map((list) =>
      list.ok ? (list.value.rows[1]?.value ?? '') : '',
    );
    const made = await client.addQueueTask({
      create_users: '801',
      task_name: '回访 & <新>',
      task_out_line: trunk ?? '',
      incoming_queue_values: queue ?? '',
      call_max: 10,
      task_cortrol_type: 'i',
      task_override: 1.5,
      start_time: '17:00',
    });
    const voice = await client.addIvrTask({
      create_users: '801',
      task_name: '通知',
      task_out_line: trunk ?? '',
      incoming_ivr_values: menu ?? '',
      call_max: 2,
    });
    const table = made.ok ? (made.value.rows[0]?.TaskID ?? '') : '';
    const numbers = Array.from({ length: 4_500 }, (_, nth) => `1380000${String(nth).padStart(4, '0')}`);
    const added = await client.addPhones(table, [...numbers, numbers[0] ?? '']);
    const changed = await client.updateTask({ id: 481, task_status: 'run' });
    const deleted = await client.delTask({ id: 482 });
    const all = await client.getAllTask({});
    expect({
      table,
      voice: voice.ok && voice.value.rows,
      added,
      chunks: platform.asked
        .filter(({ operation }) => operation === 'addPhoneToTask')
        .map(({ args }) => args.Phones?.split(',').length),
      changed: changed.ok && deleted.ok,
      all: all.ok && all.value.rows,
    }).toEqual({
      table: 'o_task_run_481',
      voice: [{ Response: 'success', TaskID: 'o_task_run_482' }],
      added: { sent: 4_501, affectedRows: 4_500, unsure: 0, error: null },
      chunks: [2_000, 2_000, 501],
      changed: true,
      all: [
        {
          id: 481,
          task_name: '回访 & <新>',
          task_type: 'queue',
          create_time: '2014-01-15 11:55:07',
          create_users: '801',
          task_out_line: 'sip/huing/',
          task_queue: '127004',
          task_status: 'run',
          call_max: 10,
          task_day_start: '17:00',
          task_day_end: '18:00',
          task_num: 4_500,
          task_called: 0,
          task_success: 0,
          task_visit: 0,
          task_fail: 0,
          task_cortrol_type: 'i',
          task_override: 1.5,
          queue_name: '0',
          task_callerid: '0',
        },
      ],
    });
  });

  it('stops at the first part that is refused and says how many numbers went in', async () => {
    const numbers = Array.from({ length: 2_001 }, (_, nth) => String(13_000_000_000 + nth));
    expect(await client.addPhones(999, numbers)).toEqual({
      sent: 0,
      affectedRows: 0,
      unsure: 0,
      error: expect.objectContaining({
        code: 'refused',
        params: { text: 'databases error', en: 'The number table cannot be written', zh: '号码表不可用' },
      }),
    });
    expect(platform.asked.length).toBe(1);
  });

  it('uploads as a form and as a body, lists, plays and deletes voice files', async () => {
    const bytes = tone(1);
    const uploads = [
      await client.upload({ name: '欢迎 "1".wav'.replaceAll('"', ''), bytes }),
      await client.upload({ name: 'b.wav', bytes }, { as: 'body' }),
      await client.upload({ name: 'b.wav', bytes }, { as: 'form' }),
    ];
    const listed = await client.getReordingFilesList({ strAgent: '801' });
    const whole = await bytesOf(await client.prompt('欢迎 1.wav'));
    const part = await client.prompt('b.wav', { range: { from: 40, to: 49 } });
    const absent = await client.prompt('none.wav');
    const gone = [await client.delReordingFiles({ name: 'b.wav' }), await client.delReordingFiles({ name: 'b.wav' })];
    expect({
      uploads: uploads.map(outcome),
      listed: listed.ok && listed.value.rows,
      whole: whole.equals(bytes),
      part: part.ok && { name: part.value.name, type: part.value.type, size: part.value.size, part: part.value.part },
      partBytes: (await bytesOf(part)).equals(bytes.subarray(40, 50)),
      absent: !absent.ok && absent.error.code,
      gone: gone.map((one) => one.ok),
      pages: platform.visited.filter((page) => page.endsWith('upfiles.html')).length,
    }).toEqual({
      uploads: [
        { code: 'S1' },
        { code: 'S1' },
        {
          code: 'refused',
          params: {
            errcode: 'E3',
            text: 'A file of this name is there already',
            en: 'A file of this name is there already',
            zh: '同名文件已存在',
          },
        },
      ],
      listed: [{ name: '欢迎 1.wav' }, { name: 'b.wav' }],
      whole: true,
      part: { name: 'b.wav', type: 'audio/x-wav', size: 10, part: { from: 40, to: 49, whole: 16_044 } },
      partBytes: true,
      absent: 'not-understood',
      gone: [true, false],
      pages: 1,
    });
  });

  it('fetches the recording of a call by the address of its kind', async () => {
    const uid = platform.ring('801', '13421829060') ?? '';
    platform.answer('801');
    platform.callerHangsUp('801');
    const found = await client.getRecording({ uid });
    const files = found.ok ? (found.value.rows[0]?.files ?? '') : '';
    const sound = await client.recording(files);
    expect([sound.ok && sound.value.name, (await bytesOf(sound)).equals(tone(2)), platform.visited]).toEqual([
      files.replace('audio:', ''),
      true,
      ['GET /outbound/index.php/RecordingAction/index.php'],
    ]);
  });

  it('gives every broken answer its own error', async () => {
    await client.offers();
    platform.failNext('hangUp', 'fault');
    const fault = await client.hangUp({ strAgent: '801' });
    platform.failNext('hangUp', 'page');
    const page = await client.hangUp({ strAgent: '801' });
    platform.failNext('hangUp', 'half');
    const half = await client.hangUp({ strAgent: '801' });
    platform.failNext('hangUp', 'closed');
    const closed = await client.hangUp({ strAgent: '801' });
    platform.failNext('hangUp', 'silence');
    const silent = client.hangUp({ strAgent: '801' });
    while (!platform.visited.includes('silence hangUp')) await new Promise((resolve) => setImmediate(resolve));
    clock.pass(5_000);
    const cancelling = new AbortController();
    const cancelled = client.popEvent({ strExten: '801' }, { signal: cancelling.signal });
    cancelling.abort();
    expect([fault, page, half, closed, await silent, await cancelled].map(outcome)).toEqual([
      { code: 'refused', params: { errcode: 'Server', text: '数据库连接失败 <db>' } },
      {
        code: 'not-understood',
        params: { bytes: expect.any(Number), sample: expect.not.stringContaining('13800138000') },
      },
      { code: 'unreachable', params: { reason: expect.any(String) } },
      { code: 'unreachable', params: { reason: expect.any(String) } },
      { code: 'timed-out', params: { seconds: 5 } },
      { code: 'cancelled', params: {} },
    ]);
    // What changes something is never sent twice: the fault came from the service, the rest never reached it.
    expect(platform.asked.filter(({ operation }) => operation === 'hangUp').length).toBe(1);
  });

  it('asks again by itself where nothing is changed', async () => {
    await client.offers();
    platform.failNext('popEvent', 'closed');
    const asked = client.popEvent({ strExten: '801' });
    while (logged.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.pass(150);
    expect(outcome(await asked)).toEqual({ response: '', message: '', rows: [] });
  });
});

describe('other installations', () => {
  const open: (() => Promise<void> | void)[] = [];
  afterAll(async () => {
    for (const close of open) await close();
  });
  let plain: UncallPlatform;
  beforeAll(async () => {
    plain = await startUncallPlatform({ describes: false, without: ['monitorExten'] });
    open.push(() => plain.close());
  });

  it('without a WSDL: the first address that echoes takes the calls', async () => {
    const { client } = clientOf(`${plain.address}/uncall_api/index.php?wsdl`);
    open.push(() => client.close());
    const answer = await client.setBuys({ strExten: '801' });
    expect([answer.ok, plain.asked.map(({ operation, args }) => [operation, args])]).toEqual([
      true,
      [
        ['UncallWorld', { text: 'seatline' }],
        ['setBuys', { strExten: '801' }],
      ],
    ]);
  });

  it('with a WSDL that lacks an operation: it is not asked', async () => {
    const described = await startUncallPlatform({ without: ['monitorExten', 'whisper'] });
    open.push(() => described.close());
    const { client } = clientOf(described.address);
    open.push(() => client.close());
    const answer = await client.monitorExten({ strAgent: '801', strExten: '802' });
    expect([outcome(answer), described.asked]).toEqual([{ code: 'not-supported' }, []]);
  });
});
