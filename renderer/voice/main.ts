import type { Port } from '../../shared/bridge/wire';
import { bridgeAddress, type SocketLike, socketPort, windowPort } from '../app/road';
import { screenClock } from '../live/clock';
import { browserMedia, browserMeter } from './browser/media';
import { browserPlayer, onceTouched } from './browser/player';
import { browserTones } from './browser/tones';
import type { Hid } from './headset/hid';
import { headsetChannel } from './headset-request';
import { startAudioPage } from './page';
import { createTelephone } from './sip/telephone';

// The host is chosen here and nowhere else (DESIGN law 3).
const port = window.seatline ? windowPort(window.seatline) : browserRoad();

function browserRoad(): Port {
  const road = socketPort(() => new WebSocket(bridgeAddress(location)) as SocketLike, screenClock);
  window.addEventListener('online', road.wake);
  return road;
}

const page = startAudioPage({
  port,
  clock: screenClock,
  telephone: (events) => createTelephone(events, { clock: screenClock, random: Math.random }),
  media: browserMedia(),
  meter: browserMeter,
  tones: browserTones(screenClock),
  player: browserPlayer,
  onGesture: onceTouched,
  hid: (navigator as Navigator & { readonly hid?: Hid }).hid ?? null,
  onHeadsetAllowed: (run) => {
    const channel = new BroadcastChannel(headsetChannel);
    channel.addEventListener('message', run);
    return () => channel.close();
  },
  onNetwork: (run) => {
    window.addEventListener('online', run);
    return () => window.removeEventListener('online', run);
  },
});

// A page that is left or loaded again hangs up: the other side must not talk to nobody.
window.addEventListener('pagehide', () => void page.close());
