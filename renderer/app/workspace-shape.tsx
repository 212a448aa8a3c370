import {
  Ear,
  FlaskConical,
  Headset,
  History,
  LayoutDashboard,
  type LucideIcon,
  PhoneMissed,
  Settings,
  UsersRound,
} from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { CallList } from '../features/calls/call-list';
import { DialPanel } from '../features/dial/dial-panel';
import { DialPhases } from '../features/dial/dial-phases';
import { useIntent } from '../features/keyboard/intents';
import { LinkBanner } from '../features/link/link-banner';
import { LinkDot } from '../features/link/link-dot';
import { ListenPage, listensAlone } from '../features/listen/index';
import { Availability } from '../features/queues/availability';
import { MyQueues } from '../features/queues/my-queues';
import { Parks } from '../features/queues/parks';
import { QueueSummary } from '../features/queues/queue-summary';
import { MissedPause } from '../features/seat/missed-pause';
import { StateChip } from '../features/seat/state-chip';
import { MuteButton, VoiceBadge } from '../features/voice/index';
import { kioskWanted } from '../features/wallboard/kiosk-wanted';
import { WrapUpPanel } from '../features/wrap-up/wrap-up-panel';
import { useSay, type WordKey } from '../i18n/index';
import { useDriver, useRowList, useSelect } from '../live/hooks';
import { ErrorBoundary } from './error-boundary';
import { ConferenceRoute, DemoRoute, HistoryRoute, MissedRoute, SettingsRoute, WallboardRoute } from './pages';
import { ShapeMenu } from './shape-menu';

const places = [
  { id: 'desk', word: 'app.desk', icon: Headset, page: Desk },
  { id: 'wallboard', word: 'wallboard.title', icon: LayoutDashboard, page: WallboardRoute },
  { id: 'listen', word: 'listen.title', icon: Ear, page: ListenPage },
  { id: 'history', word: 'history.title', icon: History, page: HistoryRoute },
  { id: 'missed', word: 'missed.title', icon: PhoneMissed, page: MissedRoute },
  { id: 'conference', word: 'conference.title', icon: UsersRound, page: ConferenceRoute },
  { id: 'demo', word: 'demo.title', icon: FlaskConical, page: DemoRoute },
  { id: 'settings', word: 'settings.title', icon: Settings, page: SettingsRoute },
] as const satisfies readonly {
  readonly id: string;
  readonly word: WordKey;
  readonly icon: LucideIcon;
  readonly page: () => ReactNode;
}[];
type PlaceId = (typeof places)[number]['id'];

/** The whole desk: navigation at the left, my state on top, the chosen page. */
export function WorkspaceShape(): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const demo = useSelect('host', (host) => host?.demo ?? false);
  const missed = useRowList('missed').filter((row) => !row.calledBack).length;
  const dialFocus = useIntent('dialFocus');
  const [at, setAt] = useState<PlaceId>(() => (kioskWanted() ? 'wallboard' : 'desk'));
  // Whoever asks for the dial box is taken to the desk, where it is.
  useEffect(() => {
    if (dialFocus > 0) setAt('desk');
  }, [dialFocus]);
  const shown = places.filter(
    ({ id }) =>
      (id !== 'demo' || demo) &&
      (id !== 'conference' || driver.has('conference')) &&
      (id !== 'wallboard' || driver.has('floor')) &&
      (id !== 'listen' || listensAlone(driver)),
  );
  const Page = (shown.find(({ id }) => id === at) ?? places[0]).page;
  return (
    <div className="workspace">
      <nav className="nav" aria-label={say('app.navigation')}>
        <span className="mark nav-mark" aria-hidden>
          <Headset size={20} />
        </span>
        {shown.map(({ id, word, icon: Icon }) => (
          <button
            key={id}
            type="button"
            className="nav-place"
            aria-current={id === at ? 'page' : undefined}
            onClick={() => setAt(id)}
          >
            <Icon aria-hidden size={20} strokeWidth={1.75} />
            <span className="nav-word">{say(word)}</span>
            {id === 'missed' && missed > 0 ? <span className="count count-alert nav-count">{missed}</span> : null}
          </button>
        ))}
      </nav>
      <header className="top">
        <StateChip large />
        <MuteButton />
        <Who />
        <span className="grow" />
        <QueueSummary />
        <VoiceBadge />
        <LinkDot />
        <ShapeMenu />
      </header>
      <LinkBanner />
      <main className="page">
        <h1 className="unseen">{say((shown.find(({ id }) => id === at) ?? places[0]).word)}</h1>
        <ErrorBoundary resetKey={at}>
          <Page />
        </ErrorBoundary>
      </main>
    </div>
  );
}

function Who(): ReactNode {
  const say = useSay();
  const who = useSelect('seat', (seat) => ({
    name: seat?.agentName ?? '',
    agent: seat?.agent ?? '',
    device: seat?.device ?? '',
  }));
  return (
    <span className="who">
      <strong className="cut">{who.name || who.agent}</strong>
      <span className="muted cut">{say('seat.agent', { agent: who.agent, device: who.device })}</span>
    </span>
  );
}

/** The agent's own page: calls in the middle, dialling and queues at the side. */
function Desk(): ReactNode {
  const say = useSay();
  const driver = useDriver();
  return (
    <div className="desk">
      <div className="desk-main">
        <MissedPause />
        <DialPhases />
        <CallList density="full" />
        <WrapUpPanel />
      </div>
      <aside className="desk-side" aria-label={say(driver.has('queues') ? 'queues.title' : 'app.side')}>
        <MyQueues />
        <Parks hideEmpty />
        <section className="panel desk-dial" aria-label={say('dial.title')}>
          <header className="panel-head">
            <h2>{say('dial.title')}</h2>
          </header>
          <div className="panel-body">
            <DialPanel />
          </div>
        </section>
        <Availability />
      </aside>
    </div>
  );
}
