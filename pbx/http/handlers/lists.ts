import type { RouteList } from '../../store/lists';
import { done, type Handler, type Handlers, invalid, refuse, rows, total } from './handler';
import { partOf } from './page';

const blockSorts: Readonly<Record<string, string>> = {
  id: 'id',
  blacklistname: 'creator',
  extension: 'number',
  reason: 'reason',
};
const routeSorts: Readonly<Record<string, string>> = {
  id: 'id',
  extension: 'number',
  reason: 'reason',
  isValid: 'valid',
};
const sortIn = (sorts: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.hasOwn(sorts, word) ? sorts[word] : undefined;

const listed =
  (list: RouteList): Handler<'getrouteblacklist'> =>
  (args, { store }) => {
    const sort = sortIn(routeSorts, args.sort);
    if (!sort) return invalid('sort');
    const valid = args.isValid === undefined ? undefined : args.isValid === '1';
    return rows(
      store.lists.routes(list, { number: args.extension, valid }, partOf(args, sort)).map((row) => ({
        id: row.id,
        extension: row.number,
        reason: row.reason,
        isValid: row.valid ? 1 : 0,
      })),
    );
  };
/** A number without a word about its state is in force: nobody adds one to have no effect. */
const added =
  (list: RouteList): Handler<'addrouteblacklist'> =>
  ({ extension, reason, isValid }, { store }) =>
    store.lists.addRoute(list, { number: extension, reason: reason ?? '', valid: isValid !== '0' })
      ? done(`${extension} is added to route${list}list.`)
      : refuse(9000, 'The extension already exists');
const deleted =
  (list: RouteList): Handler<'deleterouteblacklist'> =>
  ({ extension }, { store }) =>
    store.lists.removeRoute(list, extension)
      ? done(`${extension} is delete from route${list}list.`)
      : refuse(9000, 'The extension not exists');

export const lists: Handlers<
  | 'ctiaddblacklist'
  | 'ctidelblacklist'
  | 'ctigetblacklist'
  | 'getblacklist'
  | 'addblacklist'
  | 'delblacklist'
  | 'getrouteblacklist'
  | 'addrouteblacklist'
  | 'deleterouteblacklist'
  | 'getroutewhitelist'
  | 'addroutewhitelist'
  | 'deleteroutewhitelist'
> = {
  ctiaddblacklist({ name, extension, reason }, { store }) {
    store.lists.addNamed(name, extension, reason ?? '');
    return done(`${extension} is added to ${name}.`);
  },
  ctidelblacklist: ({ name, extension }, { store }) =>
    store.lists.removeNamed(name, extension)
      ? done(name === undefined ? `${extension} is deleted.` : `${extension} is deleted from ${name}.`)
      : refuse(1061, `${extension} not exists.`),
  ctigetblacklist: ({ name }, { store }) => rows(store.lists.named(name).map((extension) => ({ extension }))),

  getblacklist(args, { store, time }) {
    const sort = sortIn(blockSorts, args.sort ?? 'id');
    if (!sort) return invalid('sort');
    const filter = { number: args.phone, creator: args.name };
    const part = partOf({ ...args, sens: args.sens?.toUpperCase() ?? 'ASC' }, sort);
    const found = store.lists.blocks(filter, part).map((row) => ({
      id: row.id,
      blacklistname: `${row.creator} ${time(row.createdAt)}`,
      extension: row.number,
      reason: row.reason,
    }));
    return total(rows(found), store.lists.countBlocks(filter));
  },
  addblacklist({ id, name, extension, reason }, { store, engine }) {
    if (id !== undefined) {
      const changed = store.lists.changeBlock(Number(id), {
        ...(name !== undefined && { creator: name }),
        ...(extension !== undefined && { number: extension }),
        ...(reason !== undefined && { reason }),
      });
      return changed ? done(`${id} is updated.`) : refuse(9003, `blacklist "${id}" not exists.`);
    }
    // The document marks nothing as required; a record without a number would block nobody.
    if (extension === undefined) return refuse(9002, 'need variable "extension".');
    const creator = name ?? '';
    store.lists.addBlock({ creator, createdAt: engine.now(), number: extension, reason: reason ?? '' });
    return done(`${extension} is added to ${creator}.`);
  },
  delblacklist({ id }, { store }) {
    if (id === undefined) return refuse(9002, 'need variable "id".');
    return store.lists.removeBlock(Number(id))
      ? done(`${id} is deleted.`)
      : refuse(9003, `blacklist "${id}" not exists.`);
  },

  getrouteblacklist: listed('black'),
  addrouteblacklist: added('black'),
  deleterouteblacklist: deleted('black'),
  getroutewhitelist: listed('white'),
  addroutewhitelist: added('white'),
  deleteroutewhitelist: deleted('white'),
};
