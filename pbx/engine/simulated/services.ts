import type { ForwardingRow, Screening } from '../port';
import type { PersonalSettings } from '../roster';
import type { Exchange } from './exchange';

interface UserServices {
  dnd: boolean;
  barred: boolean;
  forwarding: { CF: string; CFB: string; CFU: string };
}

/** Do-not-disturb, forwarding and the outgoing-call ban of users; they outlive every restart. */
export class Services {
  /** Numbers that are turned away; nobody until a list is set. */
  screening: Screening = { refusesCaller: () => false, refusesCalled: () => false };
  readonly #x: Exchange;
  readonly #users = new Map<string, UserServices>();

  constructor(x: Exchange) {
    this.#x = x;
    const kept = x.roster.personal();
    for (const { no } of x.config.users) {
      const {
        dnd = false,
        barred = false,
        CF = '',
        CFB = '',
        CFU = '',
      }: Partial<PersonalSettings> = kept.get(no) ?? {};
      this.#users.set(no, { dnd, barred, forwarding: { CF, CFB, CFU } });
    }
  }

  dnd(user: string): boolean | undefined {
    return this.#users.get(user)?.dnd;
  }

  barred(user: string): boolean | undefined {
    return this.#users.get(user)?.barred;
  }

  forwarding(user: string): ForwardingRow | undefined {
    return this.#users.get(user)?.forwarding;
  }

  setDnd(user: string, on: boolean): boolean {
    return this.#change(user, (services) => {
      services.dnd = on;
    });
  }

  setBarred(user: string, on: boolean): boolean {
    return this.#change(user, (services) => {
      services.barred = on;
    });
  }

  setForwarding(user: string, kind: 'CF' | 'CFB' | 'CFU' | 'ALL', destination: string): boolean {
    return this.#change(user, ({ forwarding }) => {
      for (const one of kind === 'ALL' ? (['CF', 'CFB', 'CFU'] as const) : [kind]) forwarding[one] = destination;
    });
  }

  #change(user: string, apply: (services: UserServices) => void): boolean {
    const services = this.#users.get(user);
    if (!services) return false;
    apply(services);
    this.#x.roster.setPersonal(user, { dnd: services.dnd, barred: services.barred, ...services.forwarding });
    this.#x.phones.changed(this.#x.phones.user(user)?.device ?? '');
    this.#x.steps.touch();
    return true;
  }
}
