import type { Channel, Outcome } from '../port';
import type { Exchange } from './exchange';
import { isLive, type Leg } from './leg';
import type { Dialled, SimulatedEngine } from './simulated-engine';

type PhoneVerbs = Pick<
  SimulatedEngine,
  | 'lift'
  | 'reject'
  | 'putDown'
  | 'dial'
  | 'press'
  | 'setRegistered'
  | 'phoneBehaves'
  | 'phoneBehaviour'
  | 'outsideBehaves'
  | 'outsideArrives'
  | 'outsideFaxes'
  | 'outsideHangsUp'
  | 'outsidePresses'
  | 'talksTo'
  | 'channelsOf'
>;

const done = { ok: true } as const;
const noCall = { ok: false, why: 'no-call' } as const;

/** What hands do at phones and what people do outside. */
export function phoneVerbs(x: Exchange): PhoneVerbs {
  const { legs, phones, steps } = x;
  const ringing = (device: string): Leg | undefined => legs.ofDevice(device).find((leg) => leg.place.kind === 'rung');
  const used = (device: string): readonly Leg[] => legs.ofDevice(device).filter((leg) => leg.place.kind !== 'rung');

  const dial = (no: string, number: string): Dialled => {
    const device = phones.device(no);
    if (!device) return { ok: false, why: 'no-device' };
    if (!device.registered) return { ok: false, why: 'unregistered' };
    if (legs.countOfDevice(no) > 0) return { ok: false, why: 'in-use' };
    const who = phones.identity(device);
    const leg = legs.create({
      base: device.interface,
      device: no,
      state: 'Ring',
      number: who.number,
      name: who.name,
      direct: 'OUT',
      context: device.context,
      dialled: number,
    });
    x.dialplan.send(leg, number, device.context);
    return { ok: true, channel: leg.info.name };
  };

  const talksTo = (channel: string): Channel | undefined => {
    const leg = legs.find(channel);
    if (!leg) return undefined;
    const peer = x.bridges.peerOf(leg);
    if (peer) return peer.info;
    const consult = x.consults.of(leg);
    if (!consult) return undefined;
    if (leg !== consult.agent) return leg.info.held ? undefined : consult.agent.info;
    return (consult.customer.info.held ? consult.asked : consult.customer)?.info;
  };

  return {
    lift: (device) =>
      steps.run((): Outcome<'no-call'> => {
        const leg = ringing(device);
        if (leg?.place.kind !== 'rung') return noCall;
        leg.place.ring.answer();
        return done;
      }),
    reject: (device) =>
      steps.run((): Outcome<'no-call'> => {
        const leg = ringing(device);
        if (leg?.place.kind !== 'rung') return noCall;
        leg.place.ring.reject();
        return done;
      }),
    putDown: (device) =>
      steps.run((): Outcome<'no-call'> => {
        const busy = used(device);
        const waiting = ringing(device);
        if (busy.length === 0 && waiting?.place.kind === 'rung') {
          waiting.place.ring.reject();
          return done;
        }
        for (const leg of busy) legs.hangUp(leg, 16);
        return busy.length > 0 ? done : noCall;
      }),
    dial: (device, number) => steps.run(() => dial(device, number)),
    press: (device, digits) =>
      steps.run((): Outcome<'no-call'> => {
        const leg = used(device).find((one) => one.info.state === 'Up');
        if (!leg) return noCall;
        x.features.press(leg, digits);
        return done;
      }),
    setRegistered: (device, registered) => steps.run(() => phones.setRegistered(device, registered)),
    phoneBehaves: (device, behaviour) => phones.behaves(device, behaviour),
    phoneBehaviour: (device) => phones.behaviourOf(device),
    outsideBehaves: (prefix, behaviour) => x.outside.behaves(prefix, behaviour),
    outsideArrives: (call) => steps.run(() => x.outside.arrives(call)?.info),
    outsideFaxes: (fax) => steps.run(() => x.faxes.arrives(fax)?.info),
    outsideHangsUp: (channel) =>
      steps.run(() => {
        const leg = legs.find(channel);
        if (leg && isLive(leg)) legs.hangUp(leg, 16);
      }),
    outsidePresses: (channel, digits) =>
      steps.run(() => {
        const leg = legs.find(channel);
        if (leg) x.features.press(leg, digits);
      }),
    talksTo,
    channelsOf: (no) => [...legs.ofDevice(no), ...legs.ofTrunk(no)].map((leg) => leg.info),
  };
}
