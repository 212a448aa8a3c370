import './jitless';
import { createRoot } from 'react-dom/client';
import { createBridgeClient } from '../../shared/bridge/client';
import { readPageShape } from '../../shared/bridge/window';
import { screenClock } from '../live/clock';
import { App } from './app';
import { bridgeAddress, type SocketLike, socketPort, windowPort } from './road';

performance.mark('screen:start');
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// The host is chosen here and nowhere else (DESIGN law 3).
const road = window.seatline ? windowPort(window.seatline) : browserRoad();
const bridge = createBridgeClient(road);
createRoot(root).render(<App bridge={bridge} firstShape={readPageShape(location.search)} />);

function browserRoad() {
  const port = socketPort(() => new WebSocket(bridgeAddress(location)) as SocketLike, screenClock);
  window.addEventListener('online', port.wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') port.wake();
  });
  return port;
}
