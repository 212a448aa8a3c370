import { useCallback } from 'react';
import { useSay } from '../../i18n/index';
import { useSelect, useTopic } from '../../live/hooks';

/** Names of the queues by number; a queue without a name is its number. */
export function useQueueName(): (queue: string) => string {
  const names = useSelect('queues', (rows) =>
    Object.fromEntries(Object.values(rows ?? {}).map((tile) => [tile.queue, tile.name])),
  );
  return useCallback((queue: string) => names[queue] || queue, [names]);
}

/** Label of a pause reason as the platform names it, else its code in words; empty for 0. */
export function useReasonLabel(): (code: number) => string {
  const say = useSay();
  const reasons = useTopic('reasons');
  return useCallback(
    (code: number) =>
      code === 0
        ? ''
        : reasons?.find((reason) => reason.code === code)?.label || say('wallboard.agents.reasonCode', { code }),
    [reasons, say],
  );
}
