import { Headphones } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Call, Leg } from '../../../shared/domain/call';
import { useSay } from '../../i18n/index';
import { useRow } from '../../live/hooks';
import { legLooks, StateBadge, Timer } from '../../ui/index';
import { spaced } from './model';

/** Both sides of a consultation, each with its state and its own timer; says whom I hear. */
export function Legs({ call }: { readonly call: Call }): ReactNode {
  if (call.state !== 'consulting' && call.state !== 'conference') return null;
  return (
    <ul className="legs">
      {call.legs.map((leg) => (
        <LegRow key={`${leg.role}-${leg.id}`} leg={leg} />
      ))}
    </ul>
  );
}

function LegRow({ leg }: { readonly leg: Leg }): ReactNode {
  const say = useSay();
  // The platform names callers, not colleagues: those are in the list of extensions.
  const colleague = useRow('extensions', leg.number)?.name ?? '';
  const known = leg.name || colleague;
  const name = known || spaced(leg.number);
  const heard = leg.state === 'talking';
  return (
    <li className={`leg ${heard ? 'leg-heard' : ''}`}>
      <span className="leg-role">{say(leg.role === 'consult' ? 'calls.consulted' : 'calls.party')}</span>
      <span className="cut grow">
        {name}
        {known ? <span className="muted"> {spaced(leg.number)}</span> : null}
      </span>
      {heard ? (
        <span className="leg-ear" title={say('calls.whoHears', { name })}>
          <Headphones aria-hidden size={14} />
          <span className="unseen">{say('calls.whoHears', { name })}</span>
        </span>
      ) : null}
      <StateBadge {...legLooks[leg.state]} word={say(`states.leg.${leg.state}`)} quiet />
      <Timer since={leg.answeredAt ?? leg.dialledAt} label={say('calls.legTime')} />
    </li>
  );
}
