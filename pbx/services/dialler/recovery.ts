import type { Campaigns } from '../../store/campaigns';
import { afterCall } from './pacing';
import { settingsOf } from './request';

/**
 * The platform stopped with calls going on: each is closed as cut off, and its number can be called again, once without
 * counting against the retries. A number whose task is gone counts by the settings for all tasks.
 */
export function recover(campaigns: Campaigns, now: number): void {
  const { calls, numbers, tasks, settings } = campaigns;
  campaigns.write(() => {
    for (const call of calls.open()) {
      const task = tasks.get(call.task);
      const retries = task
        ? settingsOf(task, settings.value).retries
        : Math.max(0, Number.parseInt(settings.value('maxretries'), 10) || 0);
      const number = numbers.get(call.dial);
      const { tries, spared } = number ?? { tries: 1, spared: 0 };
      calls.end(call.id, call.dial, {
        ...afterCall('cut-off', { tries, spared, retries }),
        ...{ outcome: 'I', endedAt: now, duration: 0, cause: 0, message: 'interrupted', monitor: '' },
        disposition: call.answeredAt === null ? 'CANCEL' : 'ANSWER',
        agentInput: number?.agentInput ?? '',
      });
    }
  });
}
