import { holdNames, lineExtens } from '../commands/facts';
import { type AsteriskSetup, plainFamilies } from '../parts';

/** Events that the engine reads, and actions that it sends, as the manager interface groups them. */
export const rights = {
  read: ['system', 'call', 'agent', 'user', 'dtmf', 'cdr'],
  write: ['system', 'call', 'agent', 'originate', 'reporting', 'command'],
} as const;

/** One user of the manager interface; only from the address of this platform. */
export const managerLines = (user: string): string =>
  [
    '; manager.conf',
    `[${user || 'seatline'}]`,
    'secret = <a long secret of your own>',
    'deny = 0.0.0.0/0.0.0.0',
    'permit = <address of this platform>/255.255.255.255',
    `read = ${rights.read.join(',')}`,
    `write = ${rights.write.join(',')}`,
    'writetimeout = 5000',
  ].join('\n');

/** The context for what this platform asks of the dialplan, also where the set-up names none. */
const ownContext = ({ transferContext, context }: AsteriskSetup): string =>
  transferContext === '' || transferContext === context ? 'seatline' : transferContext;

const globalLine = `DYNAMIC_FEATURES=${holdNames.on}#${holdNames.off}`;
const transferLine = (to: string): string => `exten => _[0-9*+].,1,Goto(${to},\${EXTEN},1)`;
const holdLine = `exten => ${lineExtens.hold},1,ExecIf($["\${SEATLINE_HOLD}" = "silence"]?Wait(86400):MusicOnHold(\${SEATLINE_MUSIC}))`;
const ratingLine = `exten => ${lineExtens.rating},1,Read(SEATLINE_RATING,beep,1,,1,10)`;

const dndLine = (setup: AsteriskSetup): string =>
  `ExecIf($["\${DB(${(setup.families ?? plainFamilies).dnd}/\${EXTEN})}" != ""]?Busy(5))`;
const forwardLine = (setup: AsteriskSetup): string => {
  const to = `\${DB(${(setup.families ?? plainFamilies).CF}/\${EXTEN})}`;
  return `GotoIf($["${to}" != ""]?${setup.context},${to},1)`;
};

/**
 * The four lines of dialplan: features in every call, consultations that no short number stops, where two parted legs
 * wait, and who asks for a judgement.
 */
export const dialplanLines = (setup: AsteriskSetup): string =>
  [
    '; extensions.conf',
    '[globals]',
    globalLine,
    `[${ownContext(setup)}]`,
    transferLine(setup.context),
    holdLine,
    ratingLine,
  ].join('\n');

const serviceSteps = (setup: AsteriskSetup): readonly string[] => [
  `[${setup.context}]   ; the two steps with DB() before the Dial of your telephones`,
  `exten => _20XX,1,${dndLine(setup)}`,
  ` same => n,${forwardLine(setup)}`,
  ` same => n,Dial(SIP/\${EXTEN},30,tTkK)`,
];

export const transferLines = (setup: AsteriskSetup): string =>
  ['; extensions.conf', `[${ownContext(setup)}]`, transferLine(setup.context)].join('\n');
export const holdLines = (setup: AsteriskSetup): string =>
  ['; extensions.conf', `[${ownContext(setup)}]`, holdLine].join('\n');
export const ratingLines = (setup: AsteriskSetup): string =>
  ['; extensions.conf', `[${ownContext(setup)}]`, ratingLine].join('\n');
export const globalLines = ['; extensions.conf', '[globals]', globalLine].join('\n');

/** The two features behind a hold that leaves the call as it is. */
export const featureLines = ({ holdCode, unholdCode }: AsteriskSetup): string =>
  [
    '; features.conf',
    '[applicationmap]',
    `${holdNames.on} => ${holdCode || '*61'},peer/both,StartMusicOnHold,\${SEATLINE_MUSIC}`,
    `${holdNames.off} => ${unholdCode || '*62'},peer/both,StopMusicOnHold`,
  ].join('\n');

export const consultLines = [
  '; features.conf',
  '[featuremap]',
  'atxfer => *2',
  '; and the options t and T of Queue() and Dial() in extensions.conf',
].join('\n');

export const parkLines = (setup: AsteriskSetup): string =>
  [
    '; res_parking.conf',
    '[default]',
    'parkext => 70',
    'parkpos => 71-79',
    // A call that was fetched is transferred and parked like any other.
    'parkedcalltransfers => both',
    'parkedcallreparking => both',
    `context => ${setup.parkContext}`,
    '; extensions.conf',
    `[${setup.context}]`,
    `include => ${setup.parkContext}`,
  ].join('\n');

export const moduleLines = (...names: readonly string[]): string =>
  ['; modules.conf', '[modules]', ...names.map((name) => `load = ${name}.so`)].join('\n');

export const cdrLines = ['; cdr_manager.conf', '[general]', 'enabled = yes'].join('\n');

export const musicLines = ['; musiconhold.conf', '[default]', 'mode = files', 'directory = moh'].join('\n');

export const hintLines = ({ hintContext, context }: AsteriskSetup): string =>
  [
    '; extensions.conf',
    `[${hintContext || context}]`,
    'exten => 2011,hint,SIP/2011&Custom:DND2011   ; or PJSIP/2011; one line a telephone',
  ].join('\n');

/** What a dialplan of one's own needs so that do-not-disturb and forwarding count for calls from elsewhere. */
export const serviceLines = (setup: AsteriskSetup): string => ['; extensions.conf', ...serviceSteps(setup)].join('\n');

export const barredLines = (setup: AsteriskSetup): string => {
  const { barred } = setup.families ?? plainFamilies;
  return [
    '; extensions.conf, before the Dial of an outside line',
    `exten => _9X.,1,GotoIf($["\${DB(${barred}/\${CALLERID(num)})}" != ""]?barred)`,
    ' same => n(barred),Hangup(21)   ; behind the last step',
  ].join('\n');
};

export const ratingGoesOn = (setup: AsteriskSetup): string =>
  [
    '; extensions.conf: the caller stays when the agent hangs up (option c), and is asked',
    ' same => n,Queue(90,tTc)',
    ` same => n,Goto(${ownContext(setup)},${lineExtens.rating},1)`,
  ].join('\n');

export const httpLines = [
  '; http.conf',
  '[general]',
  'enabled = yes',
  'bindaddr = 127.0.0.1',
  'bindport = 8088',
  'tlsenable = yes',
  'tlsbindaddr = 0.0.0.0:8089',
  'tlscertfile = /etc/asterisk/keys/asterisk.pem',
  'tlsprivatekey = /etc/asterisk/keys/asterisk.key',
].join('\n');

/** Over TLS the web server of `http.conf` brings the certificate; this says that telephones may come through it. */
export const transportLines = [
  '; pjsip.conf',
  '[transport-ws]',
  'type = transport',
  'protocol = ws',
  'bind = 0.0.0.0',
].join('\n');
