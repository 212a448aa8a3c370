import type { Area } from '../migrations';

/**
 * Reports (WEBCTI2 chapter 7). `hour` counts local hours since 1970, so that day, week, month and year are arithmetic;
 * every longer period is the fold of its hours. What a column means stands in `../reports-figures.ts`.
 */
export const reportsArea: Area = {
  name: 'reports',
  steps: [
    `
    CREATE TABLE report_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE report_feed (feed TEXT PRIMARY KEY, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE report_todo (feed TEXT NOT NULL, hour INTEGER NOT NULL, PRIMARY KEY (feed, hour)) STRICT, WITHOUT ROWID;
    CREATE TABLE report_stop (
      id INTEGER PRIMARY KEY, after_activity INTEGER NOT NULL, stopped_at INTEGER NOT NULL) STRICT;
    CREATE TABLE report_number (number TEXT PRIMARY KEY, area TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE report_platform (
      hour INTEGER PRIMARY KEY,
      incomingcalls INTEGER NOT NULL, incominganswered INTEGER NOT NULL, incomingbillsecs INTEGER NOT NULL,
      incomingmaxbillsecs INTEGER NOT NULL, incomingivrs INTEGER NOT NULL, incomingextensions INTEGER NOT NULL,
      incomingqueues INTEGER NOT NULL, outboundcalls INTEGER NOT NULL, outboundanswered INTEGER NOT NULL,
      outboundnationalcalls INTEGER NOT NULL, outboundnationalanswered INTEGER NOT NULL,
      outboundnationalbillsecs INTEGER NOT NULL, outboundinternationalcalls INTEGER NOT NULL,
      outboundinternationalanswered INTEGER NOT NULL, outboundinternationalbillsecs INTEGER NOT NULL,
      outboundbillsecs INTEGER NOT NULL, outboundmaxbillsecs INTEGER NOT NULL, internalcalls INTEGER NOT NULL,
      internalanswered INTEGER NOT NULL, internalbillsecs INTEGER NOT NULL,
      internalmaxbillsecs INTEGER NOT NULL) STRICT;
    CREATE TABLE report_area (
      hour INTEGER NOT NULL, area TEXT NOT NULL,
      incomingcalls INTEGER NOT NULL, incominganswered INTEGER NOT NULL, incomingbillsecs INTEGER NOT NULL,
      incomingmaxbillsecs INTEGER NOT NULL, incomingqueues INTEGER NOT NULL, incomingivrs INTEGER NOT NULL,
      incomingextensions INTEGER NOT NULL, PRIMARY KEY (hour, area)) STRICT, WITHOUT ROWID;
    CREATE TABLE report_queue (
      hour INTEGER NOT NULL, queue TEXT NOT NULL,
      queuecalls INTEGER NOT NULL, agentcalls INTEGER NOT NULL, agentanswered INTEGER NOT NULL,
      noanswerdcalls INTEGER NOT NULL, timeoutcalls INTEGER NOT NULL, abandancalls INTEGER NOT NULL,
      otherbadcalls INTEGER NOT NULL, answeredin5 INTEGER NOT NULL, answeredin10 INTEGER NOT NULL,
      answeredin15 INTEGER NOT NULL, answeredin20 INTEGER NOT NULL, answeredin30 INTEGER NOT NULL,
      answeredinup30 INTEGER NOT NULL, answeredholdtime INTEGER NOT NULL, abandanholdtime INTEGER NOT NULL,
      maxholdtime INTEGER NOT NULL, billsecs INTEGER NOT NULL, PRIMARY KEY (hour, queue)) STRICT, WITHOUT ROWID;
    CREATE TABLE report_offer (
      hour INTEGER NOT NULL, agent TEXT NOT NULL,
      incomingcalls INTEGER NOT NULL, incallanswered INTEGER NOT NULL, transfercalls INTEGER NOT NULL,
      agenthangup INTEGER NOT NULL, callerhangup INTEGER NOT NULL, incomingbillsecs INTEGER NOT NULL,
      ringsecs INTEGER NOT NULL, rings INTEGER NOT NULL, holdsecs INTEGER NOT NULL,
      maxincomingbillsec INTEGER NOT NULL, ringnoanswer INTEGER NOT NULL,
      PRIMARY KEY (hour, agent)) STRICT, WITHOUT ROWID;
    CREATE TABLE report_outgoing (
      hour INTEGER NOT NULL, agent TEXT NOT NULL,
      outboundcalls INTEGER NOT NULL, outcallanswered INTEGER NOT NULL, outboundbillsecs INTEGER NOT NULL,
      maxoutboundbillsec INTEGER NOT NULL, PRIMARY KEY (hour, agent)) STRICT, WITHOUT ROWID;
    CREATE TABLE report_pickup (
      hour INTEGER NOT NULL, agent TEXT NOT NULL, pickupcalls INTEGER NOT NULL,
      PRIMARY KEY (hour, agent)) STRICT, WITHOUT ROWID;
    CREATE TABLE report_presence (
      hour INTEGER NOT NULL, agent TEXT NOT NULL,
      onlineduration INTEGER NOT NULL, logintimes INTEGER NOT NULL, pauseduration INTEGER NOT NULL,
      unpauseduration INTEGER NOT NULL, pausetimes INTEGER NOT NULL, wrappedsecs INTEGER NOT NULL,
      othworksecs INTEGER NOT NULL, PRIMARY KEY (hour, agent)) STRICT, WITHOUT ROWID;

    CREATE TABLE music_hold (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, ended_at INTEGER NOT NULL, channel TEXT NOT NULL,
      unique_id TEXT NOT NULL, agent TEXT NOT NULL) STRICT;
    CREATE INDEX music_hold_at ON music_hold (at);
    CREATE TABLE report_hold (
      hour INTEGER NOT NULL, agent TEXT NOT NULL,
      musicholdsecs INTEGER NOT NULL, musicholdcounts INTEGER NOT NULL, maxmusicholdsec INTEGER NOT NULL,
      PRIMARY KEY (hour, agent)) STRICT, WITHOUT ROWID;

    CREATE INDEX queue_event_agent ON queue_event (agent_no, queue_start) WHERE agent_no <> 'NONE';
    CREATE INDEX agent_activity_agent ON agent_activity (agent, id);
    CREATE INDEX agent_activity_name ON agent_activity (agent_name, agent);

    CREATE TABLE report_pbx (
      pbx INTEGER PRIMARY KEY, name TEXT NOT NULL, remark TEXT NOT NULL, listed INTEGER NOT NULL DEFAULT 1) STRICT;
    CREATE TABLE report_agent (
      id INTEGER PRIMARY KEY, pbx INTEGER NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL, remark TEXT NOT NULL,
      listed INTEGER NOT NULL DEFAULT 1, UNIQUE (pbx, agent)) STRICT;
    CREATE TABLE report_queue_name (
      id INTEGER PRIMARY KEY, pbx INTEGER NOT NULL, queue TEXT NOT NULL, name TEXT NOT NULL, remark TEXT NOT NULL,
      listed INTEGER NOT NULL DEFAULT 1, UNIQUE (pbx, queue)) STRICT;
    CREATE TABLE report_score (key INTEGER PRIMARY KEY, score INTEGER NOT NULL, remark TEXT NOT NULL) STRICT;
    CREATE TABLE report_job (
      id INTEGER PRIMARY KEY, pbx INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, begin_day TEXT NOT NULL,
      end_day TEXT, enabled INTEGER NOT NULL, finished_day TEXT, begun_at INTEGER, ended_at INTEGER,
      UNIQUE (pbx, kind)) STRICT;
    `,
  ],
};
