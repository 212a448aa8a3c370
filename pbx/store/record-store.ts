import type { PlatformTime } from '../../shared/domain/time';
import type { AgentActivityRow, AgentCallRow, CallRecordRow, RecordSink } from '../engine/port';
import type { Page } from './where';

/**
 * What the platform remembers of calls. The engine writes (`RecordSink`), handlers and services ask. Answers are in order
 * of writing, oldest first, unless a page says otherwise; a list and its count take the same filter and cannot disagree.
 */
export interface RecordStore extends Pick<RecordSink, 'callRecord' | 'agentCall' | 'agentActivity'> {
  calls(filter: CallFilter, part?: Page): readonly CallRecordRow[];
  countCalls(filter: CallFilter): number;
  agentCalls(filter: AgentCallFilter): readonly AgentCallRow[];
  activities(filter: ActivityFilter): readonly StoredActivity[];
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
  /** Any of these on either side. */
  readonly numbers?: readonly string[];
  readonly direct?: 'IN' | 'OUT' | 'INNER' | 'INOUT';
  /** Whether the first record of the call was answered; a call has several records after a transfer or a queue. */
  readonly firstAnswered?: boolean;
  readonly lastAnswered?: boolean;
  readonly recorded?: boolean;
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
