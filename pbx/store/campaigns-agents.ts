import type { Database } from './database';
import { equal, oneOf, where } from './where';

/** A group of special agents with their options (§8.15). */
export interface AgentGroup {
  readonly id: number;
  readonly groupname: string;
  readonly grouplist: string;
  readonly ackcall: string;
  readonly autologoff: number;
  readonly wrapuptime: number;
  readonly musiconhold: string;
  readonly asexten: string;
}

export interface SpecialAgent {
  readonly agent: string;
  readonly group: number;
  readonly name: string;
  readonly password: string;
}

/** A special agent in a queue (§8.24). */
export interface AgentPlace {
  readonly id: number;
  readonly queue: string;
  readonly agent: string;
  readonly penalty: number;
  /** Interface that the agent has signed in at; empty = signed out. */
  readonly phone: string;
  readonly loginAt: number | null;
  readonly logoutAt: number | null;
}

export interface AgentFilter {
  readonly group?: number | undefined;
  readonly agent?: string | undefined;
  readonly name?: string | undefined;
  readonly queue?: string | undefined;
}
/** An agent with one of the places; one without any comes once with nulls. */
export type PlacedAgent = SpecialAgent & { readonly [K in keyof Omit<AgentPlace, 'agent'>]: AgentPlace[K] | null };

export interface SpecialAgents {
  /** False: there is a group of that name. */
  addGroup(group: Omit<AgentGroup, 'id'>): boolean;
  /** Absent options keep their value. */
  changeGroup(id: number, change: Partial<Omit<AgentGroup, 'id'>>): 'done' | 'none' | 'taken';
  /** With its agents and their places (§8.18); the places that went. Undefined: there is no such group. */
  removeGroup(id: number): readonly AgentPlace[] | undefined;
  group(id: number): AgentGroup | undefined;
  groups(name: string | undefined): readonly AgentGroup[];

  agent(agent: string): SpecialAgent | undefined;
  addAgent(agent: SpecialAgent): 'done' | 'no-group' | 'taken';
  /** Name and password of the agent of that group; false: the group has no such agent. */
  changeAgent(agent: SpecialAgent): boolean;
  /** The places stay (§8.22); false: the group has no such agent. */
  removeAgent(group: number, agent: string): boolean;
  agents(filter: AgentFilter): readonly PlacedAgent[];

  addPlace(queue: string, agent: string, penalty: number): 'done' | 'no-agent' | 'taken';
  changePlace(
    id: number,
    change: Partial<Pick<AgentPlace, 'queue' | 'agent' | 'penalty'>>,
  ): 'done' | 'none' | 'no-agent' | 'taken';
  /** Of one queue: the place named, those of the agents named, or all; the places that went. */
  removePlaces(queue: string, id: number | undefined, agents: readonly string[] | undefined): readonly AgentPlace[];
  places(filter: {
    readonly id?: number | undefined;
    readonly queue?: string | undefined;
    readonly agent?: string | undefined;
    readonly penalty?: number | undefined;
  }): readonly AgentPlace[];
  /** Agent who has signed in at a phone. */
  at(phone: string): string | undefined;
  /** Phone of an agent who has signed in and may be called by the own number (`asexten`). */
  calledAt(agent: string): string | undefined;
  /** Signs an agent in at a phone, in every place; whoever was signed in there is not any more. */
  signIn(agent: string, phone: string, at: number): void;
  signOut(agent: string, at: number): void;
}

const groupFields = [
  'groupname',
  'grouplist',
  'ackcall',
  'autologoff',
  'wrapuptime',
  'musiconhold',
  'asexten',
] as const;
const placeColumns = 'id, queue, agent, penalty, phone, login_at AS loginAt, logout_at AS logoutAt';

export function createSpecialAgents(db: Database): SpecialAgents {
  const groupNamed = (name: string) =>
    db.first<{ id: number }>('SELECT id FROM agent_group WHERE groupname = ?', name)?.id;
  const agent = (no: string) =>
    db.first<SpecialAgent>(
      'SELECT agent, agent_group AS "group", name, password FROM special_agent WHERE agent = ?',
      no,
    );
  const placeAt = (queue: string, no: string) =>
    db.first<{ id: number }>('SELECT id FROM agent_place WHERE queue = ? AND agent = ?', queue, no)?.id;
  const group = (id: number) =>
    db.first<AgentGroup>(`SELECT id, ${groupFields.join(', ')} FROM agent_group WHERE id = ?`, id);

  return {
    addGroup: (given) =>
      db.write(() => {
        if (groupNamed(given.groupname) !== undefined) return false;
        db.run(
          `INSERT INTO agent_group (${groupFields.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ...groupFields.map((field) => given[field]),
        );
        return true;
      }),
    changeGroup: (id, change) =>
      db.write(() => {
        const before = group(id);
        if (!before) return 'none';
        const now = { ...before, ...change };
        const holder = groupNamed(now.groupname);
        if (holder !== undefined && holder !== id) return 'taken';
        db.run(
          `UPDATE agent_group SET ${groupFields.map((field) => `${field} = ?`).join(', ')} WHERE id = ?`,
          ...groupFields.map((field) => now[field]),
          id,
        );
        return 'done';
      }),
    removeGroup: (id) =>
      db.write(() => {
        if (!group(id)) return undefined;
        const ofGroup = 'agent IN (SELECT agent FROM special_agent WHERE agent_group = ?)';
        const gone = db.all<AgentPlace>(`SELECT ${placeColumns} FROM agent_place WHERE ${ofGroup} ORDER BY id`, id);
        db.run(`DELETE FROM agent_place WHERE ${ofGroup}`, id);
        db.run('DELETE FROM agent_group WHERE id = ?', id);
        return gone;
      }),
    group,
    groups(name) {
      const { text, values } = where(equal('groupname', name));
      return db.all<AgentGroup>(`SELECT id, ${groupFields.join(', ')} FROM agent_group${text} ORDER BY id`, ...values);
    },

    agent,
    addAgent: (given) =>
      db.write(() => {
        if (!group(given.group)) return 'no-group';
        if (agent(given.agent)) return 'taken';
        db.run(
          'INSERT INTO special_agent (agent, agent_group, name, password) VALUES (?, ?, ?, ?)',
          ...[given.agent, given.group, given.name, given.password],
        );
        return 'done';
      }),
    changeAgent: (given) =>
      db.run(
        'UPDATE special_agent SET name = ?, password = ? WHERE agent = ? AND agent_group = ?',
        ...[given.name, given.password, given.agent, given.group],
      ).changes > 0,
    removeAgent: (groupId, no) =>
      db.run('DELETE FROM special_agent WHERE agent = ? AND agent_group = ?', no, groupId).changes > 0,
    agents(filter) {
      const { text, values } = where(
        equal('a.agent_group', filter.group),
        equal('a.agent', filter.agent),
        equal('a.name', filter.name),
        equal('p.queue', filter.queue),
      );
      return db.all<PlacedAgent>(
        'SELECT a.agent, a.agent_group AS "group", a.name, a.password, p.id, p.queue, p.penalty, p.phone, ' +
          'p.login_at AS loginAt, p.logout_at AS logoutAt FROM special_agent a LEFT JOIN agent_place p ' +
          `ON p.agent = a.agent${text} ORDER BY a.agent_group, a.agent, p.id`,
        ...values,
      );
    },

    addPlace: (queue, no, penalty) =>
      db.write(() => {
        if (!agent(no)) return 'no-agent';
        if (placeAt(queue, no) !== undefined) return 'taken';
        db.run('INSERT INTO agent_place (queue, agent, penalty) VALUES (?, ?, ?)', queue, no, penalty);
        return 'done';
      }),
    changePlace: (id, change) =>
      db.write(() => {
        const before = db.first<AgentPlace>(`SELECT ${placeColumns} FROM agent_place WHERE id = ?`, id);
        if (!before) return 'none';
        const now = { ...before, ...change };
        if (change.agent !== undefined && !agent(change.agent)) return 'no-agent';
        const holder = placeAt(now.queue, now.agent);
        if (holder !== undefined && holder !== id) return 'taken';
        db.run(
          'UPDATE agent_place SET queue = ?, agent = ?, penalty = ? WHERE id = ?',
          ...[now.queue, now.agent, now.penalty, id],
        );
        // Another agent in the place has not signed in there.
        if (now.agent !== before.agent) {
          db.run("UPDATE agent_place SET phone = '', login_at = NULL, logout_at = NULL WHERE id = ?", id);
        }
        return 'done';
      }),
    removePlaces: (queue, id, agents) =>
      db.write(() => {
        const { text, values } = where(equal('queue', queue), equal('id', id), oneOf('agent', agents));
        const gone = db.all<AgentPlace>(`SELECT ${placeColumns} FROM agent_place${text} ORDER BY id`, ...values);
        db.run(`DELETE FROM agent_place${text}`, ...values);
        return gone;
      }),
    places({ id, queue, agent: no, penalty }) {
      const { text, values } = where(
        equal('id', id),
        equal('queue', queue),
        equal('agent', no),
        equal('penalty', penalty),
      );
      return db.all<AgentPlace>(`SELECT ${placeColumns} FROM agent_place${text} ORDER BY id`, ...values);
    },
    at: (phone) => db.first<{ agent: string }>('SELECT agent FROM agent_place WHERE phone = ? LIMIT 1', phone)?.agent,
    calledAt: (no) =>
      db.first<{ phone: string }>(
        'SELECT p.phone FROM agent_place p JOIN special_agent a ON a.agent = p.agent JOIN agent_group g ' +
          "ON g.id = a.agent_group WHERE p.agent = ? AND p.phone <> '' AND g.asexten = 'yes' LIMIT 1",
        no,
      )?.phone,
    signIn: (no, phone, at) =>
      db.write(() => {
        db.run("UPDATE agent_place SET phone = '', logout_at = ? WHERE phone = ?", at, phone);
        db.run('UPDATE agent_place SET phone = ?, login_at = ? WHERE agent = ?', phone, at, no);
      }),
    signOut(no, at) {
      db.run("UPDATE agent_place SET phone = '', logout_at = ? WHERE agent = ? AND phone <> ''", at, no);
    },
  };
}
