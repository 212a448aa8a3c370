import { expect, test } from 'vitest';
import { callerFields, memberFields, memberInterface } from './local';
import { actionText } from './manager';

test('members without a telephone', () => {
  expect([
    memberInterface(7, { kind: 'answers', afterSeconds: 3 }),
    memberInterface(8, { kind: 'busy' }),
    memberInterface(9, { kind: 'silent' }),
    memberFields('91', 7, { kind: 'busy' }),
  ]).toEqual([
    'Local/a37@lab-member/n',
    'Local/b8@lab-member/n',
    'Local/r9@lab-member/n',
    { Queue: '91', Interface: 'Local/b7@lab-member/n', MemberName: 'Member 7' },
  ]);
});

test('a caller without a telephone, as it goes over the wire', () => {
  expect(actionText('Originate', callerFields({ queue: '91', from: '13800138000', seconds: 2 })).split('\r\n')).toEqual(
    [
      'Action: Originate',
      'Channel: Local/91@lab-queue/n',
      'Context: lab-caller',
      'Exten: s',
      'Priority: 1',
      'CallerID: 13800138000',
      'Async: true',
      'Variable: TALK=2',
      '',
      '',
    ],
  );
});
