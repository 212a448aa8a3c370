import { expect, test } from 'vitest';
import { createCampaignLab } from './testing';

const limit = { feature: 'prompts', why: { en: 'no prompts here', zh: '不播放' }, cure: '' };

test.each([
  [[limit], [false, false], ['no prompts here']],
  [[], [true, true], []],
] as const)('an exchange that plays no prompts is asked for none, and that is told once: %j', (limits, asked, told) => {
  const sentences: string[] = [];
  const prompts: boolean[] = [];
  const lab = createCampaignLab({
    limits,
    unheard: (sentence) => sentences.push(sentence),
    watch: (_lab, request) => prompts.push(request.prompts !== undefined),
  });
  lab.engine.phoneBehaves('2011', { kind: 'answers', afterSeconds: 2 });
  lab.engine.outsideBehaves('139', { kind: 'answers', afterSeconds: 1, talkSeconds: 5 });
  const task = lab.task({ actiontype: '4', agentno: '2011' }, ['13900000001', '13900000002']);
  lab.order(task, 'B');
  const finished = lab.finish(120);
  const states = lab.numbers(task).map(({ status }) => status);
  lab.close();
  expect([finished, states, prompts, sentences]).toEqual([true, ['S', 'S'], asked, told]);
});
