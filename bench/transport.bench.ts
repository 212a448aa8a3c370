import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { createMvb } from '../electron/platforms/mvb2000/platform';
import { nodeNetwork } from '../electron/platforms/wire/network';
import { undiciHttp } from '../electron/platforms/wire/undici';
import { wallClock } from './support/wall';
import { ms, percentile, type Table } from './table';

export const title = 'Transport';
export const notes =
  'The MVB2000 client (key, query, keep-alive, limits, decoding into typed rows) against a server in another process ' +
  'that says one fixed `getpopupscreen` answer, beside bare undici and fetch with `JSON.parse` on the same server in ' +
  'the same run. "changing" counts up an id in each answer, so that the client has to decode; otherwise it knows the ' +
  'bytes again. CPU is that of this process. The order of the rows turns with each round; medians of the rounds.';

const rounds = 5;
const perRound = 1_500;

/** Answers anything with one row; `/still/` the same bytes each time, `/changing/` another uniqueid. */
const server = `
const http = require('node:http');
let n = 0;
const row = (id) => JSON.stringify({ errcode: 0, message: 'SUCCESS', data: [{ channel: 'SIP/2011-0000002a', uniqueid: id,
  callerid: '13800138000', miscdata: 'SIP/trunk-00000029', miscuniqueid: '1421960697.190', direct: 'IN', state: 'Ringing',
  did: '4008001234', queue: '90', agentno: '2011', ivrhist: '1-3', calldata: '', holdtime: '7' }] });
const s = http.createServer((q, r) => {
  const body = Buffer.from(row('1421960697.' + (q.url.startsWith('/changing') ? ++n : 191)));
  r.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  r.end(body);
});
s.listen(0, '127.0.0.1', () => process.stdout.write(String(s.address().port) + '\\n'));
process.stdin.on('end', () => process.exit(0)).resume();
`;

type Ask = () => Promise<unknown>;
interface Way {
  readonly name: string;
  readonly ask: Ask;
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** `perRound` questions, `lanes` at a time: questions a second and CPU ms a question. */
async function measure(ask: Ask, lanes: number): Promise<{ rate: number; cpuEach: number }> {
  const [from, before] = [performance.now(), cpu()];
  let left = perRound;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await ask();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { rate: (perRound * 1_000) / (performance.now() - from), cpuEach: (cpu() - before) / perRound };
}

export async function run(): Promise<Table> {
  const child = spawn(process.execPath, ['-e', server], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const origin = `http://127.0.0.1:${String(line).trim()}`;
  const dispatcher = new Agent({ connections: 12, pipelining: 1 });
  const log = { info() {}, warn() {}, error() {} };
  const effects = { clock: wallClock, random: () => 0.5, log, http: undiciHttp, network: nodeNetwork };
  const client = (folder: string) =>
    createMvb({ address: `${origin}/${folder}`, key: 'bench', pin: '', features: {} }, effects);
  const [still, changing] = [client('still'), client('changing')];
  const path = 'webservice2/getpopupscreen.php?webkey=00000000000000000000000000000000&json=2&channel=SIP%2F2011';
  const ask = async (mvb: typeof still): Promise<void> => {
    const answer = await mvb.call('getpopupscreen', { channel: 'SIP/2011' });
    if (!answer.ok) throw new Error(answer.error.code);
  };
  const ways: readonly Way[] = [
    {
      name: 'bare undici, JSON.parse',
      ask: async () => JSON.parse(await (await request(`${origin}/changing/${path}`, { dispatcher })).body.text()),
    },
    { name: 'fetch, JSON.parse', ask: async () => (await fetch(`${origin}/changing/${path}`)).json() },
    { name: 'client, changing', ask: () => ask(changing) },
    { name: 'client, unchanged', ask: () => ask(still) },
  ];
  const rows: (readonly (string | number)[])[] = [];
  for (const lanes of [1, 8]) {
    const found = new Map<string, { rate: number; cpuEach: number }[]>();
    for (const { ask: warm } of ways) await measure(warm, lanes);
    for (let round = 0; round < rounds; round += 1) {
      for (let step = 0; step < ways.length; step += 1) {
        const way = ways[(round + step) % ways.length];
        if (way) found.set(way.name, [...(found.get(way.name) ?? []), await measure(way.ask, lanes)]);
      }
    }
    const median = (name: string, of: (m: { rate: number; cpuEach: number }) => number) =>
      percentile((found.get(name) ?? []).map(of), 0.5);
    const base = median(ways[0]?.name ?? '', ({ rate }) => rate);
    for (const { name } of ways) {
      const rate = median(name, (m) => m.rate);
      rows.push([name, lanes, Math.round(rate), ms(median(name, (m) => m.cpuEach)), (rate / base).toFixed(2)]);
    }
  }
  still.client.close();
  changing.client.close();
  await dispatcher.close();
  child.stdin.end();
  return { head: ['way', 'at a time', 'requests/s', 'CPU ms each', 'rate ×'], rows };
}
