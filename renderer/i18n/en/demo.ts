import type { Texts } from '../texts';
import type { demo as zh } from '../zh-CN/demo';

export const demo: Texts<typeof zh> = {
  title: 'Demo',
  plain: 'This is the built-in platform: callers, phones and network are simulated, and no real number is ever called.',
  absent: 'You are not connected to the built-in platform, so there is nothing to demonstrate.',
  result: { done: 'Happened: {{what}}', failed: 'Did not happen: {{why}}' },
  groups: {
    calls: 'Callers',
    phone: 'My phone (virtual)',
    colleague: 'Colleagues',
    outside: 'Outside parties',
    faults: 'Network and platform trouble',
  },
  phoneState: 'Phone {{device}}: {{state}}',
  phoneCaller: 'with {{caller}}',
  phoneStates: { idle: 'idle', ringing: 'ringing', talking: 'talking', busy: 'busy', unreachable: 'offline' },
  noDevice: 'Which phone is yours is known after you sign in.',
  fields: {
    from: 'Caller number',
    fromHint: 'Leave empty and the platform picks one',
    fromBad: 'A number has 3 to 20 digits and may begin with +.',
    queue: 'Queue',
    queueWaiting: '{{name}} ({{queue}}), {{n}} waiting',
    noQueue: 'No queue',
    device: "Colleague's phone",
    noColleague: 'No other phone',
    delay: 'Delay of each answer',
    outside: 'When you call outside, the other side',
  },
  unsupported: 'This platform version cannot do that.',
  verbs: {
    ringMe: { label: 'Ring me', will: 'An outside caller dials your extension; your phone rings.' },
    ringQueue: {
      label: 'Ring the queue',
      will: 'An outside caller passes the voice menu and enters the chosen queue, which picks an agent.',
    },
    callerHangsUp: { label: 'Caller hangs up', will: 'The caller who rings, waits or talks to you hangs up.' },
    answer: { label: 'Lift', will: 'Your virtual phone answers what rings.' },
    reject: { label: 'Reject', will: 'Your virtual phone rejects what rings.' },
    hangUp: { label: 'Put down', will: 'Your virtual phone is put down; the call ends.' },
    ringColleague: {
      label: "Ring a colleague's phone",
      will: 'An outside caller rings the chosen colleague, so that you can practise picking up.',
    },
    colleagueRings: { label: 'A colleague calls me', will: 'A colleague who is free dials your extension.' },
    outside: { label: 'How outside parties react', will: 'From now on outside numbers react as chosen.' },
    slow: { label: 'Slow platform', will: 'For {{slow}} seconds each answer of the platform is delayed.' },
    offline: {
      label: 'Cut the network',
      will: 'The platform does not answer for {{offline}} seconds, then comes back by itself.',
    },
    restartKeep: {
      label: 'Restart the platform, keep calls',
      will: 'The platform is gone for {{restart}} seconds; calls and queues are still there.',
    },
    restartLose: {
      label: 'Restart the platform, lose calls',
      will: 'The platform is gone for {{restart}} seconds; all calls and dynamic queue sign-ins are lost.',
    },
  },
  outsides: { answers: 'answers after 4 s', busy: 'is busy', silent: 'does not answer' },
  delays: { short: '2 seconds', long: '6 seconds' },
};
