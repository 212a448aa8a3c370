import type { CallEngine, RecordingRow } from '../../engine/port';
import { done, type FileReply, type Handlers, refuse, rows } from './handler';

/** The platform leaves the name out (§4.72). */
const none = () => refuse(9003, 'file "" not exists.');

/** There is no encoder: with `mp3` too the answer is the WAV file, under its own name and type. */
const sound = (row: RecordingRow, engine: CallEngine): FileReply => ({
  file: { name: row.file, type: 'audio/wav', bytes: engine.soundOf(row) },
});

/** Folders of the spool, by what is recorded there. */
const spools: Readonly<Record<string, RecordingRow['kind']>> = { meetme: 'conference', monitor: 'call' };

/** Nothing here ever becomes a path: a name is looked up among the recordings, or it is none. */
export const recordings: Handlers<'getmonitor' | 'getmonitorbyuid' | 'getmonitornums' | 'getspoolfile'> = {
  getmonitor({ filename, checkonly }, { store, engine }) {
    const found = store.recordings.find(filename);
    if (!found) return none();
    return checkonly === '1' ? done('SUCCESS') : sound(found, engine);
  },

  getmonitorbyuid({ uniqueid, recno }, { store, engine }) {
    const found = store.recordings.ofCall(uniqueid)[Number(recno)];
    return found ? sound(found, engine) : none();
  },

  getmonitornums: ({ uniqueid }, { store }) =>
    rows(store.recordings.ofCall(uniqueid).map(({ file }, fileid) => ({ fileid, filename: file }))),

  getspoolfile({ location, filename, delete: order }, { store, engine }) {
    const kind = Object.hasOwn(spools, location) ? spools[location] : undefined;
    const found = kind && store.recordings.find(filename);
    if (found?.kind !== kind || !found) return refuse(9003, `file "${filename}" not exists.`);
    if (order === undefined || !/^(?:1|yes)$/i.test(order)) return sound(found, engine);
    store.recordings.remove(found.kind, filename);
    return done('SUCCESS');
  },
};
