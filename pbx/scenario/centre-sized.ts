import type { CentreConfig, QueueConfig } from './centre';
import { commonCentre, deviceOf, queueOf, trunksOf, userOf } from './centre-parts';

const strategies: readonly QueueConfig['strategy'][] = ['rrmemory', 'leastrecent', 'fewestcalls', 'ringall'];

/** Seats 10001… as static members of three neighbouring queues each, queues 900001…; for benchmarks. */
export function sizedCentre(seats: number, queues: number): CentreConfig {
  const seatNumbers = Array.from({ length: Math.max(1, seats) }, (_, index) => String(10_001 + index));
  const queueCount = Math.max(1, queues);
  const membersOf = (queue: number): QueueConfig['members'] =>
    seatNumbers
      .filter((_, seat) => {
        const offset = (queue - (seat % queueCount) + queueCount) % queueCount;
        return offset < Math.min(3, queueCount);
      })
      .map((no) => ({ interface: `SIP/${no}`, penalty: 0 }));
  return {
    ...commonCentre,
    name: `${seatNumbers.length} 座席`,
    devices: seatNumbers.map((no) => deviceOf(no, 'fixed', no)),
    users: seatNumbers.map((no, index) => userOf(no, `座席${index + 1}`, `Agent ${index + 1}`)),
    trunks: trunksOf(Math.max(30, seats)),
    // The first two seats are free for a hand; the others answer by themselves.
    phones: Object.fromEntries(seatNumbers.slice(2).map((no) => [no, { kind: 'answers' as const, afterSeconds: 3 }])),
    queues: Array.from({ length: queueCount }, (_, index) =>
      queueOf(String(900_001 + index), `队列${index + 1}`, strategies[index % strategies.length] ?? 'rrmemory', {
        maxWaiting: 200,
        members: membersOf(index),
      }),
    ),
  };
}
