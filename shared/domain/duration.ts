/** `mm:ss` under an hour, `h:mm:ss` above it; negative and broken values are `00:00`. Parts of a second are dropped. */
export function formatDuration(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.trunc(seconds)) : 0;
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.trunc(whole / 3600);
  const rest = `${two(Math.trunc(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** Whole seconds between two instants (ms); never negative, 0 when one is unknown. */
export const secondsBetween = (from: number | null, to: number | null): number =>
  from === null || to === null ? 0 : Math.max(0, Math.trunc((to - from) / 1000));
