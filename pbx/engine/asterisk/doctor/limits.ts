import type { EngineLimit } from '../../port';
import type { ExchangeFacts } from '../commands/facts';
import type { AsteriskSetup } from '../parts';
import { findingsOf } from './findings';

/** What an exchange cannot do, or not as it should; the same that the doctor prints. */
export const limitsOf = (facts: ExchangeFacts, setup: AsteriskSetup): readonly EngineLimit[] =>
  findingsOf(facts, setup).flatMap(({ feature, state, why, cure }) =>
    state === 'works' || state === 'unknown' ? [] : [{ feature, why, cure }],
  );
