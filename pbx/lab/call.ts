import { randomBytes } from 'node:crypto';
import type { Line } from './line';
import type { Incoming, Transaction } from './sip/endpoint';
import { type HeaderLines, header, newTag, readParty, readSequence, type SipMessage } from './sip/message';
import { type Direction, describeSession, mirrored, readSession } from './sip/session';
import { openSound, type SoundStream } from './sound/stream';

/**
 * A call at a scripted telephone.
 *
 *     out:  calling ──180──▶ ringing ──200──▶ up ──BYE──▶ over
 *     in:                    ringing ──200──▶ up ──BYE──▶ over      every state may end in over
 */
export class PhoneCall {
  readonly id: string;
  readonly direction: 'in' | 'out';
  /** Number and name of the other side, as it gives them. */
  readonly number: string;
  readonly name: string;
  /** Number that was called, as the invitation's address has it. */
  readonly called: string;
  /** Own voice, Hz. */
  readonly tone: number;
  /** `Alert-Info` and `Call-Info` of the invitation, and whether they ask to answer at once. */
  readonly alertInfo: string;
  readonly callInfo: string;

  #state: 'calling' | 'ringing' | 'up' | 'over';
  #status = 0;
  #cause = 0;
  #held = false;
  #heldByThem = false;
  #transferStatus = 0;
  #keys = '';
  #sound: SoundStream | null = null;
  #version = 0;
  /** The dialog (RFC 3261 §12). */
  readonly #line: Line;
  readonly #local: string;
  readonly #tag: string;
  #remote: string;
  #target: string;
  #invitation: Incoming | null = null;
  #inviting: { readonly transaction: Transaction; readonly sequence: number } | null = null;
  #consulted: PhoneCall | null = null;
  #cancelWanted = false;
  #provisional = false;
  #stopAgain = (): void => {};
  readonly #listeners = new Set<() => void>();

  private constructor(line: Line, from: Incoming | { number: string; from: string; name: string; to: string }) {
    this.#line = line;
    this.#tag = newTag();
    this.tone = line.options.tone();
    if ('message' in from) {
      const { message } = from;
      const caller = readParty(header(message, 'from'));
      this.direction = 'in';
      this.id = header(message, 'call-id');
      this.number = caller.number;
      this.name = caller.name;
      this.called = readParty(`<${message.uri}>`).number;
      this.alertInfo = header(message, 'alert-info');
      this.callInfo = header(message, 'call-info');
      this.#state = 'ringing';
      this.#invitation = from;
      this.#local = `${header(message, 'to')};tag=${this.#tag}`;
      this.#remote = header(message, 'from');
      this.#target = readParty(header(message, 'contact')).uri;
      return;
    }
    const { server } = line.options;
    this.direction = 'out';
    this.id = `${randomBytes(9).toString('hex')}@${line.address.host}`;
    this.number = from.number;
    this.name = '';
    this.called = from.number;
    this.alertInfo = '';
    this.callInfo = '';
    this.#state = 'calling';
    this.#local = `${from.name === '' ? '' : `"${from.name}" `}<sip:${from.from}@${server.host}>;tag=${this.#tag}`;
    this.#remote = `<sip:${from.to}@${server.host}>`;
    this.#target = `sip:${from.number}@${server.host}:${server.port}`;
  }

  static out(
    line: Line,
    number: string,
    said: { readonly from?: string; readonly name?: string; readonly to?: string; readonly headers?: HeaderLines },
  ): PhoneCall {
    const { from = line.options.account.user, name = '', to = number, headers = [] } = said;
    const call = new PhoneCall(line, { number, from, name, to });
    void call.#invite(headers).catch(() => call.#end(408));
    return call;
  }
  static in(line: Line, incoming: Incoming): PhoneCall {
    const call = new PhoneCall(line, incoming);
    void call.#ring(incoming).catch(() => call.#end(500));
    return call;
  }

  get state(): 'calling' | 'ringing' | 'up' | 'over' {
    return this.#state;
  }
  /** Status with which an attempt ended: 200 after a talk, 486 busy, 487 given up, 0 while it lasts. */
  get status(): number {
    return this.#status;
  }
  /** Q.850 cause that came with the end (header `Reason`); 0 = none was named. */
  get cause(): number {
    return this.#cause;
  }
  /** This side has put the other on hold. */
  get held(): boolean {
    return this.#held;
  }
  /** The other side has put this one on hold with a re-INVITE. */
  get heldByThem(): boolean {
    return this.#heldByThem;
  }
  /** What the exchange has said about a transfer that this side asked for: 100, 200, …; 0 = nothing yet. */
  get transferStatus(): number {
    return this.#transferStatus;
  }
  /** Keys that came from the other side. */
  get keys(): string {
    return this.#keys;
  }
  get autoAnswer(): boolean {
    return /answer-after=0|auto-?answer/i.test(this.alertInfo + this.callInfo);
  }
  /** Share of that frequency in what is heard now: 0 nothing, 1 nothing else. */
  hears(hz: number): number {
    return this.#sound?.ear.share(hz, this.#line.clock.monotonic()) ?? 0;
  }
  /** 0 in silence, some thousands for a voice. */
  get loudness(): number {
    return this.#sound?.ear.loudness(this.#line.clock.monotonic()) ?? 0;
  }
  /** Packets of sound that have come. */
  get packets(): number {
    return this.#sound?.ear.packets ?? 0;
  }
  /** After each change of the state. */
  onChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  answer(): void {
    const invitation = this.#invitation;
    if (this.direction !== 'in' || this.#state !== 'ringing' || !invitation || !this.#sound) return;
    const offer = readSession(invitation.message.body);
    if (offer) this.#sound.sendTo(offer);
    const send = (): void =>
      invitation.reply(200, 'OK', { tag: this.#tag, body: this.#describe(mirrored(offer?.direction ?? 'sendrecv')) });
    send();
    this.#sendAgain(send);
    this.#become('up');
  }

  /** @param status what the telephone says: 486 busy, 603 declined, 480 not there, 404 unknown */
  reject(status = 486): void {
    const invitation = this.#invitation;
    if (this.direction !== 'in' || this.#state !== 'ringing' || !invitation) return;
    const send = (): void => invitation.reply(status, 'Rejected', { tag: this.#tag });
    send();
    this.#sendAgain(send);
    this.#end(status, true);
  }

  /** Resolves when the other side knows it, or does not answer any more. */
  async hangUp(): Promise<void> {
    if (this.#state === 'over') return;
    if (this.#state === 'up') {
      const said = this.#ask('BYE').catch(() => null);
      this.#end(200);
      await said;
      return;
    }
    if (this.direction === 'in') {
      this.reject();
      return;
    }
    this.#cancelWanted = true;
    const over = new Promise<void>((resolve) => {
      this.onChange(() => this.#state === 'over' && resolve());
    });
    this.#cancel();
    await over;
  }

  /** Puts the other side on hold; its music is the exchange's. */
  hold(): Promise<void> {
    return this.#reinvite('sendonly');
  }
  resume(): Promise<void> {
    return this.#reinvite('sendrecv');
  }
  /** Resolves when the last key is sent. */
  async press(digits: string): Promise<void> {
    await this.#sound?.press(digits);
  }
  /** Blind transfer; gives the status of the request, 202 when it is taken. */
  async refer(number: string): Promise<number> {
    return await this.#refer(`<sip:${number}@${this.#line.options.server.host}>`);
  }
  /** Attended transfer: the other sides of both calls are to be joined. */
  async referTo(other: PhoneCall): Promise<number> {
    const replaces = `${other.id};to-tag=${readParty(other.#remote).tag};from-tag=${other.#tag}`;
    const { number } = readParty(other.#remote);
    this.#consulted = other;
    const at = this.#line.options.server.host;
    return await this.#refer(`<sip:${number}@${at}?Replaces=${encodeURIComponent(replaces)}>`);
  }

  /** For the line: a request within this call. */
  asked(incoming: Incoming): void {
    const { message } = incoming;
    switch (message.method) {
      case 'INVITE':
        this.#reinvited(incoming);
        return;
      case 'ACK':
        this.#acknowledged(message);
        return;
      case 'CANCEL':
        incoming.reply(200, 'OK', { tag: this.#tag });
        if (this.#state !== 'ringing' || this.direction !== 'in') return;
        this.#invitation?.reply(487, 'Request Terminated', { tag: this.#tag });
        this.#readCause(message);
        this.#end(487, true);
        return;
      case 'BYE':
        incoming.reply(200, 'OK');
        this.#readCause(message);
        if (this.#state !== 'over') this.#end(200);
        return;
      case 'NOTIFY':
        incoming.reply(200, 'OK');
        if (header(message, 'event').startsWith('refer')) this.#transferred(message);
        // As desk telephones with remote control do.
        if (header(message, 'event') === 'talk') this.answer();
        return;
      case 'UPDATE':
        if (message.body === '') incoming.reply(200, 'OK');
        else this.#reinvited(incoming);
        return;
      case 'REFER':
        incoming.reply(603, 'Decline');
        return;
      default:
        incoming.reply(200, 'OK');
    }
  }

  /** For the line: the exchange has not seen the ACK. */
  confirmAgain(message: SipMessage): void {
    if (message.status >= 200 && message.status < 300 && header(message, 'cseq').endsWith('INVITE'))
      this.#confirm(readSequence(message).number);
  }

  /** For the line: over at once, nobody is told. */
  drop(): void {
    this.#stopAgain();
    this.#end(this.#status || 408);
    this.#line.forget(this);
  }

  async #invite(headers: HeaderLines): Promise<void> {
    const sound = await this.#openSound();
    if (!sound) return;
    const uri = this.#target;
    const body = this.#describe('sendrecv');
    const answer = await this.#line.ask(
      (sequence, credentials) => ({
        method: 'INVITE',
        uri,
        body,
        headers: [...this.#dialog(sequence, 'INVITE'), ['Content-Type', 'application/sdp'], ...headers, ...credentials],
      }),
      (message) => this.#progressed(message),
      (transaction, sequence) => {
        this.#inviting = { transaction, sequence };
        this.#provisional = false;
        this.#cancel();
      },
    );
    if (answer.status >= 300) {
      this.#readCause(answer);
      this.#end(answer.status);
      return;
    }
    this.#remote = header(answer, 'to');
    this.#target = readParty(header(answer, 'contact')).uri || uri;
    this.#confirm(readSequence(answer).number);
    const session = readSession(answer.body);
    if (session) sound.sendTo(session);
    this.#become('up');
    // The answer and the wish to give up have crossed (RFC 3261 §15).
    if (this.#cancelWanted) await this.hangUp();
  }

  async #ring(incoming: Incoming): Promise<void> {
    if (!(await this.#openSound())) return;
    incoming.reply(180, 'Ringing', { tag: this.#tag });
    this.#line.options.onRinging(this);
  }

  /** Null when the call has ended meanwhile. */
  async #openSound(): Promise<SoundStream | null> {
    const sound = await openSound(this.#line.clock, this.#line.address.host, this.tone, (key) => {
      this.#keys += key;
    });
    if (this.#state === 'over') {
      sound.close();
      return null;
    }
    this.#sound = sound;
    return sound;
  }

  #progressed(message: SipMessage): void {
    this.#provisional = true;
    if (message.status > 100 && this.#state === 'calling') this.#become('ringing');
    const early = readSession(message.body);
    if (early) this.#sound?.sendTo(early);
    this.#cancel();
  }

  /** An invitation can be cancelled only once something has been heard of it (RFC 3261 §9.1). */
  #cancel(): void {
    const inviting = this.#inviting;
    if (!this.#cancelWanted || !this.#provisional || !inviting) return;
    this.#inviting = null;
    this.#line
      .request({
        method: 'CANCEL',
        uri: this.#target,
        branch: inviting.transaction.branch,
        headers: this.#dialog(inviting.sequence, 'CANCEL'),
      })
      .final.catch(() => this.#end(408));
  }

  async #reinvite(direction: Direction): Promise<void> {
    if (this.#state !== 'up') throw new Error(`the call with ${this.number} is not up`);
    this.#version += 1;
    const body = this.#describe(direction);
    const answer = await this.#ask('INVITE', [['Content-Type', 'application/sdp']], body);
    if (answer.status >= 300) throw new Error(`the exchange refuses the new session: ${answer.status}`);
    this.#confirm(readSequence(answer).number);
    this.#held = direction !== 'sendrecv';
    this.#quiet();
  }

  #reinvited(incoming: Incoming): void {
    const { message } = incoming;
    // The first one again, before anything was said to it.
    if (message.method === 'INVITE' && !/;\s*tag=/.test(header(message, 'to'))) return;
    const offer = readSession(message.body);
    if (offer) {
      this.#heldByThem = offer.direction === 'sendonly' || offer.direction === 'inactive';
      this.#sound?.sendTo(offer);
      this.#quiet();
    }
    this.#version += 1;
    incoming.reply(200, 'OK', { body: this.#describe(mirrored(offer?.direction ?? 'sendrecv')) });
  }

  #acknowledged(message: SipMessage): void {
    this.#stopAgain();
    const session = readSession(message.body);
    if (session && this.#state === 'up') this.#sound?.sendTo(session);
    if (this.#state === 'over') this.#line.forget(this);
  }

  /** A transfer that has succeeded is the end of this side's calls (RFC 5589 §6.1). */
  #transferred({ body }: SipMessage): void {
    this.#transferStatus = Number(/^SIP\/2\.0 (\d{3})/.exec(body)?.[1] ?? 0);
    if (this.#transferStatus < 200 || this.#transferStatus > 299) return;
    void this.hangUp();
    void this.#consulted?.hangUp();
  }

  async #refer(target: string): Promise<number> {
    const by = `<sip:${this.#line.options.account.user}@${this.#line.options.server.host}>`;
    const answer = await this.#ask('REFER', [
      ['Refer-To', target],
      ['Referred-By', by],
    ]);
    return answer.status;
  }

  #ask(method: string, more: HeaderLines = [], body = ''): Promise<SipMessage> {
    return this.#line.ask((sequence, credentials) => ({
      method,
      uri: this.#target,
      body,
      headers: [...this.#dialog(sequence, method), ...more, ...credentials],
    }));
  }

  #confirm(sequence: number): void {
    this.#line.send({ method: 'ACK', uri: this.#target, headers: this.#dialog(sequence, 'ACK') });
  }

  #dialog(sequence: number, method: string): HeaderLines {
    return [
      ['From', this.#local],
      ['To', this.#remote],
      ['Call-ID', this.id],
      ['CSeq', `${sequence} ${method}`],
      ['Contact', this.#line.contact],
      ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER, UPDATE, INFO'],
    ];
  }

  #describe(direction: Direction): string {
    return describeSession(this.#line.address.host, this.#sound?.port ?? 0, this.#version + 1, direction);
  }

  #quiet(): void {
    this.#sound?.mute(this.#held || this.#heldByThem);
  }

  /** What was said last is said again until the other side confirms it (RFC 3261 §13.3.1.4, §17.2.1). */
  #sendAgain(send: () => void): void {
    let left = 10;
    const arm = (): void => {
      const cancel = this.#line.clock.after(500, () => {
        left -= 1;
        if (left <= 0) return;
        send();
        arm();
      });
      this.#stopAgain = cancel;
    };
    arm();
  }

  #readCause(message: SipMessage): void {
    this.#cause = Number(/cause=(\d+)/.exec(header(message, 'reason'))?.[1] ?? 0);
  }

  #become(state: 'ringing' | 'up' | 'over'): void {
    this.#state = state;
    for (const run of [...this.#listeners]) run();
  }

  /** @param unconfirmed the other side still owes an ACK, so the call is kept for it */
  #end(status: number, unconfirmed = false): void {
    if (this.#state === 'over') return;
    if (!unconfirmed) {
      this.#stopAgain();
      this.#line.forget(this);
    }
    this.#status = status;
    this.#sound?.close();
    this.#sound = null;
    this.#become('over');
    this.#line.options.onOver(this);
  }
}
