import { UA } from 'jssip';
import { appError, fail, ok } from '../../../shared/domain/result';
import type { AudioAccount } from '../../../shared/voice/contract';
import type { RegistrationState, Telephone, TelephoneEvents } from '../telephone';
import { addressOf } from './address';
import { createLine, type LineEffects, mediaOptions, type SessionLine } from './line';
import type { Session } from './session';
import { BridgeSocket } from './socket';

/** The desk answers the registrar's challenge in the page's place; this only makes JsSIP try. */
const placeholder = 'answered-by-the-desk';
/** A registration lives this long, s; it is renewed at about half of it. */
const expires = 300;
/** After a failure that may pass by itself, s: longer each time. */
const retries = [5, 10, 20, 40, 60] as const;
/** Wrong number, wrong password: trying again by itself would lock the account. */
const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 423 && status !== 480;

/** An event that JsSIP's types leave out. */
interface Transacting {
  on(name: 'newTransaction', listener: () => void): unknown;
}

/** One registration: an account, its user agent, its socket. */
interface Registration {
  readonly account: AudioAccount;
  readonly agent: UA;
  readonly socket: BridgeSocket;
}

/** Null when the account's address is none. */
function agentOf(account: AudioAccount, socket: BridgeSocket): UA | null {
  try {
    return new UA({
      sockets: [socket],
      uri: account.uri,
      authorization_user: account.authorizationUser,
      // Stands between quotes in every request; a quote of its own would end it (RFC 3261 §25.1).
      display_name: account.displayName.replace(/["\\\p{Cc}]/gu, ' ').trim(),
      password: placeholder,
      register: true,
      register_expires: expires,
      // Dead calls are found by their media; timers of the session would end one whose connection is just away.
      session_timers: false,
      user_agent: 'Seatline',
    });
  } catch {
    return null;
  }
}

/**
 * The telephone on JsSIP. The connection to the exchange may go and come back: calls live on, the registration is made
 * anew, and lines that live are told.
 */
export function createTelephone(events: TelephoneEvents, effects: LineEffects): Telephone {
  const { clock } = effects;
  const lines = new Map<string, SessionLine>();
  /** Also those that are still unregistering. */
  const sockets = new Set<BridgeSocket>();
  let linked = false;
  let registration: Registration | null = null;
  let state: RegistrationState = { t: 'registration', state: 'off', status: 0 };
  let failures = 0;
  let retry: (() => void) | null = null;

  const turn = (next: RegistrationState['state'], status = 0): void => {
    if (state.state === next && state.status === status) return;
    state = { t: 'registration', state: next, status };
    events.onRegistration(state);
  };
  const forget = (): void => {
    retry?.();
    retry = null;
  };

  const keep = (session: Session, account: AudioAccount): SessionLine => {
    const line = createLine(session, effects, { stun: account.stun });
    lines.set(line.id, line);
    line.on((event) => {
      if (event.t === 'ended') lines.delete(line.id);
    });
    return line;
  };

  const failed = (current: Registration, status: number): void => {
    turn('failed', status);
    if (isFinal(status)) return;
    const seconds = retries[Math.min(failures, retries.length - 1)] ?? 60;
    failures += 1;
    forget();
    retry = clock.after(seconds * 1_000, () => {
      retry = null;
      if (registration === current && linked) {
        turn('connecting');
        current.agent.register();
      }
    });
  };

  const open = (account: AudioAccount): void => {
    const socket: BridgeSocket = new BridgeSocket(
      {
        want: (on) => {
          if (!on) sockets.delete(socket);
          // An account that is being left must not take the line from the one that came.
          if (on || sockets.size === 0) events.onWanted(on);
        },
        send: events.onFrame,
      },
      linked,
    );
    const agent = agentOf(account, socket);
    if (!agent) {
      turn('failed');
      return;
    }
    sockets.add(socket);
    const current: Registration = { account, agent, socket };
    registration = current;
    const isCurrent = (): boolean => registration === current;
    // JsSIP forgets the password once it has answered a realm, and cannot answer another one then.
    (agent as unknown as Transacting).on('newTransaction', () => void agent.set('password', placeholder));
    agent.on('registered', () => {
      if (!isCurrent()) return;
      failures = 0;
      forget();
      turn('registered', 200);
      for (const line of [...lines.values()]) line.restored();
    });
    agent.on('unregistered', () => {
      // After a refused renewal this comes second, and the refusal is what is to be told.
      if (isCurrent() && state.state === 'registered') turn('connecting');
    });
    agent.on('registrationFailed', ({ response }) => {
      // Without a line there is nothing to be refused; the next one registers by itself.
      if (isCurrent() && linked) failed(current, response?.status_code ?? 0);
    });
    agent.on('newRTCSession', (made: { readonly originator: string; readonly session: unknown }) => {
      if (made.originator === 'remote') events.onLine(keep(made.session as Session, account));
    });
    turn('connecting');
    agent.start();
  };

  const leave = (): void => {
    forget();
    failures = 0;
    if (!registration) return;
    const { agent } = registration;
    registration = null;
    for (const line of [...lines.values()]) line.hangUp();
    agent.stop();
  };

  return {
    use: (account) => {
      if (registration && JSON.stringify(registration.account) === JSON.stringify(account)) {
        if (state.state !== 'failed' || !linked) return;
        forget();
        failures = 0;
        turn('connecting');
        registration.agent.register();
        return;
      }
      leave();
      open(account);
    },
    rest: () => {
      leave();
      turn('off');
    },
    link: (next) => {
      linked = next === 'open';
      if (linked) for (const socket of [...sockets]) socket.opened();
      else {
        forget();
        for (const socket of [...sockets]) socket.closed();
        for (const line of [...lines.values()]) line.lost();
        if (registration) turn('connecting');
      }
    },
    receive: (frame) => {
      for (const socket of [...sockets]) socket.receive(frame);
    },
    call: (number, sound) => {
      if (!registration || !linked || state.state !== 'registered')
        return fail(appError('not-possible-now', 'the telephone is not registered', { tried: 'voice.call' }));
      const { agent, account } = registration;
      const address = addressOf(number, account.uri);
      if (!address) return fail(appError('invalid-number', 'no number of this exchange', { tried: 'voice.call' }));
      const session = agent.call(address, mediaOptions(sound, account.stun));
      return ok(keep(session as unknown as Session, account));
    },
  };
}
