import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/bridge/contract';
import type { PendingCommand, Rows } from '../../shared/bridge/topics';
import { type AppError, appError, fail, type Result } from '../../shared/domain/result';
import { useSeatline } from './context';
import { useSelect } from './hooks';

export interface CommandHandle<K extends CommandName> {
  /** Sends the command once. Resolves with what the desk said; never rejects. */
  readonly run: (input: CommandInput<K>) => Promise<Result<CommandOutput<K>>>;
  /** From the press (in the same frame) until the desk knows the end. */
  readonly pending: boolean;
  /** Refused, not confirmed, or lost on the road; until the next run or `clear`. */
  readonly error: AppError | null;
  readonly clear: () => void;
}

/**
 * A command as a control sees it: pressed → pending → done or an error in place. The end is read from the answer and
 * from the topic `commands`, because the truth of a command is the next snapshot (DESIGN §2).
 * @param subject what it acts on (call id, queue, interface …); without it any command of this name counts
 */
export function useCommand<K extends CommandName>(name: K, subject?: string): CommandHandle<K> {
  const { bridge } = useSeatline();
  const [flying, setFlying] = useState(0);
  const [error, setError] = useState<AppError | null>(null);
  const ended = useRef<string | null>(null);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const latest = useSelect('commands', (rows) => latestOf(rows, name, subject));

  const run = useCallback(
    async (input: CommandInput<K>): Promise<Result<CommandOutput<K>>> => {
      setFlying((count) => count + 1);
      setError(null);
      ended.current = latest?.state === 'pending' ? null : (latest?.id ?? null);
      let result: Result<CommandOutput<K>>;
      try {
        result = await bridge.call(name, input);
      } catch (thrown) {
        result = fail(appError('internal', thrown instanceof Error ? thrown.message : String(thrown), { tried: name }));
      }
      if (mounted.current) {
        setFlying((count) => count - 1);
        if (!result.ok) setError(result.error);
      }
      return result;
    },
    [bridge, name, latest],
  );

  const clear = useCallback(() => {
    setError(null);
    ended.current = latest?.id ?? null;
  }, [latest]);

  const late = latest && latest.id !== ended.current && flying === 0 ? endOf(latest) : null;
  return { run, pending: flying > 0 || latest?.state === 'pending', error: error ?? late, clear };
}

function latestOf(
  rows: Rows<PendingCommand> | undefined,
  name: string,
  subject: string | undefined,
): PendingCommand | undefined {
  let latest: PendingCommand | undefined;
  for (const id in rows) {
    const row = rows[id];
    if (!row || row.name !== name || (subject !== undefined && row.subject !== subject)) continue;
    if (!latest || row.since >= latest.since) latest = row;
  }
  return latest;
}

function endOf(row: PendingCommand): AppError | null {
  if (row.state === 'refused') return row.error ?? appError('refused', 'refused', { tried: row.name });
  if (row.state === 'not-confirmed') {
    return row.error ?? appError('not-confirmed', 'no snapshot showed the effect', { tried: row.name });
  }
  return null;
}
