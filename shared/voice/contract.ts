import { z } from 'zod';
import type { VoiceCall } from '../bridge/topics';
import type { Result } from '../domain/result';

/**
 * Between the desk and the audio page: the one page that carries sound. In the Electron edition it is a hidden window of
 * its own, in the browser edition a frame of its own in the screen; both open the same road as every other page and say
 * `hello` on it. One audio page at a time: a newer one replaces the older, which is told so.
 *
 * The page speaks SIP (JsSIP) and WebRTC, but never to a network of its own: SIP frames travel through the desk, which
 * holds the connection, checks its certificate, and answers the registrar's challenge. The password is never in a page.
 * Only the sound itself goes from the page to the exchange.
 *
 * All of it travels as `{ t: 'audio', message }` on the road of shared/bridge/wire.
 */

/** What the audio page registers as. */
export interface AudioAccount {
  /** `sip:2017@pbx.example` */
  readonly uri: string;
  /** User part of the digest; the page answers a challenge with any password, the desk puts the right answer in. */
  readonly authorizationUser: string;
  readonly displayName: string;
  /** `stun:…` servers; empty on a local network. */
  readonly stun: readonly string[];
}

/** What a person has chosen; device ids of `navigator.mediaDevices`, empty = the system's default. */
export interface AudioPreferences {
  readonly input: string;
  readonly output: string;
  /** Level of what is heard, 0…1. */
  readonly volume: number;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGain: boolean;
}

/** What the page is told to do with its sound; `call` is the id of a `VoiceCall`. */
export type AudioAct =
  | { readonly kind: 'call'; readonly number: string }
  /** `zip`: a short tone in the agent's ear first, as with auto-answer. */
  | { readonly kind: 'answer'; readonly call: string; readonly zip: boolean }
  | { readonly kind: 'reject'; readonly call: string }
  | { readonly kind: 'hang-up'; readonly call: string }
  | { readonly kind: 'hold'; readonly call: string; readonly on: boolean }
  | { readonly kind: 'mute'; readonly call: string; readonly on: boolean }
  | { readonly kind: 'dtmf'; readonly call: string; readonly digits: string }
  /** A tone on the chosen output; `microphone` shows the level of the chosen input until told `off`. */
  | { readonly kind: 'test'; readonly what: 'output' | 'microphone' | 'off' };

export type ToAudio =
  /** Null: no seat with voice; the page unregisters and ends what it has. */
  | { readonly t: 'account'; readonly account: AudioAccount | null }
  | { readonly t: 'preferences'; readonly preferences: AudioPreferences }
  /** The desk's connection to the exchange; frames only between `open` and `closed`. */
  | { readonly t: 'link'; readonly state: 'open' | 'closed' }
  | { readonly t: 'sip'; readonly frame: string }
  | { readonly t: 'act'; readonly id: number; readonly act: AudioAct }
  /** Another page has taken over: end everything and stay silent. */
  | { readonly t: 'replaced' };

const text = (length: number) => z.string().max(length);
const device = z.object({ id: text(200), label: text(200) });
const quality = z.object({
  at: z.number(),
  /** ms */
  jitter: z.number(),
  /** Share of packets that did not come, 0…1, over the last interval. */
  loss: z.number(),
  /** ms; null until the other end has reported. */
  roundTrip: z.number().nullable(),
  /** Estimate of ITU-T G.107 (E-model), 1…4.5. */
  mos: z.number(),
});
const call = z.object({
  id: text(120),
  /** The other side's number, as its SIP address says. */
  number: text(120),
  name: text(200),
  direction: z.enum(['in', 'out']),
  state: z.enum(['ringing', 'calling', 'talking', 'held', 'ended']),
  muted: z.boolean(),
  /** SIP status or Q.850 reason that ended it; `elsewhere` = answered elsewhere (RFC 3326). Empty while it lives. */
  end: z.enum(['', 'here', 'there', 'elsewhere', 'rejected', 'cancelled', 'failed']),
  quality: quality.nullable(),
});

/** What the audio page says; checked, because pages are not trusted. */
export const fromAudioSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello') }),
  /** Whether the page wants the line to the exchange. */
  z.object({ t: z.literal('wanted'), on: z.boolean() }),
  z.object({ t: z.literal('sip'), frame: text(65_536) }),
  z.object({
    t: z.literal('registration'),
    state: z.enum(['off', 'connecting', 'registered', 'failed']),
    /** SIP status of a failure, 0 = none came. */
    status: z.number().int(),
  }),
  /** All calls of the page, each time one changes; ended ones once. */
  z.object({ t: z.literal('calls'), calls: z.array(call).max(20) }),
  z.object({
    t: z.literal('devices'),
    microphone: z.enum(['unknown', 'granted', 'denied', 'absent']),
    inputs: z.array(device).max(50),
    outputs: z.array(device).max(50),
    /** What is used now, where a chosen device has gone. */
    fallback: z.boolean(),
    headset: device.nullable(),
  }),
  /** Level of the microphone while it is tested, 0…1. */
  z.object({ t: z.literal('level'), level: z.number().min(0).max(1) }),
  /** A button of the headset. */
  z.object({ t: z.literal('button'), button: z.enum(['hook-on', 'hook-off', 'mute', 'reject']) }),
  z.object({ t: z.literal('done'), id: z.number().int(), result: z.unknown() }),
]);
export type FromAudio = z.infer<typeof fromAudioSchema>;
export type AudioCall = z.infer<typeof call>;
export type AudioQuality = z.infer<typeof quality>;
/** `result` of `done`. */
export type AudioDone = Result<null>;
export type { VoiceCall };

/** What a bridge server needs of the desk for an audio page. */
export interface AudioDoor {
  /** A page said hello; `send` reaches it. Returns what takes the page's messages and what tells that it is gone. */
  attach(send: (message: ToAudio) => void): { receive(message: unknown): void; end(): void };
}
