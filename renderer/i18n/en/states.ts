import type { Texts } from '../texts';
import type { states as zh } from '../zh-CN/states';

export const states: Texts<typeof zh> = {
  seat: { ready: 'Ready', paused: 'Paused', 'wrap-up': 'Wrap-up', offline: 'Offline' },
  agent: {
    'on-call': 'On call',
    ringing: 'Ringing',
    'wrap-up': 'Wrap-up',
    paused: 'Paused',
    ready: 'Ready',
    unreachable: 'Phone offline',
    offline: 'Offline',
  },
  call: {
    'calling-me': 'Calling you',
    ringing: 'Incoming',
    dialing: 'Calling',
    talking: 'Talking',
    held: 'On hold',
    consulting: 'Consulting',
    conference: 'Three-way',
    ended: 'Ended',
  },
  leg: { ringing: 'Ringing', dialing: 'Calling', talking: 'Talking', held: 'On hold', ended: 'Hung up' },
  presence: {
    idle: 'Free',
    ringing: 'Ringing',
    'in-use': 'On call',
    unreachable: 'Offline',
    unknown: 'Unknown',
    paused: 'Paused',
  },
  phone: { idle: 'Phone idle', ringing: 'Phone ringing', 'in-use': 'Phone in use', unreachable: 'Phone offline' },
  link: {
    'signed-out': 'Signed out',
    connecting: 'Connecting',
    live: 'Live',
    stale: 'Delayed',
    down: 'Disconnected',
  },
  direction: { in: 'Inbound', out: 'Outbound', internal: 'Internal' },
};
