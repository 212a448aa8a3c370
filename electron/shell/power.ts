import { powerMonitor } from 'electron';

/** What the desk wants to know of the computer. */
export interface PowerDoor {
  suspended(): void;
  resumed(): void;
  locked(on: boolean): void;
}

export function setupPower(desk: PowerDoor): void {
  powerMonitor.on('suspend', () => desk.suspended());
  powerMonitor.on('resume', () => desk.resumed());
  powerMonitor.on('lock-screen', () => desk.locked(true));
  powerMonitor.on('unlock-screen', () => desk.locked(false));
}
