import type { DialRequest } from '../../shared/bridge/topics';
import { readNumbers } from '../../shared/domain/numbers';
import { cleanText } from '../../shared/domain/text';
import type { Core } from './core';

const longestText = 200;
const kept = 10;
/** Per minute; a page that opens links in a loop is stopped (DESIGN §8). */
const perMinute = 20;

/** Addresses that name a number. Every other scheme, our own verbs included, is refused: a link never acts (R21). */
const dialSchemes = /^(?:tel|callto|sips?):/i;
const anyScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i;

/**
 * Something outside asked to dial. A person confirms it; nothing else can come of it: no monitoring, no transfer, no
 * hang-up. Every request and every refusal leaves a line in the log, without the number.
 */
export function createRequests(core: Core): { receive(text: string, source: DialRequest['source']): void } {
  const { topics, settings, notices, effects } = core;
  let recent: number[] = [];

  return {
    receive: (raw, source) => {
      const text = cleanText(raw, longestText).trim();
      const now = effects.clock.monotonic();
      recent = recent.filter((at) => now - at < 60_000);
      const refuse = (why: string): void => {
        effects.log.warn('request.refused', { source, why });
        notices.say('warning', 'link-refused', { why });
      };
      if (recent.length >= perMinute) return refuse('too-many');
      recent.push(now);
      if (anyScheme.test(text) && !dialSchemes.test(text)) return refuse('scheme');
      const candidates = readNumbers(raw.slice(0, 4000), settings.value().dialling);
      if (candidates.length === 0) return refuse('no-number');
      const only = candidates.length === 1 ? candidates[0] : undefined;
      const session = core.session();
      effects.log.info('request.received', { source, candidates: candidates.length });
      const harmless = only && only.kind !== 'emergency' && only.kind !== 'unknown';
      if (only && harmless && session && !settings.value().dialling.confirmOutside) {
        topics.set('settings', settings.remember(only.display));
        void session.dialler.dial(only).then((result) => {
          if (!result.ok) notices.say('warning', 'dial-failed', { code: result.error.code });
        });
        return;
      }
      const id = core.newId('r');
      const oldest = Object.keys(topics.get('requests'))[0];
      if (oldest !== undefined && Object.keys(topics.get('requests')).length >= kept)
        topics.deleteRow('requests', oldest);
      topics.setRow('requests', id, { id, source, text, candidates });
    },
  };
}
