import type { Frame, Page } from '@playwright/test';

/** A page of its own, or the frame of a screen. */
type Place = Page | Frame;

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
        constructor(source?: string) {
          super(source);
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
export const heard = async (page: Place): Promise<{ readonly energy: number; readonly packets: number }> =>
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
export const heardDuring = async (page: Place, ms: number): Promise<{ energy: number; packets: number }> => {
  const before = await heard(page);
  await page.waitForTimeout(ms);
  const after = await heard(page);
  return { energy: after.energy - before.energy, packets: after.packets - before.packets };
};

/** Players that play: where they play, how loud, whether the call is held. */
export const playing = async (page: Place): Promise<readonly { sink: string; volume: number; muted: boolean }[]> =>
  page.evaluate(() =>
    (window as unknown as { readonly players: readonly HTMLAudioElement[] }).players
      .filter((player) => !player.paused && player.srcObject !== null)
      .map(({ sinkId, volume, muted }) => ({ sink: sinkId, volume, muted })),
  );

/** A ring sounds in this page now. */
export const ringsAloud = async (page: Place): Promise<boolean> =>
  page.evaluate(() =>
    (window as unknown as { readonly players: readonly HTMLAudioElement[] }).players.some(
      ({ paused, ended, src }) => !paused && !ended && src.includes('/ring.'),
    ),
  );

/** Makes the page believe that its way through the network is gone; the connection itself lives. */
export const breakMedia = async (page: Place): Promise<void> =>
  page.evaluate(() => {
    const peer = (window as unknown as { readonly peers: readonly RTCPeerConnection[] }).peers.at(-1);
    if (!peer) return;
    Object.defineProperty(peer, 'connectionState', { configurable: true, get: () => 'failed' });
    peer.dispatchEvent(new Event('connectionstatechange'));
    Reflect.deleteProperty(peer, 'connectionState');
  });

/**
 * Share of that frequency in what the newest call brings to the page's ear, 0 to 1, over a third of a second; 0 in
 * silence, and when no player of the page lets it be heard.
 */
export const hears = async (page: Place, hertz: number): Promise<number> =>
  page.evaluate(async (wanted) => {
    const { peers, players } = window as unknown as {
      readonly peers: readonly RTCPeerConnection[];
      readonly players: readonly HTMLAudioElement[];
    };
    const track = peers
      .at(-1)
      ?.getReceivers()
      .find((receiver) => receiver.track.kind === 'audio')?.track;
    const audible = players.some(
      ({ paused, muted, srcObject }) =>
        !paused &&
        !muted &&
        srcObject instanceof MediaStream &&
        srcObject.getTracks().some(({ id }) => id === track?.id),
    );
    if (!track || !audible) return 0;
    const context = new AudioContext();
    try {
      const analyser = context.createAnalyser();
      analyser.fftSize = 16_384;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      await context.resume();
      await new Promise((resolve) => setTimeout(resolve, 400));
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      const step = 2 * Math.cos((2 * Math.PI * wanted) / context.sampleRate);
      let one = 0;
      let two = 0;
      let power = 0;
      for (const sample of samples) {
        power += sample * sample;
        [one, two] = [sample + step * one - two, one];
      }
      if (power < samples.length * 1e-6) return 0;
      return (2 * (one * one + two * two - step * one * two)) / (samples.length * power);
    } finally {
      await context.close();
    }
  }, hertz);

/** How the newest call's sound travels, for whoever wonders why nothing is heard. */
export const soundFacts = async (page: Place): Promise<string> =>
  page.evaluate(async () => {
    const peer = (window as unknown as { readonly peers: readonly RTCPeerConnection[] }).peers.at(-1);
    if (!peer) return 'no call';
    const wanted = [
      'transport',
      'candidate-pair',
      'local-candidate',
      'remote-candidate',
      'inbound-rtp',
      'outbound-rtp',
    ];
    const entries = [...((await peer.getStats()) as unknown as Map<string, { readonly type: string }>).values()];
    return JSON.stringify(
      {
        connection: peer.connectionState,
        ice: peer.iceConnectionState,
        signaling: peer.signalingState,
        local: peer.localDescription?.sdp.split('\r\n'),
        remote: peer.remoteDescription?.sdp.split('\r\n'),
        entries: entries.filter(({ type }) => wanted.includes(type)),
      },
      null,
      1,
    );
  });
