import type { AudioPreferences, FromAudio } from '../../shared/voice/contract';
import { type MediaDevice, type MediaDevices, stopped } from './media';

/** What is chosen and what is used of it: a device that is not there gives way to the system's default. */
export interface Chosen {
  /** Device ids; empty = the system's default. */
  readonly input: string;
  readonly output: string;
}

export type DeviceReport = Omit<Extract<FromAudio, { t: 'devices' }>, 't' | 'headset'>;

export interface Devices {
  /** What to use now. */
  readonly chosen: Chosen;
  readonly report: DeviceReport;
  prefer(preferences: Pick<AudioPreferences, 'input' | 'output'>): void;
  /** Asks for the microphone once, so that the question does not come with the first call. */
  ask(): Promise<void>;
  /** Looks again. */
  refresh(): Promise<void>;
  close(): void;
}

const most = 50;
const longest = 200;

/**
 * Which devices there are and which of them are used. `onChange` runs when the report differs, `onChosen` when another
 * device is to be used: a chosen one has gone, has come back, or the person chose another.
 */
export function createDevices(
  media: MediaDevices,
  on: { change(report: DeviceReport): void; chosen(chosen: Chosen): void },
): Devices {
  let wanted: Chosen = { input: '', output: '' };
  let chosen: Chosen = wanted;
  let found: readonly MediaDevice[] = [];
  let report: DeviceReport = { microphone: 'unknown', inputs: [], outputs: [], fallback: false };
  let known = false;
  let asked = false;
  let looking: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const of = (kind: MediaDevice['kind']) =>
    found
      .filter((device) => device.kind === kind && device.id !== '')
      .slice(0, most)
      .map(({ id, label }) => ({ id: id.slice(0, longest), label: label.slice(0, longest) }));
  /** Before the permission the browser tells no ids: nothing can be said to be missing. */
  const present = (kind: MediaDevice['kind'], id: string): boolean =>
    id === '' || !known || of(kind).length === 0 || of(kind).some((device) => device.id === id);

  const settle = (microphone: DeviceReport['microphone']): void => {
    const next: Chosen = {
      input: present('input', wanted.input) ? wanted.input : '',
      output: present('output', wanted.output) ? wanted.output : '',
    };
    const fallback = next.input !== wanted.input || next.output !== wanted.output;
    const nextReport: DeviceReport = { microphone, inputs: of('input'), outputs: of('output'), fallback };
    const differs = JSON.stringify(nextReport) !== JSON.stringify(report);
    const moved = next.input !== chosen.input || next.output !== chosen.output;
    report = nextReport;
    chosen = next;
    if (differs) on.change(report);
    if (moved) on.chosen(chosen);
  };

  const look = async (): Promise<void> => {
    const [list, permission] = await Promise.all([media.list(), media.permission()]);
    if (closed) return;
    found = list;
    known = permission === 'granted';
    const absent = !list.some(({ kind }) => kind === 'input');
    settle(absent ? 'absent' : permission === 'prompt' ? 'unknown' : permission);
  };
  /** One look at a time; what happens meanwhile is looked at afterwards. */
  const refresh = async (): Promise<void> => {
    if (looking) {
      again = true;
      return looking;
    }
    looking = (async () => {
      do {
        again = false;
        await look();
      } while (again && !closed);
    })().finally(() => {
      looking = null;
    });
    return looking;
  };
  const off = media.onChange(() => void refresh());

  return {
    get chosen() {
      return chosen;
    },
    get report() {
      return report;
    },
    prefer: ({ input, output }) => {
      wanted = { input, output };
      settle(report.microphone);
    },
    ask: async () => {
      await refresh();
      if (asked || report.microphone !== 'unknown') return;
      asked = true;
      const opened = await media.capture({
        input: '',
        echoCancellation: true,
        noiseSuppression: true,
        autoGain: true,
      });
      if (opened.ok) stopped(opened.value);
      await refresh();
    },
    refresh,
    close: () => {
      closed = true;
      off();
    },
  };
}
