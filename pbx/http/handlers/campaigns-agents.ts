import type { AgentGroup, AgentPlace } from '../../store/campaigns-agents';
import { idsOf } from './campaigns-numbers';
import { done, type HandlerContext, type Handlers, invalid, list, type Reply, refuse, rows } from './handler';
import { page } from './page';

interface Sorting {
  readonly sort: string | undefined;
  readonly sens: string | undefined;
}
type Cells = Readonly<Record<string, string | number | null>>;

/** All rows in the order asked for; these lists are not paged. */
function sorted<Row extends Cells>(
  list: readonly Row[],
  fields: readonly string[],
  { sort, sens }: Sorting,
): Reply<Row> {
  if (sort !== undefined && !fields.includes(sort)) return invalid('sort');
  return rows(page(list, (row) => (sort === undefined ? 0 : (row[sort] ?? '')), { sens: sens ?? 'ASC' }));
}

const groupFields = ['id', 'groupname', 'grouplist', 'ackcall', 'autologoff', 'wrapuptime', 'musiconhold', 'asexten'];
const placeFields = ['id', 'queue', 'penalty', 'logstatus', 'logintime', 'logouttime'];

const noGroup = (id: string): Reply<never> => refuse(9003, `agent group "${id}" not exists.`);
const noAgent = (agent: string): Reply<never> => refuse(9003, `special agent "${agent}" not exists.`);
const groupTaken = (): Reply<never> => refuse(9000, 'The group already exists');
const placeTaken = (): Reply<never> => refuse(9000, 'The agent already is in the queue');
const noQueue = (queue: string): Reply<never> => refuse(9003, `queue "${queue}" not exists.`);

interface GroupOptions {
  readonly groupname?: string | undefined;
  readonly grouplist?: string | undefined;
  readonly ackcall?: string | undefined;
  readonly autologoff?: string | undefined;
  readonly wrapuptime?: string | undefined;
  readonly musiconhold?: string | undefined;
  readonly asexten?: string | undefined;
}
const optionsOf = (args: GroupOptions): Partial<Omit<AgentGroup, 'id'>> => ({
  ...(args.groupname !== undefined && { groupname: args.groupname }),
  ...(args.grouplist !== undefined && { grouplist: args.grouplist }),
  ...(args.ackcall !== undefined && { ackcall: args.ackcall }),
  ...(args.autologoff !== undefined && { autologoff: Number(args.autologoff) }),
  ...(args.wrapuptime !== undefined && { wrapuptime: Number(args.wrapuptime) }),
  ...(args.musiconhold !== undefined && { musiconhold: args.musiconhold }),
  ...(args.asexten !== undefined && { asexten: args.asexten }),
});
const noOptions = { grouplist: '', ackcall: '', autologoff: 0, wrapuptime: 0, musiconhold: '', asexten: 'no' } as const;

/** `logstatus`: 0 signed out, 1 signed in. The document shows 0 only. */
const signedIn = (phone: string): string => (phone === '' ? '0' : '1');
const placeRow = (place: AgentPlace, { time }: HandlerContext) => ({
  id: place.id,
  queue: place.queue,
  agentid: place.agent,
  penalty: place.penalty,
  logstatus: signedIn(place.phone),
  logintime: time(place.loginAt),
  logouttime: time(place.logoutAt),
  // A reference that other programs keep; nothing of this interface sets it.
  extraid: '',
});

/**
 * Options of a group: `wrapuptime`, `ackcall`, `autologoff` and `musiconhold` count from the agent's next call on
 * (`services/dialler/agent-logins.ts`). `asexten`: with `yes` the agent's own number rings where he has signed in, unless
 * the exchange has that number itself. Kept and shown, and without effect: `grouplist`, because an exchange is given no
 * call groups through `engine/port.ts`. `musiconhold` is heard where the platform puts somebody on hold (§4.20), not by a
 * key of the telephone.
 */
export const campaignAgents: Handlers<
  | 'addagentgroup'
  | 'getagentgroup'
  | 'setagentgroup'
  | 'delagentgroup'
  | 'addspecialagent'
  | 'getspecialagent'
  | 'setspecialagent'
  | 'delspecialagent'
  | 'addobagent'
  | 'getobagent'
  | 'setobagent'
  | 'delobagent'
> = {
  addagentgroup: (args, { store }) =>
    store.campaigns.agents.addGroup({ ...noOptions, ...optionsOf(args), groupname: args.groupname })
      ? done('SUCCESS')
      : groupTaken(),
  getagentgroup: ({ groupname, sort, sens }, { store }) =>
    sorted(
      store.campaigns.agents.groups(groupname).map((group) => ({ ...group })),
      groupFields,
      { sort, sens },
    ),
  setagentgroup(args, { store }) {
    const changed = store.campaigns.agents.changeGroup(Number(args.id), optionsOf(args));
    if (changed === 'taken') return groupTaken();
    return changed === 'none' ? noGroup(args.id) : done('SUCCESS');
  },
  delagentgroup({ id }, { store, agentLogins }) {
    const gone = store.campaigns.agents.removeGroup(Number(id));
    if (!gone) return noGroup(id);
    agentLogins.changed(gone);
    return done('SUCCESS');
  },

  addspecialagent({ groupid, agent, agentname, agentpassword }, { store }) {
    const given = { group: Number(groupid), agent, name: agentname, password: agentpassword };
    const added = store.campaigns.agents.addAgent(given);
    if (added === 'taken') return refuse(9000, 'The agent already exists');
    return added === 'no-group' ? noGroup(groupid) : done('SUCCESS');
  },
  getspecialagent({ groupid, agent, agentname, queue, sort, sens }, { store, time }) {
    const group = groupid === undefined ? undefined : Number(groupid);
    const found = store.campaigns.agents.agents({ group, agent, name: agentname, queue }).map((one) => ({
      ...{ groupid: one.group, agentid: one.agent, agentpassword: one.password, agentname: one.name, id: one.id },
      ...{ queue: one.queue, penalty: one.penalty, logstatus: one.id === null ? null : signedIn(one.phone ?? '') },
      logintime: one.id === null ? null : time(one.loginAt),
      logouttime: one.id === null ? null : time(one.logoutAt),
    }));
    return sorted(found, ['groupid', 'agentid', 'agentname', ...placeFields], { sort, sens });
  },
  setspecialagent: ({ groupid, agent, agentname, agentpassword }, { store }) =>
    store.campaigns.agents.changeAgent({ group: Number(groupid), agent, name: agentname, password: agentpassword })
      ? done('SUCCESS')
      : noAgent(agent),
  delspecialagent: ({ groupid, agent }, { store, agentLogins }) => {
    const { agents } = store.campaigns;
    if (agents.agent(agent)?.group === Number(groupid)) agentLogins.signOut(agent);
    return agents.removeAgent(Number(groupid), agent) ? done('SUCCESS') : noAgent(agent);
  },

  addobagent({ queue, agent, penalty }, { store, engine, agentLogins }) {
    if (!engine.queue(queue)) return noQueue(queue);
    const added = store.campaigns.agents.addPlace(queue, agent, Number(penalty ?? 0));
    if (added === 'taken') return placeTaken();
    if (added === 'no-agent') return noAgent(agent);
    agentLogins.changed([]);
    return done('SUCCESS');
  },
  getobagent({ queue, agent, penalty, sort, sens }, context) {
    const filter = { queue, agent, penalty: penalty === undefined ? undefined : Number(penalty) };
    const found = context.store.campaigns.agents.places(filter).map((place) => placeRow(place, context));
    return sorted(found, ['agentid', ...placeFields], { sort, sens });
  },
  setobagent({ id, agent, queue, penalty }, { store, engine, agentLogins }) {
    const { agents } = store.campaigns;
    if (queue !== undefined && !engine.queue(queue)) return noQueue(queue);
    const before = agents.places({ id: Number(id) });
    const changed = agents.changePlace(Number(id), {
      ...(agent !== undefined && { agent }),
      ...(queue !== undefined && { queue }),
      ...(penalty !== undefined && { penalty: Number(penalty) }),
    });
    if (changed === 'none') return refuse(9003, `queue agent "${id}" not exists.`);
    if (changed === 'no-agent') return noAgent(agent ?? '');
    if (changed === 'taken') return placeTaken();
    agentLogins.changed(before);
    return done('SUCCESS');
  },
  delobagent({ id, queue, agent }, { store, agentLogins }) {
    const ids = idsOf(id);
    if (ids === null) return invalid('id');
    agentLogins.changed(store.campaigns.agents.removePlaces(queue, ids?.[0], list(agent)));
    return done('SUCCESS');
  },
};
