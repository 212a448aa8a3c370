import { type LabExchange, startAsterisk } from '../../../pbx/lab/exchange';
import { connectManager, type Manager } from '../../../pbx/lab/manager';
import { type AsteriskVersion, asteriskVersions, whyNoAsterisk } from '../../../pbx/lab/tree';

/** What stands behind the platform of these offices. */
export type ExchangeKind = 'simulated' | `asterisk-${AsteriskVersion}`;

const kinds: readonly ExchangeKind[] = [
  'simulated',
  ...asteriskVersions.map((version) => `asterisk-${version}` as const),
];

/** `SEATLINE_EXCHANGE`: `asterisk-16`, `asterisk-22`; absent = simulated. */
export const chosenExchange: ExchangeKind = read(process.env.SEATLINE_EXCHANGE);

function read(named: string | undefined): ExchangeKind {
  const kind = kinds.find((one) => one === (named || 'simulated'));
  if (!kind) throw new Error(`SEATLINE_EXCHANGE is one of ${kinds.join(', ')}, not ${named}`);
  return kind;
}

export const asteriskVersion = (kind: ExchangeKind = chosenExchange): AsteriskVersion | null =>
  asteriskVersions.find((version) => kind === `asterisk-${version}`) ?? null;

/** Why nothing can be tested here; empty = it can. */
export const whyNotRun = (): string => {
  const version = asteriskVersion();
  return version === null ? '' : whyNoAsterisk(version).trim();
};

/** Seconds that a queue lets a telephone ring: long enough for a hand, short enough to be waited for. */
const ringSeconds = 8;

/** The one exchange of a test file. It takes a second to start, so its tests share it and find it empty each. */
export class SharedExchange {
  #started: Promise<LabExchange> | null = null;

  /** As it was when it was started, but for what it has counted. */
  async fresh(version: AsteriskVersion): Promise<LabExchange> {
    this.#started ??= startAsterisk({ version, centre: 'small', ringSeconds, zone: -new Date().getTimezoneOffset() });
    const exchange = await this.#started;
    if (exchange.pid === 0) await exchange.restart();
    const manager = await connectManager(exchange.ami);
    try {
      await empty(manager, exchange);
    } finally {
      manager.close();
    }
    return exchange;
  }

  async close(): Promise<void> {
    const started = this.#started;
    this.#started = null;
    await (await started)?.close();
  }
}

/** No call, no member, no pause, nothing that anybody has set. */
async function empty(manager: Manager, { centre }: LabExchange): Promise<void> {
  const calls = await listed(manager, 'CoreShowChannels', 'CoreShowChannel');
  for (const { Channel = '' } of calls) await manager.send('Hangup', { Channel });
  for (let left = calls.length; left > 0; left = (await listed(manager, 'CoreShowChannels', 'CoreShowChannel')).length)
    await new Promise((resolve) => setTimeout(resolve, 50));
  for (const { Queue = '', Location = '' } of await listed(manager, 'QueueStatus', 'QueueMember'))
    await manager.send('QueueRemove', { Queue, Interface: Location });
  for (const { no } of centre.queues) await manager.send('QueueReset', { Queue: no });
  for (const Family of ['DND', 'CF', 'CFB', 'CFU', 'SEATLINE_BARRED', 'AMPUSER'])
    await manager.send('DBDelTree', { Family });
  for (const no of centre.hotDesks) await manager.send('DBPut', { Family: `DEVICE/${no}`, Key: 'user', Val: 'none' });
}

/** The rows of a list, by the name of their event. */
async function listed(
  manager: Manager,
  action: string,
  row: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const rows: Readonly<Record<string, string>>[] = [];
  let ended = (): void => {};
  const complete = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const off = manager.onEvent((event) => {
    if (event.Event === row) rows.push(event);
    else if (event.Event === `${action}Complete` || event.EventList === 'Complete') ended();
  });
  await manager.send(action);
  await complete;
  off();
  return rows;
}
