import { expect, test } from 'vitest';
import { type AsteriskGiven, asteriskOf } from './asterisk-options';
import { Unreachable } from './engine/asterisk/ami/trouble';
import { endingOf } from './failure';
import { Usage } from './usage';

const said = (given: AsteriskGiven, secret?: string) => {
  try {
    return asteriskOf(given, secret, 480);
  } catch (error) {
    if (error instanceof Usage) return error.said.en;
    throw error;
  }
};

test('the place of an Asterisk and how it is set up; what is missing is said without what was given', () => {
  const named = { asterisk: 'pbx.example:5039', 'asterisk-user': 'seatline' };
  const usual = {
    ...{ host: 'pbx.example', port: 5039, user: 'seatline', secret: 's', context: 'from-internal', zone: 480 },
    ...{ transferContext: 'seatline', parkContext: 'parkedcalls', hintContext: 'ext-local' },
    ...{ holdCode: '*61', unholdCode: '*62', recordings: '' },
  };
  expect([
    said({}),
    said(named, 's'),
    said({ ...named, asterisk: '[::1]', 'asterisk-hold': '', 'asterisk-files': '/var/spool/monitor' }, 's'),
    said(
      {
        ...{ ...named, 'asterisk-voicemail': '/var/spool/voicemail', 'asterisk-queue-log': '/var/log/queue_log' },
        'asterisk-cdr': '/var/log/Master.csv',
      },
      's',
    ),
    said({ 'asterisk-hold': '*61,*62' }),
    ...['u:secret@host', 'host:0', 'host:99999', '', 'a b'].map((asterisk) => said({ ...named, asterisk }, 's')),
    said(named),
    said({ asterisk: 'host' }, 's'),
    said({ ...named, 'asterisk-context': 'a\r\nb' }, 's'),
    said({ ...named, 'asterisk-hold': '*61' }, 's'),
  ]).toEqual([
    undefined,
    usual,
    { ...usual, host: '::1', port: 5038, holdCode: '', unholdCode: '', recordings: '/var/spool/monitor' },
    {
      ...usual,
      ...{ voicemail: '/var/spool/voicemail', queueLog: '/var/log/queue_log', callRecords: '/var/log/Master.csv' },
    },
    '--asterisk-hold needs --asterisk',
    ...Array.from({ length: 5 }, () => '--asterisk is host[:port] of the manager interface, such as 192.168.1.10:5038'),
    '--asterisk needs --asterisk-user and the secret in SEATLINE_ASTERISK_SECRET',
    '--asterisk needs --asterisk-user and the secret in SEATLINE_ASTERISK_SECRET',
    '--asterisk-context is the name of a context of the dialplan',
    '--asterisk-hold is two feature codes, such as *61,*62',
  ]);
});

test('an exchange that cannot be reached ends with one sentence in both languages', () => {
  expect([endingOf(new Unreachable('login', 'pbx:5038')), endingOf(new Unreachable('closed', 'pbx:1'))]).toEqual([
    {
      code: 4,
      said: {
        en: 'the manager interface refuses the user name or the secret (pbx:5038)',
        zh: '管理接口拒绝了用户名或密码（pbx:5038）',
      },
    },
    { code: 4, said: { en: 'no manager interface listens there (pbx:1)', zh: '该地址上没有管理接口（pbx:1）' } },
  ]);
});
