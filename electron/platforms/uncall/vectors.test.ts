import { describe, expect, it } from 'vitest';
import { operationNames, operationOf } from '../../../shared/uncall';
import { printAnswer, printRefusal } from '../../../shared/uncall/print';
import { vectors } from '../../../shared/uncall/vectors';
import { FakeClock } from '../mvb2000/testing/clock';
import { testEffects } from '../mvb2000/testing/effects';
import { PlatformFailure } from '../wire/failure';
import { createUncallClient } from './client';
import { readDocument } from './document';
import { readEnvelope } from './soap';
import { service, wrapped, wrappings, wsdl } from './testing/answers';

/** What the reader makes of one text: a value, or the word of the refusal, or the kind of failure. */
function read(
  operation: (typeof operationNames)[number],
  texts: readonly (string | Parameters<typeof readDocument>[1][number])[],
) {
  try {
    return readDocument(operation, texts);
  } catch (thrown) {
    if (!(thrown instanceof PlatformFailure)) throw thrown;
    return thrown.code === 'refused' ? { refused: thrown.params.text } : { failed: thrown.code };
  }
}

describe(`the ${vectors.length} documented examples`, () => {
  it('are all of them, of every operation', () => {
    expect([vectors.length, new Set(vectors.map(({ operation }) => operation)).size]).toEqual([
      42,
      operationNames.length,
    ]);
  });

  it('are read to their values', () => {
    expect(vectors.map(({ operation, body }) => read(operation, [body]))).toEqual(
      vectors.map(({ expected }) => expected),
    );
  });

  for (const [how, wrap] of Object.entries(wrappings)) {
    it(`are read to the same values out of SOAP: ${how}`, () => {
      expect(vectors.map(({ operation, body }) => read(operation, readEnvelope(wrap(operation, body))))).toEqual(
        vectors.map(({ expected }) => expected),
      );
    });
  }

  it('are read to the same values after having been written by us', () => {
    const written = vectors.map(({ operation, expected }) =>
      'refused' in expected
        ? printRefusal(operation, expected.refused)
        : printAnswer(operation, expected.rows as never),
    );
    expect(vectors.map(({ operation }, nth) => read(operation, [written[nth] ?? '']))).toEqual(
      vectors.map(({ expected }) => expected),
    );
  });

  it('are read to the same values in lower case, as the print of the document has them', () => {
    const lower = (body: string) => body.replace(/<[^>?]+>/g, (tag) => tag.toLowerCase());
    expect(vectors.map(({ operation, body }) => read(operation, [lower(body)]))).toEqual(
      vectors.map(({ expected }) => expected),
    );
  });

  it('are read to the same values under the other root', () => {
    const other = (body: string) =>
      body.includes('<uncall>')
        ? body.replace(/(<\/?)uncall>/g, '$1unallcc>')
        : body.replace(/(<\/?)unallcc>/g, '$1uncall>');
    expect(vectors.map(({ operation, body }) => read(operation, [other(body)]))).toEqual(
      vectors.map(({ expected }) => expected),
    );
  });

  it('come out of the client as typed answers and errors', async () => {
    const queue = vectors.map(({ operation, body }) => ({ operation, body }));
    const described = Object.fromEntries(operationNames.map((name) => [name, Object.keys(operationOf(name).args)]));
    const http = service((operation) => wrapped(operation, queue.shift()?.body ?? ''), wsdl({ operations: described }));
    const client = createUncallClient({ address: 'http://platform', pin: '' }, testEffects(new FakeClock(0), http));
    const read = [];
    for (const { operation } of vectors) {
      const answer = await client.call(operation, argumentsOf(operation) as never);
      read.push(
        answer.ok
          ? answer.value
          : { refused: answer.error.code === 'refused' ? answer.error.params?.text : answer.error },
      );
    }
    client.close();
    expect(read).toEqual(vectors.map(({ expected }) => expected));
  });
});

/** Something allowed for every required argument. */
const argumentsOf = (operation: (typeof operationNames)[number]): Readonly<Record<string, string>> =>
  ({
    UncallWorld: { text: 'Text' },
    OnClickCall: { strExten: '801', strToTel: '13800138000' },
    popEvent: { strExten: '801' },
    getRecording: { uid: '1.1' },
    setBuys: { strExten: '801' },
    setIdle: { strExten: '801' },
    keepCalling: { strExten: '801' },
    restoreCalling: { strAgent: '801', strExten: 'SIP/802-00000023' },
    transferCall: { strAgent: '801', strExten: '802' },
    feedBack: { strAgent: '801' },
    monitorExten: { strAgent: '801', strExten: '802' },
    whisper: { strAgent: '801', strExten: '802' },
    hangUp: { strAgent: '801' },
    getReordingFilesList: { strAgent: '801' },
    delReordingFiles: { name: 'a.wav' },
    getTrunkList: { strAgent: '801' },
    getIncomingIVR: { strAgent: '801' },
    getIncomingQueues: { strAgent: '801' },
    addIvrTask: {
      create_users: '801',
      task_name: 'a',
      task_out_line: 'sip/test/',
      incoming_ivr_values: '127000',
      call_max: '1',
    },
    addQueueTask: {
      create_users: '801',
      task_name: 'a',
      task_out_line: 'sip/test/',
      incoming_queue_values: '127003',
      call_max: '1',
      task_cortrol_type: 'g',
      task_override: '1.5',
    },
    addPhoneToTask: { TaskID: 'o_task_run_494', Phones: '18681471811,18681471812' },
    updateTask: { id: '494', task_status: 'run' },
    delTask: { id: '494' },
    getAllTask: {},
  })[operation];
