import type { Clock } from '../../../shared/domain/time';
import type { Line, LineEnd, LineEvent } from '../telephone';
import { partyOf } from './address';
import { endOf } from './outcome';
import type { IncomingReply, Session, TerminateOptions } from './session';

export interface LineEffects {
  readonly clock: Clock;
  /** 0…1, for waiting times after a collision. */
  readonly random: () => number;
}

export interface LineOptions {
  /** `stun:…` servers; empty on a local network. */
  readonly stun: readonly string[];
}

/** Candidates of this computer come within milliseconds; those of a STUN server take a round trip or never come. */
const gatherMs = 300;
const gatherWithStunMs = 1_000;
/** How long another negotiation of the same call may keep ours waiting. */
const busyMs = 5_000;
const busyStepMs = 100;
const attempts = 3;
/** A re-INVITE that nobody answers ends after SIP's own 32 s; a bit later at the latest we go on. */
const negotiationMs = 35_000;

/** What JsSIP would end a call for, and this telephone does not. */
const survivable = (options: TerminateOptions): boolean =>
  options.cause === 'RTP Timeout' ||
  options.cause === 'Connection Error' ||
  options.reason_phrase === 'Media Renegotiation Failed';

const pcConfig = (stun: readonly string[]): RTCConfiguration => ({
  iceServers: stun.length > 0 ? [{ urls: [...stun] }] : [],
});

/** How a call is made and answered with JsSIP: our own sound, audio only, the account's STUN servers. */
export const mediaOptions = (sound: MediaStream, stun: readonly string[]) => ({
  mediaStream: sound,
  mediaConstraints: { audio: true, video: false },
  pcConfig: pcConfig(stun),
});

/**
 * A `Line` over a session of JsSIP. Three things are done here and not by JsSIP:
 * - hold is the direction of the transceiver, so that every later offer and answer, also to the other side's own
 *   re-INVITE, says the same (JsSIP rewrites only its own offers);
 * - a refused re-INVITE, a lost connection and broken media end no call: what was wanted is tried again or given up, and
 *   whoever listens decides;
 * - two re-INVITEs that cross (491, RFC 3261 §14.1) wait a time of their own and try again; while ours is under way the
 *   other side's is refused, because answering it would throw ours away.
 */
export function createLine(session: Session, effects: LineEffects, options: LineOptions): SessionLine {
  const { clock, random } = effects;
  const listeners = new Set<(event: LineEvent) => void>();
  const { number, name } = partyOf(session.remote_identity);
  const direction = session.direction === 'incoming' ? 'in' : 'out';
  let answered = false;
  let ended = false;
  let held = false;
  let muted = false;
  /** Ends the negotiation under way: true = done. */
  let settle: ((done: boolean) => void) | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let stream: MediaStream | null = null;

  const tell = (event: LineEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const peer = (): RTCPeerConnection | null => session.connection ?? null;

  /** JsSIP sets the tracks itself on hold and on every negotiation; this is said after it. */
  const gate = (): void => {
    for (const { track } of peer()?.getSenders() ?? []) if (track) track.enabled = !muted && !held;
  };
  const turn = (on: boolean): void => {
    for (const transceiver of peer()?.getTransceivers() ?? []) transceiver.direction = on ? 'sendonly' : 'sendrecv';
  };

  const end = (how: LineEnd): void => {
    if (ended) return;
    ended = true;
    settle?.(false);
    tell({ t: 'ended', end: how });
    listeners.clear();
  };
  const finish = (event: {
    readonly originator: string;
    readonly message: IncomingReply | null;
    readonly cause: string;
  }): void => {
    const message = typeof event.message === 'object' ? event.message : null;
    end(
      endOf({
        direction,
        answered,
        originator: event.originator === 'remote' ? 'remote' : event.originator === 'local' ? 'local' : 'system',
        status: message?.status_code ?? 0,
        // One header may hold several reasons, and there may be several headers.
        reason: message?.getHeaders?.('reason').join(',') ?? '',
        cause: event.cause,
      }),
    );
  };

  const terminate = session.terminate.bind(session);
  session.terminate = (given = {}) => {
    if (answered && !ended && survivable(given)) {
      settle?.(false);
      return;
    }
    terminate(given);
  };
  const stop = (given: TerminateOptions): void => {
    // A session that has ended meanwhile has nothing to end; JsSIP throws for it.
    if (!session.isEnded()) terminate(given);
  };

  const hear = (connection: RTCPeerConnection): void => {
    connection.addEventListener('track', (event) => {
      stream = event.streams[0] ?? new MediaStream([event.track]);
      tell({ t: 'sound', stream });
    });
    connection.addEventListener('connectionstatechange', () => {
      if (!ended) tell({ t: 'media', state: connection.connectionState });
    });
  };
  if (session.connection) hear(session.connection);
  session.on('peerconnection', ({ peerconnection }) => hear(peerconnection));

  // JsSIP waits for the last candidate, which may take long where a server or an interface does not answer.
  let gathering: (() => void) | null = null;
  session.on('icecandidate', ({ ready }) => {
    gathering ??= clock.after(options.stun.length > 0 ? gatherWithStunMs : gatherMs, () => {
      gathering = null;
      ready();
    });
  });
  session.on('sdp', ({ originator }) => {
    if (originator !== 'local') return;
    gathering?.();
    gathering = null;
  });

  session.on('progress', ({ originator, response }) => {
    // With a description of its own the exchange plays what is to be heard.
    if (originator === 'remote' && !answered && stream === null && !response?.body) tell({ t: 'ringing' });
  });
  session.on('accepted', () => {
    answered = true;
    gate();
    tell({ t: 'answered' });
  });
  session.on('ended', finish);
  session.on('failed', finish);
  for (const change of ['hold', 'unhold'] as const) session.on(change, gate);
  session.on('reinvite', ({ reject }) => {
    if (settle) reject({ status_code: 491 });
  });
  // Where a call goes is decided at the desk: no request of the other side makes this page dial or swap calls.
  session.on('refer', ({ reject }) => reject());
  session.on('replaces', ({ reject }) => reject());

  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  /** One re-INVITE. */
  const negotiate = async (ice: boolean): Promise<boolean> => {
    for (let waited = 0; !session.isReadyToReOffer(); waited += busyStepMs) {
      if (ended || waited >= busyMs) return false;
      await wait(busyStepMs);
    }
    const done = await new Promise<boolean>((resolve) => {
      const late = clock.after(negotiationMs, () => settle?.(false));
      settle = (value) => {
        settle = null;
        late();
        resolve(value);
      };
      const sent = session.renegotiate({ rtcOfferConstraints: ice ? { iceRestart: true } : {} }, () => settle?.(true));
      gate();
      if (!sent) settle(false);
    });
    const connection = peer();
    // An offer that was not answered must be taken back before anything else can be negotiated.
    if (!done && !ended && connection?.signalingState === 'have-local-offer')
      await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    return done;
  };

  /** Tries again after a collision: the one who made the call waits 2.1 to 4 s, the other up to 2 s (RFC 3261 §14.1). */
  const insist = async (ice: boolean): Promise<boolean> => {
    for (let attempt = 1; ; attempt += 1) {
      if (ended) return false;
      if (await negotiate(ice)) return true;
      if (ended || attempt === attempts) return false;
      await wait(direction === 'out' ? 2_100 + random() * 1_900 : random() * 2_000);
    }
  };
  const queued = (run: () => Promise<boolean>): Promise<boolean> => {
    const result = queue.then(() => (ended ? false : run()));
    queue = result;
    return result;
  };

  return {
    id: session.id,
    direction,
    number,
    name,
    on: (listener) => {
      listeners.add(listener);
      if (stream) listener({ t: 'sound', stream });
    },
    answer: (sound) => session.answer(mediaOptions(sound, options.stun)),
    refuse: (status) => stop({ status_code: status }),
    hangUp: () => stop(answered || direction === 'out' ? {} : { status_code: 603 }),
    fail: () => {
      stop({ status_code: answered ? 408 : 480, cause: 'RTP Timeout' });
      end('failed');
    },
    hold: (on) =>
      queued(async () => {
        if (held === on) return true;
        held = on;
        // Nobody is heard by the other side from the click on, whatever the negotiation takes.
        if (on) gate();
        turn(on);
        const agreed = await insist(false);
        if (!agreed && !ended) {
          held = !on;
          turn(held);
        }
        gate();
        return agreed;
      }),
    mute: (on) => {
      muted = on;
      gate();
    },
    dtmf: (digits) => {
      const sender = peer()
        ?.getSenders()
        .find(({ track }) => track?.kind === 'audio');
      if (ended || !answered) return false;
      // RFC 4733 when the other side took "telephone-event", else INFO.
      const carried = sender?.dtmf?.canInsertDTMF === true;
      session.sendDTMF(digits, { duration: 100, interToneGap: 70, transportType: carried ? 'RFC2833' : 'INFO' });
      return true;
    },
    replace: async (track) => {
      const sender = peer()
        ?.getSenders()
        .find((entry) => entry.track?.kind === 'audio');
      track.enabled = !muted && !held;
      await sender?.replaceTrack(track);
    },
    refresh: (media) => queued(() => insist(media)),
    statistics: async () => {
      const report = ended ? null : await peer()?.getStats();
      return report ? [...report.values()].map((entry) => ({ ...entry }) as Readonly<Record<string, unknown>>) : [];
    },
    lost: () => {
      // A negotiation under way is ended by JsSIP itself, once it cannot send: taking the offer back before that would
      // leave JsSIP waiting for candidates for ever.
      if (ended || answered) return;
      // What rings or calls cannot be answered on another connection: the exchange has forgotten it.
      end('failed');
      stop({ status_code: 480 });
    },
    restored: () => {
      if (!ended && answered) tell({ t: 'link' });
    },
  };
}

/** What the telephone tells its lines. */
export interface SessionLine extends Line {
  /** The connection to the exchange has gone. */
  lost(): void;
  /** It is there again. */
  restored(): void;
}
