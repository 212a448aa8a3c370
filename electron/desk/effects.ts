import type { DemoState } from '../../shared/bridge/contract';
import type { Settings } from '../../shared/bridge/settings';
import type { HostCapability } from '../../shared/bridge/topics';
import type { Result } from '../../shared/domain/result';
import type { Clock } from '../../shared/domain/time';
import type { SipRoad } from '../../shared/voice/link';
import type { DriverFactory, PostedForm } from '../platforms/driver';

/** Lines of the log. `fields` are masked by `redact` before they get here. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
export type LogFields = Readonly<Record<string, unknown>>;

/** Small named texts that survive a kill at any byte; `createFileStorage` is the one for Node. */
export interface Storage {
  /** What may be read under a name, best first (`name`, then the last good one). Empty when there is none. */
  read(name: string): Promise<readonly string[]>;
  /** Resolves when the text is on the disk; rejects and leaves the old text when it cannot be written. */
  write(name: string, text: string): Promise<void>;
}

/** Keys of profiles live here and nowhere else (DESIGN §8). `get` answers null for what is not there. */
export interface SecretStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** What the host (Electron shell or browser edition) does for the desk. What it cannot is absent, also in the list. */
export interface HostPort {
  readonly edition: 'electron' | 'browser';
  readonly version: string;
  readonly capabilities: readonly HostCapability[];
  /** Opens an http/https address in the person's browser; the desk has checked the scheme. */
  readonly openUrl?: (url: string) => Promise<Result<null>>;
  /** A window of its own on the platform's admin page, reached by posting this form; nothing of it enters a page of ours. */
  readonly openAdminPage?: (form: PostedForm, pin: string) => Promise<Result<null>>;
  readonly notify?: (notice: HostNotice) => void;
  readonly shape?: (shape: Settings['shape']) => void;
  readonly alwaysOnTop?: (on: boolean) => void;
  readonly minimise?: () => void;
  readonly quit?: () => void;
}

/** An operating-system notification; `key` is the i18n key below `notices.`. */
export interface HostNotice {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Reaches the scenario of the built-in platform; null on every other. */
export interface DemoControl {
  act(verb: string, args: Readonly<Record<string, string | number | boolean>>): Promise<Result<null>>;
  state(): Promise<Result<DemoState>>;
}

export interface BuiltIn {
  readonly address: string;
  readonly key: string;
  readonly name: string;
  /** Feature names of that platform; absent = those of the built-in one when there is a demo control, else none. */
  readonly features?: Readonly<Record<string, string>>;
}

export interface DeskEffects {
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly storage: Storage;
  readonly secrets: SecretStore;
  readonly driver: DriverFactory;
  /** Road to a SIP exchange; a host without it carries no sound. */
  readonly sip?: SipRoad | undefined;
  readonly host: HostPort;
  readonly demo: DemoControl | null;
  readonly builtIn: BuiltIn | null;
}
