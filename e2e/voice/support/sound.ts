import type { Page } from '@playwright/test';

/** Keeps hold of the page's peer connections and players, so that they can be looked at: in the test only. */
export const watchPeers = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const Native = window.RTCPeerConnection;
    const peers: RTCPeerConnection[] = [];
    const NativeAudio = window.Audio;
    const players: HTMLAudioElement[] = [];
    Object.assign(window, {
      peers,
      players,
      Audio: class extends NativeAudio {
        constructor() {
          super();
          players.push(this);
        }
      },
      RTCPeerConnection: class extends Native {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          peers.push(this);
        }
      },
    });
  });
};

/** Sound that has come in through the newest peer connection: its energy and its packets. */
export const heard = async (page: Page): Promise<{ readonly energy: number; readonly packets: number }> =>
  page.evaluate(async () => {
    const { peers } = window as unknown as { readonly peers: readonly RTCPeerConnection[] };
    let energy = 0;
    let packets = 0;
    const newest = peers.at(-1);
    for (const entry of (await newest?.getStats())?.values() ?? []) {
      if (entry.type !== 'inbound-rtp') continue;
      energy += entry.totalAudioEnergy ?? 0;
      packets += entry.packetsReceived ?? 0;
    }
    return { energy, packets };
  });

/** Energy that comes in during a while of the test's own clock. */
export const heardDuring = async (page: Page, ms: number): Promise<{ energy: number; packets: number }> => {
  const before = await heard(page);
  await page.waitForTimeout(ms);
  const after = await heard(page);
  return { energy: after.energy - before.energy, packets: after.packets - before.packets };
};

/** Players that play: where they play, how loud, whether the call is held. */
export const playing = async (page: Page): Promise<readonly { sink: string; volume: number; muted: boolean }[]> =>
  page.evaluate(() =>
    (window as unknown as { readonly players: readonly HTMLAudioElement[] }).players
      .filter((player) => !player.paused && player.srcObject !== null)
      .map(({ sinkId, volume, muted }) => ({ sink: sinkId, volume, muted })),
  );

/** Makes the page believe that its way through the network is gone; the connection itself lives. */
export const breakMedia = async (page: Page): Promise<void> =>
  page.evaluate(() => {
    const peer = (window as unknown as { readonly peers: readonly RTCPeerConnection[] }).peers.at(-1);
    if (!peer) return;
    Object.defineProperty(peer, 'connectionState', { configurable: true, get: () => 'failed' });
    peer.dispatchEvent(new Event('connectionstatechange'));
    Reflect.deleteProperty(peer, 'connectionState');
  });
