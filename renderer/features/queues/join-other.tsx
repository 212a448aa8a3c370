import { Plus } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Membership } from '../../../shared/domain/seat';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSelect } from '../../live/hooks';
import { useQuestion } from '../../query/questions';
import { Button, ErrorLine, Menu } from '../../ui/index';

/** The platform's queue list changes with its configuration, not with its calls. */
const listFreshFor = 600_000;

/** Joins a queue that the seat has not been in today: covering for another team needs no new sign-in. */
export function JoinOther({ memberships }: { readonly memberships: readonly Membership[] }): ReactNode {
  const say = useSay();
  const profileId = useSelect('session', (session) => session?.profileId ?? '');
  const choices = useQuestion(
    'session.choices',
    { profileId: profileId ?? '' },
    { enabled: Boolean(profileId), fresh: listFreshFor },
  );
  const join = useCommand('seat.joinQueue');
  const others = useMemo(() => {
    const known = new Set(memberships.map((row) => row.queue));
    return (choices.data?.queues ?? []).filter((row) => !known.has(row.queue));
  }, [choices.data, memberships]);
  if (others.length === 0) return null;
  return (
    <div className="queue-other">
      <Menu
        label={say('queues.joinOther')}
        trigger={
          <Button size="s" variant="quiet" icon={Plus} pending={join.pending}>
            {say('queues.joinOther')}
          </Button>
        }
        groups={[
          {
            id: 'others',
            entries: others.map((row) => ({ id: row.queue, label: row.name || row.queue, detail: row.queue })),
          },
        ]}
        onAction={(queue) => void join.run({ queue, penalty: 0 })}
      />
      <ErrorLine error={join.error} onDismiss={join.clear} />
    </div>
  );
}
