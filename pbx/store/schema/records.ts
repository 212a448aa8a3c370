import type { Area } from '../migrations';

/** What the engine writes: call records, queue log, offers to agents, agents' activity. Times are unix milliseconds. */
export const recordsArea: Area = {
  name: 'records',
  steps: [
    `
    CREATE TABLE call_record (
      id INTEGER PRIMARY KEY, calldate INTEGER NOT NULL, src TEXT NOT NULL, dst TEXT NOT NULL, clid TEXT NOT NULL,
      context TEXT NOT NULL, channel TEXT NOT NULL, dst_channel TEXT NOT NULL, last_app TEXT NOT NULL,
      last_data TEXT NOT NULL, duration INTEGER NOT NULL, billed INTEGER NOT NULL, disposition TEXT NOT NULL,
      account TEXT NOT NULL, unique_id TEXT NOT NULL, user_field TEXT NOT NULL, answered_at INTEGER,
      ended_at INTEGER NOT NULL, caller TEXT NOT NULL, callee TEXT NOT NULL, did TEXT NOT NULL, redirected TEXT NOT NULL,
      original TEXT NOT NULL, monitor TEXT NOT NULL, direct TEXT NOT NULL, transfer TEXT NOT NULL, trunk TEXT NOT NULL,
      cause INTEGER NOT NULL) STRICT;
    CREATE INDEX call_record_date ON call_record (calldate);
    CREATE INDEX call_record_call ON call_record (unique_id, calldate);
    CREATE INDEX call_record_caller ON call_record (caller, calldate);
    CREATE INDEX call_record_callee ON call_record (callee, calldate);

    CREATE TABLE queue_event (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, queue TEXT NOT NULL, unique_id TEXT NOT NULL, channel TEXT NOT NULL,
      number TEXT NOT NULL, agent TEXT NOT NULL, agent_no TEXT NOT NULL, event TEXT NOT NULL, arg1 TEXT NOT NULL,
      arg2 TEXT NOT NULL, arg3 TEXT NOT NULL, arg4 TEXT NOT NULL, arg5 TEXT NOT NULL,
      queue_start INTEGER NOT NULL) STRICT;
    CREATE INDEX queue_event_at ON queue_event (at);
    CREATE INDEX queue_event_start ON queue_event (queue_start, queue);
    CREATE INDEX queue_event_call ON queue_event (unique_id) WHERE unique_id <> '';

    CREATE TABLE agent_call (
      id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, queue TEXT NOT NULL, entered_at INTEGER NOT NULL,
      channel TEXT NOT NULL, unique_id TEXT NOT NULL, calling_channel TEXT NOT NULL, calling_unique_id TEXT NOT NULL,
      agent TEXT NOT NULL, agent_name TEXT NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
      connected_at INTEGER, completed_at INTEGER, hold INTEGER NOT NULL, ring INTEGER NOT NULL, talk INTEGER NOT NULL,
      reason TEXT NOT NULL, UNIQUE (unique_id, calling_unique_id, agent)) STRICT;
    CREATE INDEX agent_call_live ON agent_call (state) WHERE state IN ('Called', 'Connect');
    CREATE INDEX agent_call_completed ON agent_call (completed_at);

    CREATE TABLE agent_activity (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, agent TEXT NOT NULL, agent_name TEXT NOT NULL, queue TEXT NOT NULL,
      event TEXT NOT NULL, login_at INTEGER NOT NULL, pause_type INTEGER NOT NULL, online INTEGER NOT NULL,
      ready INTEGER NOT NULL, paused INTEGER NOT NULL, seconds_before INTEGER NOT NULL) STRICT;
    CREATE INDEX agent_activity_at ON agent_activity (at);
    CREATE INDEX agent_activity_membership ON agent_activity (queue, agent, id);
    `,
  ],
};
