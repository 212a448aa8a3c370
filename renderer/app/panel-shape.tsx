import type { ReactNode } from 'react';
import { CallList } from '../features/calls/call-list';
import { DialPanel } from '../features/dial/dial-panel';
import { DialPhases } from '../features/dial/dial-phases';
import { LinkBanner } from '../features/link/link-banner';
import { LinkDot } from '../features/link/link-dot';
import { ListenPage, listensAlone } from '../features/listen/index';
import { Availability } from '../features/queues/availability';
import { MyQueues } from '../features/queues/my-queues';
import { Parks } from '../features/queues/parks';
import { MissedPause } from '../features/seat/missed-pause';
import { StateChip } from '../features/seat/state-chip';
import { MuteButton, VoiceBadge } from '../features/voice/index';
import { WrapUpPanel } from '../features/wrap-up/wrap-up-panel';
import { useSay } from '../i18n/index';
import { useDriver, useRowList, useSelect } from '../live/hooks';
import { Tabs } from '../ui/index';
import { ErrorBoundary } from './error-boundary';
import { HistoryRoute, MissedRoute } from './pages';
import { ShapeMenu } from './shape-menu';

/** Docked at the edge of the screen: everything of a call from top to bottom. */
export function PanelShape(): ReactNode {
  const say = useSay();
  const who = useSelect('seat', (seat) => ({
    name: seat?.agentName ?? '',
    agent: seat?.agent ?? '',
    device: seat?.device ?? '',
  }));
  const driver = useDriver();
  const queues = driver.has('queues');
  const missed = useRowList('missed').filter((row) => !row.calledBack).length;
  return (
    <div className="side">
      <header className="side-head">
        <div className="row">
          <div className="grow">
            <p className="side-name cut">{who.name || who.agent}</p>
            <p className="muted cut side-agent">{say('seat.agent', { agent: who.agent, device: who.device })}</p>
          </div>
          <VoiceBadge compact />
          <LinkDot compact />
          <ShapeMenu />
        </div>
        <div className="side-state">
          <StateChip large />
          <MuteButton />
        </div>
      </header>
      <LinkBanner />
      <main className="side-main">
        <h1 className="unseen">{say('app.desk')}</h1>
        <MissedPause />
        <DialPhases />
        <CallList density="tight" />
        <WrapUpPanel />
        <Parks hideEmpty />
        <section className="panel side-tabs">
          <Tabs
            label={say('app.navigation')}
            tabs={[
              {
                id: 'dial',
                label: say('dial.title'),
                content: (
                  <div className="panel-body">
                    <DialPanel />
                  </div>
                ),
              },
              ...(queues || driver.has('dnd') || driver.has('forwarding')
                ? [
                    {
                      id: 'queues',
                      label: say(queues ? 'queues.title' : 'queues.availability'),
                      content: <SideQueues />,
                    },
                  ]
                : []),
              {
                id: 'missed',
                label: (
                  <>
                    {say('missed.title')}
                    {missed > 0 ? <span className="count count-alert">{missed}</span> : null}
                  </>
                ),
                content: (
                  <ErrorBoundary>
                    <MissedRoute />
                  </ErrorBoundary>
                ),
              },
              {
                id: 'history',
                label: say('history.title'),
                content: (
                  <ErrorBoundary>
                    <HistoryRoute />
                  </ErrorBoundary>
                ),
              },
              ...(listensAlone(driver) ? [{ id: 'listen', label: say('listen.title'), content: <ListenPage /> }] : []),
            ]}
          />
        </section>
      </main>
    </div>
  );
}

function SideQueues(): ReactNode {
  return (
    <div className="side-queues">
      <MyQueues />
      <Availability />
    </div>
  );
}
