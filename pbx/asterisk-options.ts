import path from 'node:path';
import type { AsteriskSetup } from './engine/asterisk/parts';
import { Usage } from './usage';

/** Options of the command line that tell of an Asterisk, as they are given. */
export interface AsteriskGiven {
  readonly asterisk?: string | undefined;
  readonly 'asterisk-user'?: string | undefined;
  readonly 'asterisk-context'?: string | undefined;
  readonly 'asterisk-transfer'?: string | undefined;
  readonly 'asterisk-park'?: string | undefined;
  readonly 'asterisk-hints'?: string | undefined;
  readonly 'asterisk-hold'?: string | undefined;
  readonly 'asterisk-files'?: string | undefined;
  readonly 'asterisk-voicemail'?: string | undefined;
  readonly 'asterisk-queue-log'?: string | undefined;
  readonly 'asterisk-cdr'?: string | undefined;
  readonly 'asterisk-answer'?: string | undefined;
}

/** As FreePBX and the documented lines of a plain exchange have them. */
const usual = {
  context: 'from-internal',
  transfer: 'seatline',
  park: 'parkedcalls',
  hints: 'ext-local',
  hold: '*61,*62',
} as const;

const contextName = /^[\w.-]{1,79}$/;

/**
 * Where the exchange is and how it is set up; undefined = the simulated one. What was given for the place is not
 * repeated: somebody may have put a password into it.
 */
export function asteriskOf(given: AsteriskGiven, secret: string | undefined, zone: number): AsteriskSetup | undefined {
  const { asterisk: place } = given;
  if (place === undefined) {
    const alone = Object.entries(given).find(([name, value]) => name.startsWith('asterisk-') && value !== undefined);
    if (alone) throw new Usage(`--${alone[0]} needs --asterisk`, `--${alone[0]} 须与 --asterisk 一起使用`);
    return undefined;
  }
  const found = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(place);
  const [host, port] = [found?.[1] ?? found?.[2], Number(found?.[3] ?? 5038)];
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Usage(
      '--asterisk is host[:port] of the manager interface, such as 192.168.1.10:5038',
      '--asterisk 应为管理接口的 主机[:端口]，如 192.168.1.10:5038',
    );
  }
  const user = given['asterisk-user'];
  if (!user || !secret) {
    throw new Usage(
      '--asterisk needs --asterisk-user and the secret in SEATLINE_ASTERISK_SECRET',
      '--asterisk 须同时给出 --asterisk-user，并在 SEATLINE_ASTERISK_SECRET 中设置密码',
    );
  }
  const [holdCode = '', unholdCode = ''] = codesOf(given['asterisk-hold'] ?? usual.hold);
  const files = given['asterisk-files'];
  const autoAnswer = given['asterisk-answer'];
  if (autoAnswer !== undefined && !/^[\w-]{1,40}: [\x20-\x7e]{1,120}$/.test(autoAnswer)) {
    throw new Usage(
      '--asterisk-answer is a header, such as "Call-Info: answer-after=0"',
      '--asterisk-answer 应为 SIP 头域，如 "Call-Info: answer-after=0"',
    );
  }
  return {
    host,
    port,
    user,
    secret,
    context: context('context', given['asterisk-context'] ?? usual.context),
    transferContext: context('transfer', given['asterisk-transfer'] ?? usual.transfer),
    parkContext: context('park', given['asterisk-park'] ?? usual.park),
    hintContext: context('hints', given['asterisk-hints'] ?? usual.hints),
    holdCode,
    unholdCode,
    recordings: files === undefined ? '' : path.resolve(files),
    zone,
    ...seen('voicemail', given['asterisk-voicemail']),
    ...seen('queueLog', given['asterisk-queue-log']),
    ...seen('callRecords', given['asterisk-cdr']),
    ...(autoAnswer !== undefined && { autoAnswer }),
  };
}

/** A folder or file of the exchange as this machine sees it. */
const seen = (name: 'voicemail' | 'queueLog' | 'callRecords', place: string | undefined): Partial<AsteriskSetup> =>
  place === undefined ? {} : { [name]: path.resolve(place) };

function context(option: string, name: string): string {
  if (name === '' || contextName.test(name)) return name;
  throw new Usage(
    `--asterisk-${option} is the name of a context of the dialplan`,
    `--asterisk-${option} 应为拨号方案中的上下文名称`,
  );
}

/** `*61,*62`; empty = the exchange has no such feature. */
function codesOf(text: string): readonly string[] {
  if (text === '' || /^[\d*#]{1,8},[\d*#]{1,8}$/.test(text)) return text.split(',');
  throw new Usage(
    '--asterisk-hold is two feature codes, such as *61,*62',
    '--asterisk-hold 应为两个功能码，如 *61,*62',
  );
}
