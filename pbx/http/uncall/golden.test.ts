import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OperationName, operationNames, operationOf } from '../../../shared/uncall';
import { vectors } from '../../../shared/uncall/vectors';
import { recordCall } from '../test-messages';
import { startTestPlatform, type TestPlatform } from '../test-platform';
import { ask, field, quiet } from './test-soap';

/**
 * Every documented example against this platform: the same elements in the same order, documented words to the letter,
 * values of the same kind where they belong to one call.
 */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.close());
const again = (): void => {
  vi.restoreAllMocks();
  quiet(platform);
};
afterEach(again);

type Sent = readonly string[] | Promise<readonly string[]>;

/** A customer talks to 2011. */
const talking = (...sent: string[]): readonly string[] => {
  platform.scenario.callerRings({ from: '13421829060', to: { extension: '2011' } });
  platform.clock.advance(1_000);
  platform.scenario.answers('2011');
  return sent;
};
const ringing = (...sent: string[]): readonly string[] => {
  platform.scenario.callerRings({ from: '13421829060', to: { extension: '2011' } });
  return sent;
};
const ivrTask = ['2011', '催费', 'SIP/to117/', '1', '3', '12', '', '', ''] as const;
const queueTask = ['2011', '回访', 'SIP/to117/', '90', '3', 'g', '1.2', '0', '', '', ''] as const;
const made = async (): Promise<string> => field(await ask(platform, 'addIvrTask', ...ivrTask), 'TaskID');
const madeId = async (): Promise<string> => (await made()).replace(/\D/g, '');
/** A task's arguments with one of them changed. */
const but = (args: readonly string[], place: number, value = ''): readonly string[] => args.with(place, value);

/** What makes the documented success happen. */
const successes: Readonly<Record<OperationName, () => Sent>> = {
  UncallWorld: () => ['Text'],
  OnClickCall: () => ['2012', '13421829060', '123456'],
  popEvent: () => talking('2011'),
  getRecording: async () => [await recordCall(platform)],
  setBuys: () => ['2011'],
  setIdle: async () => {
    await ask(platform, 'setBuys', '2011');
    return ['2011'];
  },
  keepCalling: () => talking('2011'),
  restoreCalling: async () => ['2011', field(await ask(platform, 'keepCalling', ...talking('2011')), 'Message')],
  transferCall: () => talking('2011', '2012'),
  feedBack: () => talking('2011'),
  monitorExten: () => talking('2012', '2011'),
  whisper: () => talking('2012', '2011'),
  hangUp: () => talking('2011'),
  getReordingFilesList: () => ['2011'],
  delReordingFiles: () => ['welcome.wav'],
  getTrunkList: () => ['2011'],
  getIncomingIVR: () => ['2011'],
  getIncomingQueues: () => ['2011'],
  addIvrTask: () => ivrTask,
  addQueueTask: () => queueTask,
  addPhoneToTask: async () => [await made(), '13800138000,13800138001,13800138002'],
  updateTask: async () => [await madeId(), 'push', '0', '0'],
  delTask: async () => [await madeId()],
  getAllTask: async () => {
    await made();
    return ['0'];
  },
};

/** The exchange does not answer any more. */
const lost = (...sent: string[]): readonly string[] => {
  for (const question of ['channels', 'user', 'parks'] as const) {
    vi.spyOn(platform.engine, question).mockImplementation(() => {
      throw new Error('no exchange');
    });
  }
  return sent;
};

/** What makes each documented refusal happen, by its word. */
const failures: Readonly<Partial<Record<OperationName, Readonly<Record<string, () => Sent>>>>> = {
  OnClickCall: {
    Ringing: () => ringing('2011', '13800138000', ''),
    Busy: () => talking('2011', '13800138000', ''),
    'Connection Failed': () => lost('2011', '13800138000', ''),
  },
  setBuys: { 'Connection Failed': () => lost('2011') },
  setIdle: { 'Failed to update entry': () => ['2011'], 'Connection Failed': () => lost('2011') },
  keepCalling: { 'Agent not in use': () => ringing('2011'), 'Connection Failed': () => lost('2011') },
  restoreCalling: {
    'Channel not exist': () => talking('2011', 'SIP/to117-00000000'),
    'Connection Failed': () => lost('2011', 'SIP/to117-00000000'),
  },
  transferCall: {
    'Agent not in use': () => ['2011', '2012'],
    'Exten is not idle': () => {
      platform.engine.setDnd('2012', true);
      return talking('2011', '2012');
    },
    'Agent not in bridge': () => ringing('2011', '2012'),
    'Connection Failed': () => lost('2011', '2012'),
  },
  feedBack: { 'Agent not in use': () => ringing('2011'), 'Connection Failed': () => lost('2011') },
  monitorExten: {
    'Spy or whisper failed': () => talking('2011', '2011'),
    'Agent not in use': () => ringing('2012', '2011'),
    'Connection Failed': () => lost('2012', '2011'),
  },
  whisper: {
    'Spy or whisper failed': () => {
      platform.scenario.unplugs('2012');
      return talking('2012', '2011');
    },
    'Agent not in use': () => ['2012', '2011'],
    'Connection Failed': () => lost('2012', '2011'),
  },
  hangUp: { 'No Channels': () => ['2011'], 'Connection Failed': () => lost('2011') },
  delReordingFiles: { 'name is error': () => ['../platform.db'] },
  addIvrTask: {
    'create_users is empty': () => but(ivrTask, 0),
    'task_name is empty': () => but(ivrTask, 1),
    'task_out_line is empty': () => but(ivrTask, 2),
    'incoming_ivr_values is empty': () => but(ivrTask, 3),
    'call_max is empty': () => but(ivrTask, 4),
    'task_callerid is empty': () => but(ivrTask, 5),
  },
  addQueueTask: {
    'create_users is empty': () => but(queueTask, 0),
    'task_name is empty': () => but(queueTask, 1),
    'task_out_line is empty': () => but(queueTask, 2),
    'incoming_queue_values is empty': () => but(queueTask, 3),
    'call_max is empty': () => but(queueTask, 4),
    'task_callerid is empty': () => but(queueTask, 7),
    'task_cortrol_type is empty': () => but(queueTask, 5),
    'task_cortrol_type is error': () => but(queueTask, 5, 'ai'),
    'task_override is empty': () => but(queueTask, 6),
    'task_override is error': () => but(queueTask, 6, '-1'),
  },
  addPhoneToTask: {
    'TaskID is empty': () => ['', '13800138000'],
    'Phones is empty': () => ['o_task_run_1', ''],
    'phone overflow 2000': async () => [
      await made(),
      Array.from({ length: 2_001 }, (_, n) => 13_800_000_000 + n).join(','),
    ],
    'databases error': () => ['o_task_run_999', '13800138000'],
  },
  updateTask: { 'id is empty': () => ['', 'run', '0', '0'] },
  delTask: { 'id is empty': () => [''] },
};

/** Table and example of §3.13 name the same thing twice; this platform says what the example says. */
const saidOtherwise: Readonly<Record<string, string>> = { 'hangUp agent not in use': 'No Channels' };

interface Read {
  readonly root: string;
  readonly result: string | undefined;
  readonly nodes: readonly (readonly [node: string, fields: readonly (readonly [name: string, value: string])[]])[];
}

/** A reader of our own, by lines: the vendor prints one element a line. */
function read(document: string): Read {
  const lines = document.split('\n').slice(1);
  const nodes: [string, [string, string][]][] = [];
  let result: string | undefined;
  for (const line of lines.slice(1, -1)) {
    const whole = /^\s*<(\w+)>(.*)<\/\1>$/.exec(line);
    const open = /^ {2}<(\w+)>$/.exec(line);
    if (whole?.[1] === 'result') result = whole[2];
    else if (whole?.[1] !== undefined) nodes.at(-1)?.[1].push([whole[1], whole[2] ?? '']);
    else if (open?.[1] !== undefined) nodes.push([open[1], []]);
  }
  return { root: lines[0]?.replace(/[<>]/g, '') ?? '', result, nodes };
}

/** What can be compared between the vendor's own example and ours. */
function comparable(name: OperationName, document: string, example: Read) {
  const { root, result, nodes } = read(document);
  const [node, fields = []] = nodes[0] ?? [];
  const shown = new Set(example.nodes[0]?.[1].map(([field]) => field));
  const { fields: known } = operationOf(name);
  return {
    ...{ root, result, node },
    fields: fields.flatMap(([field, value]): [string, string][] => {
      const entry = known[field];
      if (!shown.has(field) && entry?.optional) return [];
      // Words are the vendor's to the letter; the held channel and everything else are of one call.
      const word = field === 'Response' || (field === 'Message' && name !== 'keepCalling');
      const kind = entry?.type === 'float' ? /^\d+\.\d\d$/ : entry?.type === 'int' ? /^\d+$/ : null;
      return [[field, word ? value : kind ? String(kind.test(value)) : field === 'ActionID' ? value : 'text']];
    }),
  };
}

describe('documented successes', () => {
  it.each(operationNames)('%s', async (name) => {
    const example = vectors.find((one) => one.operation === name && one.outcome === 'success');
    const sent = await successes[name]();
    const answered = await ask(platform, name, ...sent);
    const wanted = read(example?.body ?? '');
    expect(comparable(name, answered, wanted)).toEqual(comparable(name, example?.body ?? '', wanted));
    expect(read(answered).nodes.length).toBeGreaterThan(0);
  });

  it('a channel, an id, a file and a table have their documented forms', async () => {
    const forms = {
      keepCalling: field(await ask(platform, 'keepCalling', ...talking('2011')), 'Message'),
      getRecording: field(await ask(platform, 'getRecording', await recordCall(platform)), 'files'),
      addIvrTask: await made(),
      getTrunkList: field(await ask(platform, 'getTrunkList', '2011'), 'value'),
    };
    expect(forms).toEqual({
      keepCalling: expect.stringMatching(/^SIP\/to117-[0-9a-f]{8}$/),
      getRecording: expect.stringMatching(/^audio:3004-13800138000-20260302-09\d{4}-\d+\.\d+\.WAV$/),
      addIvrTask: expect.stringMatching(/^o_task_run_\d+$/),
      getTrunkList: 'SIP/to117/',
    });
  });
});

const documented = operationNames.flatMap((name) =>
  operationOf(name).errors.map(({ message }) => [name, message] as const),
);

describe('documented refusals', () => {
  it.each(documented)('%s: %s', async (name, word) => {
    const said = saidOtherwise[`${name} ${word}`] ?? word;
    const make = failures[name]?.[said];
    if (!make) throw new Error(`nothing makes ${name} say ${said}`);
    const answered = read(await ask(platform, name, ...(await make())));
    const { root, node, failureResult, errors } = operationOf(name);
    const inResponse = errors.some((known) => known.in === 'Response' && known.message === said);
    expect(answered).toEqual({
      root,
      result: failureResult,
      nodes: [
        [
          node,
          [
            ['Response', inResponse ? said : 'error'],
            ['Message', inResponse ? '' : said],
          ],
        ],
      ],
    });
  });

  it('the printed examples among them, byte for byte', async () => {
    const printed = vectors.filter(({ outcome }) => outcome === 'failure');
    const said: string[] = [];
    for (const { operation, expected } of printed) {
      const make = 'refused' in expected ? failures[operation]?.[expected.refused] : undefined;
      said.push(make ? await ask(platform, operation, ...(await make())) : 'nothing makes it');
      again();
    }
    expect(said).toEqual(printed.map(({ body }) => body));
  });
});

describe('nothing to tell', () => {
  beforeAll(() => {
    platform.store.database.run('DELETE FROM campaign_task');
  });

  it.each([
    [
      'popEvent',
      '2011',
      '<?xml version="1.0" encoding="utf-8"?>\n<uncall>\n  <result>0</result>\n  <popEvent>\n  </popEvent>\n</uncall>',
    ],
    [
      'getRecording',
      '1.1',
      '<?xml version="1.0" encoding="utf-8"?>\n<uncall>\n  <result>0</result>\n  <getRecording>\n  </getRecording>\n</uncall>',
    ],
    ['getAllTask', '0', '<?xml version="1.0" encoding="utf-8"?>\n<unallcc>\n  <result>1</result>\n</unallcc>'],
  ] as const)('%s', async (name, argument, document) => {
    expect(await ask(platform, name, argument)).toBe(document);
  });
});
