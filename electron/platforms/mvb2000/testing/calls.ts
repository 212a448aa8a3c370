import type { Leg } from '../../../../shared/domain/call';
import type { PopFact } from '../../driver';
import { must, type Office } from './office';

export const mine = async (office: Office): Promise<PopFact> => {
  const { pops } = must(await office.driver.pops(office.seat));
  const [pop] = pops;
  if (!pop || pops.length !== 1) throw new Error(`${pops.length} pops`);
  return pop;
};
const leg = (pop: PopFact, state: Leg['state']): Leg => ({
  id: pop.refId,
  channel: pop.refChannel,
  number: pop.number,
  name: pop.name,
  role: 'party',
  state,
  dialledAt: null,
  answeredAt: null,
});
export const endOf = (office: Office, pop: PopFact, answered: boolean, direction: 'in' | 'out' | 'internal' = 'in') =>
  office.driver.endOf({
    seat: office.seat,
    id: pop.id,
    channel: pop.channel,
    legs: [leg(pop, answered ? 'talking' : direction === 'out' ? 'dialing' : 'ringing')],
    answered,
    direction,
    queue: pop.queue,
  });

/** A caller in queue 90 rings at 2011, who is its only member. */
export async function ring(office: Office) {
  const { driver, platform, seat } = office;
  must(await driver.commands.joinQueue('90', seat.interface, 0));
  const caller = platform.scenario.callerRings({
    from: '13800138000',
    name: '李娜',
    did: '4008001234',
    ivrPath: '1-3',
    ivrKeys: '13',
    to: { queue: '90' },
  });
  office.passes(1);
  return { caller, pop: await mine(office) };
}
export async function talk(office: Office) {
  const { caller, pop } = await ring(office);
  must(await office.driver.commands.answer(pop.channel));
  office.passes(5);
  return { caller, pop: await mine(office) };
}

/** A pop of which nothing was ever seen. */
export const emptyPop: PopFact = {
  id: '',
  channel: '',
  state: 'Up',
  direct: 'OUT',
  number: '',
  name: '',
  refChannel: '',
  refId: '',
  did: '',
  queue: '',
  agent: '',
  holdSeconds: null,
  ivrPath: '',
  ivrKeys: '',
  callData: '',
  createdAt: null,
};
