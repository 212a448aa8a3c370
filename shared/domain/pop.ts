import type { CallDirection } from './call';
import type { PlatformTime } from './time';

export type PopTrigger = 'ring' | 'answer' | 'end' | 'manual';

/** What is known of the caller the moment it rings. Everything in it is hostile text (DESIGN §8). */
export interface ScreenPop {
  /** `<linkedId>/<trigger>`: exactly once. */
  readonly id: string;
  readonly callId: string;
  readonly linkedId: string;
  readonly trigger: PopTrigger;
  readonly at: PlatformTime;
  readonly direction: CallDirection;
  readonly number: string;
  readonly name: string;
  readonly region: string;
  readonly queue: string;
  readonly queueName: string;
  readonly did: string;
  readonly ivrPath: string;
  readonly ivrKeys: string;
  readonly waitSeconds: number | null;
  readonly callData: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly transferredFrom: string;
  /** The page that the template made, when there is one and it passed the scheme check. */
  readonly url: string;
  readonly urlState: 'none' | 'opened' | 'blocked' | 'suppressed';
}
