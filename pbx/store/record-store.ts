import type { PlatformTime } from '../../shared/domain/time';
import type { AgentActivityRow, AgentCallRow, CallRecordRow, QueueEventRow, RecordSink } from '../engine/port';

/**
 * What the platform remembers. The engine writes (`RecordSink`), handlers and services ask. Answers are in order of
 * writing, oldest first; sorting and paging belong to the asker, so that a list and its count can never disagree.
 */
export interface RecordStore extends RecordSink {
  calls(filter: CallFilter): readonly CallRecordRow[];
  queueEvents(filter: QueueEventFilter): readonly QueueEventRow[];
  agentCalls(filter: AgentCallFilter): readonly AgentCallRow[];
  activities(filter: ActivityFilter): readonly StoredActivity[];
  close(): void;
}

/** Absent members do not filter. Numbers and names are compared whole. */
export interface CallFilter {
  /** The same number in both means: on either side (WEBCTI2 §4.53). */
  readonly caller?: string;
  readonly callee?: string;
  readonly disposition?: string;
  /** Inclusive. */
  readonly from?: PlatformTime;
  readonly to?: PlatformTime;
  readonly account?: string;
  /** Live name, or its interface without the suffix. */
  readonly channel?: string;
  readonly dstChannel?: string;
  readonly uniqueIds?: readonly string[];
  readonly did?: string;
  readonly direct?: 'IN' | 'OUT' | 'INNER';
  /** Whether the first record of the call was answered; a call has several records after a transfer or a queue. */
  readonly firstAnswered?: boolean;
  readonly lastAnswered?: boolean;
  readonly recorded?: boolean;
}

export interface QueueEventFilter {
  readonly queue?: string;
  readonly agent?: string;
  readonly events?: readonly string[];
  readonly from?: PlatformTime;
  readonly to?: PlatformTime;
}

export interface AgentCallFilter {
  readonly queue?: string;
  readonly agentName?: string;
  /** Also those that ended at or after this time; absent = only those that still ring or talk. */
  readonly endedSince?: PlatformTime;
}

export interface ActivityFilter {
  readonly from?: PlatformTime;
  readonly to?: PlatformTime;
  readonly agent?: string;
  readonly agentName?: string;
  readonly queue?: string;
  readonly event?: AgentActivityRow['event'];
}

export interface StoredActivity extends AgentActivityRow {
  readonly id: number;
  /** Seconds in the state that this event ended; 0 for the first event of a membership. */
  readonly secondsBefore: number;
}
