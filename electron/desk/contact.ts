import type { Call, Leg } from '../../shared/domain/call';

/** The party of a call (the last one while facts show none living) and the person consulted, when there is one. */
export function contactOf(call: Call): { readonly party: Leg | undefined; readonly asked: Leg | undefined } {
  const living = call.legs.filter((leg) => leg.state !== 'ended');
  return {
    party:
      living.findLast((leg) => leg.role === 'party') ?? living[0] ?? call.legs.findLast((leg) => leg.role === 'party'),
    asked: living.findLast((leg) => leg.role === 'consult'),
  };
}
