/** Contexts for calls without any telephone: members and callers are `Local` channels (pbx/lab/local.ts). */
export const localContexts = { member: 'lab-member', caller: 'lab-caller', queue: 'lab-queue' } as const;

/** Added to either dialplan; nothing else of the lab leads here. */
export const localDialplan = `
; A member: a3… rings three seconds and answers, b… is busy, r… rings for ever (n, x and z would be wild cards).
[${localContexts.member}]
exten => _a[0-9].,1,Ringing()
 same => n,Wait(\${EXTEN:1:1})
 same => n,Answer()
 same => n,Wait(3600)
exten => _b.,1,Busy(1)
exten => _r.,1,Ringing()
 same => n,Wait(3600)

; A caller's own end: talks for \${TALK} seconds, then puts down.
[${localContexts.caller}]
exten => s,1,Answer()
 same => n,Wait(\${IF($["\${TALK}" = ""]?3600:\${TALK})})
 same => n,Hangup()

; The exchange's end of such a caller: straight into a queue, without recording.
[${localContexts.queue}]
exten => _X.,1,Answer()
 same => n,Queue(\${EXTEN},tTkKxXc)
 same => n,Hangup()
`;
