import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../pbx/engine/simulated/clock';
import { startPlatform } from '../../../pbx/http/start';
import type { PlatformDriver } from '../driver';
import type { Http } from '../wire/http';
import { undiciHttp } from '../wire/undici';
import { mvb2000Driver } from './driver';
import { builtInFeatures, must, type Office, openOffice } from './testing/office';
import { profileOf } from './testing/profile';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const code = async (answer: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const result = await answer;
  return result.ok ? 'ok' : result.error.code;
};
/** The same road for a platform that has never heard of `json=2`. */
const withoutJson = (pin: string): Http => {
  const http = undiciHttp(pin);
  return { ...http, send: (request) => http.send({ ...request, url: request.url.replace(/&json=2/, '') }) };
};
function xmlDriver(): PlatformDriver {
  const quiet = () => undefined;
  return mvb2000Driver({
    clock: office.clock,
    random: () => 0.5,
    log: { info: quiet, warn: quiet, error: quiet },
    http: withoutJson,
  })(profileOf({ address: office.platform.address, key: office.platform.key, features: builtInFeatures }));
}
function callers(): void {
  const { platform } = office;
  platform.scenario.callerRings({ from: '13800138000', name: '李 <娜> & "Co"', ivrPath: '1-3', to: { queue: '90' } });
  platform.scenario.callerRings({ from: '051288889999', to: { extension: '2011' } });
  platform.scenario.dials('2012', '2013');
  office.passes(2);
}

test('JSON and XML of the built-in platform give the same facts', async () => {
  callers();
  const xml = xmlDriver();
  const floor = { devices: ['2011', '2012', '2013'], users: ['2011'], queues: ['90', '91'] };
  const facts = async (driver: PlatformDriver) => [
    must(await driver.pops(office.seat)),
    must(await driver.floor(floor)),
    must(await driver.channels(office.seat)),
    must(await driver.extensions()),
    must(await driver.queueFigures()),
    must(await driver.choices()),
  ];
  const [json, other] = [await facts(office.driver), await facts(xml)];
  xml.close();
  expect(other).toEqual(json);
  expect(JSON.stringify(json)).toContain('051288889999');
});

test('XML that is not well formed is read all the same', async () => {
  callers();
  const xml = xmlDriver();
  const before = must(await xml.pops(office.seat));
  office.platform.scenario.faults.malformedXml();
  const after = must(await xml.pops(office.seat));
  xml.close();
  expect(after.pops.map(({ id, channel, number }) => ({ id, channel, number }))).toEqual(
    before.pops.map(({ id, channel, number }) => ({ id, channel, number })),
  );
});

test('a wrongly declared charset does not hurt names', async () => {
  const before = must(await office.driver.choices());
  office.platform.scenario.faults.wrongCharset();
  expect(must(await office.driver.choices())).toEqual(before);
});

describe('a failure has its own code, and the next answer is good again', () => {
  test('half a body, server errors', async () => {
    const { faults } = office.platform.scenario;
    const codes: string[] = [];
    for (const fault of [faults.halfBody, faults.serverErrors]) {
      const undo = fault.call(faults, 'getpopupscreen');
      codes.push(await code(office.driver.pops(office.seat)));
      undo();
      codes.push(await code(office.driver.pops(office.seat)));
    }
    expect(codes).toEqual([expect.stringMatching(/not-understood|unreachable/), 'ok', 'http', 'ok']);
  });

  test('a cut connection is retried for questions, never for commands', async () => {
    const { platform, driver, seat } = office;
    const undo = platform.scenario.faults.cutConnections();
    const asking = code(driver.records({ from: 0, to: 1, who: '', number: '', offset: 0, rows: 1 }));
    const commanding = code(driver.commands.joinQueue('90', seat.interface, 0));
    let asked: string | null = null;
    void asking.then((answer) => {
      asked = answer;
    });
    await expect
      .poll(
        () => {
          office.clock.advance(1_000);
          return asked;
        },
        { interval: 20 },
      )
      .toBe('unreachable');
    expect(await commanding).toBe('unreachable');
    undo();
    expect(platform.engine.queue('90')?.members).toEqual([]);
    expect(await code(driver.commands.joinQueue('90', seat.interface, 0))).toBe('ok');
  });

  test('one endpoint dead leaves the others alive', async () => {
    const { platform, driver, seat } = office;
    platform.scenario.faults.dead('getqueue');
    const dead = code(driver.queueFigures());
    expect([await code(driver.pops(seat)), await code(driver.status(seat, []))]).toEqual(['ok', 'ok']);
    let said: string | null = null;
    void dead.then((answer) => {
      said = answer;
    });
    await expect
      .poll(
        () => {
          office.clock.advance(1_000);
          return said;
        },
        { interval: 20 },
      )
      .toMatch(/timed-out|unreachable|http/);
  });

  test('a changed key is refused, also after many polls, and comes back with the right one', async () => {
    const { platform, driver, seat } = office;
    const undo = platform.scenario.faults.changeKey('changed');
    const codes = [await code(driver.pops(seat)), await code(driver.pops(seat)), await code(driver.pops(seat))];
    undo();
    codes.push(await code(driver.pops(seat)));
    expect(codes.map((one) => (one === 'ok' ? one : 'refused'))).toEqual(['refused', 'refused', 'refused', 'ok']);
    expect(codes.slice(0, 3).every((one) => one === 'key-refused' || one === 'clock')).toBe(true);
  });
});

describe('midnight', () => {
  test.each([-300, 0, 480, 840])('of a platform in zone %i passes without a failure', async (zone) => {
    await office.close();
    office = await openOffice({ zone });
    const codes: string[] = [];
    for (let hour = 0; hour < 26; hour++) {
      codes.push(await code(office.driver.pops(office.seat)));
      office.clock.advance(3_600_000);
    }
    expect([new Set(codes), office.driver.platformZone]).toEqual([new Set(['ok']), zone]);
  });

  test('a computer that is a day wrong still signs in', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30));
    const platform = await startPlatform({ clock, key: 'k' });
    const quiet = () => undefined;
    const wrong = { ...clock, now: () => clock.now() + 86_400_000 };
    const driver = mvb2000Driver({ clock: wrong, random: () => 0, log: { info: quiet, warn: quiet, error: quiet } })(
      profileOf({ address: platform.address }),
    );
    const seat = must(await driver.identify('2011', '2011'));
    const off = Math.round(driver.platformOffset / 3_600_000);
    driver.close();
    await platform.close();
    expect([seat.interface, off]).toEqual(['SIP/2011', -24]);
  });
});
