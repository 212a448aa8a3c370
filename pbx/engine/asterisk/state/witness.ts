import type { Ami, AmiFields } from '../ami/port';
import type { State } from './state';

/**
 * The manager interface as the commands have it. What they ask for and the exchange grants is noted, because no event or
 * only a late one tells of it; and members are called by the interface that the queue knows.
 */
export function witnessed(ami: Ami, state: Pick<State, 'memberOurs' | 'parts'>): Ami {
  const { calls, conferences, queues } = state.parts;
  const text = (fields: AmiFields, key: string): string => {
    const value = fields[key];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };

  /** `SIP/2011` of a queue that rings `Local/2011@from-queue/n`. */
  const named = (action: string, fields: AmiFields): AmiFields => {
    if (!/^Queue(?:Remove|Pause|Penalty|MemberRingInUse)$/.test(action)) return fields;
    const member = queues.member(text(fields, 'Queue'), text(fields, 'Interface'));
    return member ? { ...fields, Interface: member.interface } : fields;
  };

  const granted = (action: string, fields: AmiFields): void => {
    const [queue, iface, room] = ['Queue', 'Interface', 'Conference'].map((key) => text(fields, key));
    if (action === 'QueueAdd') state.memberOurs(queue ?? '', iface ?? '', true);
    else if (action === 'QueueRemove') state.memberOurs(queue ?? '', iface ?? '', false);
    else if (action === 'ConfbridgeLock') conferences.locked(room ?? '', true);
    else if (action === 'ConfbridgeUnlock') conferences.locked(room ?? '', false);
  };

  return {
    get state() {
      return ami.state;
    },
    get version() {
      return ami.version;
    },
    async send(action, given = {}) {
      const fields = named(action, given);
      // Before it is asked: the channel may be there ahead of the answer.
      if (action === 'Originate' && text(fields, 'ChannelId') !== '') {
        const [number, application, data] = ['Exten', 'Application', 'Data'].map((key) => text(fields, key));
        calls.goal(text(fields, 'ChannelId'), {
          number: number ?? '',
          application: application ?? '',
          data: data ?? '',
        });
      }
      const answer = await ami.send(action, fields);
      if (answer.ok) granted(action, fields);
      return answer;
    },
    list: (action, fields) => ami.list(action, fields),
    onEvent: (run) => ami.onEvent(run),
    onState: (run) => ami.onState(run),
    close: () => ami.close(),
  };
}
