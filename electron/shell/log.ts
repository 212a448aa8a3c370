import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../shared/domain/time';
import type { Log, LogFields } from '../desk/effects';
import { maskText, redact } from '../desk/redact';

export interface LogOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Size at which a file is put aside. */
  readonly maxBytes?: number;
  /** Files kept, the live one included. */
  readonly keep?: number;
}

/** A line of the log, one JSON object a line. */
export interface LogLine extends LogFields {
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
}

/**
 * The production log: rotating files `seatline.log`, `seatline.1.log` … of redacted JSON lines. Never throws, since a
 * full disk must not end a call; written at once, so that a crash keeps its cause.
 */
export function openLog({ folder, clock, maxBytes = 2_000_000, keep = 5 }: LogOptions): Log {
  const numbered = (index: number): string => path.join(folder, index === 0 ? 'seatline.log' : `seatline.${index}.log`);
  let size: number | null = null;
  const open = (): number => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return existsSync(numbered(0)) ? statSync(numbered(0)).size : 0;
  };
  const rotate = (): void => {
    rmSync(numbered(keep - 1), { force: true });
    for (let index = keep - 2; index >= 0; index -= 1) {
      if (existsSync(numbered(index))) renameSync(numbered(index), numbered(index + 1));
    }
  };
  const write = (level: LogLine['level'], event: string, fields: LogFields = {}): void => {
    try {
      const masked = redact(fields) as LogFields;
      const line: LogLine = { ...masked, at: new Date(clock.now()).toISOString(), level, event: maskText(event) };
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      size ??= open();
      if (size > 0 && size + bytes.length > maxBytes) {
        rotate();
        size = 0;
      }
      appendFileSync(numbered(0), bytes, { mode: 0o600 });
      size += bytes.length;
    } catch (error) {
      process.stderr.write(`the log could not be written: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}
