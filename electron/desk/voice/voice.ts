import type { DriverCapability, Voice as VoiceTopic } from '../../../shared/bridge/topics';
import type { Call, CallEnd } from '../../../shared/domain/call';
import type { Result } from '../../../shared/domain/result';
import type { Clock } from '../../../shared/domain/time';
import type { FromAudio } from '../../../shared/voice/contract';
import type { SipRoad } from '../../../shared/voice/link';
import type { Log } from '../effects';
import type { VoiceAccount } from '../profiles';
import type { Session } from '../session';
import { audioAccount, audioPreferences, userOf } from './account';
import { createActs } from './acts';
import { createAutoAnswer } from './auto-answer';
import { createEndedRows } from './ended';
import { createHandset, type Handset, notNow } from './handset';
import { createLegs, type EndedLeg, heardCall, type VoiceLeg } from './legs';
import { createVoiceLink } from './link';
import { compareNumbers } from './match';
import type { AudioPages, PageOwner } from './pages';
import { createRelay } from './relay';
import { type Devices, type Registration, voiceTopic } from './state';

/**
 * The app as the seat's telephone, from sign-in to sign-out: the account and the line of the audio page, its calls beside
 * the cards that the platform shows, and what a person does with them. One card per call: a leg and a card that are the
 * same call carry each other's id, and commands on the card go to the leg where it has one.
 */
export interface Voice extends Pick<Handset, 'answer' | 'reject' | 'hangUp' | 'hold' | 'mute' | 'dtmf' | 'call'> {
  /** What the seat can do with this telephone besides what the platform can. */
  capabilities(driver: ReadonlySet<DriverCapability>): ReadonlySet<DriverCapability>;
  /** The call as the person hears it (`heardCall`). */
  view(call: Call): Call;
  /** The leg that is the sound of a card. */
  leg(callId: string): VoiceLeg | undefined;
  /** A call of this telephone lives. */
  readonly live: boolean;
  test(what: 'output' | 'microphone' | 'off'): Promise<Result<null>>;
  /** Registers anew, on a new line. */
  retry(): void;
  /** The network is another one. */
  probe(): void;
  /** The cards changed. */
  cardsChanged(): void;
  readonly account: VoiceAccount;
  /** Unregisters; resolves when the exchange has heard it or the time for it is up. */
  close(): Promise<void>;
}

export interface VoiceStart {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly road: SipRoad;
  readonly pages: AudioPages;
  readonly account: VoiceAccount;
  readonly session: Session;
  /** What the seat can do has changed. */
  readonly onCapabilities: () => void;
}

/** What this telephone adds where the platform lacks it. */
const added = ['answer', 'reject', 'dtmf', 'hold'] as const satisfies readonly DriverCapability[];
/** The page says good-bye to the exchange within this, ms. */
const leavesWithin = 1_500;
/** A leg that ended because somebody else took the call explains the end of its card within this, ms. */
const explainsFor = 3_000;
const off: Registration = { t: 'registration', state: 'off', status: 0 };

export function startVoice(start: VoiceStart): Voice {
  const { clock, random, log, road, pages, account, session } = start;
  const { topics, identity, settings } = session;
  const user = userOf(account, identity);
  const me: ReadonlySet<string> = new Set([identity.device, identity.agent, user]);
  const relay = createRelay({ user, password: account.password });
  let registration = off;
  let devices: Devices | null = null;
  let test: VoiceTopic['test'] = null;
  let wanted = false;
  let wasOpen = false;
  let canAnswer = false;
  /** What the cards are shown with, besides what the platform says. */
  let shown = '';
  let closing: (() => void) | null = null;
  let closed = false;

  const legs = createLegs({ now: session.now, monotonic: () => clock.monotonic() });
  const acts = createActs(clock, (message) => {
    if (!pages.present || closed) return false;
    pages.tell(message);
    return true;
  });
  const explain = (leg: VoiceLeg, end: CallEnd, within?: number): void => {
    const callId = legs.callOf(leg.id);
    if (callId !== '') session.calls.expectEnd(callId, end, within === undefined ? {} : { within });
  };
  const handset = createHandset(legs, acts, explain);
  const link = createVoiceLink(
    { clock, random, log, road, target: { address: account.address, pin: account.pin }, relay },
    {
      frame: (frame) => pages.tell({ t: 'sip', frame }),
      changed: (state) => {
        wasOpen ||= state.open;
        if (!state.open && registration.state === 'registered') {
          registration = { t: 'registration', state: 'connecting', status: 0 };
        }
        if (pages.present) pages.tell({ t: 'link', state: state.open ? 'open' : 'closed' });
        publish();
      },
    },
  );

  const warn =
    (event: string) =>
    (result: Result<null>): void => {
      if (!result.ok && !closed) log.warn(event, { code: result.error.code });
    };

  const publish = (): void => {
    if (closed || closing) return;
    const state = { page: pages.present, wanted, link: link.state, wasOpen, registration, devices, test };
    topics.set('voice', voiceTopic(state));
    const can = registered() || legs.all.length > 0;
    if (can === canAnswer) return;
    canAnswer = can;
    start.onCapabilities();
  };
  const registered = (): boolean => pages.present && link.state.open && registration.state === 'registered';
  const cardOf = (leg: VoiceLeg): Call | undefined => session.differ.calls()[legs.callOf(leg.id)];

  /** Cards, rows and everything that follows from them; after any change of legs or cards. */
  const settle = (): void => {
    if (closed || closing) return;
    if (legs.all.length > 0) {
      legs.match(Object.values(session.differ.calls()), {
        outgoing: session.differ.outgoing,
        isMe: (number) => me.has(number),
        rules: settings.value().dialling,
        dialledCall: session.dialler.callId,
      });
    }
    proveAnswers();
    publishRows();
    const now = legs.all.map((leg) => `${legs.callOf(leg.id)} ${leg.state}`).join();
    if (now !== shown) {
      shown = now;
      session.publishCalls();
    }
    answerDialled();
    stopElsewhere();
    autoAnswer.consider();
    session.confirmations.check();
  };
  const publishRows = (): void => {
    if (!closed && !closing) topics.setRows('voiceCalls', { ...gone.rows(), ...legs.rows() });
  };
  const gone = createEndedRows(clock, publishRows);
  /** Where the platform never says that a call was answered, the telephone does. */
  const proveAnswers = (): void => {
    for (const leg of legs.all) {
      const card = cardOf(leg);
      if (!card?.assumed || card.answeredAt !== null || leg.answeredAt === null || leg.dialled) continue;
      session.differ.enrich(card.id, { answeredAt: leg.answeredAt });
    }
  };

  /** A click to dial rings my phone first: the person is there already. */
  const answerDialled = (): void => {
    const dialling = session.dialler.dialling();
    for (const leg of legs.all) {
      if (leg.direction !== 'in' || leg.state !== 'ringing' || leg.taken) continue;
      if (legs.all.some((other) => other.id !== leg.id && isBusy(other))) continue;
      const card = cardOf(leg);
      const rungForMe = card?.state === 'calling-me' && (dialling !== null || session.isFetching());
      if (!rungForMe && !(dialling && isDialled(leg, card, dialling))) continue;
      legs.mark(leg.id, { dialled: true });
      void handset.take(leg.id, false).then(warn('voice.dialled-not-answered'));
    }
  };

  const isBusy = ({ state, taken }: VoiceLeg): boolean => state !== 'held' && (state !== 'ringing' || taken);
  /** Before the platform shows a card, the number tells: the one dialled, or my own. */
  const isDialled = (leg: VoiceLeg, card: Call | undefined, dial: { number: string; callId: string }): boolean => {
    if (card) return card.id === dial.callId;
    if (compareNumbers(leg.number, dial.number, settings.value().dialling) === 'same') return true;
    return dial.callId === '' && me.has(leg.number);
  };

  /** The platform shows the call talking, and not here: another telephone of the seat has it. */
  const stopElsewhere = (): void => {
    for (const leg of legs.all) {
      if (leg.direction !== 'in' || leg.state !== 'ringing' || leg.taken) continue;
      const card = cardOf(leg);
      // Taken for answered because it has rung for long is no answer.
      if (!card || card.assumed) continue;
      const { state } = card;
      if (state !== 'talking' && state !== 'held' && state !== 'consulting' && state !== 'conference') continue;
      legs.mark(leg.id, { taken: true });
      log.info('voice.answered-elsewhere', { by: 'platform' });
      void acts.run({ kind: 'reject', call: leg.id }).then(warn('voice.ring-not-stopped'));
    }
  };

  const autoAnswer = createAutoAnswer(
    clock,
    () => ({
      legs: legs.all,
      callOf: (id) => session.differ.calls()[legs.callOf(id)],
      calls: Object.values(topics.get('calls')).filter((call) => call.state !== 'ended'),
      settings: settings.value().voice,
      canSpeak: devices?.microphone !== 'denied' && devices?.microphone !== 'absent',
    }),
    (id) => {
      log.info('voice.auto-answered');
      void handset.take(id, true).then(warn('voice.auto-answer-failed'));
    },
  );
  /** The platform is asked at once and often until it shows the card, so that it pops as early as the phone rings. */
  const began = (leg: VoiceLeg): void => {
    if (leg.state === 'talking' || leg.state === 'held') return;
    void session.confirmations.until(
      () => !legs.get(leg.id) || legs.callOf(leg.id) !== '',
      ['pops', 'status', 'floor'],
    );
  };
  const ended = (over: EndedLeg): void => {
    const { leg, end, callId, quality } = over;
    if (!closed && !closing) gone.add(over);
    log.info('voice.call-ended', { direction: leg.direction, end, answered: leg.answeredAt !== null, ...quality });
    if (end === 'elsewhere' && callId !== '') {
      session.calls.expectEnd(callId, 'answered-elsewhere', { within: explainsFor });
    }
    if (leg.direction === 'out') session.dialler.heard('ended');
    for (const task of ['pops', 'status', 'floor', 'channels'] as const) session.look(task);
  };

  const hear = (message: FromAudio): void => {
    switch (message.t) {
      case 'hello':
        return;
      case 'wanted':
        wanted = message.on;
        link.want(wanted);
        if (!wanted) registration = off;
        if (!wanted) closing?.();
        publish();
        return;
      case 'sip':
        link.send(message.frame);
        return;
      case 'registration':
        if (message.state !== registration.state) log.info('voice.registration', { ...message });
        registration = message;
        publish();
        return;
      case 'calls': {
        const { started, ended: over } = legs.take(message.calls);
        for (const leg of over) ended(leg);
        if (closing) return;
        for (const leg of legs.all) if (leg.direction === 'out') session.dialler.heard(leg.state);
        settle();
        for (const leg of started) began(leg);
        publish();
        return;
      }
      case 'devices':
        devices = message;
        autoAnswer.consider();
        publish();
        return;
      case 'level':
        if (test?.what === 'microphone') test = { ...test, level: Math.round(message.level * 100) / 100 };
        publish();
        return;
      case 'button':
        log.info('voice.button', { button: message.button });
        void handset.press(message.button)?.then(warn('voice.button-failed'));
        return;
      case 'done':
        acts.done(message.id, message.result);
        return;
    }
  };

  const owner: PageOwner = {
    attached: () => {
      wasOpen = false;
      pages.tell({ t: 'preferences', preferences: audioPreferences(settings.value()) });
      pages.tell({ t: 'account', account: closing ? null : audioAccount(account, identity) });
      pages.tell({ t: 'link', state: link.state.open ? 'open' : 'closed' });
      publish();
    },
    gone: () => {
      // Whatever the page carried ends with it: its sound lives nowhere else.
      wanted = false;
      registration = off;
      devices = null;
      test = null;
      acts.drop();
      for (const leg of legs.take([]).ended) ended(leg);
      link.want(false);
      closing?.();
      settle();
      publish();
    },
    hear,
  };
  const stopSettings = topics.subscribe(['settings'], (message) => {
    if ('snapshots' in message) return;
    if (pages.present) pages.tell({ t: 'preferences', preferences: audioPreferences(settings.value()) });
    autoAnswer.consider();
  });
  pages.use(owner);
  publish();

  return {
    account,
    capabilities: (driver) => (canAnswer ? new Set([...driver, ...added]) : driver),
    view: (call) => {
      const leg = legs.ofCall(call.id);
      return leg ? heardCall(call, leg) : call;
    },
    leg: legs.ofCall,
    get live() {
      return legs.all.length > 0;
    },
    ...handset,
    call: async (number) => (registered() ? handset.call(number) : notNow('not-registered')),
    test: async (what) => {
      const mine = what === 'off' ? null : { what, level: 0 };
      test = mine;
      publish();
      const done = await acts.run({ kind: 'test', what });
      // A tone has an end of its own; an open microphone is closed by a hand. Another test may have begun meanwhile.
      if (test?.what === mine?.what && (what !== 'microphone' || !done.ok)) test = null;
      publish();
      return done;
    },
    retry: () => {
      if (!pages.present) return;
      pages.tell({ t: 'account', account: audioAccount(account, identity) });
      link.retry();
    },
    probe: link.probe,
    cardsChanged: settle,
    close: () =>
      new Promise((resolve) => {
        if (closed || closing) return resolve();
        stopSettings();
        autoAnswer.close();
        gone.close();
        acts.drop();
        topics.set('voice', null);
        topics.setRows('voiceCalls', {});
        const finish = (): void => {
          if (closed) return;
          closed = true;
          disarm();
          for (const leg of legs.take([]).ended) ended(leg);
          link.close();
          pages.leave(owner);
          resolve();
        };
        const disarm = clock.after(leavesWithin, finish);
        closing = finish;
        if (pages.present) pages.tell({ t: 'account', account: null });
        if (!pages.present || !link.state.open || registration.state !== 'registered') finish();
      }),
  };
}
