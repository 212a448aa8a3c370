import type {
  AgentActivityRow,
  AgentCallRow,
  CallRecordRow,
  MenuKeyRow,
  MusicHoldRow,
  QueueEventRow,
  RatingRow,
  RecordingRow,
  RecordSink,
  VoicemailRow,
} from '../../../port';

/** Everything that was written, by kind. */
export interface Kept {
  readonly sink: RecordSink;
  readonly calls: CallRecordRow[];
  readonly queue: QueueEventRow[];
  readonly offers: AgentCallRow[];
  readonly activities: AgentActivityRow[];
  readonly recordings: RecordingRow[];
  readonly voicemail: VoicemailRow[];
  readonly holds: MusicHoldRow[];
  readonly ratings: RatingRow[];
  readonly menuKeys: MenuKeyRow[];
}

export function keeping(): Kept {
  const kept = {
    ...{ calls: [], queue: [], offers: [], activities: [], recordings: [] },
    ...{ voicemail: [], holds: [], ratings: [], menuKeys: [] },
  } as Omit<Kept, 'sink'>;
  return {
    ...kept,
    sink: {
      callRecord: (row) => kept.calls.push(row),
      queueEvent: (row) => kept.queue.push(row),
      agentCall: (row) => kept.offers.push(row),
      agentActivity: (row) => kept.activities.push(row),
      recording: (row) => kept.recordings.push(row),
      voicemail: (row) => kept.voicemail.push(row),
      fax: () => undefined,
      menuKey: (row) => kept.menuKeys.push(row),
      rating: (row) => kept.ratings.push(row),
      musicHold: (row) => kept.holds.push(row),
    },
  };
}

const byWhen = <T>(rows: readonly T[], when: (row: T) => number): readonly T[] =>
  rows
    .map((row, at) => [row, at] as const)
    .sort(([a, i], [b, k]) => when(a) - when(b) || i - k)
    .map(([row]) => row);

/** Call records without times, in the order in which they began: `0501234567>2011 ANSWERED Queue IN 16`. */
export const callsOf = ({ calls }: Kept): readonly string[] =>
  byWhen(calls, ({ calldate }) => calldate).map(
    ({ caller, callee, disposition, lastApp, direct, cause, transfer, monitor }) =>
      [
        `${caller}>${callee}`,
        disposition,
        lastApp,
        direct || 'INNER',
        cause,
        transfer && `by ${transfer}`,
        monitor && 'rec',
      ]
        .filter(Boolean)
        .join(' '),
  );

/** The queue log without figures and without who came and went: `CONNECT 2011`. */
export const queueWordsOf = ({ queue }: Kept): readonly string[] =>
  byWhen(queue, ({ at }) => at)
    .filter(({ event }) => event !== 'LOGIN' && event !== 'LOGOFF')
    .map(({ event, agentNo }) => (agentNo === 'NONE' ? event : `${event} ${agentNo}`));

/** How each offer ended: `2011 Complete caller`. */
export const offersOf = ({ offers }: Kept): readonly string[] => {
  const last = new Map(offers.map((row) => [`${row.uniqueId} ${row.callingUniqueId} ${row.agent}`, row]));
  return [...last.values()].map(({ agentName, state, reason }) => `${agentName} ${state} ${reason}`);
};
