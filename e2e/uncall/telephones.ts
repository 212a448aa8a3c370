import { control } from './answers';
import type { Operation } from './wsdl';

/** A call at an extension of this platform. */
export interface Call {
  readonly uid: string;
  /** Whose telephone it is at now. */
  extension: string;
  /** The other side: a number outside, or another extension. */
  readonly other: string;
  readonly direction: 'callin' | 'callout';
  /** `calling`: the agent's own telephone has been picked up, the number is being called (OnClickCall). */
  state: 'ringing' | 'calling' | 'talking' | 'parked';
  /** Channel of the other side. */
  channel: string;
  /** Where it rings while it is being transferred; empty = nowhere. */
  transferTo: string;
  survey: boolean;
  readonly actionId: string;
  readonly startedAt: Date;
  answeredAt: Date | null;
}

export interface Spying {
  readonly by: string;
  readonly on: string;
  readonly mode: 'monitor' | 'whisper';
  state: 'ringing' | 'listening';
}

/** A finished call. */
export interface Past {
  readonly uid: string;
  readonly extension: string;
  readonly other: string;
  readonly answered: boolean;
  /** Whether the customer was asked for a rating at its end. */
  readonly surveyed: boolean;
  /** `files` of getRecording; empty for a call that nobody answered. */
  readonly recording: string;
}

type Answers = Partial<Readonly<Record<Operation, (args: Readonly<Record<string, string>>) => string>>>;

/** The telephones of an Uncall platform: what people do to them, and what chapter 3 says of them. */
export class Telephones {
  readonly extensions: ReadonlySet<string>;
  readonly busy = new Set<string>();
  readonly calls: Call[] = [];
  readonly spying: Spying[] = [];
  readonly past: Past[] = [];
  /** The service cannot reach its PBX: every answer says so. */
  pbxDown = false;
  private readonly now: () => Date;
  private count = 0;

  constructor(extensions: readonly string[], now: () => Date) {
    this.extensions = new Set(extensions);
    this.now = now;
  }

  /** A caller calls an extension. Null when it says that it is busy, is in a call, or is not there. */
  ring(extension: string, from: string): string | null {
    if (!this.isFree(extension)) return null;
    return this.begin(extension, from, 'callin', 'ringing', '').uid;
  }

  /** Somebody picks up the extension's telephone. */
  answer(extension: string): void {
    const spying = this.spying.find((one) => one.by === extension && one.state === 'ringing');
    if (spying) {
      spying.state = 'listening';
      return;
    }
    const transferred = this.calls.find((call) => call.transferTo === extension);
    if (transferred) {
      transferred.extension = extension;
      transferred.transferTo = '';
      return;
    }
    const call = this.need(extension, 'ringing');
    if (call.direction === 'callout') call.state = 'calling';
    else this.connect(call);
  }

  /** The number that an extension calls picks up; also a number outside that a call is being transferred to. */
  otherAnswers(extension: string): void {
    const call = this.at(extension);
    if (call?.transferTo) {
      this.end(call);
      return;
    }
    this.connect(this.need(extension, 'calling'));
  }

  /** Nobody takes the transferred call: it comes back to who gave it away. */
  transferFails(extension: string): void {
    const call = this.at(extension);
    if (!call?.transferTo) throw new Error(`${extension} transfers nothing`);
    call.transferTo = '';
  }

  /** The other side of an extension's call hangs up, or the one that is parked with that uid. */
  callerHangsUp(extensionOrUid: string): void {
    const call = this.calls.find(({ uid }) => uid === extensionOrUid) ?? this.at(extensionOrUid);
    if (!call) throw new Error(`no call at ${extensionOrUid}`);
    this.end(call);
  }

  /** The agent puts the receiver down. */
  agentHangsUp(extension: string): void {
    const spying = this.spying.findIndex((one) => one.by === extension);
    if (spying >= 0) this.spying.splice(spying, 1);
    else this.end(this.need(extension));
  }

  /** The call at an extension; parked ones are at none. */
  at(extension: string): Call | undefined {
    return this.calls.find((call) => call.extension === extension && call.state !== 'parked');
  }

  private isFree(extension: string): boolean {
    const rung =
      this.calls.some(({ transferTo }) => transferTo === extension) || this.spying.some(({ by }) => by === extension);
    return this.extensions.has(extension) && !this.busy.has(extension) && !this.at(extension) && !rung;
  }

  private need(extension: string, state?: Call['state']): Call {
    const call = this.at(extension);
    if (!call || (state && call.state !== state)) throw new Error(`${extension} has no call ${state ?? ''}`);
    return call;
  }

  private begin(
    extension: string,
    other: string,
    direction: Call['direction'],
    state: Call['state'],
    actionId: string,
  ): Call {
    this.count += 1;
    const startedAt = this.now();
    const call: Call = {
      uid: `${Math.floor(startedAt.getTime() / 1000)}.${this.count * 10}`,
      extension,
      other,
      direction,
      state,
      channel: `SIP/trunk-${(0x23 + this.count).toString(16).padStart(8, '0')}`,
      transferTo: '',
      survey: false,
      actionId,
      startedAt,
      answeredAt: null,
    };
    this.calls.push(call);
    return call;
  }

  private connect(call: Call): void {
    call.state = 'talking';
    call.answeredAt = this.now();
  }

  private end(call: Call): void {
    this.calls.splice(this.calls.indexOf(call), 1);
    for (const one of this.spying.filter(({ on }) => on === call.extension))
      this.spying.splice(this.spying.indexOf(one), 1);
    const { uid, extension, other, answeredAt, survey } = call;
    const recording = answeredAt ? `audio:${extension}-${other}-${stamp(call.startedAt)}-${uid}.WAV` : '';
    this.past.push({
      uid,
      extension,
      other,
      answered: answeredAt !== null,
      surveyed: survey && answeredAt !== null,
      recording,
    });
  }

  /** What chapter 3 answers. */
  readonly answers: Answers = {
    OnClickCall: ({ strExten = '', strToTel = '', strActionID = '' }) => {
      const node = 'OnClickCall';
      const mark = { ActionID: strActionID };
      if (this.pbxDown) return control.word(node, 'Connection Failed', { ...mark, Message: '' });
      if (this.at(strExten)?.state === 'ringing') return control.word(node, 'Ringing', { ...mark, Message: '' });
      if (this.at(strExten) || !this.extensions.has(strExten))
        return control.word(node, 'Busy', { ...mark, Message: '' });
      this.begin(strExten, strToTel, 'callout', 'ringing', strActionID);
      return control.success(node, 'Originate successfully queued', mark);
    },
    popEvent: ({ strExten = '' }) => {
      const call = this.at(strExten) ?? this.calls.find(({ transferTo }) => transferTo === strExten);
      if (!call) return control.nothing('popEvent');
      const out = call.direction === 'callout' && call.extension === strExten;
      return control.row('popEvent', {
        calla: out ? strExten : call.other,
        callb: out ? call.other : strExten,
        uid: call.uid,
        status: out ? 'callout' : 'callin',
      });
    },
    getRecording: ({ uid = '' }) => {
      const past = this.past.find((one) => one.uid === uid);
      return past?.recording ? control.row('getRecording', { files: past.recording }) : control.nothing('getRecording');
    },
    setBuys: ({ strExten = '' }) =>
      this.unlessDown('setBuys', () => {
        this.busy.add(strExten);
        return control.success('setBuys', 'Updated database successfully');
      }),
    setIdle: ({ strExten = '' }) =>
      this.unlessDown('setIdle', () =>
        this.busy.delete(strExten)
          ? control.success('setIdle', 'Key deleted successfully')
          : control.error('setIdle', 'Failed to update entry'),
      ),
    keepCalling: ({ strExten = '' }) =>
      this.unlessDown('keepCalling', () => {
        const call = this.at(strExten);
        if (call?.state !== 'talking') return control.error('keepCalling', 'Agent not in use');
        call.state = 'parked';
        return control.success('keepCalling', call.channel);
      }),
    restoreCalling: ({ strAgent = '', strExten = '' }) =>
      this.unlessDown('restoreCalling', () => {
        const call = this.calls.find(({ state, channel }) => state === 'parked' && channel === strExten);
        if (!call || this.at(strAgent)) return control.error('restoreCalling', 'Channel not exist');
        call.state = 'talking';
        call.extension = strAgent;
        return control.success('restoreCalling', 'Restorepark successful');
      }),
    transferCall: ({ strAgent = '', strExten = '' }) =>
      this.unlessDown('transferCall', () => {
        const call = this.at(strAgent);
        if (!call) return control.error('transferCall', 'Agent not in use');
        if (call.state !== 'talking') return control.error('transferCall', 'Agent not in bridge');
        const inside = strExten.length <= 4;
        if (strExten === strAgent || (inside && !this.isFree(strExten)))
          return control.error('transferCall', 'Exten is not idle');
        call.transferTo = strExten;
        return control.success('transferCall', 'Transfer successful');
      }),
    feedBack: ({ strAgent = '' }) =>
      this.unlessDown('feedBack', () => {
        const call = this.at(strAgent);
        if (call?.state !== 'talking') return control.error('feedBack', 'Agent not in use');
        call.survey = true;
        return control.success('feedBack', 'Feedback successful');
      }),
    monitorExten: ({ strAgent = '', strExten = '' }) => this.spy('monitorExten', 'monitor', strAgent, strExten),
    whisper: ({ strAgent = '', strExten = '' }) => this.spy('whisper', 'whisper', strAgent, strExten),
    hangUp: ({ strAgent = '' }) =>
      this.unlessDown('hangUp', () => {
        const spying = this.spying.some(({ by }) => by === strAgent);
        if (!spying && !this.at(strAgent)) return control.error('hangUp', 'No Channels');
        this.agentHangsUp(strAgent);
        return control.success('hangUp', 'Authentication accepted');
      }),
  };

  private spy(node: 'monitorExten' | 'whisper', mode: Spying['mode'], by: string, on: string): string {
    return this.unlessDown(node, () => {
      if (this.at(on)?.state !== 'talking') return control.error(node, 'Agent not in use');
      if (by === on || !this.isFree(by)) return control.error(node, 'Spy or whisper failed');
      this.spying.push({ by, on, mode, state: 'ringing' });
      return control.success(node, 'Spy or whisper success');
    });
  }

  private unlessDown(node: string, work: () => string): string {
    return this.pbxDown ? control.error(node, 'Connection Failed') : work();
  }
}

/** `20130625-093138` in Chinese time. */
function stamp(at: Date): string {
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 10).replaceAll('-', '')}-${local.slice(11, 19).replaceAll(':', '')}`;
}
