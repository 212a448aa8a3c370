import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallState } from '../../shared/domain/call';
import type { AgentState, Presence } from '../../shared/domain/queue';
import { useSay } from '../i18n/index';
import './badge.css';
import { agentLooks, callLooks, presenceLooks, type Tone } from './tone';

/** Colour, icon and word of a state: never one without the others. `quiet` drops the tint, for dense tables. */
export function StateBadge(props: {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly word: string;
  readonly quiet?: boolean;
  readonly breathing?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { tone, icon: Icon, word, quiet = false, breathing = false, children } = props;
  return (
    <span className={`badge tone-${tone} ${quiet ? 'badge-quiet' : ''} ${tone === 'hold' ? 'badge-striped' : ''}`}>
      <Icon aria-hidden size={13} className={breathing ? 'breathing' : ''} />
      <span className="badge-word">{word}</span>
      {children}
    </span>
  );
}

export function AgentStateBadge(props: {
  readonly state: AgentState;
  /** Label of the pause reason, after the word. */
  readonly reason?: string;
  readonly quiet?: boolean;
}): ReactNode {
  const say = useSay();
  const word = say(`states.agent.${props.state}`);
  return (
    <StateBadge
      {...agentLooks[props.state]}
      word={props.reason ? `${word} · ${props.reason}` : word}
      quiet={props.quiet ?? false}
      breathing={props.state === 'ringing'}
    />
  );
}

export function CallStateBadge(props: { readonly state: CallState }): ReactNode {
  const say = useSay();
  return (
    <StateBadge
      {...callLooks[props.state]}
      word={say(`states.call.${props.state}`)}
      breathing={props.state === 'ringing' || props.state === 'calling-me'}
    />
  );
}

export function PresenceBadge(props: { readonly presence: Presence; readonly paused?: boolean }): ReactNode {
  const say = useSay();
  const shown = props.paused && props.presence === 'idle' ? 'paused' : props.presence;
  return <StateBadge {...presenceLooks[shown]} word={say(`states.presence.${shown}`)} quiet />;
}
