import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchFile, readWav, recordCall, recordRoom, telephoneSound } from './test-messages';
import { only, pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const refused = (code: number, message: string) => ({ errcode: code, message, data: [] });
const answerOf = ({ bytes }: { readonly bytes: Buffer }): unknown => JSON.parse(bytes.toString('utf8'));

test('a call of a recorded queue has a file in its record, and the file is what was talked', async () => {
  const { scenario, engine, clock } = platform;
  engine.queueAdd('91', 'SIP/2011', 0);
  const caller = scenario.callerRings({ from: '13800138000', to: { queue: '91' } });
  clock.advance(3_000);
  scenario.answers('2011');
  clock.advance(1_000);
  const [popup] = await platform.rows('getpopupscreen', { channel: 'SIP/2011', withdetail: '1' });
  const [detail] = await platform.rows('ctigetchanneldetail', { channel: caller.channel });
  const name = await platform.rows('ctigetvar', { channel: caller.channel, variable: 'CALLFILENAME' });
  clock.advance(29_000);
  scenario.hangsUp('2011');
  clock.advance(1_000);
  const file = `q91-20260302-090003-${caller.uniqueId}.WAV`;
  const record = only(await platform.rows('getcdr', { uniqueid: caller.uniqueId, onlymonitor: '1' }));
  const sound = await fetchFile(platform, 'getmonitor', { filename: file });
  expect({
    live: [popup?.monitorfile, detail?.monitorfile, JSON.stringify(name).includes(file.replace('.WAV', ''))],
    record: pick(record, 'monitor', 'hasmonitorfile', 'billsec'),
    list: await platform.rows('getmonitornums', { uniqueid: caller.uniqueId }),
    sound: readWav(sound.bytes),
    headers: [sound.status, sound.type, sound.length, sound.disposition],
    same: (await fetchFile(platform, 'getmonitorbyuid', { uniqueid: caller.uniqueId })).bytes.equals(sound.bytes),
  }).toEqual({
    live: [file, file.replace('.WAV', ''), true],
    record: { monitor: file, hasmonitorfile: '1', billsec: '30' },
    list: [{ fileid: 0, filename: file }],
    sound: telephoneSound(30),
    headers: [200, 'audio/wav', '480044', `attachment; filename="${file}"`],
    same: true,
  });
});

test('what nobody records has no file, and says so everywhere', async () => {
  const { scenario, clock } = platform;
  const caller = scenario.callerRings({ from: '13800138000', to: { extension: '2011' } });
  clock.advance(1_000);
  scenario.answers('2011');
  clock.advance(5_000);
  caller.hangsUp();
  clock.advance(1_000);
  const record = only(await platform.rows('getcdr', { uniqueid: caller.uniqueId }));
  expect([
    pick(record, 'monitor', 'hasmonitorfile', 'disposition'),
    await platform.rows('getcdr', { onlymonitor: '1' }),
    await platform.rows('getmonitornums', { uniqueid: caller.uniqueId }),
    answerOf(await fetchFile(platform, 'getmonitorbyuid', { uniqueid: caller.uniqueId })),
  ]).toEqual([
    { monitor: '', hasmonitorfile: '0', disposition: 'ANSWERED' },
    [],
    [],
    refused(9003, 'file "" not exists.'),
  ]);
});

test('a transferred call has a recording for each leg, the latest first', async () => {
  const { scenario, engine, clock } = platform;
  engine.queueAdd('91', 'SIP/2011', 0);
  const caller = scenario.callerRings({ from: '13800138000', to: { queue: '91' } });
  clock.advance(1_000);
  scenario.answers('2011');
  clock.advance(10_000);
  await platform.ask('ctiredirect', {
    ...{ channel: caller.channel, context: 'from-internal', exten: '2012', priority: '1' },
  });
  clock.advance(2_000);
  scenario.answers('2012');
  clock.advance(20_000);
  caller.hangsUp();
  clock.advance(1_000);
  const { uniqueId } = caller;
  const list = await platform.rows('getmonitornums', { uniqueid: uniqueId });
  const lengths = await Promise.all(
    ['0', '1'].map(
      async (recno) =>
        readWav((await fetchFile(platform, 'getmonitorbyuid', { uniqueid: uniqueId, recno })).bytes).seconds,
    ),
  );
  const records = await platform.rows('getcdr', { uniqueid: uniqueId, sort: 'calldate', sens: 'ASC' });
  expect([
    list,
    lengths,
    records.map(({ monitor, billsec }) => [monitor, billsec]),
    answerOf(await fetchFile(platform, 'getmonitorbyuid', { uniqueid: uniqueId, recno: '2' })),
  ]).toEqual([
    [
      { fileid: 0, filename: `q91-20260302-090013-${uniqueId}.WAV` },
      { fileid: 1, filename: `q91-20260302-090001-${uniqueId}.WAV` },
    ],
    [20, 10],
    [
      [`q91-20260302-090001-${uniqueId}.WAV`, '10'],
      [`q91-20260302-090013-${uniqueId}.WAV`, '20'],
    ],
    refused(9003, 'file "" not exists.'),
  ]);
});

test('two legs that begin in the same second have two names', async () => {
  const { scenario, engine, clock } = platform;
  engine.queueAdd('91', 'SIP/2011', 0);
  scenario.behaves('2012', { kind: 'answers', afterSeconds: 0 });
  const caller = scenario.callerRings({ from: '13800138000', to: { queue: '91' } });
  scenario.answers('2011');
  engine.redirect(caller.channel, '', 'from-internal', '2012', '1');
  clock.advance(5_000);
  caller.hangsUp();
  clock.advance(1_000);
  const names = (await platform.rows('getmonitornums', { uniqueid: caller.uniqueId })).map(({ filename }) => filename);
  const stem = `q91-20260302-090000-${caller.uniqueId}`;
  expect(names).toEqual([`${stem}-2.WAV`, `${stem}.WAV`]);
});

test('a person who is recorded is so in both directions, and another sound is another call', async () => {
  const first = await recordCall(platform, 10);
  const second = await recordCall(platform, 10);
  platform.scenario.dials('3004', '13900139000');
  platform.clock.advance(3_000);
  platform.clock.advance(6_000);
  platform.scenario.hangsUp('3004');
  platform.clock.advance(1_000);
  const [out] = await platform.rows('getcdr', { callee: '13900139000' });
  const sounds = await Promise.all(
    [first, second].map(async (uniqueid) => (await fetchFile(platform, 'getmonitorbyuid', { uniqueid })).bytes),
  );
  expect([
    sounds.map((sound) => readWav(sound)),
    sounds[0]?.equals(sounds[1] ?? Buffer.alloc(0)),
    String(out?.monitor).startsWith('OUT8004-'),
    await platform.rows('getusers').then((all) => all.find(({ userinfo }) => userinfo === '8004')?.recording),
  ]).toEqual([[telephoneSound(10), telephoneSound(10)], false, true, 'out=Always in=Always']);
});

test('a recorded room is a file of the spool and of everybody who sat there, until it is deleted', async () => {
  const { scenario, clock, engine } = platform;
  scenario.dials('2016', '9112');
  clock.advance(5_000);
  scenario.dials('2015', '9112');
  clock.advance(5_000);
  const ids = engine.conferences().map(({ uniqueId }) => uniqueId);
  for (const no of ['2016', '2015']) scenario.hangsUp(no);
  clock.advance(1_000);
  const lists = await Promise.all(ids.map((uniqueid) => platform.rows('getmonitornums', { uniqueid })));
  const file = `meetme-9112-20260302-090000-${ids[0]}.WAV`;
  const spooled = { location: 'meetme', filename: file };
  const sound = await fetchFile(platform, 'getspoolfile', { ...spooled, delete: 'no' });
  const gone = answerOf(await fetchFile(platform, 'getspoolfile', { ...spooled, delete: 'YES' }));
  expect([
    lists,
    readWav(sound.bytes),
    gone,
    answerOf(await fetchFile(platform, 'getspoolfile', spooled)),
    await platform.rows('getmonitornums', { uniqueid: String(ids[0]) }),
  ]).toEqual([
    [[{ fileid: 0, filename: file }], [{ fileid: 0, filename: file }]],
    telephoneSound(10),
    { errcode: 0, message: 'SUCCESS', data: [] },
    refused(9003, `file "${file}" not exists.`),
    [],
  ]);
});

test('a recording that is deleted from the spool is gone from the call record too', async () => {
  const uniqueid = await recordCall(platform);
  const [before] = await platform.rows('getcdr', { uniqueid });
  const filename = String(before?.monitor);
  const elsewhere = answerOf(await fetchFile(platform, 'getspoolfile', { location: 'meetme', filename, delete: '1' }));
  await fetchFile(platform, 'getspoolfile', { location: 'monitor', filename, delete: '1' });
  const [after] = await platform.rows('getcdr', { uniqueid });
  expect([
    pick(before ?? {}, 'hasmonitorfile'),
    elsewhere,
    pick(after ?? {}, 'monitor', 'hasmonitorfile'),
    answerOf(await fetchFile(platform, 'getmonitor', { filename })),
  ]).toEqual([
    { hasmonitorfile: '1' },
    refused(9003, `file "${filename}" not exists.`),
    { monitor: '', hasmonitorfile: '0' },
    refused(9003, 'file "" not exists.'),
  ]);
});

test('only to look, and mp3: the answer is honest about what it is', async () => {
  const filename = recordRoom(platform);
  const looked = await fetchFile(platform, 'getmonitor', { filename, checkonly: '1' });
  const absent = await fetchFile(platform, 'getmonitor', { filename: 'x.WAV', checkonly: '1' });
  const asMp3 = await fetchFile(platform, 'getmonitor', { filename, mp3: '1' });
  expect([answerOf(looked), answerOf(absent), [asMp3.type, asMp3.disposition, readWav(asMp3.bytes)]]).toEqual([
    { errcode: 0, message: 'SUCCESS', data: [] },
    refused(9003, 'file "" not exists.'),
    ['audio/wav', `attachment; filename="${filename}"`, telephoneSound(15)],
  ]);
});

test('a part of a recording is that part of the whole, wherever it begins', async () => {
  const uniqueid = await recordCall(platform, 20);
  const { bytes: whole } = await fetchFile(platform, 'getmonitorbyuid', { uniqueid });
  const asked = async (range: string, method = 'GET') => {
    const got = await fetchFile(platform, 'getmonitorbyuid', { uniqueid }, { headers: { range }, method });
    const [, from = 0, to = whole.length - 1] = (/^bytes (\d+)-(\d+)/.exec(got.range ?? '') ?? []).map(Number);
    return [got.status, got.range, Number(got.length), got.bytes.equals(whole.subarray(from, to + 1))];
  };
  const size = whole.length;
  expect([
    await asked('bytes=0-43'),
    await asked('bytes=40-50000'),
    await asked('bytes=31000-'),
    await asked('bytes=-100'),
    await asked(`bytes=5-${size * 2}`),
    await asked('bytes=0-0,5-6'),
    await asked('lines=1-2'),
    await asked('bytes=9-5'),
    await asked('bytes=0-43', 'POST'),
  ]).toEqual([
    [206, `bytes 0-43/${size}`, 44, true],
    [206, `bytes 40-50000/${size}`, 49_961, true],
    [206, `bytes 31000-${size - 1}/${size}`, size - 31_000, true],
    [206, `bytes ${size - 100}-${size - 1}/${size}`, 100, true],
    [206, `bytes 5-${size - 1}/${size}`, size - 5, true],
    [200, null, size, true],
    [200, null, size, true],
    [200, null, size, true],
    [200, null, size, true],
  ]);
  const beyond = await fetchFile(platform, 'getmonitorbyuid', { uniqueid }, { headers: { range: `bytes=${size}-` } });
  expect([beyond.status, beyond.range, beyond.bytes.length]).toEqual([416, `bytes */${size}`, 0]);
});

test('names lead nowhere but to recordings', async () => {
  await recordCall(platform);
  const names = [
    '../../../../etc/passwd',
    '/etc/passwd',
    '..\\..\\platform.db',
    '%2e%2e/x',
    "' OR 1=1 --",
    'a\0b',
    '.',
  ];
  const asked = names.flatMap((filename) => [
    fetchFile(platform, 'getmonitor', { filename }),
    fetchFile(platform, 'getspoolfile', { location: 'meetme', filename }),
    fetchFile(platform, 'getspoolfile', { location: '../..', filename }),
    fetchFile(platform, 'getspoolfile', { location: 'constructor', filename }),
    fetchFile(platform, 'getspoolfile', { location: 'meetme', filename, delete: '1' }),
  ]);
  const codes = (await Promise.all(asked)).map((got) => (answerOf(got) as { errcode: number }).errcode);
  expect(new Set(codes)).toEqual(new Set([9003]));
});

test('a recording breaks off in the middle when that is the fault', async () => {
  const uniqueid = await recordCall(platform);
  platform.scenario.faults.halfBody('getmonitorbyuid');
  await expect(fetchFile(platform, 'getmonitorbyuid', { uniqueid })).rejects.toThrow();
});

test('a refusal is an envelope in the face that was asked for', async () => {
  const ask = async (json: string) => {
    const got = await fetchFile(platform, 'getmonitor', { filename: 'x', json });
    return [got.status, got.type, got.bytes.toString('utf8')];
  };
  expect([await ask(''), await ask('2')]).toEqual([
    [
      200,
      'text/xml; charset=utf-8',
      '<root><errcode>9003</errcode><message>file "" not exists.</message><data/></root>',
    ],
    [200, 'application/json; charset=utf-8', '{"errcode":9003,"message":"file \\"\\" not exists.","data":[]}'],
  ]);
});
