import { EngineTrouble, type Outcome } from '../../port';
import { field } from '../ami/port';
import { type AsteriskSetup, type Deeds, type EngineView, plainFamilies, type Service } from '../parts';
import { done, no, type Sender } from './sender';

/** What FreePBX writes, and what every dialplan that only looks for "not empty" takes too. */
const on = { dnd: 'YES', barred: 'YES' } as const;

/** Do-not-disturb, forwarding and the outgoing bar in AstDB, where the dialplan looks for them; who sits where. */
export class Services {
  readonly #sender: Sender;
  readonly #setup: AsteriskSetup;
  readonly #view: EngineView;
  readonly #deeds: Deeds;

  constructor(sender: Sender, setup: AsteriskSetup, view: EngineView, deeds: Deeds) {
    this.#sender = sender;
    this.#setup = setup;
    this.#view = view;
    this.#deeds = deeds;
  }

  async setDnd(user: string, wanted: boolean): Promise<Outcome<'no-user'>> {
    if (!this.#view.user(user)) return no('no-user');
    await this.#write('dnd', user, wanted ? on.dnd : '');
    await this.#lamp(user, wanted);
    this.#deeds.setting?.(user, 'dnd', wanted ? '1' : '');
    return done;
  }

  async setForwarding(user: string, kind: 'CF' | 'CFB' | 'CFU' | 'ALL', to: string): Promise<Outcome<'no-user'>> {
    if (!this.#view.user(user)) return no('no-user');
    if (!/^[\d*#+]{0,40}$/.test(to)) throw new EngineTrouble('refused', 'calls are forwarded to a number');
    for (const one of kind === 'ALL' ? (['CF', 'CFB', 'CFU'] as const) : [kind]) {
      await this.#write(one, user, to);
      this.#deeds.setting?.(user, one, to);
    }
    return done;
  }

  async setBarred(user: string, wanted: boolean): Promise<Outcome<'no-user'>> {
    if (!this.#view.user(user)) return no('no-user');
    await this.#write('barred', user, wanted ? on.barred : '');
    this.#deeds.setting?.(user, 'barred', wanted ? '1' : '');
    return done;
  }

  /** A plain exchange has one telephone a person; one with users apart from devices (FreePBX) keeps the pairs in AstDB. */
  async bind(user: string, device: string): Promise<Outcome<'no-user' | 'no-device' | 'fixed'>> {
    const obstacle = this.#obstacle(user, device);
    if (obstacle) return obstacle;
    const before = this.#view.user(user)?.device ?? '';
    const leaves = this.#view.device(device)?.user ?? '';
    if (before !== '' && before !== device) await this.#put(`DEVICE/${before}`, 'user', 'none');
    if (leaves !== '' && leaves !== user) await this.#put(`AMPUSER/${leaves}`, 'device', '');
    await this.#put(`DEVICE/${device}`, 'user', user);
    await this.#put(`AMPUSER/${user}`, 'device', device);
    if (leaves !== '' && leaves !== user) this.#deeds.seated?.(leaves, '');
    this.#deeds.seated?.(user, device);
    return done;
  }

  async split(user: string, device: string): Promise<Outcome<'no-user' | 'no-device' | 'fixed'>> {
    const obstacle = this.#obstacle(user, device);
    if (obstacle) return obstacle;
    if (this.#view.device(device)?.user !== user) return no('no-device');
    await this.#put(`DEVICE/${device}`, 'user', 'none');
    await this.#put(`AMPUSER/${user}`, 'device', '');
    this.#deeds.seated?.(user, '');
    return done;
  }

  #obstacle(user: string, device: string): Outcome<'no-user' | 'no-device' | 'fixed'> | null {
    if (!this.#view.user(user)) return no('no-user');
    const at = this.#view.device(device);
    if (!at) return no('no-device');
    return at.kind === 'fixed' ? no('fixed') : null;
  }

  async #write(service: Service, user: string, value: string): Promise<void> {
    const family = (this.#setup.families ?? plainFamilies)[service];
    if (value !== '') {
      await this.#put(family, user, value);
      return;
    }
    const { ok, message } = await this.#sender.ask('DBDel', { Family: family, Key: user });
    // What is not there need not be deleted.
    if (!ok && !/could not be deleted|not found/i.test(message))
      throw new EngineTrouble('refused', `DBDel: ${message}`);
  }

  async #put(family: string, key: string, value: string): Promise<void> {
    await this.#sender.tell('DBPut', { Family: family, Key: key, Val: value }, []);
  }

  /** A hint may show do-not-disturb as a device of its own; only where it does is that device set. */
  async #lamp(user: string, wanted: boolean): Promise<void> {
    const { hintContext } = this.#setup;
    if (hintContext === '') return;
    const hint = field(await this.#sender.ask('ExtensionState', { Exten: user, Context: hintContext }), 'Hint');
    const device = hint.split(/[&,]/).find((one) => /^Custom:(?:DEV)?DND/i.test(one.trim()));
    if (device === undefined) return;
    // Off is not "idle": a hint of two is idle as soon as one of them is, also when the telephone itself is gone.
    const value = wanted ? 'INUSE' : 'UNAVAILABLE';
    const set = await this.#sender.ask('Setvar', { Variable: `DEVICE_STATE(${device.trim()})`, Value: value });
    if (!set.ok) this.#sender.log('dnd', new EngineTrouble('refused', set.message));
  }
}
