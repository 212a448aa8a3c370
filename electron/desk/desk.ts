import { tmpdir } from 'node:os';
import type { CancelSignal, CommandName } from '../../shared/bridge/contract';
import { readCommand, readQuery } from '../../shared/bridge/dispatch';
import { same } from '../../shared/bridge/patch';
import { defaultSettings } from '../../shared/bridge/settings';
import type { DialRequest, Link, Session as SessionTopic, Topic } from '../../shared/bridge/topics';
import type { DeskDoor, TopicMessage } from '../../shared/bridge/wire';
import { type AppError, appError, fail, ok, type Result } from '../../shared/domain/result';
import type { AudioDoor } from '../../shared/voice/contract';
import type { Download, PlatformDriver } from '../platforms/driver';
import { sayGoodbye } from './absence';
import { appCommands } from './commands/app';
import { callCommands } from './commands/calls';
import { createCommandRunner } from './commands/runner';
import { seatCommands } from './commands/seat';
import { superviseCommands } from './commands/supervise';
import { voiceCommands } from './commands/voice';
import type { Core } from './core';
import type { DeskEffects } from './effects';
import type { FreshnessView } from './freshness';
import { openJournal } from './journal';
import { createMedia, type MediaRequest } from './media';
import { createNotices } from './notices';
import { builtInFeatures, openProfiles } from './profiles';
import { queries } from './queries';
import { maskText, redactedLog } from './redact';
import { createRequests } from './requests';
import { openSeenCalls } from './seen';
import { type Session, startSession } from './session';
import { openSettings } from './settings';
import { signIn, signOut } from './signin';
import { createTopics } from './state';
import { oneCardEach } from './twins';
import { createAudioPages } from './voice/pages';
import { startVoice, type Voice } from './voice/voice';

/**
 * The desk: one live state, one door for commands and questions. Hosts attach to it and add windows, tray and links;
 * nothing of it knows Electron or HTTP.
 */
export interface Desk extends DeskDoor {
  /** Settings, profiles and journal are read; commands wait for it by themselves. */
  readonly ready: Promise<void>;
  dispatch(name: string, input: unknown): Promise<Result<unknown>>;
  query(name: string, input: unknown, signal?: CancelSignal): Promise<Result<unknown>>;
  subscribe(topics: readonly Topic[], listener: (message: TopicMessage) => void): () => void;
  /** A part of what `recording.open` gave a ticket for; the caller reads the body to its end or cancels it. */
  media(ticket: string, request: MediaRequest): Promise<Result<Download>>;
  /** Where the page that carries the sound says hello. */
  readonly audio: AudioDoor;
  /** From links, shortcuts, tray and command line: becomes a row of `requests` that a person confirms. */
  receiveDial(text: string, source: DialRequest['source']): void;
  networkChanged(): void;
  suspended(): void;
  resumed(): void;
  locked(locked: boolean): void;
  /** Leaves the queues when the platform answers, keeps what must survive; within 2 s whatever happens. */
  close(): Promise<void>;
}

const commands = { ...seatCommands, ...callCommands, ...superviseCommands, ...voiceCommands, ...appCommands };

/** Time for the platform's part of a shutdown, and for the disk's. */
const leaveWithin = 1_000;
const saveWithin = 400;

const signedOutLink: Link = {
  state: 'signed-out',
  asOf: null,
  missingSince: null,
  attempt: 0,
  retryAt: null,
  error: null,
  endpoints: [],
  platformOffset: 0,
  platformZone: 480,
};

export function createDesk(given: DeskEffects): Desk {
  const effects: DeskEffects = { ...given, log: redactedLog(given.log) };
  const { clock, random, log, storage, secrets, host, builtIn, demo } = effects;
  const signedOut: SessionTopic = {
    state: 'signed-out',
    profileId: '',
    profiles: [],
    lastAgent: '',
    lastDevice: '',
    lastQueues: [],
    error: null,
    platformName: '',
    platformVersion: '',
  };
  const topics = createTopics({
    link: signedOutLink,
    session: signedOut,
    host: {
      edition: host.edition,
      version: host.version,
      capabilities: host.capabilities,
      driver: [],
      demo: demo !== null,
    },
    seat: null,
    settings: defaultSettings,
    reasons: [],
    dial: null,
    voice: null,
  });
  let session: Session | null = null;
  let voice: Voice | null = null;
  let closed = false;
  let isLocked = false;
  let ids = 0;

  const notices = createNotices(topics, {
    clock,
    now: () => clock.now() + (session?.driver.platformOffset ?? 0),
    notify: host.notify,
  });
  const media = createMedia({ clock, folder: tmpdir() });
  const audio = createAudioPages(log);
  const newId = (prefix: string): string => {
    ids += 1;
    return `${prefix}${clock.now().toString(36)}${Math.floor(random() * 46656).toString(36)}${ids}`;
  };

  const open = async () => {
    const journal = await openJournal({ storage, log });
    const settings = await openSettings({ storage, log });
    const seen = await openSeenCalls({ storage, log });
    const own = builtIn && { ...builtIn, features: builtIn.features ?? (demo ? builtInFeatures : {}) };
    const profiles = await openProfiles({ storage, secrets, log, builtIn: own, newId: () => newId('p') });
    const core: Core = {
      effects,
      topics,
      settings,
      journal,
      profiles,
      seen,
      notices,
      media,
      session: () => session,
      voice: () => voice,
      reloadVoice: () => openVoice(core),
      newId,
      publishSession: () => publish({}),
      signIn: (input) => enter(core, input),
      signOut: () => leave(core),
    };
    const publish = (change: Partial<SessionTopic>): void => {
      const { lastProfile, lastAgent, lastDevice, lastQueues } = journal.value();
      const list = profiles.list();
      const now = topics.get('session');
      topics.set('session', {
        ...now,
        profiles: list,
        lastAgent,
        lastDevice,
        lastQueues,
        profileId: now.state === 'signed-out' ? lastProfile || (list[0]?.id ?? '') : now.profileId,
        ...change,
      });
    };
    topics.set('settings', settings.value());
    publish({});
    return {
      core,
      journal,
      settings,
      seen,
      profiles,
      publish,
      runner: createCommandRunner(core),
      requests: createRequests(core),
    };
  };
  type Parts = Awaited<ReturnType<typeof open>>;
  let current: Parts | null = null;
  const opened = open();
  const ready = opened.then(
    (parts) => {
      current = parts;
    },
    (error: unknown) => log.error('desk.not-opened', { error }),
  );

  const onLink = (view: FreshnessView, nextTryAt: number | null, driver: Session['driver']): void => {
    const { gap: _gap, ...shown } = view;
    const before = topics.get('link');
    // While all is well "as of" moves in steps of five seconds, so that it does not make a patch with every poll.
    const step = view.state === 'live' ? 5_000 : 1_000;
    const round = (at: number | null): number | null => (at === null ? null : Math.floor(at / step) * step);
    topics.set('link', {
      ...shown,
      asOf: round(view.asOf),
      endpoints: view.endpoints.map((row) => ({ ...row, asOf: round(row.asOf), error: row.error && safe(row.error) })),
      error: view.error && safe(view.error),
      retryAt: nextTryAt === null ? null : clock.now() + Math.max(0, nextTryAt - clock.monotonic()),
      platformOffset: driver.platformOffset,
      platformZone: driver.platformZone,
    });
    if (view.state === 'down' && before.state !== 'down') {
      notices.say('error', 'link-down', { since: view.missingSince ?? view.asOf ?? 0 }, { host: true });
    }
  };

  /** Buttons are drawn from this, and `withCall` checks by the same (law 4). */
  const tellCapabilities = (): void => {
    const able = session && (voice?.capabilities(session.driver.capabilities) ?? session.driver.capabilities);
    topics.set('host', { ...topics.get('host'), driver: able ? [...able] : [] });
  };

  /** Starts the seat's telephone, or starts it anew where its account has changed; never under a call. */
  const openVoice = async (core: Core): Promise<void> => {
    const { sip } = effects;
    const seat = session;
    if (!sip || !seat || voice?.live) return;
    const account = await core.profiles.voice(seat.profileId);
    if (session !== seat || closed) return;
    if (voice && account && same(voice.account, account)) return;
    const old = voice;
    voice = null;
    await old?.close();
    if (session !== seat || closed || voice) return;
    if (account) {
      const { pages, road } = { pages: audio, road: sip };
      voice = startVoice({ clock, random, log, road, pages, account, session: seat, onCapabilities: tellCapabilities });
    }
    tellCapabilities();
  };

  const drop = (): void => {
    media.forget();
    void voice?.close();
    voice = null;
    session?.close();
    session = null;
    topics.set('link', { ...signedOutLink, platformOffset: 0 });
    topics.set('seat', null);
    topics.set('dial', null);
    for (const topic of [
      'calls',
      'pops',
      'queues',
      'agents',
      'waiting',
      'parks',
      'conferences',
      'extensions',
    ] as const) {
      topics.setRows(topic, {});
    }
    tellCapabilities();
  };

  const enter = async (core: Core, input: Parameters<Core['signIn']>[0]): ReturnType<Core['signIn']> => {
    const { publish } = await opened;
    if (session) return fail(appError('not-possible-now', 'somebody is signed in', { params: { why: 'signed-in' } }));
    const access = await core.profiles.access(input.profileId);
    if (!access.ok) return access;
    publish({ state: 'signing-in', profileId: input.profileId, error: null });
    topics.set('link', { ...topics.get('link'), state: 'connecting' });
    const driver = effects.driver(access.value);
    const { wrapUp } = core.journal.value();
    const entered = await signIn(driver, input, wrapUp?.agent === input.agent ? wrapUp.code : 0).catch(
      (thrown: unknown): Result<never> => fail(appError('internal', maskText(String(thrown)))),
    );
    if (!entered.ok || closed) {
      driver.close();
      const error = entered.ok ? appError('cancelled', 'the desk was closed') : safe(entered.error);
      topics.set('link', signedOutLink);
      publish({ state: 'signed-out', profileId: input.profileId, error });
      return fail(error);
    }
    const { identity, choices, queues, memberOf, switched } = entered.value;
    core.journal.change({
      lastProfile: input.profileId,
      lastAgent: input.agent,
      lastDevice: input.device,
      lastQueues: input.queues.map(({ queue, penalty }) => ({ queue, penalty })),
      pausedBy: input.initial.kind === 'pause' ? 'me' : core.journal.value().pausedBy,
    });
    session = startSession({
      clock,
      random,
      log,
      host,
      topics,
      settings: core.settings,
      journal: core.journal,
      notices,
      driver,
      identity,
      choices,
      profileId: input.profileId,
      memberOf,
      switched,
      seen: core.seen,
      onLink: (view, nextTryAt) => onLink(view, nextTryAt, driver),
      onTaken: (error) => {
        drop();
        notices.say('error', 'signed-in-elsewhere', error.params ?? {}, { sticky: true, host: true });
        publish({ state: 'signed-out', error });
      },
      onSignOut: () => void leave(core),
      cards: (calls) =>
        oneCardEach(calls, (id) => voice?.leg(id) !== undefined).map((call) => voice?.view(call) ?? call),
      onCards: () => voice?.cardsChanged(),
      direct: async (number) =>
        voice ? voice.call(number) : fail(appError('not-supported', 'neither the platform nor the app can dial')),
    });
    session.setLocked(isLocked);
    tellCapabilities();
    topics.set('reasons', choices.reasons);
    publish({
      state: 'signed-in',
      profileId: input.profileId,
      error: null,
      platformName: core.profiles.get(input.profileId)?.name ?? '',
    });
    void tellVersion(driver, publish);
    await openVoice(core);
    log.info('session.signed-in', { queues: queues.length, refused: queues.filter((row) => !row.ok).length });
    return ok({ queues });
  };

  const leave = async (core: Core): Promise<Result<null>> => {
    const { publish } = await opened;
    const leaving = session;
    if (!leaving) return fail(appError('not-signed-in', 'nobody is signed in'));
    publish({ state: 'signing-out' });
    const memberships = leaving.keeper.seat().memberships.filter((row) => row.joined);
    const failed = await within(
      leaveWithin * 3,
      signOut(leaving.driver, leaving.identity, memberships, wrapsUp(leaving)),
      clock,
    );
    if (session !== leaving) return ok(null);
    if (failed === null || failed.length > 0) log.warn('session.left-behind', { count: failed?.length ?? -1 });
    core.journal.change({ wrapUp: null, pausedBy: null });
    sayGoodbye(core.journal);
    drop();
    publish({ state: 'signed-out', error: null });
    log.info('session.signed-out');
    return ok(null);
  };

  const probeNow = (): void => {
    session?.retryNow();
    voice?.probe();
  };

  return {
    ready,
    dispatch: async (name, input) => {
      const read = readCommand(name, input);
      if (!read.ok) return read;
      if (closed) return fail(appError('cancelled', 'the desk is closed', { tried: name }));
      // The pending row must be there in the same tick once the desk is open.
      const parts =
        current ??
        (await opened.then(
          (value) => value,
          () => null,
        ));
      if (!parts) return fail(appError('storage', 'settings cannot be read', { tried: name }));
      return parts.runner.run(read.value.name, commands[read.value.name as CommandName], read.value.input);
    },
    query: async (name, input, signal) => {
      const read = readQuery(name, input);
      if (!read.ok) return read;
      const parts =
        current ??
        (await opened.then(
          (value) => value,
          () => null,
        ));
      if (!parts) return fail(appError('storage', 'settings cannot be read', { tried: name }));
      const cancel = new AbortController();
      const abort = (): void => cancel.abort();
      if (signal?.aborted) return fail(appError('cancelled', 'cancelled', { tried: name }));
      signal?.addEventListener('abort', abort);
      try {
        const spec = queries[read.value.name] as (
          input: unknown,
          core: Core,
          signal: AbortSignal,
        ) => Promise<Result<unknown>>;
        return await spec(read.value.input, parts.core, cancel.signal);
      } catch (thrown) {
        log.error('query.failed', { query: name, error: thrown });
        return fail(appError('internal', maskText(String(thrown)), { tried: name }));
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    subscribe: (names, listener) => topics.subscribe(names, listener),
    media: (ticket, request) => media.serve(ticket, request),
    audio,
    receiveDial: (text, source) => {
      void opened.then(
        ({ requests }) => {
          if (!closed) requests.receive(text, source);
        },
        () => {},
      );
    },
    networkChanged: probeNow,
    suspended: () => log.info('power.suspended'),
    resumed: () => {
      log.info('power.resumed');
      probeNow();
    },
    locked: (locked) => {
      isLocked = locked;
      session?.setLocked(locked);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      media.forget();
      const parts = await within(saveWithin, opened, clock).catch(() => null);
      const leaving = session;
      const quiet = voice?.close();
      voice = null;
      if (leaving) {
        const memberships = leaving.keeper.seat().memberships.filter((row) => row.joined);
        const failed = await within(
          leaveWithin,
          signOut(leaving.driver, leaving.identity, memberships, wrapsUp(leaving)),
          clock,
        );
        if (failed?.length === 0 && parts) {
          parts.journal.change({ wrapUp: null, pausedBy: null });
          sayGoodbye(parts.journal);
        } else log.warn('session.left-behind', { count: failed?.length ?? -1 });
        leaving.close();
        session = null;
      }
      if (quiet) await within(saveWithin, quiet, clock);
      parts?.runner.close();
      notices.close();
      if (parts) {
        const saves = Promise.all([
          parts.journal.saved(),
          parts.settings.saved(),
          parts.profiles.saved(),
          parts.seen.saved(),
        ]);
        await within(saveWithin, saves, clock);
      }
      topics.clear();
    },
  };
}

/** Version and name as the connection test tells them; without an answer the screen shows none. */
async function tellVersion(driver: PlatformDriver, publish: (change: Partial<SessionTopic>) => void): Promise<void> {
  const steps = await driver.probe({ device: '' }).catch(() => []);
  const version = steps.find((step) => step.params.version !== undefined)?.params.version;
  if (version !== undefined && version !== '') publish({ platformVersion: String(version) });
}

/** The phone is busy because this desk made it so, not because a person chose it. */
const wrapsUp = ({ driver, keeper }: Session): boolean =>
  !driver.capabilities.has('queue-pause') && keeper.seat().availability === 'wrap-up';

const safe = (error: AppError): AppError => ({ ...error, message: maskText(error.message) });

/** The value, or null when it takes longer or fails. */
const within = async <T>(ms: number, work: Promise<T>, clock: DeskEffects['clock']): Promise<T | null> => {
  let cancel = (): void => {};
  const limit = new Promise<null>((settle) => {
    cancel = clock.after(ms, () => settle(null));
  });
  try {
    return await Promise.race([work, limit]);
  } catch {
    return null;
  } finally {
    cancel();
  }
};
