import { appError, fail, ok, type Result } from '../../../../shared/domain/result';
import type { OperationArgs, OperationName, UncallAnswer } from '../../../../shared/uncall/index';
import type { Download } from '../../driver';
import type { UncallPort } from '../platform';

export interface NamedCall {
  readonly uid: string;
  readonly calla: string;
  readonly callb: string;
  readonly status?: string;
}

/** One extension of an Uncall, without a wire: what its telephone has, what was asked of it, and what a test lets it answer. */
export interface ScriptedExtension extends UncallPort {
  /** The call at the telephone. */
  phone: NamedCall | null;
  /** Whether popEvent goes on naming a call that is held. */
  namesHeld: boolean;
  /** The id of a call after it was resumed; its own when null. */
  uidAfterResume: string | null;
  held: { readonly channel: string; readonly call: NamedCall } | null;
  busy: boolean;
  readonly recordings: Map<string, string>;
  /** `keepCalling 802`, in the order they came; popEvent is counted in `polls` only. */
  readonly asked: string[];
  polls: number;
  /** Operations that answer otherwise. */
  readonly answers: Map<OperationName, () => Result<never>>;
  time: { offset: number; zone: number };
  closed: number;
}

export const refused = (text: string): Result<never> =>
  fail(appError('refused', `refused: ${text}`, { params: { text } }));

export function createScriptedExtension(): ScriptedExtension {
  let channels = 0;
  const answer = (row: Readonly<Record<string, string>> | null, response = '', message = '') =>
    ok({ response, message, rows: row ? [row] : [] });
  const said = (message: string, more: Readonly<Record<string, string>> = {}) =>
    answer({ Response: 'success', Message: message, ...more }, 'success', message);

  const self: ScriptedExtension = {
    phone: null,
    namesHeld: false,
    uidAfterResume: null,
    held: null,
    busy: false,
    recordings: new Map(),
    asked: [],
    polls: 0,
    answers: new Map(),
    time: { offset: 0, zone: 480 },
    closed: 0,
    call: async <N extends OperationName>(name: N, args: OperationArgs<N>): Promise<Result<UncallAnswer<N>>> => {
      if (name === 'popEvent') self.polls += 1;
      else self.asked.push([name, ...Object.values(args as Record<string, string>)].join(' '));
      const other = self.answers.get(name);
      return (other ? other() : operate(name, args as Record<string, string>)) as Result<UncallAnswer<N>>;
    },
    recording: async (files): Promise<Result<Download>> => ok(downloadOf(files)),
    close: () => {
      self.closed += 1;
    },
  };

  const operate = (name: OperationName, args: Record<string, string>) => {
    switch (name) {
      case 'UncallWorld':
        return answer({ Response: `UncallWorld:${args.text}` }, `UncallWorld:${args.text}`);
      case 'popEvent': {
        const named = self.phone ?? (self.namesHeld ? (self.held?.call ?? null) : null);
        return answer(named ? { ...named } : null);
      }
      case 'getRecording': {
        const files = self.recordings.get(args.uid ?? '');
        return answer(files ? { files } : null);
      }
      case 'setBuys':
        self.busy = true;
        return said('Updated database successfully');
      case 'setIdle':
        if (!self.busy) return refused('Failed to update entry');
        self.busy = false;
        return said('Key deleted successfully');
      case 'keepCalling': {
        if (!self.phone) return refused('Agent not in use');
        channels += 1;
        self.held = { channel: `SIP/802-0000002${channels}`, call: self.phone };
        self.phone = null;
        return said(self.held.channel);
      }
      case 'restoreCalling': {
        if (!self.held || self.held.channel !== args.strExten) return refused('Channel not exist');
        const { call } = self.held;
        self.phone = { ...call, uid: self.uidAfterResume ?? call.uid };
        self.held = null;
        return said('Restorepark successful');
      }
      case 'hangUp':
        if (!self.phone) return refused('No Channels');
        self.phone = null;
        return said('Authentication accepted');
      case 'transferCall':
        return self.phone ? said('Transfer successful') : refused('Agent not in use');
      case 'feedBack':
        return self.phone ? said('Feedback successful') : refused('Agent not in use');
      case 'OnClickCall':
        return said('Originate successfully queued', { ActionID: args.strActionID ?? '' });
      case 'monitorExten':
      case 'whisper':
        return said('Spy or whisper success');
      default:
        return refused(`not scripted: ${name}`);
    }
  };
  return self;
}

const downloadOf = (files: string): Download => {
  const bytes = Buffer.from(`sound of ${files}`);
  return {
    name: files.replace(/^audio:/, ''),
    type: 'audio/wav',
    size: bytes.byteLength,
    part: null,
    body: (async function* () {
      yield bytes;
    })(),
    cancel: () => undefined,
  };
};
