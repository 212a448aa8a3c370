import type { EngineLimit, Outcome } from '../../port';
import { findingsOf } from '../doctor/findings';
import { limitsOf } from '../doctor/limits';
import type { Deeds, EngineCommands, EngineView, Parts } from '../parts';
import { conferenceCommand } from './conferences';
import { Consults } from './consults';
import { Dialplan } from './dialplan';
import { type ExchangeFacts, Facts } from './facts';
import { Features } from './features';
import { Holds } from './holds';
import { Keys } from './keys';
import { isChannelName } from './legs';
import { Originates } from './originates';
import { Parking } from './parking';
import { QueueCommands } from './queues';
import { no, noChannel, Sender } from './sender';
import { Services } from './services';
import { Surveys } from './surveys';
import { Transfers } from './transfers';
import { askVariable, setVariable } from './variables';
import { Watch } from './watch';

export type AsteriskCommands = EngineCommands & {
  /** What this exchange cannot do as it is set up; empty until the exchange has been looked at after a login. */
  limits(): readonly EngineLimit[];
  /** Ends timers; calls that are being begun count as failed. */
  close(): void;
};

/** Q.850 (WEBCTI2 §6.5). */
const [normal, rejected] = [16, 21];

/**
 * The commanding half of the engine. Each command is sent once; what the exchange answers becomes the port's outcome,
 * and what it has no name for rejects with `EngineTrouble`, logged here.
 */
export function createCommands(parts: Parts, view: EngineView, deeds: Deeds): AsteriskCommands {
  const { setup } = parts;
  const sender = new Sender(parts);
  const watch = new Watch(parts.ami, parts.clock);
  let lacking = '';
  /** Whoever runs this learns it at the start, and not from the first agent who presses the button. */
  const looked = (facts: ExchangeFacts): void => {
    const missing = findingsOf(facts, setup).flatMap(({ feature, state }) => (state === 'missing' ? [feature] : []));
    const before = lacking;
    lacking = missing.join(', ');
    if (lacking === '' || lacking === before) return;
    const detail = `${lacking}: "seatline doctor asterisk" prints the lines that would enable it`;
    parts.log({ level: 'warn', event: 'exchange-lacks', detail });
  };
  const facts = new Facts(parts, (error) => sender.log('facts', error), looked);
  const dialplan = new Dialplan(sender, setup);
  const keys = new Keys(sender, watch);
  const holds = new Holds(sender, setup, { view, deeds, facts, keys, watch });
  const consults = new Consults(sender, dialplan, { view, deeds, facts, holds, keys, watch });
  const transfers = new Transfers(sender, dialplan, { view, deeds, holds, consults });
  const originates = new Originates(parts, view, deeds, sender, dialplan, watch);
  const parking = new Parking(sender, setup, { view, facts, holds, originates, watch });
  const features = new Features(sender, { view, deeds, facts, keys, watch, consults, parking });
  const queues = new QueueCommands(sender, view, deeds, facts);
  const services = new Services(sender, setup, view, deeds);
  const surveys = new Surveys(parts, sender, { view, deeds, facts, holds, watch });

  const hangUp = async (channel: string): Promise<Outcome<'no-channel'>> => {
    if (!isChannelName(channel)) return no('no-channel');
    originates.cancelled(channel);
    const leg = view.channel(channel);
    // A telephone that is rung for somebody else's call refuses it; one that is rung for its own gives it up.
    if (leg?.device && leg.state === 'Ringing') deeds.ends?.(channel, leg.direct === 'IN' ? rejected : normal);
    return (await surveys.instead(channel)) ?? sender.tell('Hangup', { Channel: channel }, noChannel);
  };
  const run: Sender['run'] = (command, work) => sender.run(command, work);

  return {
    bind: (user, device) => run('bind', () => services.bind(user, device)),
    split: (user, device) => run('split', () => services.split(user, device)),
    queueAdd: (queue, iface, penalty) => run('queueAdd', () => queues.add(queue, iface, penalty)),
    queueRemove: (queue, iface) => run('queueRemove', () => queues.remove(queue, iface)),
    queuePause: (queue, iface, paused) => run('queuePause', () => queues.pause(queue, iface, paused)),
    queueWithdraw: (queue, channel, info) => run('queueWithdraw', () => queues.withdraw(queue, channel, info)),
    originate: (request) => originates.originate(request),
    hangUp: (channel) => run('hangUp', () => hangUp(channel)),
    hold: (channel, music) => run('hold', () => holds.hold(channel, music)),
    unhold: (channel) => run('unhold', () => holds.unhold(channel)),
    park: (channel, src, seconds) => run('park', () => parking.park(channel, src, seconds)),
    unpark: (iface, lot, callerId, seconds) => parking.unpark(iface, lot, callerId, seconds),
    redirect: (channel, extra, context, exten, priority) =>
      run('redirect', () => transfers.redirect(channel, extra, { context, exten, priority })),
    attendedTransfer: (channel, exten, context) =>
      run('attendedTransfer', () => consults.start(channel, exten, context, false)),
    transferWithReturn: (channel, exten, context) =>
      run('transferWithReturn', () => consults.start(channel, exten, context, true)),
    askRating: (channel) => run('askRating', () => surveys.ask(channel)),
    pickup: (iface, exten, callerId, seconds) => parking.pickup(iface, exten, callerId, seconds),
    featureByCode: (channel, code) => run('featureByCode', () => features.byCode(channel, code)),
    featureByName: (channel, name) => run('featureByName', () => features.byName(channel, name)),
    conferenceCommand: (verb, room, member) =>
      run('conference', () => conferenceCommand(sender, view, verb, room, member)),
    setVariable: (channel, name, value) => run('setVariable', () => setVariable(sender, deeds, channel, name, value)),
    askVariable: (channel, name) => run('askVariable', () => askVariable(sender, view, channel, name)),
    setDnd: (user, on) => run('setDnd', () => services.setDnd(user, on)),
    setForwarding: (user, kind, to) => run('setForwarding', () => services.setForwarding(user, kind, to)),
    setBarred: (user, on) => run('setBarred', () => services.setBarred(user, on)),
    limits: () => (facts.known ? limitsOf(facts.known, setup) : []),
    close() {
      originates.close();
      facts.close();
      watch.close();
    },
  };
}
