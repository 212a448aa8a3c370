import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTiff } from '../services/test-tiff';
import { fetchFile, sendFax } from './test-messages';
import { only, pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const answerOf = ({ bytes }: { readonly bytes: Buffer }): unknown => JSON.parse(bytes.toString('utf8'));
const ids = async (query: Record<string, string> = {}) =>
  (await platform.rows('getfaxrecvlog', query)).map(({ id }) => Number(id));

test('a fax that came is a row, a call record and a file of that many pages', async () => {
  const machine = platform.scenario.faxArrives({
    ...{ from: '02085558321', to: '2011', pages: 3, did: '4008001234', station: 'ACME' },
  });
  platform.clock.advance(50_000);
  const [live] = await platform.rows('getchannel', { channel: machine.channel });
  platform.clock.advance(60_000);
  const row = only(await platform.rows('getfaxrecvlog'));
  const name = `${machine.uniqueId}.tif`;
  const got = await fetchFile(platform, 'getfax', { filename: name });
  const pages = readTiff(got.bytes);
  const record = only(await platform.rows('getcdr', { uniqueid: machine.uniqueId }));
  expect({
    live: live?.state,
    row,
    headers: [got.type, got.disposition, Number(got.length) === got.bytes.length],
    pages: pages.map(({ width, height, inch, page }) => [width, height, inch, page]),
    inked: pages.map(({ rows }) => rows.includes(0xff) && rows.includes(0)),
    differ: !Buffer.from(pages[0]?.rows ?? []).equals(Buffer.from(pages[1]?.rows ?? [])),
    byPath: (await fetchFile(platform, 'getfax', { filename: String(row.filename) })).bytes.equals(got.bytes),
    record: pick(record, 'disposition', 'billsec', 'lastapp', 'direct', 'caller'),
  }).toEqual({
    live: 'Up',
    row: {
      ...{ id: '1', createtime: '2026-03-02 09:01:40', channel: machine.channel, exten: 's' },
      ...{ uniqueid: machine.uniqueId, callerid: '02085558321', destnumber: '4008001234', remotestationid: 'ACME' },
      ...{ localstationid: 'Seatline', pagestransferred: '3', resolution: '8031x7700', transferrate: '14400' },
      ...{ duration: '100', mode: 'audio', result: 'SUCCESS', resultstr: 'OK', error: 'HANGUP', faxuser: '2011' },
      ...{ filename: `/var/spool/asterisk/fax/inbox/${name}`, alreadyread: '0', dirmark: 'new', trashtime: null },
      ...{ appflag1: null, appflag2: null, remark: null, faxtimestamp: '2026-03-02 09:01:40' },
      ...{ rcvtime: '2026-03-02 09:01:40', callername: '', did: '4008001234', timetorcv: '100', pages: '3' },
      ...{ sender: 'ACME', rate: '14400', status: 'SUCCESS', filesize: String(got.bytes.length) },
    },
    headers: ['image/tiff', `attachment; filename="${name}"`, true],
    pages: [0, 1, 2].map((number) => [1_728, 2_200, [204, 196], [number, 3]]),
    inked: [true, true, true],
    differ: true,
    byPath: true,
    record: { disposition: 'ANSWERED', billsec: '100', lastapp: 'ReceiveFAX', direct: 'IN', caller: '02085558321' },
  });
});

test('a fax whose line breaks keeps the pages that came, and says that it failed', async () => {
  const some = platform.scenario.faxArrives({ from: '02085558321', to: '2011', pages: 4 });
  platform.clock.advance(75_000);
  await platform.ask('ctihangup', { channel: some.channel });
  const none = platform.scenario.faxArrives({ from: '02085558321', to: '2012', pages: 1 });
  platform.clock.advance(5_000);
  none.hangsUp();
  const failed = await platform.rows('getfaxrecvlog', { result: 'FAILED', sort: 'id', sens: 'ASC' });
  const [first] = failed;
  const got = await fetchFile(platform, 'getfax', { filename: `${some.uniqueId}.tif` });
  expect([
    failed.map((row) => pick({ ...row }, 'pagestransferred', 'faxuser', 'filename')),
    readTiff(got.bytes).length,
    first?.resultstr,
    answerOf(await fetchFile(platform, 'getfax', { filename: `${none.uniqueId}.tif` })),
  ]).toEqual([
    [
      { pagestransferred: '2', faxuser: '2011', filename: `/var/spool/asterisk/fax/inbox/${some.uniqueId}.tif` },
      { pagestransferred: '0', faxuser: '2012', filename: '' },
    ],
    2,
    'The call dropped prematurely',
    { errcode: 9003, message: `file "${none.uniqueId}.tif" not exists.`, data: [] },
  ]);
});

test('is found by every filter, counted alike, sorted and by pages', async () => {
  const [first, second] = [sendFax(platform), sendFax(platform, 1)];
  const third = platform.scenario.faxArrives({ from: '075561234567', to: '2012', pages: 1, did: '4008005678' });
  platform.clock.advance(60_000);
  await platform.ask('setfaxrecvlog', { id: first.id, appflag1: 'A', remark: '合同' });
  await platform.ask('setfaxrecvlog', { id: first.id, appflag2: 'B' });
  const filters: readonly Record<string, string>[] = [
    {},
    { callerid: '02085558321' },
    { did: '4008005678' },
    { faxuser: '2012' },
    { appflag1: 'A' },
    { appflag2: 'B' },
    { appflag1: 'B' },
    { result: 'SUCCESS' },
    { result: 'FAILED' },
    { dirmark: 'trash' },
    { alreadyread: '1' },
    { rcvtime1: '2026-03-02 09:01:00', rcvtime2: '2026-03-02 09:02:00' },
    { rcvtime2: '2026-03-01' },
  ];
  const found = await Promise.all(
    filters.map(async (query) => {
      const counted = only(await platform.rows('getfaxrecvlogcount', query));
      const all = await ids(query);
      return all.length === Number(counted.result) ? all : [`${all.length} rows, count ${counted.result}`];
    }),
  );
  const marked = only(await platform.rows('getfaxrecvlog', { appflag1: 'A' }));
  expect([
    found,
    pick({ ...marked }, 'appflag1', 'appflag2', 'remark'),
    await ids({ sort: 'pages', sens: 'DESC' }),
    await ids({ offset: '1', rows: '1' }),
    (await platform.ask('getfaxrecvlog', { sort: 'nothing' })).errcode,
    (await platform.ask('setfaxrecvlog', { id: '99' })).errcode,
    [second.id, third.alive],
  ]).toEqual([
    [[3, 2, 1], [2, 1], [3], [3], [1], [1], [], [3, 2, 1], [], [], [], [2, 1], []],
    { appflag1: 'A', appflag2: 'B', remark: '合同' },
    [1, 3, 2],
    [2],
    9002,
    9003,
    ['2', false],
  ]);
});

test('names lead nowhere but to faxes, and nobody sends to nobody', async () => {
  sendFax(platform);
  const names = ['../prompt/x.wav', '/etc/passwd', '/var/spool/asterisk/fax/inbox/../../x', '.', 'a\0b'];
  const codes = await Promise.all(
    names.map(async (filename) => answerOf(await fetchFile(platform, 'getfax', { filename }))),
  );
  expect(codes).toEqual(names.map((name) => ({ errcode: 9003, message: `file "${name}" not exists.`, data: [] })));
  expect(() => platform.scenario.faxArrives({ from: '1', to: '7777', pages: 1 })).toThrow('nobody at 7777');
});

test('a machine on the blacklist gets no further than any caller', async () => {
  await platform.ask('addblacklist', { extension: '02085558321' });
  const machine = platform.scenario.faxArrives({ from: '02085558321', to: '2011', pages: 1 });
  platform.clock.advance(60_000);
  const record = only(await platform.rows('getcdr', { uniqueid: machine.uniqueId }));
  expect([machine.alive, record.disposition, await ids()]).toEqual([false, 'BUSY', []]);
});
