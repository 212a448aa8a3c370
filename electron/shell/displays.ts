import { type Display, screen } from 'electron';
import type { DisplayFact } from './placement';

const fact = (display: Display, primaryId: number): DisplayFact => ({
  id: display.id,
  scaleFactor: display.scaleFactor,
  workArea: display.workArea,
  primary: display.id === primaryId,
});

export function displayFacts(): readonly DisplayFact[] {
  const primary = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().map((display) => fact(display, primary));
}

export const pointerDisplay = (): DisplayFact =>
  fact(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()), screen.getPrimaryDisplay().id);
