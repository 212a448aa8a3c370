import { dialplanLines } from '../../engine/asterisk/doctor/lines';
import { phonesOf } from './centre';
import { engineSetup } from './engine';
import { type LabSetup, technology } from './setup';

/**
 * `extensions.conf` in the manner of FreePBX: its contexts, subroutines named `macro-…`, features in AstDB families,
 * members rung through `Local/…@from-queue/n`, recordings in folders by day. Written anew and much shorter.
 */
export function freepbxDialplan(setup: LabSetup): string {
  const tech = technology(setup);
  const header = setup.version === 16 ? 'SIP_HEADER(To)' : 'PJSIP_HEADER(read,To)';
  return [
    globals(tech, setup),
    internal,
    extensions(tech, setup),
    dialOne,
    queueDialplan(header, setup),
    trunks(setup),
    codes(tech),
  ].join('\n');
}

/** AstDB of FreePBX for these telephones: family, key, value. */
export const freepbxDatabase = (setup: LabSetup): readonly (readonly [string, string, string])[] =>
  phonesOf(setup.centre).flatMap((no) => [
    [`DEVICE/${no}`, 'dial', `${technology(setup)}/${no}`],
    [`DEVICE/${no}`, 'type', 'fixed'],
    [`DEVICE/${no}`, 'default_user', no],
    [`DEVICE/${no}`, 'user', no],
    [`AMPUSER/${no}`, 'device', no],
    [`AMPUSER/${no}`, 'cidname', `Agent ${no}`],
    [`AMPUSER/${no}`, 'cidnum', no],
    [`AMPUSER/${no}`, 'ringtimer', '0'],
    [`AMPUSER/${no}`, 'voicemail', setup.centre.mailboxes.includes(no) ? 'default' : 'novm'],
    ['CW', no, 'ENABLED'],
  ]);

/** FreePBX includes a file of one's own into its global variables; the lines that the engine asks for stand there. */
const globals = (tech: string, setup: LabSetup): string =>
  dialplanLines(engineSetup(setup)).replace(
    '[globals]\n',
    `[globals]
TECH = ${tech}
RINGTIMER = 25
TRUNK_OPTIONS = tTkKxX
DIAL_OPTIONS = tTkKxX
MIXMON_DIR = ${setup.folder}/spool/monitor
TRANSFER_CONTEXT = from-internal-xfer
`,
  );

const internal = `
[from-internal]
include => from-internal-custom
include => from-internal-additional

[from-internal-custom]

[from-internal-additional]
include => app-features
include => app-pickup
include => app-vmmain
include => ext-meetme
include => ext-queues
include => ext-local
include => parkedcalls
include => outbound-allroutes

; Where transfers dial: no parking place is a beginning of any number here.
[from-internal-xfer]
include => ext-queues
include => ext-meetme
include => ext-local
include => outbound-allroutes
`;

const extensions = (tech: string, { centre }: LabSetup): string => `
[ext-local]
${phonesOf(centre)
  .map((no) => `exten => ${no},hint,${tech}/${no}&Custom:DND${no}`)
  .join('\n')}
exten => _201X,1,Gosub(macro-user-callerid,s,1)
 same => n,Set(__RINGTIMER=\${IF($["\${DB(AMPUSER/\${EXTEN}/ringtimer)}" > "0"]?\${DB(AMPUSER/\${EXTEN}/ringtimer)}:25)})
 same => n,Gosub(macro-exten-vm,s,1(\${DB(AMPUSER/\${EXTEN}/voicemail)},\${EXTEN}))
 same => n,Hangup()

[macro-user-callerid]
exten => s,1,Set(AMPUSER=\${DB(DEVICE/\${CALLERID(num)}/user)})
 same => n,ExecIf($["\${AMPUSER}" != ""]?Set(CALLERID(name)=\${DB(AMPUSER/\${AMPUSER}/cidname)}))
 same => n,Return()

; \${ARG1} mailbox context or novm, \${ARG2} extension
[macro-exten-vm]
exten => s,1,Set(__EXTTOCALL=\${ARG2})
 same => n,Set(__PICKUPMARK=\${ARG2})
 same => n,Set(VMBOX=\${ARG1})
 same => n,GotoIf($["\${DB(CF/\${EXTTOCALL})}" != ""]?cf)
 same => n,Gosub(macro-dial-one,s,1(\${EXTTOCALL}))
 same => n,GotoIf($["\${DIALSTATUS}" = "BUSY" & "\${DB(CFB/\${EXTTOCALL})}" != ""]?cfb)
 same => n,GotoIf($[("\${DIALSTATUS}" = "NOANSWER" | "\${DIALSTATUS}" = "CHANUNAVAIL") & "\${DB(CFU/\${EXTTOCALL})}" != ""]?cfu)
 same => n,GotoIf($["\${VMBOX}" = "novm" | "\${VMBOX}" = ""]?\${DIALSTATUS})
 same => n,VoiceMail(\${EXTTOCALL}@\${VMBOX},s)
 same => n,Hangup()
 same => n(cf),Goto(from-internal,\${DB(CF/\${EXTTOCALL})},1)
 same => n(cfb),Goto(from-internal,\${DB(CFB/\${EXTTOCALL})},1)
 same => n(cfu),Goto(from-internal,\${DB(CFU/\${EXTTOCALL})},1)
 same => n(BUSY),Busy(5)
 same => n(CHANUNAVAIL),Congestion(5)
 same => n(CONGESTION),Congestion(5)
 same => n(NOANSWER),Hangup(19)
`;

const dialOne = `
; \${ARG1} extension; one that is on do-not-disturb is busy
[macro-dial-one]
exten => s,1,Set(DIALSTATUS=BUSY)
 same => n,GotoIf($["\${DB(DND/\${ARG1})}" != ""]?done)
 same => n,GotoIf($["\${DB(CW/\${ARG1})}" = "" & "\${DEVICE_STATE(\${DB(DEVICE/\${ARG1}/dial)})}" = "INUSE"]?done)
 same => n,Dial(\${DB(DEVICE/\${ARG1}/dial)},\${RINGTIMER},\${DIAL_OPTIONS})
 same => n(done),Return()
`;

const queueDialplan = (header: string, { centre }: LabSetup): string => `
[ext-queues]
${centre.queues.map(({ no }) => `exten => ${no},1,Gosub(macro-queue,s,1(${no}))\n same => n,Hangup()`).join('\n')}

[macro-queue]
exten => s,1,Answer()
 same => n,Set(__FROMQUEUEEXTEN=\${CALLERID(num)})
 same => n,Set(__QUEUENUM=\${ARG1})
 same => n,Gosub(sub-record-check,s,1(q,\${ARG1}))
 same => n,Queue(\${ARG1},tTkKxXc)
 same => n,Return()

; \${ARG1} kind of call, \${ARG2} extension: spool/monitor/2026/01/31/q-90-caller-20260131-091500-lab.1.wav
[sub-record-check]
exten => s,1,Set(DAY=\${STRFTIME(\${EPOCH},,%Y/%m/%d)})
 same => n,Set(__CALLFILENAME=\${ARG1}-\${ARG2}-\${CALLERID(num)}-\${STRFTIME(\${EPOCH},,%Y%m%d-%H%M%S)}-\${UNIQUEID})
 same => n,Set(CDR(recordingfile)=\${CALLFILENAME}.wav)
 same => n,MixMonitor(\${MIXMON_DIR}/\${DAY}/\${CALLFILENAME}.wav,b)
 same => n,Return()

; How a queue rings its members: neither forwarded nor sent to a mailbox.
[from-queue]
exten => _201X,1,Set(__QAGENT=\${EXTEN})
 same => n,Set(__PICKUPMARK=\${EXTEN})
 same => n,Set(RINGTIMER=60)
 same => n,Gosub(macro-dial-one,s,1(\${EXTEN}))
 same => n,Goto(\${DIALSTATUS},1)
exten => BUSY,1,Busy(5)
exten => _[A-Z].,1,Hangup()
exten => _XXXX.,1,Goto(outbound-allroutes,\${EXTEN},1)

; The number that was called stands in the To header, as many carriers have it.
[from-pstn-toheader]
exten => _X.,1,Set(__FROM_DID=\${CUT(CUT(${header},@,1),:,2)})
 same => n,Goto(from-pstn,\${EXTEN},1)

[from-pstn]
include => ext-queues
include => ext-meetme
include => ext-local
`;

const trunks = (setup: LabSetup): string => {
  const outside = setup.version === 16 ? `SIP/trunk/\${DIAL_NUMBER}` : `PJSIP/\${DIAL_NUMBER}@trunk`;
  return `
[from-trunk]
include => from-pstn-toheader

[outbound-allroutes]
exten => _XXXXX!,1,Gosub(macro-dialout-trunk,s,1(\${EXTEN}))
 same => n,Hangup()
exten => _1[12]X,1,Gosub(macro-dialout-trunk,s,1(\${EXTEN}))
 same => n,Hangup()

[macro-dialout-trunk]
exten => s,1,Set(DIAL_NUMBER=\${ARG1})
 same => n,Gosub(macro-user-callerid,s,1)
 same => n,Dial(${outside},60,\${TRUNK_OPTIONS})
 same => n,GotoIf($["\${DIALSTATUS}" = "BUSY"]?busy)
 same => n,GotoIf($["\${DIALSTATUS}" = "NOANSWER"]?noanswer)
 same => n,Congestion(5)
 same => n(busy),Busy(5)
 same => n(noanswer),Hangup(19)
`;
};

const codes = (tech: string): string => `
[ext-meetme]
exten => 9111,1,Answer()
 same => n,ConfBridge(9111,lab_room,lab_user)
 same => n,Hangup()

[app-pickup]
exten => _**X.,1,Pickup(\${EXTEN:2}@PICKUPMARK)
 same => n,Hangup()

[app-vmmain]
exten => *97,1,Answer()
 same => n,VoiceMailMain(\${CALLERID(num)}@default,s)
 same => n,Hangup()
exten => _*201X,1,Answer()
 same => n,VoiceMail(\${EXTEN:1}@default,s)
 same => n,Hangup()

; *78 *79 do-not-disturb, *72 *73 forward all, *90 *91 when busy, *52 *53 when unavailable, *555 listen
[app-features]
exten => *78,1,Answer()
 same => n,Set(DB(DND/\${CALLERID(num)})=YES)
 same => n,Set(DEVICE_STATE(Custom:DND\${CALLERID(num)})=BUSY)
 same => n,Hangup()
exten => *79,1,Answer()
 same => n,NoOp(\${DB_DELETE(DND/\${CALLERID(num)})})
 same => n,Set(DEVICE_STATE(Custom:DND\${CALLERID(num)})=NOT_INUSE)
 same => n,Hangup()
${(
  [
    ['CF', '*72', '*73'],
    ['CFB', '*90', '*91'],
    ['CFU', '*52', '*53'],
  ] as const
)
  .map(
    ([family, on, off]) => `exten => _${on}X.,1,Answer()
 same => n,Set(DB(${family}/\${CALLERID(num)})=\${EXTEN:3})
 same => n,Hangup()
exten => ${off},1,Answer()
 same => n,NoOp(\${DB_DELETE(${family}/\${CALLERID(num)})})
 same => n,Hangup()`,
  )
  .join('\n')}
exten => _*555X.,1,Answer()
 same => n,ChanSpy(${tech}/\${EXTEN:4},qE)
 same => n,Hangup()
`;
