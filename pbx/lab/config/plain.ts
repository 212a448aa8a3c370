import { dialplanLines } from '../../engine/asterisk/doctor/lines';
import { phonesOf } from './centre';
import { engineSetup } from './engine';
import { type LabSetup, technology } from './setup';

/** Headers in which somebody outside says what menus have made of his call, and their words for the platform. */
export const menuHeaders = {
  did: 'X-Lab-Did',
  ivrPath: 'X-Lab-Path',
  ivrKeys: 'X-Lab-Keys',
  callData: 'X-Lab-Data',
} as const;
const words = { did: 'Did', ivrPath: 'IvrPath', ivrKeys: 'IvrKeys', callData: 'CallData' } as const;

/** `extensions.conf` of somebody who wrote a plain one by hand and added the lines that the doctor prints. */
export function plainDialplan(setup: LabSetup): string {
  const { centre } = setup;
  const tech = technology(setup);
  const dialled = (pattern: string, to: string): string =>
    [`exten => ${pattern},1,Dial(${to},${centre.dialSeconds * 2},tTkKxX)`, ' same => n,Hangup()'].join('\n');
  const outside = (number: string): string => (setup.version === 16 ? `SIP/trunk/${number}` : `PJSIP/${number}@trunk`);
  const header = (name: string): string =>
    setup.version === 16 ? `\${SIP_HEADER(${name})}` : `\${PJSIP_HEADER(read,${name})}`;
  const told = (['did', 'ivrPath', 'ivrKeys', 'callData'] as const)
    .map((key) => `${words[key]}: ${header(menuHeaders[key])}`)
    .join(',');
  return `${dialplanLines(engineSetup(setup))}

[from-internal]
include => parkedcalls
${phonesOf(centre)
  .map((no) => `exten => ${no},hint,${tech}/${no}`)
  .join('\n')}
exten => _20XX,1,ExecIf($["\${DB(DND/\${EXTEN})}" != ""]?Busy(5))${centre.callWaiting ? '' : oneCall(tech)}
 same => n,GotoIf($["\${DB(CF/\${EXTEN})}" != ""]?from-internal,\${DB(CF/\${EXTEN})},1)
 same => n,Dial(${tech}/\${EXTEN},${centre.dialSeconds},tTkKxX)
 same => n,Hangup()
${centre.hotDesks.length === 0 ? '' : hotDesks(tech, centre.dialSeconds)}
${centre.queues.map(({ no }) => `exten => ${no},1,Goto(queues,${no},1)`).join('\n')}
exten => 9111,1,Answer()
 same => n,ConfBridge(9111,lab_room,lab_user)
exten => _*201X,1,Answer()
 same => n,VoiceMail(\${EXTEN:1}@default,s)
exten => *97,1,Answer()
 same => n,VoiceMailMain(\${CALLERID(num)}@default,s)
exten => _**X.,1,Pickup(\${EXTEN:2})
${centre.outsidePrefix === '' ? '' : dialled(`_${centre.outsidePrefix}XXXXX!`, outside(`\${EXTEN:1}`))}
${dialled('_XXXXX!', outside(`\${EXTEN}`))}
${dialled('_1[12]X', outside(`\${EXTEN}`))}

[queues]
exten => _9X,1,Answer()
 same => n,MixMonitor(\${STRFTIME(\${EPOCH},,%Y%m%d-%H%M%S)}-\${EXTEN}-\${UNIQUEID}.wav,b)
 same => n,Queue(\${EXTEN},tTkKxXc)
 same => n,Hangup()

[from-trunk]
exten => _X.,1,UserEvent(Seatline,${told})
 same => n,Goto(from-outside,\${EXTEN},1)

[from-outside]
exten => _[238]0XX,1,Goto(from-internal,\${EXTEN},1)
exten => _9X,1,Goto(queues,\${EXTEN},1)
exten => 9111,1,Goto(from-internal,\${EXTEN},1)
`;
}

/** A telephone that talks is busy. */
const oneCall = (tech: string): string =>
  `\n same => n,ExecIf($["\${DEVICE_STATE(${tech}/\${EXTEN})}" = "INUSE"]?Busy(5))`;

/** Telephones of nobody's own, and the people who sit down at them. */
const hotDesks = (tech: string, seconds: number): string => `exten => _30XX,1,Dial(${tech}/\${EXTEN},${seconds},tTkKxX)
 same => n,Hangup()
exten => _80XX,1,ExecIf($["\${DB(DND/\${EXTEN})}" != ""]?Busy(5))
 same => n,GotoIf($["\${DB(CF/\${EXTEN})}" != ""]?from-internal,\${DB(CF/\${EXTEN})},1)
 same => n,GotoIf($["\${DB(AMPUSER/\${EXTEN}/device)}" = ""]?away)
 same => n,Goto(from-internal,\${DB(AMPUSER/\${EXTEN}/device)},1)
 same => n(away),Hangup(20)`;
