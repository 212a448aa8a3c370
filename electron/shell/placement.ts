import type { Settings } from '../../shared/bridge/settings';

/** Pure: where windows stand. All figures are device-independent pixels, as Electron's `screen` gives them. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface DisplayFact {
  readonly id: number;
  readonly scaleFactor: number;
  readonly workArea: Rect;
  readonly primary: boolean;
}
export type Shape = Settings['shape'];

/** Remembered positions: per shape, per display as it was then. Survives in a file, so anything may be in it. */
export type PlacementMemory = Readonly<
  Partial<Record<Shape, { readonly last: string; readonly byDisplay: Readonly<Record<string, Rect>> }>>
>;

export const shapeSizes: Readonly<
  Record<
    Shape,
    { readonly width: number; readonly height: number; readonly minWidth: number; readonly minHeight: number }
  >
> = {
  bar: { width: 920, height: 96, minWidth: 640, minHeight: 72 },
  panel: { width: 400, height: 760, minWidth: 340, minHeight: 480 },
  workspace: { width: 1280, height: 800, minWidth: 900, minHeight: 600 },
};

/** At least this much of a window's top strip must be reachable with the mouse. */
const grip = { width: 80, height: 32 };
/** Most displays a shape remembers. */
const memoryLimit = 12;

/** A display is the same only with the same id, scale and work area (fault R24: docking moved windows away). */
export const displayKey = ({ id, scaleFactor, workArea: { x, y, width, height } }: DisplayFact): string =>
  `${id}@${scaleFactor}:${x},${y},${width}x${height}`;

/** Where a shape goes now: its last place, else its place on a display that is here, else the shape's default. */
export function place(shape: Shape, displays: readonly DisplayFact[], memory: PlacementMemory): Rect {
  const primary = displays.find((display) => display.primary) ?? displays[0];
  if (!primary) return { x: 0, y: 0, width: shapeSizes[shape].width, height: shapeSizes[shape].height };
  const known = memory[shape];
  if (known) {
    const keys = [known.last, ...Object.keys(known.byDisplay).reverse()];
    for (const key of keys) {
      const display = displays.find((candidate) => displayKey(candidate) === key);
      const rect = known.byDisplay[key];
      if (display && isRect(rect)) return rescue(atLeast(shape, rect), displays);
    }
  }
  return defaultPlace(shape, primary.workArea);
}

/** The memory with this window's place added. The display is the one that holds most of the window. */
export function remember(
  memory: PlacementMemory,
  shape: Shape,
  bounds: Rect,
  displays: readonly DisplayFact[],
): PlacementMemory {
  const display = mostOn(bounds, displays);
  if (!display) return memory;
  const key = displayKey(display);
  const others = Object.entries(memory[shape]?.byDisplay ?? {}).filter(([other]) => other !== key);
  return {
    ...memory,
    [shape]: { last: key, byDisplay: Object.fromEntries([...others.slice(1 - memoryLimit), [key, bounds]]) },
  };
}

/** The same rectangle while its top strip can be grabbed somewhere; else moved wholly onto the nearest display. */
export function rescue(bounds: Rect, displays: readonly DisplayFact[]): Rect {
  const strip = { ...bounds, height: Math.min(bounds.height, grip.height) };
  const reachable = displays.some(({ workArea }) => {
    const seen = overlap(strip, workArea);
    return seen.width >= Math.min(grip.width, bounds.width) && seen.height >= Math.min(grip.height, bounds.height);
  });
  const nearest = mostOn(bounds, displays) ?? displays.find((display) => display.primary) ?? displays[0];
  if (!nearest) return bounds;
  const { workArea } = nearest;
  const tooLarge = bounds.width > workArea.width || bounds.height > workArea.height;
  if (reachable && !tooLarge) return bounds;
  const width = Math.min(bounds.width, workArea.width);
  const height = Math.min(bounds.height, workArea.height);
  return {
    x: clamp(bounds.x, workArea.x, workArea.x + workArea.width - width),
    y: clamp(bounds.y, workArea.y, workArea.y + workArea.height - height),
    width,
    height,
  };
}

/** Bottom right corner of the display that holds the pointer or the main window, one gap from the edges. */
export function popupPlace(size: { width: number; height: number }, display: DisplayFact, gap = 16): Rect {
  const { x, y, width, height } = display.workArea;
  return {
    x: x + Math.max(0, width - size.width - gap),
    y: y + Math.max(0, height - size.height - gap),
    width: Math.min(size.width, width),
    height: Math.min(size.height, height),
  };
}

/** Reads what a file held; anything that is not a memory is left out. */
export function readMemory(value: unknown): PlacementMemory {
  if (typeof value !== 'object' || value === null) return {};
  const memory: Partial<Record<Shape, { last: string; byDisplay: Record<string, Rect> }>> = {};
  for (const shape of ['bar', 'panel', 'workspace'] as const) {
    const entry: unknown = (value as Readonly<Record<string, unknown>>)[shape];
    if (typeof entry !== 'object' || entry === null || !('byDisplay' in entry) || !('last' in entry)) continue;
    if (typeof entry.last !== 'string' || typeof entry.byDisplay !== 'object' || entry.byDisplay === null) continue;
    const byDisplay = Object.fromEntries(
      Object.entries(entry.byDisplay).filter((pair): pair is [string, Rect] => isRect(pair[1])),
    );
    memory[shape] = { last: entry.last, byDisplay };
  }
  return memory;
}

function defaultPlace(shape: Shape, area: Rect): Rect {
  const width = Math.min(shapeSizes[shape].width, area.width);
  const height = Math.min(shape === 'panel' ? area.height : shapeSizes[shape].height, area.height);
  if (shape === 'bar') return { x: area.x + Math.round((area.width - width) / 2), y: area.y, width, height };
  if (shape === 'panel') return { x: area.x + area.width - width, y: area.y, width, height };
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

const atLeast = (shape: Shape, rect: Rect): Rect => ({
  ...rect,
  width: Math.max(rect.width, shapeSizes[shape].minWidth),
  height: Math.max(rect.height, shapeSizes[shape].minHeight),
});

function mostOn(bounds: Rect, displays: readonly DisplayFact[]): DisplayFact | null {
  let best: DisplayFact | null = null;
  let most = 0;
  for (const display of displays) {
    const { width, height } = overlap(bounds, display.workArea);
    if (width * height > most) {
      most = width * height;
      best = display;
    }
  }
  return best;
}

function overlap(a: Rect, b: Rect): { width: number; height: number } {
  return {
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));

function isRect(value: unknown): value is Rect {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Readonly<Record<string, unknown>>;
  return (
    [x, y, width, height].every((figure) => typeof figure === 'number' && Number.isFinite(figure)) &&
    (width as number) > 0 &&
    (height as number) > 0
  );
}
