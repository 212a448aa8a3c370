import type { MenuChoice, MenuConfig } from '../../scenario/centre';
import type { Exchange } from './exchange';
import type { Leg } from './leg';

/** Where the numbers are that a key leads to; a menu's own context knows itself only. */
const inside = 'from-internal';

/** Voice menus: what a key does there, and the log of keys (WEBCTI2 §4.67, §4.68). */
export class Menus {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** A caller who passed menus on the way in: each key belongs to the menu of its place, the rest to the last one. */
  passed(leg: Leg): void {
    const path = leg.info.ivrPath.split('-').filter((id) => id !== '');
    for (const [index, key] of [...leg.info.ivrKeys].entries()) {
      const menu = path[Math.min(index, path.length - 1)];
      if (menu !== undefined) this.#log(leg, menu, key, this.#choice(menu, key));
    }
  }

  /** The caller is in the menu; a key that has a meaning there leads on. `keys` were pressed before it could ask. */
  enter(leg: Leg, id: string, keys = ''): void {
    const { legs } = this.#x;
    leg.info.ivrPath = leg.info.ivrPath ? `${leg.info.ivrPath}-${id}` : id;
    legs.answer(leg);
    legs.run(leg, 'IVR', id);
    legs.move(leg, {
      kind: 'application',
      name: 'IVR',
      pressed: (digits) => this.#pressed(leg, id, digits),
      left: () => undefined,
    });
    if (keys !== '') this.#lead(leg, id, keys);
  }

  #pressed(leg: Leg, id: string, digits: string): void {
    leg.info.ivrKeys += digits;
    this.#lead(leg, id, digits);
  }

  #lead(leg: Leg, id: string, digits: string): void {
    const choice = this.#choice(id, digits);
    this.#log(leg, id, digits, choice);
    if (choice?.does === 'hangup') this.#x.legs.hangUp(leg, 16);
    else if (choice?.to !== undefined) this.#x.dialplan.send(leg, choice.to, choice.context ?? inside);
  }

  #menu(id: string): MenuConfig | undefined {
    return this.#x.config.menus.find((menu) => menu.id === id);
  }

  #choice(id: string, keys: string): MenuChoice | undefined {
    const menu = this.#menu(id);
    return menu && Object.hasOwn(menu.keys, keys) ? menu.keys[keys] : undefined;
  }

  #log(leg: Leg, menu: string, keys: string, choice: MenuChoice | undefined): void {
    const { info } = leg;
    const { variables } = this.#x;
    this.#x.sink.menuKey({
      at: this.#x.steps.now(),
      menu,
      name: this.#menu(menu)?.name ?? menu,
      // Several keys at once are a number that the menu asked for.
      does: choice?.does ?? 'input',
      keys,
      channel: info.name,
      uniqueId: info.uniqueId,
      number: info.callerId,
      called: info.did || info.dialled,
      task: variables.get(leg, 'MVBBOB_TASKID'),
      dial: variables.get(leg, 'MVBBOB_DIALID'),
    });
  }
}
