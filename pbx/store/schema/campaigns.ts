import type { Area } from '../migrations';

/**
 * Outbound tasks, their numbers, the log of their calls, settings, special agents (WEBCTI2 chapter 8). Parameters of a
 * task keep the names of §8.2. Times are unix milliseconds. A number and its open call are written together, so that a
 * kill between two calls leaves neither one without the other.
 */
export const campaignsArea: Area = {
  name: 'campaigns',
  steps: [
    `
    CREATE TABLE campaign_task (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, begindate TEXT NOT NULL, enddate TEXT NOT NULL,
      amrange TEXT NOT NULL, pmrange TEXT NOT NULL, monthlist TEXT NOT NULL, timelist TEXT NOT NULL,
      weeklist TEXT NOT NULL, daylist TEXT NOT NULL, runtype TEXT NOT NULL, actiontype TEXT NOT NULL,
      maxcalls INTEGER NOT NULL, maxretries INTEGER NOT NULL, timeout INTEGER NOT NULL, queuecallrate TEXT NOT NULL,
      outtrunk TEXT NOT NULL, needqs TEXT NOT NULL, neednotify TEXT NOT NULL, needinput TEXT NOT NULL,
      agentvoice TEXT NOT NULL, voicefile1 TEXT NOT NULL, voicefile2 TEXT NOT NULL, validkey TEXT NOT NULL,
      inputtimeout INTEGER NOT NULL, inputerrorcount INTEGER NOT NULL, inputtimeoutcount INTEGER NOT NULL,
      callerid TEXT NOT NULL, account TEXT NOT NULL, application TEXT NOT NULL, appdata TEXT NOT NULL,
      variable TEXT NOT NULL, context TEXT NOT NULL, exten TEXT NOT NULL, priority TEXT NOT NULL,
      agentno TEXT NOT NULL, agentchannel TEXT NOT NULL, createbyapp TEXT NOT NULL, creater TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'N' CHECK (status IN ('N', 'B', 'S', 'P', 'C', 'R', 'F')),
      created_at INTEGER NOT NULL, begun_at INTEGER, last_range TEXT NOT NULL DEFAULT '',
      round TEXT NOT NULL DEFAULT '', current INTEGER NOT NULL DEFAULT 0, last_run_at INTEGER,
      finished_at INTEGER) STRICT;
    CREATE INDEX campaign_task_active ON campaign_task (id) WHERE status IN ('B', 'C', 'R');

    CREATE TABLE campaign_number (
      id INTEGER PRIMARY KEY AUTOINCREMENT, task INTEGER NOT NULL, created_at INTEGER NOT NULL, number TEXT NOT NULL,
      ext_ref TEXT NOT NULL, campaign_ref TEXT NOT NULL, text1 TEXT NOT NULL, text2 TEXT NOT NULL,
      remark TEXT NOT NULL, caller TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'N' CHECK (status IN ('N', 'R', 'D', 'S', 'F')),
      tries INTEGER NOT NULL DEFAULT 0, spared INTEGER NOT NULL DEFAULT 0, unique_id TEXT NOT NULL DEFAULT '',
      key TEXT NOT NULL DEFAULT '', key_at INTEGER, agent_input TEXT NOT NULL DEFAULT '', last_run_at INTEGER,
      cause INTEGER NOT NULL DEFAULT 0, disposition TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
      last_range TEXT NOT NULL DEFAULT '', monitor TEXT NOT NULL DEFAULT '', caller_id TEXT NOT NULL DEFAULT '',
      dialled_at INTEGER, answered_at INTEGER, ended_at INTEGER, duration INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE INDEX campaign_number_due ON campaign_number (task, status, id);
    CREATE INDEX campaign_number_caller ON campaign_number (task, status, caller);
    CREATE INDEX campaign_number_number ON campaign_number (task, number);
    CREATE INDEX campaign_number_live ON campaign_number (id) WHERE status = 'D';

    CREATE TABLE campaign_call (
      id INTEGER PRIMARY KEY AUTOINCREMENT, task INTEGER NOT NULL, dial INTEGER NOT NULL, guid TEXT NOT NULL,
      number TEXT NOT NULL, range TEXT NOT NULL, remark TEXT NOT NULL, agent TEXT NOT NULL,
      dialled_at INTEGER NOT NULL, answered_at INTEGER, ended_at INTEGER, unique_id TEXT NOT NULL DEFAULT '',
      duration INTEGER NOT NULL DEFAULT 0, key TEXT NOT NULL DEFAULT '', key_at INTEGER,
      cause INTEGER NOT NULL DEFAULT 0, disposition TEXT NOT NULL DEFAULT '',
      outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'S', 'F', 'I'))) STRICT;
    CREATE INDEX campaign_call_task ON campaign_call (task, dial);
    CREATE INDEX campaign_call_answered ON campaign_call (answered_at) WHERE answered_at IS NOT NULL;
    CREATE INDEX campaign_call_open ON campaign_call (dial) WHERE outcome = '';

    CREATE TABLE campaign_setting (
      keyname TEXT PRIMARY KEY, keyvalue TEXT NOT NULL, keydesc TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE agent_group (
      id INTEGER PRIMARY KEY AUTOINCREMENT, groupname TEXT NOT NULL UNIQUE, grouplist TEXT NOT NULL,
      ackcall TEXT NOT NULL, autologoff INTEGER NOT NULL, wrapuptime INTEGER NOT NULL, musiconhold TEXT NOT NULL,
      asexten TEXT NOT NULL) STRICT;

    CREATE TABLE special_agent (
      agent TEXT PRIMARY KEY, agent_group INTEGER NOT NULL REFERENCES agent_group (id) ON DELETE CASCADE,
      name TEXT NOT NULL, password TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE agent_place (
      id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, agent TEXT NOT NULL, penalty INTEGER NOT NULL,
      phone TEXT NOT NULL DEFAULT '', login_at INTEGER, logout_at INTEGER, UNIQUE (queue, agent)) STRICT;
    `,
  ],
};
