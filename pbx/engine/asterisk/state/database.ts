import type { ForwardingRow } from '../../port';
import type { AmiEvent } from '../ami/port';
import { plainFamilies, type Service } from '../parts';

type Families = Readonly<Record<Service, string>>;

/** What the exchange's own database says of people and telephones: `family/key` → value. */
export class Database {
  readonly #families: Families;
  #entries = new Map<string, string>();

  constructor(families: Families = plainFamilies) {
    this.#families = families;
  }

  /** Families that are read: what people have set, and where a FreePBX keeps its people and telephones. */
  get read(): readonly string[] {
    return [...Object.values(this.#families), 'AMPUSER', 'DEVICE'];
  }

  /** Rows of `DBGetTree` of those families. */
  fill(events: readonly AmiEvent[]): void {
    this.#entries = new Map(events.map(({ fields }) => [(fields.Key ?? '').replace(/^\//, ''), fields.Val ?? '']));
  }

  /** A person's service; empty = off. */
  set(user: string, service: Service, value: string): void {
    this.put(`${this.#families[service]}/${user}`, value);
  }

  put(path: string, value: string): void {
    if (value === '') this.#entries.delete(path);
    else this.#entries.set(path, value);
  }

  get(path: string): string {
    return this.#entries.get(path) ?? '';
  }

  /** Second parts of the keys of a family: `AMPUSER/2011/cidname` → `2011`. */
  keys(family: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const path of this.#entries.keys()) {
      const [first, second] = path.split('/', 2);
      if (first === family && second) found.add(second);
    }
    return found;
  }

  dnd(user: string): boolean {
    return isOn(this.get(`${this.#families.dnd}/${user}`));
  }

  barred(user: string): boolean {
    return isOn(this.get(`${this.#families.barred}/${user}`));
  }

  forwarding(user: string): ForwardingRow {
    const of = (kind: 'CF' | 'CFB' | 'CFU'): string => this.get(`${this.#families[kind]}/${user}`);
    return { CF: of('CF'), CFB: of('CFB'), CFU: of('CFU') };
  }

  /** `user` sits at `device` from now on, or nowhere (empty). */
  seat(user: string, device: string): void {
    for (const no of this.keys('DEVICE'))
      if (this.get(`DEVICE/${no}/user`) === user) this.put(`DEVICE/${no}/user`, 'none');
    if (device !== '') this.put(`DEVICE/${device}/user`, user);
  }
}

const isOn = (value: string): boolean => value !== '' && !/^(?:no|off|0|false)$/i.test(value);
