const two = (n: number): string => String(n).padStart(2, '0');

/** `03:12`, from one hour on `1:03:12`; never negative. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** Clock time of the platform `10:32:05`. @param zone minutes east of UTC */
export function clockTime(at: number, zone: number, withSeconds = true): string {
  const day = new Date(at + zone * 60_000);
  const text = `${two(day.getUTCHours())}:${two(day.getUTCMinutes())}`;
  return withSeconds ? `${text}:${two(day.getUTCSeconds())}` : text;
}

/** `11-21 10:32` of the platform. @param zone minutes east of UTC */
export function dayTime(at: number, zone: number): string {
  const day = new Date(at + zone * 60_000);
  return `${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())} ${clockTime(at, zone, false)}`;
}
