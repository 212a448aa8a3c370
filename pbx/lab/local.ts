import { localContexts } from './config/local';

/**
 * Load without a single telephone: members and callers are `Local` channels, so that thousands of calls cost an exchange
 * only what its manager has to tell of them. Pure texts; whoever sends them counts the answers.
 */
export type LocalMember =
  | { readonly kind: 'answers'; readonly afterSeconds: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 }
  | { readonly kind: 'busy' }
  | { readonly kind: 'silent' };

/** `Interface` of a queue's member; the number only keeps them apart. */
export function memberInterface(no: number, member: LocalMember): string {
  const behaviour = member.kind === 'answers' ? `a${member.afterSeconds}` : member.kind === 'busy' ? 'b' : 'r';
  return `Local/${behaviour}${no}@${localContexts.member}/n`;
}

/** Fields of `QueueAdd`. */
export const memberFields = (queue: string, no: number, member: LocalMember): Readonly<Record<string, string>> => ({
  Queue: queue,
  Interface: memberInterface(no, member),
  MemberName: `Member ${no}`,
});

/**
 * Fields of `Originate` for one caller into a queue.
 *
 * @param call `seconds` until the caller puts down, the wait included; `from` the number he shows
 */
export const callerFields = (call: {
  readonly queue: string;
  readonly from: string;
  readonly seconds: number;
}): Readonly<Record<string, string>> => ({
  Channel: `Local/${call.queue}@${localContexts.queue}/n`,
  Context: localContexts.caller,
  Exten: 's',
  Priority: '1',
  CallerID: call.from,
  Async: 'true',
  Variable: `TALK=${call.seconds}`,
});
