import type { Outcome } from '../../engine/port';
import { type Handler, type Handlers, noExtension, rows } from './handler';

type Switch = Handler<'ctigetdnd'>;
const state = (on: boolean | undefined) => (on === undefined ? noExtension() : rows([{ status: on ? '1' : '0' }]));

const after = (outcome: Outcome<'no-user'>, on: boolean) => (outcome.ok ? state(on) : noExtension());
const dnd =
  (on: boolean): Switch =>
  async ({ extension }, { engine }) =>
    after(await engine.setDnd(extension, on), on);
const barred =
  (on: boolean): Switch =>
  async ({ extension }, { engine }) =>
    after(await engine.setBarred(extension, on), on);

const forwarding: Handler<'ctigetcf'> = ({ extension }, { engine }) => {
  const row = engine.forwarding(extension);
  return row ? rows([{ CF: row.CF, CFB: row.CFB, CFU: row.CFU }]) : noExtension();
};
type Kind = 'CF' | 'CFB' | 'CFU' | 'ALL';

export const settings: Handlers<
  | 'ctigetdnd'
  | 'ctisetdndon'
  | 'ctisetdndoff'
  | 'ctigetcf'
  | 'ctisetcfon'
  | 'ctisetcfoff'
  | 'ctigetcnd'
  | 'ctisetcndon'
  | 'ctisetcndoff'
> = {
  ctigetdnd: ({ extension }, { engine }) => state(engine.dnd(extension)),
  ctisetdndon: dnd(true),
  ctisetdndoff: dnd(false),

  ctigetcf: forwarding,
  async ctisetcfon({ extension, cftype, destination }, context) {
    const set = await context.engine.setForwarding(extension, cftype as Kind, destination);
    return set.ok ? forwarding({ extension }, context) : noExtension();
  },
  async ctisetcfoff({ extension, cftype }, context) {
    const cleared = await context.engine.setForwarding(extension, cftype as Kind, '');
    return cleared.ok ? forwarding({ extension }, context) : noExtension();
  },

  ctigetcnd: ({ extension }, { engine }) => state(engine.barred(extension)),
  ctisetcndon: barred(true),
  ctisetcndoff: barred(false),
};
