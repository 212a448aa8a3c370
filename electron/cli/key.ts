import { formatPlatformTime, parsePlatformTime } from '../../shared/domain/time';
import type { Words } from '../../shared/webcti/codes';
import { webKey } from '../../shared/webcti/webkey';
import { createMvb } from '../platforms/mvb2000/platform';
import { optionsOf } from './arguments';
import { platformEffects } from './effects';
import { type ExitCode, exits, usage } from './exit';
import { printJson, wantsJson } from './format';
import { filled } from './language';
import { timeLimitOf } from './limits';
import { failed, type Shell } from './shell';
import { findTarget } from './target';

const day = 86_400_000;

/**
 * `seatline key`: whether the platform takes the key of today, by the platform's own date. `--show` prints the key of
 * the day, which whoever has it can use until midnight; `--date YYYY-MM-DD --show` computes one without asking.
 */
export async function key(shell: Shell): Promise<ExitCode> {
  const { date } = optionsOf(shell.parsed, ['date']);
  const show = shell.parsed.flags.has('show');
  const json = wantsJson(shell);
  if (date !== undefined) return ofDate(shell, date, show, json);
  const limit = timeLimitOf(shell);
  const target = await findTarget(shell, { vendor: 'mvb2000', key: true });
  const { client } = createMvb(target, platformEffects(shell.io));
  try {
    const answer = await client.call('about', {}, { signal: shell.io.signal, limit });
    if (!answer.ok) throw failed(answer.error);
    const today = client.time.date();
    const midnight = (parsePlatformTime(today, client.time.zone) ?? 0) + day;
    const until = formatPlatformTime(midnight, client.time.zone);
    const zone = zoneText(client.time.zone);
    const minutes = Math.max(0, Math.round((midnight - shell.io.clock.now() - client.time.offset) / 60_000));
    const left = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
    const webkey = show ? { webkey: client.time.sign(today) } : {};
    if (json) await printJson(shell, { works: true, platform: target.name, date: today, until, zone, ...webkey });
    else {
      await shell.note(filled(says.works, { name: target.name, today, until, zone, ...left }));
      if (webkey.webkey) await shell.print(webkey.webkey);
    }
    return exits.ok;
  } finally {
    client.close();
  }
}

async function ofDate(shell: Shell, date: string, show: boolean, json: boolean): Promise<ExitCode> {
  const at = parsePlatformTime(date, 0);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || at === null || !new Date(at).toISOString().startsWith(date)) {
    throw usage(filled(says.date, { date }));
  }
  if (!show) throw usage(says.needsShow);
  const target = await findTarget(shell, { vendor: 'mvb2000', key: true });
  const webkey = webKey(target.key, date);
  if (json) await printJson(shell, { platform: target.name, date, webkey });
  else await shell.print(webkey);
  return exits.ok;
}

/** `+08:00` */
export const zoneText = (minutes: number): string => {
  const size = Math.abs(minutes);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

const says = {
  works: {
    en: 'The key of {name} works. Platform date {today}; valid until {until} ({zone}), {hours} h {minutes} min from now.',
    zh: '{name} 的密钥有效。平台日期 {today}；有效至 {until}（{zone}），还有 {hours} 小时 {minutes} 分。',
  },
  date: {
    en: '--date is a date such as 2026-01-31, not "{date}".',
    zh: '--date 应为 2026-01-31 这样的日期，而不是“{date}”。',
  },
  needsShow: {
    en: 'The key of a day is a secret of that day: --date prints it only with --show.',
    zh: '某日的密钥当日有效，属于机密：--date 须与 --show 同用。',
  },
} as const satisfies Readonly<Record<string, Words>>;
