import { Minimize } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useSay } from '../../i18n/index';
import { useNow, useRoad, useSelect } from '../../live/hooks';
import { clockTime, IconButton, OfflineBanner } from '../../ui/index';
import { AgentTable } from './agent-table';
import { CallerList } from './caller-list';
import { QueueTiles } from './queue-tiles';

/**
 * The floor for a screen on the wall: larger, without actions, and honest about figures that stand still. It moves by
 * some pixels each minute, because a picture that never moves burns into a screen.
 */
export function Kiosk(props: { readonly onLeave: () => void }): ReactNode {
  const say = useSay();
  const { onLeave } = props;
  const { state, asOf, zone } = useSelect('link', (link) => ({
    state: link?.state ?? 'connecting',
    asOf: link?.asOf ?? null,
    zone: link?.platformZone ?? 0,
  }));
  const platform = useSelect('session', (session) => session?.platformName ?? '');
  const road = useRoad();
  const now = useNow(1000);
  const drift = Math.floor(now / 60_000) % 4;
  const stale = state === 'stale' || state === 'down' || road === 'closed';

  useEffect(() => {
    const root = document.documentElement;
    // Refused without a fresh click or by a managed browser; the kiosk then fills the window instead.
    root.requestFullscreen?.()?.catch(() => undefined);
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onLeave();
    };
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('keydown', leave);
      if (document.fullscreenElement) document.exitFullscreen?.()?.catch(() => undefined);
    };
  }, [onLeave]);

  return (
    <section
      className="kiosk"
      aria-label={say('wallboard.title')}
      style={{ translate: `${drift % 2}px ${Math.floor(drift / 2)}px` }}
    >
      {stale ? (
        <OfflineBanner level={state === 'stale' && road !== 'closed' ? 'amber' : 'red'}>
          <b>{say('wallboard.kiosk.stale', { time: asOf === null ? '—' : clockTime(asOf, zone) })}</b>
        </OfflineBanner>
      ) : null}
      <header className="page-bar">
        <h1>{say('wallboard.kiosk.title', { platform })}</h1>
        <span className="grow" />
        <time className="kiosk-clock">{clockTime(now, zone)}</time>
        <IconButton size="s" icon={Minimize} label={say('wallboard.kiosk.leave')} shortcut="Esc" onPress={onLeave} />
      </header>
      <QueueTiles />
      <div className="floor">
        <AgentTable />
        <div className="floor-side">
          <CallerList />
        </div>
      </div>
    </section>
  );
}
