import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { SwitchField } from '../../ui/index';
import type { SeatActions } from './use-seat-actions';

/** One switch for the whole telephone, where the platform knows neither queues nor reasons (Uncall §3.5, §3.6). */
export function BusySwitch({ actions }: { readonly actions: SeatActions }): ReactNode {
  const say = useSay();
  const { seat } = actions;
  if (actions.way !== 'busy' || !seat) return null;
  return (
    <div className="busy-switch">
      <SwitchField
        label={say('seat.busySwitch')}
        isOn={seat.next === null ? seat.availability === 'paused' : seat.next.kind === 'pause'}
        pending={actions.pending}
        onChange={(on) => (on ? actions.pause(actions.busyReason) : actions.ready())}
      />
    </div>
  );
}
