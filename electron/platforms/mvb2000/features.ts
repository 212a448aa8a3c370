import { type DriverCapability, driverCapabilities } from '../../../shared/bridge/topics';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import type { Mvb } from './platform';

/** Call control that the document leaves to the platform's own feature codes (WEBCTI2 §4.7, §4.8). */
export type Feature = 'answer' | 'reject' | 'swap' | 'threeWay' | 'cancelConsult' | 'completeConsult' | 'dtmf';

/** Needs a configured feature; everything else of the list the interface has by itself. */
const needs: Partial<Record<DriverCapability, Feature>> = {
  answer: 'answer',
  'consult-swap': 'swap',
  'consult-three-way': 'threeWay',
  dtmf: 'dtmf',
};

/** Capabilities of other vendors: WEBCTI2 pauses by queue, rates by queue settings, and listens in by feature codes only. */
const absent: ReadonlySet<DriverCapability> = new Set(['busy', 'survey', 'monitor', 'whisper', 'barge']);

export const capabilitiesOf = (features: Readonly<Record<string, string>>): ReadonlySet<DriverCapability> =>
  new Set(
    driverCapabilities.filter((capability) => {
      const feature = needs[capability];
      return !absent.has(capability) && (feature === undefined || (features[feature] ?? '').trim() !== '');
    }),
  );

/** Runs a configured feature on a channel; keys alone are a code, anything else a name. `detail` follows a colon. */
export function featuresOf(mvb: Mvb): (feature: Feature, channel: string, detail?: string) => Promise<Result<null>> {
  return async (feature, channel, detail) => {
    const configured = (mvb.features[feature] ?? '').trim();
    if (configured === '') {
      return fail(appError('not-supported', `this platform has no feature ${feature}`, { tried: feature }));
    }
    const text = detail === undefined ? configured : `${configured}:${detail}`;
    const answer = /^[\d*#]+$/.test(configured)
      ? await mvb.call('ctifeaturecode', { channel, code: text })
      : await mvb.call('ctifeaturename', { channel, name: text });
    return answer.ok ? ok(null) : answer;
  };
}
