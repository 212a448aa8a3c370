import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchFile, leaveMessage, rateCall, recordCall, recordRoom, sendFax, wavFile } from './test-messages';
import { startTestPlatform, type TestPlatform } from './test-platform';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const box = { msgbox: '8003', msgdir: 'Work' };

async function everything(platform: TestPlatform, call: string, room: string, fax: string) {
  const file = async (...args: Parameters<typeof fetchFile> extends [unknown, ...infer Rest] ? Rest : never) =>
    (await fetchFile(platform, ...args)).bytes.toString('base64');
  return {
    messages: await platform.rows('getmsglist', { ...box, withextend: '1' }),
    lamp: await platform.rows('ctimailboxcount', { mailbox: '8003' }),
    sound: await file('getmsg', { ...box, msgfile: 'msg0000' }),
    faxes: await platform.rows('getfaxrecvlog'),
    pages: await file('getfax', { filename: fax }),
    recordings: await platform.rows('getmonitornums', { uniqueid: call }),
    talk: await file('getmonitorbyuid', { uniqueid: call }),
    room: await file('getspoolfile', { location: 'meetme', filename: room }),
    prompts: await platform.rows('getrecordings'),
    prompt: await file('getrecord', { filename: 'mine' }),
    keys: await platform.rows('getivrlog'),
    ratings: await platform.rows('getqmr'),
  };
}

test('a platform that is started again on its folder has every message, file and key', async () => {
  const first = await startTestPlatform({ folder });
  const message = leaveMessage(first);
  await first.ask('movemsg', { ...box, msgdir: 'INBOX', dstdir: 'Work', msgfile: message });
  await first.ask('setmsg', { ...box, msgfile: message, remark: '重要', alreadyread: '1' });
  const call = await recordCall(first);
  const room = recordRoom(first);
  const fax = sendFax(first);
  await first.ask('setfaxrecvlog', { id: fax.id, appflag1: 'A' });
  rateCall(first, '4');
  first.scenario.callerRings({ from: '13800138000', ivrPath: '1', ivrKeys: '0', to: { queue: '90' } }).hangsUp();
  const form = new FormData();
  form.set('webkey', first.keyNow());
  form.set('filename', 'mine');
  form.set('ivrfile', new Blob([wavFile(2)]), 'mine.wav');
  await fetch(first.url('webservice2/putrecordings.php'), { method: 'POST', body: form });
  const before = await everything(first, call, room, fax.file);
  await first.close();

  const second = await startTestPlatform({ folder });
  const after = await everything(second, call, room, fax.file);
  second.clock.advance(3_600_000);
  const next = leaveMessage(second);
  const count = (kind: string): number => readdirSync(path.join(folder, 'files', kind)).length;
  const files = [count('voicemail'), count('fax'), count('prompt')];
  await second.close();
  expect(after).toEqual(before);
  expect([
    before.messages.length,
    before.faxes.length,
    before.recordings.length,
    before.prompts.length,
    before.keys.length,
    before.ratings.length,
    next,
    files,
  ]).toEqual([1, 1, 1, 7, 1, 1, 'msg0001.WAV', [2, 1, 7]]);
});

test('a prompt of its own that somebody removed does not come back', async () => {
  const first = await startTestPlatform({ folder });
  first.store.prompts.remove('goodbye');
  await first.close();
  const second = await startTestPlatform({ folder });
  const names = (await second.rows('getrecordings')).map(({ filename }) => filename);
  await second.close();
  expect([names.includes('goodbye'), names.includes('welcome')]).toEqual([false, true]);
});

test('a message whose sound was taken from the folder cannot be moved or heard, and can be deleted', async () => {
  const platform = await startTestPlatform({ folder });
  const msgfile = leaveMessage(platform);
  const sounds = path.join(folder, 'files', 'voicemail');
  for (const name of readdirSync(sounds)) rmSync(path.join(sounds, name));
  const place = { msgbox: '8003', msgdir: 'INBOX', msgfile };
  const heard = await fetchFile(platform, 'getmsg', place);
  const answers = [
    JSON.parse(heard.bytes.toString()),
    await platform.ask('movemsg', { ...place, dstdir: 'Old' }),
    await platform.ask('deletemsg', place),
  ].map(({ errcode, message }) => [errcode, message]);
  const left = await platform.rows('getmsglist', { msgbox: '8003', msgdir: 'INBOX' });
  await platform.close();
  expect([answers, left]).toEqual([
    [
      [9003, 'file "msg0000.WAV" not exists.'],
      [2013, 'Can not move the sound of INBOX/msg0000.WAV.'],
      [0, 'INBOX/msg0000 is deleted.'],
    ],
    [],
  ]);
});
