import { catalogue, type EndpointName } from '../../shared/webcti';
import type { TestPlatform } from './test-platform';

/** What leaves a message, a recording, a fax or a rating behind; each returns what finds it again. */

/** A caller speaks to the mailbox of 8003, who sits nowhere; the file of the new message. */
export function leaveMessage(platform: TestPlatform, seconds = 12, from = '13800138000'): string {
  platform.scenario.callerRings({ from, to: { extension: '8003' }, messageSeconds: seconds });
  platform.clock.advance((seconds + 10) * 1_000);
  const box = { context: 'default', box: '8003', folder: 'INBOX' };
  const [newest] = platform.store.voicemail.list(box, { sort: 'id', descending: true, offset: 0, rows: 1 });
  return newest?.file ?? '';
}

/** A call of 8004, who is recorded and sits at 3004; its id. */
export async function recordCall(platform: TestPlatform, seconds = 20): Promise<string> {
  await platform.ask('ctibinddevice', { extension: '8004', device: '3004' });
  for (const { name } of platform.engine.channels().filter((one) => one.device === '3004' && one.hungUpAt === null)) {
    platform.engine.hangUp(name);
  }
  platform.clock.advance(1_000);
  const caller = platform.scenario.callerRings({ from: '13800138000', to: { extension: '8004' } });
  platform.clock.advance(1_000);
  platform.scenario.answers('3004');
  platform.clock.advance(seconds * 1_000);
  caller.hangsUp();
  platform.clock.advance(1_000);
  return caller.uniqueId;
}

/** Somebody sits in a room that is recorded; the file of it. */
export function recordRoom(platform: TestPlatform, seconds = 15): string {
  platform.scenario.dials('2016', '9112');
  const id = platform.engine.channels().find((one) => one.device === '2016' && one.hungUpAt === null)?.uniqueId ?? '';
  platform.clock.advance(seconds * 1_000);
  platform.scenario.hangsUp('2016');
  platform.clock.advance(1_000);
  return platform.store.recordings.ofCall(id)[0]?.file ?? '';
}

/** A whole fax for 2011; its number and the name of its file. */
export function sendFax(platform: TestPlatform, pages = 2): { readonly id: string; readonly file: string } {
  const machine = platform.scenario.faxArrives({ from: '02085558321', to: '2011', pages, did: '4008001234' });
  platform.clock.advance((15 + pages * 30) * 1_000);
  const [newest] = platform.store.fax.list({}, { sort: 'id', descending: true, offset: 0, rows: 1 });
  return { id: String(newest?.id ?? ''), file: `${machine.uniqueId}.tif` };
}

/** A caller of queue 91 judges 2016's work by a key after the call; the id of the call. */
export function rateCall(platform: TestPlatform, key: string): string {
  const { scenario, engine, clock } = platform;
  engine.queueAdd('91', 'SIP/2016', 0);
  const caller = scenario.callerRings({
    from: '13912345678',
    to: { queue: '91' },
    variables: { QUEUEQMCONTEXT: 'qm' },
  });
  clock.advance(1_000);
  scenario.answers('2016');
  clock.advance(10_000);
  scenario.hangsUp('2016');
  clock.advance(1_000);
  if (key === '') caller.hangsUp();
  else caller.presses(key);
  clock.advance(1_000);
  engine.queueRemove('91', 'SIP/2016');
  return caller.uniqueId;
}

/** A sound file of telephone quality, or of another rate, width or number of channels. */
export function wavFile(seconds = 1, rate = 8_000, bits = 16, channels = 1): Uint8Array<ArrayBuffer> {
  const data = Math.round(seconds * rate) * (bits / 8) * channels;
  const bytes = Buffer.alloc(44 + data);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + data, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE((rate * channels * bits) / 8, 28);
  bytes.writeUInt16LE((channels * bits) / 8, 32);
  bytes.writeUInt16LE(bits, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(data, 40);
  for (let at = 44; at < bytes.length; at += 1) bytes[at] = (at * 7) & 0x3f;
  return Uint8Array.from(bytes);
}

/** What came back for a file: its bytes, and the headers that say what it is. */
export async function fetchFile(
  platform: TestPlatform,
  name: EndpointName,
  query: Readonly<Record<string, string>>,
  init?: RequestInit,
) {
  const response = await fetch(
    platform.url(catalogue[name].path, { webkey: platform.keyNow(), json: '2', ...query }),
    init,
  );
  const header = (key: string): string | null => response.headers.get(key);
  return {
    status: response.status,
    type: header('content-type'),
    length: header('content-length'),
    range: header('content-range'),
    disposition: header('content-disposition'),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

/** What a WAV file says of itself, and whether it holds as much as it says. */
export function readWav(bytes: Buffer) {
  const data = bytes.readUInt32LE(40);
  return {
    words: [bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 16), bytes.toString('latin1', 36, 40)],
    kind: bytes.readUInt16LE(20),
    channels: bytes.readUInt16LE(22),
    rate: bytes.readUInt32LE(24),
    bits: bytes.readUInt16LE(34),
    seconds: data / 16_000,
    whole: bytes.length === 44 + data && bytes.readUInt32LE(4) === 36 + data,
    silent: bytes.subarray(44).every((byte) => byte === 0),
  };
}
/** What every sound of this platform is. */
export const telephoneSound = (seconds: number) => ({
  words: ['RIFF', 'WAVEfmt ', 'data'],
  ...{ kind: 1, channels: 1, rate: 8_000, bits: 16, seconds, whole: true, silent: false },
});
