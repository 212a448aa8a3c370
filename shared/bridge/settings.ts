import { z } from 'zod';

/** Everything a person may set, with its default. Written atomically by desk/settings; unknown keys survive. */
export const settingsSchema = z.object({
  language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  shape: z.enum(['bar', 'panel', 'workspace']).default('workspace'),
  alwaysOnTop: z.boolean().default(true),
  /** Wrap-up after a queue call. `code` is the platform's pause reason that stands for it (1–99). */
  wrapUp: z
    .object({
      mode: z.enum(['off', 'optional', 'timed']).default('timed'),
      seconds: z.number().int().min(5).max(900).default(30),
      extendSeconds: z.number().int().min(5).max(600).default(30),
      code: z.number().int().min(1).max(99).default(9),
    })
    .prefault({}),
  dialling: z
    .object({
      /** ISO country of numbers without a country code. */
      country: z.string().length(2).default('CN'),
      /** Digits that give an outside line; empty = none. */
      outsidePrefix: z
        .string()
        .regex(/^[0-9*#]{0,4}$/)
        .default('9'),
      /** Longest internal number; anything shorter that is all digits is internal. */
      internalDigits: z.number().int().min(2).max(6).default(4),
      /** Home area code: national numbers of this area lose it. `021` */
      areaCode: z
        .string()
        .regex(/^0?\d{0,4}$/)
        .default(''),
      shortCodes: z
        .array(z.string().regex(/^[0-9*#]{2,8}$/))
        .default(['110', '112', '119', '120', '122', '10086', '10010', '10000', '12345', '95588']),
      allowInternational: z.boolean().default(true),
      confirmOutside: z.boolean().default(true),
    })
    .prefault({}),
  pop: z
    .object({
      trigger: z.enum(['ring', 'answer', 'end', 'manual']).default('ring'),
      /** URL template, empty = none; `{number}` and the other names of shared/domain/template are replaced. */
      template: z.string().max(2000).default(''),
      /** Template by platform profile; wins over `template`. */
      byPlatform: z.record(z.string(), z.string().max(2000)).default({}),
      /** Template by queue number; wins over both. */
      byQueue: z.record(z.string(), z.string().max(2000)).default({}),
      internal: z.boolean().default(false),
      outbound: z.boolean().default(false),
    })
    .prefault({}),
  notify: z
    .object({
      ringPopup: z.boolean().default(true),
      stealFocus: z.boolean().default(false),
      sounds: z.boolean().default(true),
      volume: z.number().min(0).max(1).default(0.6),
      missed: z.boolean().default(true),
    })
    .prefault({}),
  /** The app as a telephone. Device ids are the computer's; empty = the system's default. */
  voice: z
    .object({
      input: z.string().max(200).default(''),
      output: z.string().max(200).default(''),
      /** Second device that rings, a loudspeaker beside the headset. */
      ringer: z.string().max(200).default(''),
      volume: z.number().min(0).max(1).default(1),
      /** What is answered without a hand: nothing, calls of queues, every call. */
      autoAnswer: z.enum(['off', 'queue', 'all']).default('off'),
      /** Seconds of ringing before that. */
      autoAnswerSeconds: z.number().int().min(0).max(30).default(0),
      echoCancellation: z.boolean().default(true),
      noiseSuppression: z.boolean().default(true),
      autoGain: z.boolean().default(true),
    })
    .prefault({}),
  shortcuts: z
    .object({
      answer: z.string().max(60).default('CommandOrControl+Shift+A'),
      hangUp: z.string().max(60).default(''),
      hold: z.string().max(60).default(''),
      mute: z.string().max(60).default(''),
      toggleReady: z.string().max(60).default(''),
      dialSelection: z.string().max(60).default('CommandOrControl+Shift+D'),
      show: z.string().max(60).default(''),
    })
    .prefault({}),
  thresholds: z
    .object({
      waitAmberSeconds: z.number().int().min(1).max(3600).default(20),
      waitRedSeconds: z.number().int().min(1).max(3600).default(60),
      waitingAmber: z.number().int().min(1).max(999).default(3),
      waitingRed: z.number().int().min(1).max(999).default(6),
      pauseAmberSeconds: z.number().int().min(1).max(36000).default(900),
      pauseRedSeconds: z.number().int().min(1).max(36000).default(1800),
      talkAmberSeconds: z.number().int().min(1).max(36000).default(180),
      talkRedSeconds: z.number().int().min(1).max(36000).default(300),
      byQueue: z
        .record(z.string(), z.object({ waitAmberSeconds: z.number().int(), waitRedSeconds: z.number().int() }))
        .default({}),
    })
    .prefault({}),
  recentNumbers: z.array(z.string().max(40)).max(50).default([]),
});

export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = settingsSchema.parse({});
