import {
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { LinkState } from '../../../shared/bridge/topics';
import { useErrorText, useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useNow, useSelect, useTopic } from '../../live/hooks';
import { Button, clockTime, ErrorLine, Popover, StateBadge, type Tone } from '../../ui/index';
import './link.css';

const looks: Readonly<Record<LinkState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  'signed-out': { tone: 'offline', icon: CircleDashed },
  connecting: { tone: 'offline', icon: LoaderCircle },
  live: { tone: 'ready', icon: CircleCheck },
  stale: { tone: 'ringing', icon: TriangleAlert },
  down: { tone: 'error', icon: CircleX },
};

/** Health of the road to the platform; everything about it behind the press. */
export function LinkDot({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const say = useSay();
  const state = useSelect('link', (link) => link?.state ?? 'connecting');
  // Without push everything is asked for more often, and nothing is late.
  const failing = useSelect(
    'link',
    (link) => link?.endpoints.filter((row) => row.state !== 'ok' && row.endpoint !== 'push').length ?? 0,
  );
  const shown = state === 'live' && failing > 0 ? 'stale' : state;
  const word = state === 'live' && failing > 0 ? say('link.partly', { n: failing }) : say(`states.link.${state}`);
  return (
    <Popover
      label={say('link.title')}
      placement="bottom end"
      trigger={
        <Button variant="quiet" size={compact ? 's' : 'm'} label={`${say('link.title')}: ${word}`} className="link-dot">
          <StateBadge {...looks[shown]} word={compact && shown === 'live' ? '' : word} quiet />
        </Button>
      }
    >
      <LinkDetails />
    </Popover>
  );
}

export function LinkDetails(): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  const link = useTopic('link');
  const session = useTopic('session');
  const phone = useSelect('seat', (seat) => seat?.phone ?? null);
  if (!link) return null;
  const time = (at: number | null): string => (at === null ? '—' : clockTime(at, link.platformZone));
  return (
    <div className="link-details stack">
      <StateBadge {...looks[link.state]} word={say(`states.link.${link.state}`)} />
      <dl className="link-facts">
        <div>
          <dt>{say('link.platform')}</dt>
          <dd>{[session?.platformName, session?.platformVersion].filter(Boolean).join(' ') || '—'}</dd>
        </div>
        <div>
          <dt>{say('ui.asOf', { time: '' })}</dt>
          <dd>{time(link.asOf)}</dd>
        </div>
        {phone === null ? null : (
          <div>
            <dt>{say('link.phone')}</dt>
            <dd>{say(`states.phone.${phone}`)}</dd>
          </div>
        )}
        {link.endpoints
          .filter((row) => row.state !== 'ok')
          .map((row) => (
            <div key={row.endpoint}>
              <dt className="cut">{row.endpoint}</dt>
              <dd className="fact-warning">
                {say(row.state === 'stale' ? 'link.endpointStale' : 'link.endpointDown')} · {time(row.asOf)}
              </dd>
            </div>
          ))}
      </dl>
      {link.error ? <p className="link-error">{errorText(link.error)}</p> : null}
      <Attempt />
    </div>
  );
}

/** Which attempt, when the next one is, and a button that does not wait. */
export function Attempt(): ReactNode {
  const say = useSay();
  const link = useTopic('link');
  const retry = useCommand('session.retryNow');
  if (!link || link.state === 'live' || link.state === 'signed-out') return null;
  return (
    <div className="row row-wrap">
      {link.attempt > 0 ? <span>{say('link.attempt', { n: link.attempt })}</span> : null}
      <NextTry />
      <Button size="s" icon={RefreshCw} pending={retry.pending} onPress={() => void retry.run({})}>
        {say('link.retry')}
      </Button>
      <ErrorLine error={retry.error} onDismiss={retry.clear} />
    </div>
  );
}

function NextTry(): ReactNode {
  const say = useSay();
  // `retryAt` is the desk's wall clock; the ticker runs on the platform's.
  const { retryAt, offset } = useSelect('link', (link) => ({
    retryAt: link?.retryAt ?? null,
    offset: link?.platformOffset ?? 0,
  }));
  const now = useNow(retryAt === null ? null : 1000);
  if (retryAt === null) return null;
  return <span>{say('link.next', { n: Math.max(0, Math.ceil((retryAt + offset - now) / 1000)) })}</span>;
}
