import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wavHeader } from '../../../services/wav';
import { EngineTrouble } from '../../port';
import { Sounds } from './sounds';
import { scriptedExchange } from './testing/exchange';
import { keeping } from './testing/kept';

const startedAt = Date.UTC(2026, 10, 21, 8);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sounds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const wav = (bytes: number): Uint8Array => new Uint8Array([...wavHeader(bytes), ...new Uint8Array(bytes).fill(7)]);
const trouble = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineTrouble) return error.kind;
    throw error;
  }
  return 'none';
};

describe('the sound of a recording', () => {
  it('is read from any place, wherever in the folder the exchange put it', () => {
    mkdirSync(join(folder, '2026/11/21'), { recursive: true });
    mkdirSync(join(folder, 'sales'));
    writeFileSync(join(folder, '2026/11/21/q.wav'), wav(100));
    writeFileSync(join(folder, 'sales/r.wav'), wav(16_000));
    const sounds = new Sounds(folder, 0);
    const q = sounds.open({ file: 'q.wav', startedAt });
    expect(sounds.remember('/var/spool/asterisk/monitor/sales/r.wav')).toBe('r.wav');
    expect({
      ...{ size: q.size, part: Buffer.concat([...q.read(42, 47)]).toString('hex') },
      ms: sounds.lengthOf({ file: 'r.wav', startedAt }),
    }).toEqual({ size: 144, part: '0000070707', ms: 1000 });
  });

  it('is missing where there is no file, no folder, or a way out of it', () => {
    writeFileSync(join(folder, 'secret'), 'x');
    mkdirSync(join(folder, 'monitor'));
    symlinkSync(join(folder, 'secret'), join(folder, 'monitor/link.wav'));
    const sounds = new Sounds(join(folder, 'monitor'), 0);
    const files = ['none.wav', '../secret', '/etc/passwd', 'link.wav', '..', ''];
    expect(files.map((file) => trouble(() => sounds.open({ file, startedAt })))).toEqual(files.map(() => 'missing'));
    expect([
      trouble(() => new Sounds('', 0).open({ file: 'q.wav', startedAt })),
      ...['/monitor/../../secret', '', '/a/b\n.wav'].map((path) => sounds.remember(path)),
    ]).toEqual(['missing', '', '', '']);
  });
});

describe('voicemail', () => {
  it('is taken from the spool once, with who spoke and why; what was there before is not', async () => {
    const inbox = join(folder, 'default/2011/INBOX');
    mkdirSync(inbox, { recursive: true });
    const note = (id: string, at: number): string =>
      `${['[message]', 'origmailbox=2011', 'context=from-trunk', 'callerchan=SIP/trunk-00000001', 'rdnis=unknown'].join(
        '\n',
      )}\ncallerid="Lin" <13800138000>\norigtime=${at / 1000}\nmsg_id=${id}\nduration=4\n`;
    writeFileSync(join(inbox, 'msg0000.txt'), note('old', startedAt - 60_000));
    writeFileSync(join(inbox, 'msg0000.wav'), wav(2));
    const kept = keeping();
    const exchange = scriptedExchange({
      ...{ sink: kept.sink, startsAt: startedAt, setup: { voicemail: folder } },
      devices: [{ no: '2011', interface: 'SIP/2011' }],
    });
    const trunk = { Channel: 'SIP/trunk-00000001', Uniqueid: 'lab-1.1' };
    const phone = { DestChannel: 'SIP/2011-00000002', DestUniqueid: 'lab-1.2' };
    await exchange.play([
      {
        Event: 'Newchannel',
        ...trunk,
        ChannelState: '4',
        CallerIDNum: '13800138000',
        Context: 'from-trunk',
        Exten: '2011',
      },
      { Event: 'DialBegin', ...trunk, ...phone, DialString: '2011' },
      { Event: 'DialEnd', ...trunk, ...phone, DialStatus: 'NOANSWER' },
    ]);
    await exchange.wait(5_000);
    writeFileSync(join(inbox, 'msg0001.txt'), note('new', startedAt + 2_000));
    writeFileSync(join(inbox, 'msg0001.wav'), wav(4));
    const waiting = { Event: 'MessageWaiting', Mailbox: '2011@default', Waiting: '1' };
    await exchange.play([waiting, waiting, { ...waiting, Mailbox: '../../etc@default' }]);
    expect(kept.voicemail).toEqual([
      {
        ...{ box: '2011', at: startedAt + 2_000, seconds: 4, channel: trunk.Channel, uniqueId: 'lab-1.1' },
        ...{ number: '13800138000', name: 'Lin', context: 'from-trunk', reason: 'NOANSWER', redirected: '' },
        sound: Buffer.from(wav(4)),
      },
    ]);
    exchange.records.close();
  });
});
