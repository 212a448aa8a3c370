import { Headset, LoaderCircle, Unplug } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { dialHash, type PageShape } from '../../shared/bridge/window';
import { Keypad } from '../features/calls/keypad';
import { RequestDialog } from '../features/dial/request-dialog';
import { focusDial } from '../features/keyboard/intents';
import { Keyboard } from '../features/keyboard/keyboard';
import { LinkBanner } from '../features/link/link-banner';
import { Notices } from '../features/notices/notices';
import { Announcer } from '../features/ring/announcer';
import { RingPopup } from '../features/ring/ring-popup';
import { SignOutDialog } from '../features/seat/sign-out-dialog';
import { SignInPage } from '../features/sign-in/sign-in-page';
import { TransferDialog } from '../features/transfer/transfer-dialog';
import { AudioFrame, useHasVoice } from '../features/voice/index';
import { useSay } from '../i18n/index';
import { useRoad, useSelect } from '../live/hooks';
import { Button } from '../ui/index';
import { BarShape } from './bar-shape';
import { useFittingShape } from './fitting-shape';
import { PanelShape } from './panel-shape';
import { WorkspaceShape } from './workspace-shape';

/** Which of the screens is shown: starting, sign-in, one of the shapes; with what lies over all of them. */
export function Screen({ firstShape }: { readonly firstShape: PageShape | null }): ReactNode {
  const road = useRoad();
  const session = useSelect('session', (value) => value?.state);
  const seated = useSelect('seat', (seat) => (seat === undefined ? undefined : seat !== null));
  const chosen = useSelect('settings', (settings) => settings?.shape);
  const fitting = useFittingShape(chosen ?? (firstShape === 'ring' ? null : firstShape) ?? 'workspace');
  const shape = firstShape === 'ring' ? 'ring' : fitting;
  useDialHash();
  useEffect(() => {
    document.documentElement.dataset.shape = shape;
  }, [shape]);
  if (shape === 'ring') return session === undefined ? null : <RingPopup />;
  if (session === undefined || seated === undefined) return <Starting closed={road === 'closed'} />;
  return (
    <>
      <div className="road-area" {...(road === 'closed' ? { inert: true } : {})}>
        {seated ? <Seated shape={shape} /> : <SignedOut />}
      </div>
      {road === 'closed' ? <RoadClosed /> : null}
      <Notices />
      <AudioFrame />
    </>
  );
}

function Seated({ shape }: { readonly shape: Exclude<PageShape, 'ring'> }): ReactNode {
  return (
    <>
      {shape === 'bar' ? <BarShape /> : shape === 'panel' ? <PanelShape /> : <WorkspaceShape />}
      <Announcer />
      <Keyboard />
      <TransferDialog />
      <Keypad />
      <RequestDialog />
      <SignOutDialog />
    </>
  );
}

function SignedOut(): ReactNode {
  return (
    <div className="signed-out">
      <LinkBanner />
      <SignInPage />
    </div>
  );
}

function Starting({ closed }: { readonly closed: boolean }): ReactNode {
  const say = useSay();
  if (closed) return <RoadClosed />;
  return (
    <main className="starting">
      <span className="mark" aria-hidden>
        <Headset size={22} />
      </span>
      <h1 className="unseen">{say('app.name')}</h1>
      <p role="status">
        <LoaderCircle aria-hidden size={14} className="button-turning" /> {say('app.connecting')}
      </p>
    </main>
  );
}

/** The desk itself is gone: nothing on this page is true any more, and nothing can be pressed. */
function RoadClosed(): ReactNode {
  const say = useSay();
  const hasVoice = useHasVoice();
  return (
    <main className="road-closed">
      <div className="road-closed-box" role="alert">
        <Unplug aria-hidden size={26} />
        <h1>{say('app.roadClosedTitle')}</h1>
        <p>{say(hasVoice ? 'app.roadClosedVoice' : 'app.roadClosedText')}</p>
        <Button onPress={() => location.reload()}>{say('app.roadClosedReload')}</Button>
      </div>
    </main>
  );
}

/** The host asks for the dial box through the address's hash (tray, shortcut). */
function useDialHash(): void {
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    const read = (): void => {
      if (location.hash !== dialHash) return;
      history.replaceState(null, '', `${location.pathname}${location.search}`);
      setWanted((count) => count + 1);
    };
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    if (wanted > 0) focusDial();
  }, [wanted]);
}
