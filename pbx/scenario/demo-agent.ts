import { localOf } from '../../shared/domain/zone';
import type { Channel } from '../engine/port';
import type { SimulatedEngine } from '../engine/simulated/engine';
import type { Random } from '../engine/simulated/random';
import { outsideNumber, pick, spell } from './demo-callers';

export interface DemoAgent {
  /** On a break. */
  readonly away: boolean;
  /** One second of this agent's life; a break begins only when `mayLeave`. */
  live(mayLeave: boolean): void;
}

/** What an agent has in mind for the call he is in. */
interface Plan {
  readonly channel: string;
  readonly endsAt: number;
  readonly holdsAt: number;
  readonly resumesAt: number;
  /** Queue the caller is passed on to at the end; empty = nobody. */
  readonly passesTo: string;
}

const wrapUpReason = 9;

export function demoAgent(options: {
  readonly engine: SimulatedEngine;
  readonly random: Random;
  readonly speed: number;
  readonly device: string;
  readonly interface: string;
}): DemoAgent {
  const { engine, random, speed, device } = options;
  let plan: Plan | null = null;
  let rang = false;
  const ms = (seconds: number): number => (seconds * 1000) / speed;
  /** On a break when the platform stopped: it is over soon. */
  let reason = Math.max(
    0,
    ...engine
      .queues()
      .flatMap(({ members }) => members.map((one) => (one.interface === options.interface ? one.paused : 0))),
  );
  let pausedUntil: number | null = reason === 0 ? null : engine.now() + ms(spell(random, 8, 60));

  const pause = (code: number, seconds: number): void => {
    for (const queue of engine.queues()) engine.queuePause(queue.no, options.interface, code);
    reason = code;
    pausedUntil = code === 0 ? null : engine.now() + ms(seconds);
  };

  const planFor = (channel: Channel): Plan => {
    const now = engine.now();
    const talk = ms(spell(random, 25, 500));
    const holds = random() < 0.15;
    const holdsAt = holds ? now + talk / 2 : Number.POSITIVE_INFINITY;
    return {
      channel: channel.name,
      endsAt: now + talk,
      holdsAt,
      resumesAt: holdsAt + ms(spell(random, 6, 25)),
      passesTo: channel.queue && random() < 0.04 ? pick(random, engine.queues()).no : '',
    };
  };

  const talk = (channel: Channel): void => {
    if (plan?.channel !== channel.name) plan = planFor(channel);
    const now = engine.now();
    const peer = engine.talksTo(channel.name);
    if (now >= plan.endsAt) {
      if (peer && plan.passesTo && plan.passesTo !== channel.queue) {
        engine.redirect(peer.name, '', 'from-internal', plan.passesTo, '1');
      } else engine.putDown(device);
    } else if (peer && !peer.held && now >= plan.holdsAt && now < plan.resumesAt) engine.hold(peer.name, 'default');
    else if (peer?.held && now >= plan.resumesAt) engine.unhold(peer.name);
  };

  /** The next call is answered a little sooner or later; now and then it rings out or is refused. */
  const nextMood = (): void => {
    const draw = random();
    if (draw < 0.03) engine.phoneBehaves(device, { kind: 'rejects', afterSeconds: 4 / speed });
    else {
      const after = draw < 0.08 ? 20 : spell(random, 2, 9);
      engine.phoneBehaves(device, { kind: 'answers', afterSeconds: after / speed });
    }
  };

  const callOver = (): void => {
    plan = null;
    if (reason === 0 && random() < 0.3) pause(wrapUpReason, spell(random, 8, 40));
  };

  const idle = (mayLeave: boolean): void => {
    if (pausedUntil !== null) {
      if (engine.now() >= pausedUntil) pause(0, 0);
      return;
    }
    if (random() < 1 / 300) {
      engine.dial(device, outsideNumber(random));
      return;
    }
    if (!mayLeave || random() >= 1 / 700) return;
    const hour = new Date(localOf(engine.zone, engine.now())).getUTCHours();
    const lunch = hour >= 11 && hour < 14;
    const [code, low, high] = lunch
      ? ([3, 900, 2400] as const)
      : pick(random, [[2, 120, 600] as const, [4, 600, 1800] as const, [5, 600, 1800] as const, [1, 60, 300] as const]);
    pause(code, spell(random, low, high));
  };

  return {
    get away() {
      return reason !== 0 && reason !== wrapUpReason;
    },
    live(mayLeave) {
      if (engine.phoneBehaviour(device).kind === 'hand') return;
      const mineNow = engine.channelsOf(device);
      const talking = mineNow.find((one) => one.state === 'Up');
      if (mineNow.some((one) => one.state === 'Ringing')) rang = true;
      else if (rang) {
        // Mood lasts for one ring, answered or not.
        rang = false;
        nextMood();
      }
      if (talking) talk(talking);
      else if (mineNow.length === 0) {
        if (plan) callOver();
        else idle(mayLeave);
      }
    },
  };
}
