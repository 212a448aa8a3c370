import type { SimulatedEngine } from '../engine/simulated/engine';
import { createRandom } from '../engine/simulated/random';
import { demoQueuesOf } from './centre-demo';
import { type DemoAgent, demoAgent } from './demo-agent';
import { demoCaller } from './demo-callers';
import { demoMail } from './demo-mail';
import type { People } from './port';

export interface DemoOptions {
  readonly seed: number;
  /** 1 = people live at the pace of the clock, 10 = ten times as fast. */
  readonly speed: number;
  /** Devices that belong to real people. */
  readonly leaveAlone: readonly string[];
}

/** Mean seconds between two callers of one queue, per member who serves it. */
const paceSeconds = 400;

/**
 * A call centre that lives: callers come in waves, agents answer, talk, hold, transfer, wrap up, take breaks and call
 * out. It moves only phones that act by themselves (`PhoneBehaviour` other than `hand`), and none of `leaveAlone`.
 */
export function startDemo(
  engine: SimulatedEngine,
  people: People,
  { seed, speed, leaveAlone }: DemoOptions,
): { stop(): void } {
  const random = createRandom(seed);
  const mine = engine
    .devices()
    .filter(({ no, user }) => user && engine.phoneBehaviour(no).kind !== 'hand' && !leaveAlone.includes(no));
  const queues = engine.queues().map((queue, index) => ({ no: queue.no, index }));
  const agents: readonly DemoAgent[] = mine.map((device, index) => {
    const serves = demoQueuesOf(index).filter((no) => engine.queue(no));
    for (const no of serves) engine.queueAdd(no, device.interface, index % 5 === 0 ? 1 : 0);
    return demoAgent({ engine, random, speed, device: device.no, interface: device.interface });
  });
  const mail = demoMail({ engine, people, seed, speed, users: mine.map(({ user }) => user) });
  const startedAt = engine.now();
  let stopped = false;
  let cancel = (): void => undefined;

  const arrivals = (): void => {
    const minutes = ((engine.now() - startedAt) * speed) / 60_000;
    // Waves of about twelve minutes, so that waiting lines build up and melt away.
    const wave = 1 + 0.6 * Math.sin((minutes * 2 * Math.PI) / 12);
    for (const queue of queues) {
      const served = engine.queue(queue.no);
      if (!served || served.waiting.length >= served.maxWaiting) continue;
      const serving = Math.max(1, served.members.length);
      if (random() >= (wave * serving) / paceSeconds) continue;
      // A trunk that is full turns the caller away, as it would.
      if (freeLine(engine)) people.callerRings(demoCaller(random, queue, speed));
    }
  };

  const tick = (): void => {
    if (stopped) return;
    arrivals();
    if (freeLine(engine)) mail.live();
    const away = agents.filter((agent) => agent.away).length;
    for (const agent of agents) agent.live(away < agents.length / 4);
    cancel = engine.clock.after(1000 / speed, tick);
  };
  cancel = engine.clock.after(1000 / speed, tick);

  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function freeLine(engine: SimulatedEngine): boolean {
  // Two lines stay free for calls that real people make.
  return engine.trunks().some((trunk) => engine.channelsOf(trunk.name).length < trunk.channels - 2);
}
