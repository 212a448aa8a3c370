import { otherDepartures } from './queue-log';
import { reachSql, servedSql, talkSql } from './reports-figures';

/** What the figures count, as rows in SQL. Each takes two values: first instant, and the first one after the end. */

/** Calls that began in a span, one row each (`reports-figures.ts` tells the columns). */
export const callsSql = `
  SELECT *, ${servedSql} AS served, ${reachSql} AS reach FROM (
    SELECT unique_id, min(calldate) AS start, direct, caller, callee,
      sum(disposition = 'ANSWERED') > 0 AS answered, sum(billed) AS talk,
      sum(disposition = 'ANSWERED' AND last_app = 'Queue') > 0 AS by_queue, sum(last_app = 'Queue') > 0 AS queued,
      sum(disposition = 'ANSWERED' AND last_app = 'Bridge') > 0 AS bridged,
      sum(disposition = 'ANSWERED' AND dst_channel <> '') > 0 AS met
    FROM call_record
    WHERE unique_id IN (SELECT unique_id FROM call_record WHERE calldate >= ?1 AND calldate < ?2)
    GROUP BY unique_id HAVING start >= ?1 AND start < ?2)`;

/** Stays in a queue that began in a span. */
export const staysSql = `
  SELECT queue, unique_id, queue_start AS start,
    sum(event = 'ENTERQUEUE') > 0 AS entered,
    sum(event IN ('RINGNOANSWER', 'AGENTDUMP', 'RINGCANCELED')) > 0 AS rung, sum(event = 'CONNECT') > 0 AS answered,
    sum(event = 'RINGCANCELED') > 0 AS cancelled, sum(event = 'ABANDON') > 0 AS abandoned,
    sum(event = 'EXITWITHTIMEOUT') > 0 AS timed_out,
    sum(event IN (${otherDepartures})) > 0 AS otherwise,
    max(CASE WHEN event = 'CONNECT' THEN CAST(arg1 AS INTEGER)
      WHEN event IN ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'WITHDRAW', 'TRANSFER') THEN CAST(arg3 AS INTEGER)
      WHEN event = 'EXITWITHKEY' THEN CAST(arg4 AS INTEGER) WHEN event = 'SYSCOMPAT' THEN CAST(arg2 AS INTEGER) END) AS wait,
    total(${talkSql}) AS talk
  FROM queue_event WHERE queue_start >= ?1 AND queue_start < ?2 AND unique_id <> ''
  GROUP BY queue, queue_start, unique_id`;

/** Events of queue calls at agents, of calls that entered in a span; a plain condition, so that a list can page them. */
export const offersSql =
  "FROM queue_event WHERE agent_no <> 'NONE' AND unique_id <> '' AND queue_start >= ?1 AND queue_start < ?2";

/**
 * Calls that were picked up in a span: the ringing ended unanswered in the moment in which the talk began. The sign
 * before the last column keeps SQLite from going through the whole table in order of its ids.
 */
export const pickupsSql = `
  SELECT taken.id, taken.calldate AS start, taken.caller, min(rung.callee) AS callee, taken.callee AS agent,
    taken.billed AS talk, taken.unique_id
  FROM call_record AS taken JOIN call_record AS rung ON rung.unique_id = taken.unique_id
  WHERE taken.calldate >= ?1 AND taken.calldate < ?2 AND taken.last_app = 'Bridge' AND taken.disposition = 'ANSWERED'
    AND rung.last_app <> 'Bridge' AND rung.disposition <> 'ANSWERED' AND rung.ended_at = taken.calldate
  GROUP BY +taken.id`;
