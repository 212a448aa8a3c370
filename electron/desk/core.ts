import type { CommandParsed, QueueOutcome } from '../../shared/bridge/contract';
import type { Result } from '../../shared/domain/result';
import type { DeskEffects } from './effects';
import type { Journal } from './journal';
import type { Media } from './media';
import type { Notices } from './notices';
import type { Profiles } from './profiles';
import type { SeenCalls } from './seen';
import type { Session } from './session';
import type { SettingsStore } from './settings';
import type { TopicStore } from './state';
import type { Voice } from './voice/voice';

/** What commands and queries may reach: the desk without its door. */
export interface Core {
  readonly effects: DeskEffects;
  readonly topics: TopicStore;
  readonly settings: SettingsStore;
  readonly journal: Journal;
  readonly profiles: Profiles;
  /** History of platforms that keep none. */
  readonly seen: SeenCalls;
  readonly notices: Notices;
  readonly media: Media;
  session(): Session | null;
  /** The app's own telephone; null while nobody with voice is signed in. */
  voice(): Voice | null;
  /** Reads the account of the telephone again and starts it anew where it changed. */
  reloadVoice(): Promise<void>;
  signIn(input: CommandParsed<'session.signIn'>): Promise<Result<{ queues: readonly QueueOutcome[] }>>;
  signOut(): Promise<Result<null>>;
  publishSession(): void;
  newId(prefix: string): string;
}
