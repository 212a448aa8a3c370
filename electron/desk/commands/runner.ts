import type { CommandName } from '../../../shared/bridge/contract';
import type { PendingCommand } from '../../../shared/bridge/topics';
import { type AppError, appError, fail, type Result } from '../../../shared/domain/result';
import type { Core } from '../core';
import { maskText } from '../redact';
import { notPossible } from './spec';

/** An ended command stays in the topic so long, for the control to show how it ended. */
const shownAfterEnd = 4_000;

interface AnySpec {
  readonly subject?: (input: never) => string;
  readonly repeatable?: true;
  run(input: never, core: Core): Promise<Result<unknown>>;
}

/** Runs commands: pending in the same tick, one of a kind on one subject, an end for each (never an exception). */
export interface CommandRunner {
  run(name: CommandName, spec: AnySpec, input: unknown): Promise<Result<unknown>>;
  close(): void;
}

export function createCommandRunner(core: Core): CommandRunner {
  const { topics, effects } = core;
  const running = new Set<string>();
  const timers = new Set<() => void>();
  let count = 0;
  let closed = false;

  const begin = (name: CommandName, subject: string): PendingCommand => {
    count += 1;
    const row: PendingCommand = {
      id: `c${count}`,
      name,
      subject,
      state: 'pending',
      since: effects.clock.now(),
      error: null,
    };
    topics.setRow('commands', row.id, row);
    return row;
  };
  const end = (row: PendingCommand, error: AppError | null): void => {
    const state = error === null ? 'done' : error.code === 'not-confirmed' ? 'not-confirmed' : 'refused';
    topics.setRow('commands', row.id, { ...row, state, error });
    if (closed) return;
    const cancel = effects.clock.after(shownAfterEnd, () => {
      timers.delete(cancel);
      topics.deleteRow('commands', row.id);
    });
    timers.add(cancel);
  };

  return {
    run: async (name, spec, input) => {
      const subject = spec.subject?.(input as never);
      const key = `${name} ${subject ?? ''}`;
      if (!spec.repeatable && running.has(key)) return fail({ ...notPossible('pending'), tried: name });
      running.add(key);
      const row = subject === undefined ? null : begin(name, subject);
      let result: Result<unknown>;
      try {
        result = await spec.run(input as never, core);
      } catch (thrown) {
        effects.log.error('command.failed', { command: name, error: thrown });
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        result = fail(appError('internal', maskText(message)));
      }
      running.delete(key);
      const named: Result<unknown> = result.ok ? result : fail({ ...result.error, tried: result.error.tried ?? name });
      if (row) end(row, named.ok ? null : named.error);
      if (!named.ok) effects.log.info('command.refused', { command: name, code: named.error.code });
      return named;
    },
    close: () => {
      closed = true;
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
