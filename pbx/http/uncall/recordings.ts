import type { ByteSource, CallEngine, RecordingRow } from '../../engine/port';
import { wavHeader, wavHeaderBytes } from '../../services/wav';
import { recordingsOfWholeCall } from '../../store/whole-calls';
import type { HandlerContext, ServedFile } from '../handlers/handler';

/** Recordings of the call that popEvent named; none while it is recorded, and of a call that is not. */
export const recordingsOf = (uid: string, { store }: HandlerContext): readonly RecordingRow[] =>
  recordingsOfWholeCall(store.database, store.recordings, uid);

/** `SIP/2011-0000002a` → `2011`; a line has no number of its own. */
const phoneIn = (channel: string, engine: CallEngine): string => {
  const no = /^[^/]+\/(.+)-[0-9a-f]+$/i.exec(channel)?.[1] ?? '';
  return engine.device(no) ? no : '';
};

/** `audio:<extension>-<number>-<yyyymmdd>-<hhmmss>-<uid>.WAV` (§3.4). */
export function fileNameOf(uid: string, parts: readonly RecordingRow[], context: HandlerContext): string {
  const [first] = parts;
  const record = context.records.calls({ uniqueIds: [uid] }).find(({ monitor }) => monitor === first?.file);
  const [calling, called] = [record?.channel ?? '', record?.dstChannel ?? ''].map((one) =>
    phoneIn(one, context.engine),
  );
  const [extension, number] = calling ? [calling, record?.dst] : [called, record?.src];
  const [date = '', time = ''] = context
    .time(first?.startedAt ?? 0)
    .replaceAll(/[-:]/g, '')
    .split(' ');
  const safe = (text: string | undefined): string => text?.replace(/[^\w+*#]/g, '') ?? '';
  return `audio:${safe(extension)}-${safe(number)}-${date}-${time}-${uid}.WAV`;
}

/** The sound of a `files` of getRecording; undefined: there is no recording of that name. */
export function recordingNamed(files: string, context: HandlerContext): ServedFile | undefined {
  const uid = /^audio:.{0,200}-(\d{1,15}\.\d{1,15})\.WAV$/.exec(files)?.[1];
  if (uid === undefined) return undefined;
  const parts = recordingsOf(uid, context);
  if (parts.length === 0 || fileNameOf(uid, parts, context) !== files) return undefined;
  const name = files.replace(/^audio:/, '');
  return { name, type: 'audio/x-wav', bytes: joined(parts.map((part) => context.engine.soundOf(part))) };
}

/** Several WAV files of the telephone's kind as one. */
function joined(sources: readonly ByteSource[]): ByteSource {
  const [only] = sources;
  if (only && sources.length === 1) return only;
  const lengths = sources.map(({ size }) => Math.max(0, size - wavHeaderBytes));
  const data = lengths.reduce((sum, length) => sum + length, 0);
  const header = wavHeader(data);
  return {
    size: wavHeaderBytes + data,
    *read(from, to) {
      if (from < wavHeaderBytes) yield header.subarray(from, Math.min(to, wavHeaderBytes));
      let start = wavHeaderBytes;
      for (const [place, source] of sources.entries()) {
        const length = lengths[place] ?? 0;
        const [begin, end] = [Math.max(from, start), Math.min(to, start + length)];
        const offset = wavHeaderBytes - start;
        if (begin < end) yield* source.read(begin + offset, end + offset);
        start += length;
      }
    },
  };
}
