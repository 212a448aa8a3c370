import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { voicemailFolders } from '../../shared/webcti/vocabulary/messages';
import { valuesOf } from '../../shared/webcti/vocabulary/words';
import { boxHolds } from '../store/voicemail';
import { fetchFile, leaveMessage, readWav, telephoneSound } from './test-messages';
import { only, pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const inbox = { msgbox: '8003', msgdir: 'INBOX' };
const answerOf = ({ bytes }: { readonly bytes: Buffer }): unknown => JSON.parse(bytes.toString('utf8'));
/** Messages waiting, new and old, of a box. */
const lamp = async (mailbox: string) => {
  const [status] = await platform.rows('ctimailboxstatus', { mailbox });
  const [count] = await platform.rows('ctimailboxcount', { mailbox });
  return [status?.waiting, count?.newmessages, count?.oldmessages];
};

describe('callers whom nobody answers', () => {
  // 8003 has a mailbox, and sits at 3003.
  beforeEach(() => platform.ask('ctibinddevice', { extension: '8003', device: '3003' }));
  const call = (from = '13800138000', messageSeconds = 10) =>
    platform.scenario.callerRings({ from, to: { extension: '8003' }, messageSeconds });
  const reasons = async () => (await platform.rows('getmsglist', inbox)).map((row) => row.msgreason);

  test('speak to the mailbox: not answered, busy, refused, unreachable', async () => {
    const { scenario, clock } = platform;
    call();
    clock.advance(45_000);
    const talking = platform.engine
      .channels()
      .filter(({ application }) => application === 'VoiceMail')
      .map((channel) => pick({ ...channel }, 'state', 'exten', 'applicationData'));
    clock.advance(20_000);
    call();
    clock.advance(1_000);
    scenario.rejects('3003');
    clock.advance(20_000);
    scenario.dials('3003', '2013');
    clock.advance(1_000);
    call();
    clock.advance(20_000);
    scenario.hangsUp('3003');
    scenario.unplugs('3003');
    call();
    clock.advance(20_000);
    expect([
      talking,
      (await reasons()).toReversed(),
      platform.engine.channels().filter(({ hungUpAt }) => hungUpAt === null),
      await lamp('8003'),
      await lamp('2013'),
    ]).toEqual([
      [{ state: 'Up', exten: 'vmu8003', applicationData: '8003@default,u' }],
      ['goNOANSWER', 'goBUSY', 'goBUSY', 'goCHANUNAVAIL'],
      [],
      ['4', '4', '0'],
      ['0', '0', '0'],
    ]);
  });

  test('are let go where the person has no mailbox, or the box is full', async () => {
    const { scenario, clock, engine, store } = platform;
    scenario.unplugs('2013');
    scenario.callerRings({ from: '13800138000', to: { extension: '2013' } });
    const without = engine.channels().filter(({ hungUpAt }) => hungUpAt === null).length;
    const sound = new Uint8Array(44);
    for (let left = 0; left < boxHolds; left += 1) {
      store.sink.voicemail({
        ...{ box: '8003', at: clock.now(), seconds: 1, channel: 'x', uniqueId: `${left}`, number: '1', name: '' },
        ...{ context: 'from-trunk', reason: 'BUSY', redirected: '', sound },
      });
    }
    scenario.unplugs('3003');
    scenario.callerRings({ from: '13800138000', to: { extension: '8003' }, messageSeconds: 5 });
    const full = engine.channels().filter(({ hungUpAt }) => hungUpAt === null).length;
    await platform.ask('deletemsg', { ...inbox, msgfile: 'msg0007.WAV' });
    const again = leaveMessage(platform);
    expect([without, full, again]).toEqual([0, 0, `msg0${boxHolds}.WAV`]);
  });

  test('leave nothing when they hang up during the greeting, or say nothing', async () => {
    const { scenario, clock } = platform;
    scenario.unplugs('3003');
    const hasty = call();
    clock.advance(4_000);
    hasty.hangsUp();
    call('13800138000', 0);
    clock.advance(20_000);
    expect([await lamp('8003'), await reasons()]).toEqual([['0', '0', '0'], []]);
  });

  test('leave what they said when the line is cut, and are stopped after two minutes', async () => {
    const { scenario, clock, engine } = platform;
    scenario.unplugs('3003');
    const cut = call('13800138000', 60);
    clock.advance(12_000);
    engine.hangUp(cut.channel);
    call('13900139000', 600);
    clock.advance(300_000);
    scenario.dials('2013', '8003');
    clock.advance(9_000);
    scenario.hangsUp('2013');
    const list = await platform.rows('getmsglist', { ...inbox, sort: 'msgdatetime', sens: 'ASC' });
    expect(list.map((row) => pick({ ...row }, 'msgcallerid', 'msgduration', 'msgmacrocontext'))).toEqual([
      { msgcallerid: '13800138000', msgduration: '7', msgmacrocontext: 'from-trunk' },
      { msgcallerid: '13900139000', msgduration: '120', msgmacrocontext: 'from-trunk' },
      { msgcallerid: '"韩梅梅" <2013>', msgduration: '4', msgmacrocontext: 'from-internal' },
    ]);
  });

  test('speak to the mailbox of whom they were forwarded to, else to that of whom they called', async () => {
    const { scenario, clock } = platform;
    scenario.unplugs('3003');
    await platform.ask('ctisetcfon', { extension: '2011', cftype: 'CF', destination: '8003' });
    scenario.callerRings({ from: '13800138000', to: { extension: '2011' }, messageSeconds: 5 });
    clock.advance(15_000);
    await platform.ask('ctisetcfon', { extension: '8003', cftype: 'CF', destination: '2012' });
    scenario.unplugs('2012');
    call();
    clock.advance(30_000);
    const list = await platform.rows('getmsglist', { ...inbox, sens: 'ASC' });
    expect(list.map(({ rdnis, msgreason }) => [rdnis, msgreason])).toEqual([
      ['2011', 'goCHANUNAVAIL'],
      ['8003', 'goCHANUNAVAIL'],
    ]);
  });

  test('can be sent there, and a number that is no mailbox is no number', async () => {
    const { scenario, clock, engine } = platform;
    const caller = scenario.callerRings({ from: '13800138000', to: { extension: '2011' }, messageSeconds: 6 });
    clock.advance(1_000);
    scenario.answers('2011');
    clock.advance(1_000);
    const to = (exten: string) => ({ channel: caller.channel, context: 'from-internal', exten, priority: '1' });
    const nowhere = await platform.ask('ctiredirect', to('vmu2013'));
    await platform.ask('ctiredirect', to('vmu8003'));
    clock.advance(15_000);
    const row = only(await platform.rows('getmsglist', inbox));
    expect([nowhere.errcode === 0, row.msgreason, row.msgduration, engine.channel(caller.channel)]).toEqual([
      false,
      'go',
      '6',
      undefined,
    ]);
  });
});

describe('a message', () => {
  test('is a row, a lamp and a sound', async () => {
    const caller = platform.scenario.callerRings({
      ...{ from: '13800138000', name: '王先生', to: { extension: '8003' }, messageSeconds: 12 },
    });
    platform.clock.advance(30_000);
    const row = only(await platform.rows('getmsglist', { ...inbox, withextend: '1' }));
    const sound = await fetchFile(platform, 'getmsg', { ...inbox, msgfile: String(row.msgfile), mp3: 'yes' });
    expect({
      row,
      sound: readWav(sound.bytes),
      headers: [sound.type, sound.length, sound.disposition],
      lamp: await lamp('8003'),
      count: await platform.rows('getmsgcount', inbox),
      part: (
        await fetchFile(platform, 'getmsg', { ...inbox, msgfile: 'msg0000' }, { headers: { range: 'bytes=0-3' } })
      ).bytes.toString(),
    }).toEqual({
      row: {
        ...{ msgfile: 'msg0000.WAV', msgdir: 'INBOX', msgbox: '8003', msgcontext: 'macro-vm' },
        ...{ msgmacrocontext: 'from-trunk', msgreason: 'goCHANUNAVAIL', rdnis: 'unknown', msgchan: caller.channel },
        ...{ msgcallerid: '"王先生" <13800138000>', msgdatetime: '2026-03-02 09:00:17', msgduration: '12' },
        ...{ alreadyread: '0', remark: '' },
      },
      sound: telephoneSound(12),
      headers: ['audio/wav', '192044', 'attachment; filename="msg0000.WAV"'],
      lamp: ['1', '1', '0'],
      count: [{ result: 1 }],
      part: 'RIFF',
    });
  });

  test('heard and remarked on, it waits no more and is found by its remark', async () => {
    const [first, second] = [leaveMessage(platform), leaveMessage(platform, 5, '13900139000')];
    const place = { ...inbox, msgfile: first };
    const said = (await platform.ask('setmsg', { ...place, alreadyread: '1', remark: '已回电 100%' })).message;
    await platform.ask('setmsg', place);
    const files = async (query: Record<string, string>) =>
      (await platform.rows('getmsglist', { ...inbox, ...query })).map(({ msgfile }) => msgfile);
    expect([
      said,
      await lamp('8003'),
      await files({ alreadyread: '1' }),
      await files({ alreadyread: '0' }),
      await files({ query: '100%' }),
      await files({ query: '%' }).then((all) => all.length),
      await files({ query: '1390013' }),
      await platform.rows('getmsgcount', { ...inbox, query: '回电' }),
      Object.keys(only(await platform.rows('getmsglist', { ...inbox, query: '回电' }))).includes('remark'),
    ]).toEqual([
      `INBOX/${first} is updated.`,
      ['1', '2', '0'],
      [first],
      [second],
      [first],
      1,
      [second],
      [{ result: 1 }],
      false,
    ]);
  });

  test('goes from folder to folder under its own name, and the lamp follows', async () => {
    const file = leaveMessage(platform);
    const seen: unknown[] = [];
    for (const [from, to] of [
      ['INBOX', 'Old'],
      ['Old', 'Urgent'],
      ['Urgent', 'Deleted'],
    ] as const) {
      const { message } = await platform.ask('movemsg', { msgbox: '8003', msgdir: from, dstdir: to, msgfile: file });
      const there = await fetchFile(platform, 'getmsg', { msgbox: '8003', msgdir: to, msgfile: file });
      const { errcode } = await platform.ask('getmsgcount', { msgbox: '8003', msgdir: from });
      seen.push([message, await lamp('8003'), readWav(there.bytes).seconds, errcode]);
    }
    const gone = answerOf(await fetchFile(platform, 'getmsg', { ...inbox, msgfile: file }));
    expect([seen, gone]).toEqual([
      [
        [`INBOX/${file} is moved to Old.`, ['0', '0', '1'], 12, 0],
        [`Old/${file} is moved to Urgent.`, ['1', '0', '0'], 12, 0],
        [`Urgent/${file} is moved to Deleted.`, ['0', '0', '0'], 12, 0],
      ],
      { errcode: 9003, message: `file "${file}" not exists.`, data: [] },
    ]);
    const moved = await Promise.all(
      valuesOf(voicemailFolders).map(async (dstdir) => {
        const each = leaveMessage(platform);
        return (await platform.ask('movemsg', { ...inbox, dstdir, msgfile: each })).errcode;
      }),
    );
    expect(new Set(moved)).toEqual(new Set([0]));
  });

  test('deleted, it is gone with its sound, and its name is never given again', async () => {
    const first = leaveMessage(platform);
    const place = { ...inbox, msgfile: first };
    const deleted = await platform.ask('deletemsg', place);
    const after = [
      deleted.message,
      (await platform.ask('deletemsg', place)).message,
      (await platform.ask('setmsg', place)).errcode,
      (await platform.ask('movemsg', { ...place, dstdir: 'Old' })).errcode,
      answerOf(await fetchFile(platform, 'getmsg', place)),
    ];
    expect([
      after,
      leaveMessage(platform),
      platform.store.database.all("SELECT * FROM file WHERE kind = 'voicemail'").length,
    ]).toEqual([
      [
        'INBOX/msg0000 is deleted.',
        'INBOX/msg0000 not exists.',
        1472,
        9003,
        { errcode: 9003, message: 'file "msg0000.WAV" not exists.', data: [] },
      ],
      'msg0001.WAV',
      1,
    ]);
  });

  test('is found by time and caller, sorted and by pages', async () => {
    for (const from of ['13800138000', '13900139000', '13700137000']) leaveMessage(platform, 10, from);
    const files = async (query: Record<string, string>) =>
      (await platform.rows('getmsglist', { ...inbox, ...query })).map(({ msgfile }) => String(msgfile).slice(3, 7));
    expect([
      await files({}),
      await files({ sort: 'msgcallerid', sens: 'ASC' }),
      await files({ offset: '1', rows: '1' }),
      await files({ begindatetime: '2026-03-02 09:00:30', enddatetime: '2026-03-02 09:00:40' }),
      await files({ begindatetime: '2026-03-02', enddatetime: '2026-03-02' }).then((all) => all.length),
      await files({ context: 'other' }),
      (await platform.ask('getmsglist', { ...inbox, sort: 'id; DROP TABLE voicemail' })).errcode,
    ]).toEqual([['0002', '0001', '0000'], ['0002', '0000', '0001'], ['0001'], ['0001'], 3, [], 9002]);
  });

  test('where it cannot be: an unknown box, folder, target and file', async () => {
    const file = leaveMessage(platform);
    const refused = async (work: Promise<{ errcode: number; message: string | null }>) => {
      const { errcode, message } = await work;
      return [errcode, message];
    };
    expect([
      await refused(platform.ask('ctimailboxcount', { mailbox: '7777' })),
      await refused(platform.ask('ctimailboxstatus', { mailbox: '7777' })),
      await refused(platform.ask('getmsglist', { ...inbox, msgdir: '../INBOX' })),
      await refused(platform.ask('movemsg', { ...inbox, msgfile: file, dstdir: 'Nowhere' })),
      await refused(platform.ask('movemsg', { ...inbox, msgfile: '../../x', dstdir: 'Old' })),
      await refused(platform.ask('deletemsg', { ...inbox, msgfile: '../8003/INBOX/msg0000' })),
      await lamp('8003@default'),
    ]).toEqual([
      [1211, 'Mailbox count failed'],
      [1221, 'Mailbox status failed'],
      [9002, 'variable "msgdir" is invalid.'],
      [2011, 'Destination must be one of INBOX/Old/Work/Family/Friends.'],
      [9003, 'file "../../x" not exists.'],
      [1472, 'INBOX/../8003/INBOX/msg0000 not exists.'],
      ['1', '1', '0'],
    ]);
  });

  test('stays where it is when the disk takes no change', async () => {
    const file = leaveMessage(platform);
    const { database } = platform.store;
    database.all('PRAGMA query_only = 1');
    const place = { ...inbox, msgfile: file };
    const refused = [
      await platform.ask('movemsg', { ...place, dstdir: 'Old' }),
      await platform.ask('deletemsg', place),
      await platform.ask('setmsg', { ...place, alreadyread: '1' }),
    ].map(({ errcode, message }) => [errcode, message]);
    database.all('PRAGMA query_only = 0');
    expect([refused, await lamp('8003')]).toEqual([
      [
        [2012, `Can not move the description of INBOX/${file}.`],
        [1471, 'Can not delete INBOX/msg0000.'],
        [1472, `Can not update INBOX/${file}.`],
      ],
      ['1', '1', '0'],
    ]);
  });
});
