import { expect, test } from 'vitest';
import { startPlatform } from '../../http/start';
import { createWallClock } from '../simulated/clock';
import { startFakeExchange } from './ami/testing/fake-exchange';
import { Unreachable } from './ami/trouble';
import { asteriskExchange } from './exchange';
import { labSetup } from './state/testing/bench';

const clock = createWallClock();
const until = async (test: () => boolean): Promise<void> => {
  while (!test()) await new Promise<void>((resolve) => setImmediate(resolve));
};

test('a platform before an exchange: refused at the start it says why, and lives on when the exchange goes', async () => {
  const pbx = await startFakeExchange();
  const row = (...lines: string[]) => lines;
  pbx.on('CoreShowChannels', () => ({ ok: true, lines: [], list: [] }));
  pbx.on('SIPpeers', () => ({
    ok: true,
    lines: [],
    list: [
      row(
        'Event: PeerEntry',
        'Channeltype: SIP',
        'ObjectName: 2011',
        'Dynamic: yes',
        'IPaddress: 10.0.0.9',
        'IPport: 5060',
      ),
      row(
        'Event: PeerEntry',
        'Channeltype: SIP',
        'ObjectName: to117',
        'Dynamic: no',
        'IPaddress: 10.0.0.8',
        'IPport: 5060',
      ),
    ],
  }));
  const setup = { ...labSetup, port: pbx.port, user: pbx.user, secret: pbx.secret };
  const refused = await startPlatform({ exchange: asteriskExchange({ ...setup, secret: 'wrong' }) }).catch(
    (error: unknown) => (error instanceof Unreachable ? [error.code, error.message.includes('wrong')] : error),
  );
  const platform = await startPlatform({ clock, centre: 'empty', exchange: asteriskExchange(setup) });
  const { engine } = platform;
  const found = [engine.kind, engine.reachable, engine.version, engine.trunks().map(({ name }) => name)];
  const people = engine.users().map(({ no, device }) => [no, device]);
  const dial = () => platform.scenario.dials('2011', '2012');
  expect(dial).toThrow('the people at this exchange are real');
  await pbx.shut();
  await until(() => !engine.reachable);
  const asked = await fetch(`${platform.address}/`).then(({ status }) => status > 0);
  await pbx.open();
  await until(() => engine.reachable);
  await platform.close();
  await pbx.close();
  expect([refused, found, people, asked]).toEqual([
    ['login', false],
    ['asterisk', true, 'Asterisk 16.28.0', ['SIP/to117']],
    [['2011', '2011']],
    true,
  ]);
});
