import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LabExchange, startAsterisk } from '../../lab/exchange';
import { freeTcpPort } from '../../lab/ports';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from '../../lab/tree';
import { createWallClock } from '../simulated/clock';
import { setup } from './commands/testing/floor';
import { examine } from './doctor';
import type { Finding } from './doctor/findings';
import type { AsteriskSetup } from './parts';

async function look(own: AsteriskSetup, tongue: 'en' | 'zh' = 'en', json = true) {
  let text = '';
  const print = (more: string): void => {
    text += more;
  };
  const code = await examine(own, { clock: createWallClock(), log: () => {}, print, tongue, json });
  const findings = json ? ((JSON.parse(text) as { findings?: readonly Finding[] }).findings ?? []) : [];
  const states = Object.fromEntries(findings.map(({ feature, state }) => [feature, state]));
  return { code, text, states };
}

test('nobody listens, and a stranger does: said in one sentence, with the exit code of the other check', async () => {
  const port = await freeTcpPort();
  const closed = await look({ ...setup, port }, 'zh', false);
  const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stranger = await look({ ...setup, port });
  await new Promise((resolve) => server.close(resolve));
  expect([closed.code, closed.text, stranger.code, stranger.text.includes(setup.secret)]).toEqual([
    3,
    `127.0.0.1:${port}\n  ✗ 该地址上没有管理接口（127.0.0.1:${port}）\n`,
    5,
    false,
  ]);
});

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`the check of Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    let exchange: LabExchange;
    let freepbx: LabExchange;
    beforeAll(async () => {
      exchange = await startAsterisk({ version, zone: 0 });
      freepbx = await startAsterisk({ version, zone: 0, flavour: 'freepbx' });
    }, 40_000);
    afterAll(async () => {
      await exchange?.close();
      await freepbx?.close();
    }, 40_000);

    test('with the documented lines and no more rights than documented everything works', async () => {
      const log = path.join(exchange.folder, 'log');
      const files = { queueLog: path.join(log, 'queue_log'), callRecords: path.join(log, 'cdr-csv', 'Master.csv') };
      // As after its first call.
      mkdirSync(path.dirname(files.callRecords), { recursive: true });
      writeFileSync(files.callRecords, '');
      const { code, states } = await look({ ...exchange.setup, ...files });
      const { services, ...rest } = states;
      expect([rest, services, code]).toEqual([
        {
          rights: 'works',
          dialplan: 'works',
          calls: 'works',
          answer: 'noted',
          hold: 'works',
          transfer: 'works',
          consult: 'works',
          park: 'works',
          pickup: 'works',
          supervise: 'works',
          conference: 'works',
          queues: 'works',
          withdraw: 'works',
          barred: 'noted',
          rating: 'noted',
          records: 'works',
          recordings: 'works',
          voicemail: 'works',
          past: 'works',
          music: 'works',
          hints: 'works',
          zone: 'works',
          voice: 'works',
        },
        // Its dialplan looks at DND and CF, and at nothing for "busy" and "unavailable".
        'partly',
        7,
      ]);
    });

    test('a place that is named and cannot be read here is missing', async () => {
      const { code, states } = await look({ ...exchange.setup, voicemail: '/nowhere', queueLog: '/nowhere/queue_log' });
      expect([states.voicemail, states.past, states.recordings, code]).toEqual(['missing', 'missing', 'works', 1]);
    });

    test('an exchange in the manner of FreePBX', async () => {
      const { code, states } = await look(freepbx.setup);
      expect([Object.entries(states).filter(([, state]) => !['works', 'noted'].includes(state)), code]).toEqual([
        [],
        0,
      ]);
    });

    test('what is missing is named with its lines, and what to paste stands below', async () => {
      const bare = { ...exchange.setup, transferContext: 'nowhere', holdCode: '*91', unholdCode: '*92', zone: 60 };
      const { code, text } = await look(bare, 'en', false);
      expect(code).toBe(1);
      expect(text).toContain('  ✗ Hold                        there is neither the feature nor the extension for it\n');
      expect(text).toContain(`        seatline-hold => *91,peer/both,StartMusicOnHold,\${SEATLINE_MUSIC}\n`);
      expect(text).toContain('  ✗ Satisfaction survey ');
      expect(text).toContain(
        '  ! Clock                       the exchange is 0 minutes east of UTC, the platform was told 60',
      );
      expect(text).toContain(`    [nowhere]\n    exten => _[0-9*+].,1,Goto(from-internal,\${EXTEN},1)\n`);
      expect(text).not.toContain(exchange.setup.secret);
    });

    test('a secret that is refused: the lines of the user', async () => {
      const { code, text } = await look({ ...exchange.setup, secret: 'wrong one' }, 'en', false);
      expect([
        code,
        text.includes('        permit = <address of this platform>/255.255.255.255\n'),
        text.includes('wrong one'),
      ]).toEqual([4, true, false]);
    });
  });
