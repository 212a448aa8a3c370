import { type Handlers, list, refuse, rows } from './handler';

const unknown = refuse(1541, 'Get area code failed.');

export const regions: Handlers<'getarea' | 'getareas'> = {
  getarea({ phoneno }, { regions: known }) {
    const region = known.of(phoneno);
    return region ? rows([{ ...region }]) : unknown;
  },

  /** Unknown numbers among known ones get a row of empty fields, so that every number asked for has its row. */
  getareas({ phoneno }, { regions: known }) {
    const found = (list(phoneno) ?? []).map((phone) => ({ phone, region: known.of(phone) }));
    if (!found.some(({ region }) => region)) return unknown;
    const nowhere = { area: '', city: '', province: '', type: '' };
    return rows(found.map(({ phone, region }) => ({ ...(region ?? nowhere), phone })));
  },
};
