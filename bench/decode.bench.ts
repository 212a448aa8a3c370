import { XMLParser } from 'fast-xml-parser';
import { sameBody } from '../electron/platforms/mvb2000/body';
import { decode } from '../electron/platforms/mvb2000/codec';
import { rawRows, typedRow } from '../electron/platforms/mvb2000/rows';
import { createVirtualClock } from '../pbx/engine/simulated/clock';
import type { Platform } from '../pbx/http/platform';
import { startPlatform } from '../pbx/http/start';
import { platformDate } from '../shared/domain/time';
import { type EndpointName, endpointOf } from '../shared/webcti/index';
import { webKey } from '../shared/webcti/webkey';
import { timed } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Decode';
export const notes =
  'Body → typed rows of the catalogue, as the desk does it with every answer of a poll; bodies are those of the ' +
  'built-in platform (a fifth of the seats on a call). "skipped" is what the desk does with a body that has not ' +
  'changed (the two times in `getallstatus` do change); `JSON.parse` and fast-xml-parser alone are what a decoder could ' +
  'not beat and what the desk does not use for polls: the first loses ids, the second is slow. ' +
  'Milliseconds; `×` = ratio of the medians to JSON.';

/** A body of the platform in one of its faces. */
async function body(platform: Platform, now: number, name: EndpointName, args: Record<string, string>, json: boolean) {
  const webkey = webKey(platform.key, platformDate(now, 480));
  const form = new URLSearchParams({ webkey, ...(json ? { json: '2' } : {}), ...args });
  const response = await fetch(`${platform.address}/${endpointOf(name).path}`, { method: 'POST', body: form });
  return { bytes: Buffer.from(await response.arrayBuffer()), type: response.headers.get('content-type') ?? '' };
}

type Body = Awaited<ReturnType<typeof body>>;
const fast = new XMLParser({ parseTagValue: false, processEntities: true });

function compare(label: string, name: EndpointName, json: Body, xml: Body, again: Body, rounds: number) {
  const endpoint = endpointOf(name);
  const keep = (text: string): string => text;
  const volatile = ['requesttime', 'responsetime'].filter((field) => Object.hasOwn(endpoint.fields, field));
  const count = decode(endpoint, json.bytes, json.type, keep).rows.length;
  if (count !== decode(endpoint, xml.bytes, xml.type, keep).rows.length) throw new Error('the faces differ');
  if (!sameBody(json.bytes, again.bytes, volatile)) throw new Error('the body should not have changed');
  const asJson = timed(rounds, () => decode(endpoint, json.bytes, json.type, keep));
  const bare = timed(rounds, () => JSON.parse(json.bytes.toString('utf8')));
  const asXml = timed(rounds, () => decode(endpoint, xml.bytes, xml.type, keep));
  const asFast = timed(Math.ceil(rounds / 3), () => {
    const { root } = fast.parse(xml.bytes.toString('utf8'));
    rawRows(root.data).map((row) => typedRow(row, endpoint.fields));
  });
  const skipped = timed(rounds, () => sameBody(json.bytes, again.bytes, volatile));
  const base = percentile(asJson, 0.5);
  const cells = (times: readonly number[]) => `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.95))}`;
  const ratio = (times: readonly number[]) =>
    (percentile(times, 0.5) / base).toFixed(percentile(times, 0.5) < base ? 3 : 1);
  return [
    label,
    `${Math.round(json.bytes.length / 102.4) / 10} / ${Math.round(xml.bytes.length / 102.4) / 10}`,
    ...[cells(asJson), cells(bare), cells(asXml), cells(asFast), cells(skipped)],
    ...[ratio(bare), ratio(asXml), ratio(asFast), ratio(skipped)],
  ];
}

async function status(seats: number, rounds: number) {
  const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30, 0));
  const platform = await startPlatform({
    clock,
    centre: { seats, queues: Math.max(2, Math.round(seats / 10)) },
    key: 'bench',
  });
  const { engine, scenario } = platform;
  const queues = engine.queues().map(({ no }) => no);
  for (let call = 0; call < seats / 5; call += 1) {
    scenario.callerRings({
      from: `138${String(call).padStart(8, '0')}`,
      to: { queue: queues[call % queues.length] ?? '' },
    });
    await scenario.passes(1);
  }
  await scenario.passes(5);
  const args = {
    devices: engine
      .devices()
      .map(({ no }) => no)
      .join(),
    users: engine
      .users()
      .map(({ no }) => no)
      .join(),
    queues: queues.join(),
  };
  const get = (json: boolean) => body(platform, clock.now(), 'getallstatus', args, json);
  const [json, xml] = [await get(true), await get(false)];
  clock.advance(900);
  const again = await get(true);
  await platform.close();
  return compare(`getallstatus, ${seats} devices`, 'getallstatus', json, xml, again, rounds);
}

async function pop() {
  const clock = createVirtualClock(Date.UTC(2026, 2, 10, 1, 30, 0));
  const platform = await startPlatform({ clock, key: 'bench' });
  platform.engine.queueAdd('90', 'SIP/2011', 0);
  platform.scenario.callerRings({
    ...{ from: '13800138000', name: '李娜', did: '4008001234', ivrPath: '1-3', ivrKeys: '13', to: { queue: '90' } },
  });
  await platform.scenario.passes(2);
  const get = (json: boolean) => body(platform, clock.now(), 'getpopupscreen', { channel: 'SIP/2011' }, json);
  const [json, xml, again] = [await get(true), await get(false), await get(true)];
  await platform.close();
  return compare('getpopupscreen, one ring', 'getpopupscreen', json, xml, again, 3_000);
}

export async function run(): Promise<Table> {
  return {
    head: [
      'answer',
      'kB JSON / XML',
      'JSON p50 / p95',
      'JSON.parse',
      'XML (saxes)',
      'fast-xml-parser',
      'skipped',
      'JSON.parse ×',
      'XML ×',
      'fast ×',
      'skipped ×',
    ],
    rows: [await pop(), await status(50, 300), await status(500, 100), await status(2_000, 40)],
  };
}
