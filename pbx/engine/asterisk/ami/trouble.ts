import { EngineTrouble } from '../../port';

/**
 * Why there is no line to the exchange. `address`: no such machine; `closed`: nothing listens there; `silent`: no answer
 * in time; `stranger`: something listens that is no manager interface; `login`: it is, and it refuses the name or the
 * secret; `lost`: there was a line.
 */
export type LineTrouble = 'address' | 'closed' | 'silent' | 'stranger' | 'login' | 'lost';

export class Unreachable extends EngineTrouble {
  readonly code: LineTrouble;
  /** `host:port` */
  readonly place: string;

  constructor(code: LineTrouble, place: string) {
    super('unreachable', `${sentences[code]} (${place})`);
    this.name = 'Unreachable';
    this.code = code;
    this.place = place;
  }
}

const sentences: Readonly<Record<LineTrouble, string>> = {
  address: 'there is no machine of that name',
  closed: 'no manager interface listens there',
  silent: 'the manager interface does not answer',
  stranger: 'what listens there is no manager interface of an Asterisk',
  login: 'the manager interface refuses the user name or the secret',
  lost: 'the line to the exchange was lost',
};
