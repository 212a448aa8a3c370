import type { Screening } from '../port';
import { type AmiEvent, field } from './ami/port';
import type { Parts } from './parts';
import type { State } from './state/state';

/** "Call rejected", the cause that WEBCTI2 §6.5 has for a refused number, and "outgoing call barred". */
const [rejected, barred] = [21, 52];

/**
 * Turns away callers whose numbers are refused and calls to numbers that are barred. The exchange asks nobody: such a
 * call is ended as soon as its channel is told of.
 */
export function createScreen(
  { ami, log }: Parts,
  { parts: { legs } }: Pick<State, 'parts'>,
): { set(screening: Screening): void; close(): void } {
  let screening: Screening | null = null;
  /** Channels that were looked at. */
  const asked = new Set<string>();

  const end = (channel: string, cause: number): void => {
    ami.send('Hangup', { Channel: channel, Cause: cause }).then(
      ({ ok, message }) => {
        if (!ok && !/no such channel/i.test(message))
          log({ level: 'warn', event: 'screening-failed', detail: message });
      },
      () => {
        // The line is down, and with it whatever could be done.
      },
    );
  };

  const look = (event: AmiEvent, prefix: string): void => {
    const leg = legs.find(field(event, `${prefix}Uniqueid`));
    if (!screening || !leg || leg.direct === '' || asked.has(leg.uniqueId)) return;
    const { trunk, callerId } = legs.view(leg);
    if (trunk === '') return;
    asked.add(leg.uniqueId);
    if (leg.direct === 'IN' ? screening.refusesCaller(callerId) : screening.refusesCalled(callerId)) {
      end(leg.name, leg.direct === 'IN' ? rejected : barred);
    }
  };

  const off = ami.onEvent((event) => {
    if (event.event === 'Newchannel' || event.event === 'Newstate') look(event, '');
    else if (event.event === 'DialBegin') look(event, 'Dest');
    else if (event.event === 'Hangup') asked.delete(field(event, 'Uniqueid'));
  });
  return {
    set: (given) => {
      screening = given;
    },
    close: off,
  };
}
