import { describe, expect, it } from 'vitest';
import { createTopics } from '../../electron/desk/state';
import { createFakeClock, settle } from '../../electron/desk/testing/fake-clock';
import { ok, type Result } from '../domain/result';
import type { CancelSignal } from './contract';
import { createMemoryBridge, readCommand, readQuery } from './dispatch';
import { applyRows } from './patch';
import { defaultSettings } from './settings';
import type { MissedCall } from './topics';
import type { DeskDoor, TopicMessage, WireMessage } from './wire';

const missed = (id: string, name = ''): MissedCall => ({
  id,
  at: 1,
  number: '1',
  name,
  region: '',
  queue: '',
  why: 'no-answer',
  calledBack: false,
});

function open(more: Partial<DeskDoor> = {}) {
  const clock = createFakeClock();
  const topics = createTopics({
    link: {
      state: 'live',
      asOf: null,
      missingSince: null,
      attempt: 0,
      retryAt: null,
      error: null,
      endpoints: [],
      platformOffset: 0,
      platformZone: 480,
    },
    session: {
      state: 'signed-out',
      profileId: '',
      profiles: [],
      lastAgent: '',
      lastDevice: '',
      lastQueues: [],
      error: null,
      platformName: '',
      platformVersion: '',
    },
    host: { edition: 'browser', version: '', capabilities: [], driver: [], demo: false },
    seat: null,
    settings: defaultSettings,
    reasons: [],
    dial: null,
    voice: null,
  });
  const desk: DeskDoor = {
    dispatch: async (name, input): Promise<Result<unknown>> => {
      const read = readCommand(name, input);
      return read.ok ? ok(null) : read;
    },
    query: async (name, input): Promise<Result<unknown>> => {
      const read = readQuery(name, input);
      return read.ok ? ok(null) : read;
    },
    subscribe: topics.subscribe,
    ...more,
  };
  return { clock, topics, bridge: createMemoryBridge(desk, { clock }) };
}
/** Rows of a subscription as its patches leave them, and how many messages it took. */
function rowsOf() {
  const seen = { messages: 0, snapshots: 0, rows: {} as Record<string, MissedCall> };
  const on = (message: TopicMessage): void => {
    seen.messages += 1;
    if ('snapshots' in message) {
      seen.snapshots += 1;
      seen.rows = message.snapshots[0]?.value as Record<string, MissedCall>;
      return;
    }
    for (const patch of message.patches)
      if ('set' in patch) seen.rows = applyRows(seen.rows, patch as never) as Record<string, MissedCall>;
  };
  return { seen, on };
}

describe('bridge', () => {
  it('answers calls, names the field of an invalid input, and knows no unknown names', async () => {
    const { bridge } = open();
    expect(await bridge.call('seat.pause', { reason: 1 })).toEqual({ ok: true, value: null });
    expect(await bridge.call('seat.pause', { reason: 100 })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', tried: 'seat.pause', params: { field: 'reason' } },
    });
    expect(await bridge.call('seat.explode' as never, {} as never)).toMatchObject({
      ok: false,
      error: { code: 'unknown-command' },
    });
    expect(await bridge.query('constructor' as never, {} as never)).toMatchObject({
      ok: false,
      error: { code: 'unknown-command' },
    });
    bridge.close();
  });

  it('never sends a value back with an invalid input', async () => {
    const { bridge } = open();
    const answer = await bridge.call('session.saveProfile', { name: '', address: 'x', key: 'secret' });
    expect(JSON.stringify(answer)).not.toContain('secret');
    bridge.close();
  });

  it('gives a snapshot, then patches that add up, merged to one message in 50 ms', async () => {
    const { bridge, topics, clock } = open();
    topics.setRow('missed', 'a', missed('a'));
    const { seen, on } = rowsOf();
    bridge.subscribe(['missed'], on);
    await settle();
    for (let i = 0; i < 30; i += 1) {
      topics.setRow('missed', 'b', missed('b', `name ${i}`));
      await clock.advance(1);
    }
    topics.deleteRow('missed', 'a');
    topics.setRow('missed', 'a', missed('a', 'again'));
    topics.setRow('missed', 'c', missed('c'));
    topics.deleteRow('missed', 'c');
    await clock.advance(100);
    expect(seen.rows).toEqual(topics.get('missed'));
    expect([seen.snapshots, seen.messages]).toEqual([1, 3]);
    bridge.close();
  });

  it('lets a ring pass at once', async () => {
    const { bridge, topics } = open();
    const got: unknown[] = [];
    bridge.subscribe(['dial', 'missed'], (message) => got.push(message));
    await settle();
    topics.setRow('missed', 'a', missed('a'));
    topics.set('dial', { id: 'd', number: '1', phase: 'calling-me', error: null, since: 0 });
    await settle();
    expect(got).toHaveLength(2);
    bridge.close();
  });

  it('asks for a snapshot after a gap and is equal again', async () => {
    const { bridge, topics, clock } = open();
    const { seen, on } = rowsOf();
    bridge.subscribe(['missed'], on);
    await settle();
    topics.setRow('missed', 'a', missed('a'));
    await clock.advance(60);
    // A message is lost on the way.
    bridge.road.desk.send({
      t: 'patches',
      subs: [{ sub: 1, patches: [{ topic: 'missed', seq: 9, set: {}, del: ['a'] }] }],
    } satisfies WireMessage);
    await settle();
    await settle();
    topics.setRow('missed', 'b', missed('b'));
    await clock.advance(60);
    expect([seen.snapshots, seen.rows]).toEqual([2, topics.get('missed')]);
    bridge.close();
  });

  it('ends what is in flight when the road closes, sends nothing twice, and starts topics anew when it opens', async () => {
    let calls = 0;
    const { bridge, topics } = open({
      dispatch: () => {
        calls += 1;
        return new Promise(() => {});
      },
    });
    const { seen, on } = rowsOf();
    bridge.subscribe(['missed'], on);
    const roads: string[] = [];
    bridge.onRoad((state) => roads.push(state));
    const flying = bridge.call('call.dial', { number: '10086' });
    await settle();
    bridge.road.set('closed');
    expect(await flying).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(await bridge.call('seat.ready', {})).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    topics.setRow('missed', 'a', missed('a'));
    bridge.road.set('open');
    await settle();
    expect([calls, seen.snapshots, seen.rows, roads]).toEqual([1, 2, topics.get('missed'), ['open', 'closed', 'open']]);
    bridge.close();
  });

  it('cancels a query on both sides', async () => {
    let signal: CancelSignal | undefined;
    const { bridge } = open({
      query: (_name, _input, given) => {
        signal = given;
        return new Promise(() => {});
      },
    });
    const cancel = new AbortController();
    const answer = bridge.query('demo.state', {}, { signal: cancel.signal as CancelSignal });
    await settle();
    cancel.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await settle();
    expect(signal?.aborted).toBe(true);
    bridge.close();
  });

  it('polls for nobody: the last unsubscribe ends the interest, twice does no harm', async () => {
    const { bridge, topics, clock } = open();
    const stop = bridge.subscribe(['agents'], () => {});
    await settle();
    const during = topics.wanted('agents');
    stop();
    stop();
    await settle();
    expect([during, topics.wanted('agents')]).toEqual([true, false]);
    bridge.close();
    expect(clock.timers).toBe(0);
  });

  it('is deaf to garbage', async () => {
    const { bridge } = open();
    for (const text of [
      '',
      'nonsense',
      '[]',
      '{"t":5}',
      '{"t":"subscribe","sub":1,"topics":["nonsense",3]}',
      null,
      7,
    ]) {
      bridge.road.screen.send(text as never);
    }
    await settle();
    expect(await bridge.call('seat.ready', {})).toEqual({ ok: true, value: null });
    bridge.close();
  });
});

describe('the audio page’s road', () => {
  it('a hello makes an audio page, the next one a new one; what comes before is nobody’s, and the end is told', async () => {
    const heard: unknown[] = [];
    let pages = 0;
    const { bridge } = open({
      audio: {
        attach: (send) => {
          pages += 1;
          const page = pages;
          send({ t: 'link', state: 'open' });
          return {
            receive: (message) => void heard.push([page, message]),
            end: () => void heard.push([page, 'end']),
          };
        },
      },
    });
    const told: unknown[] = [];
    bridge.audio.onMessage((message) => told.push(message));
    bridge.audio.send({ t: 'wanted', on: true });
    bridge.audio.send({ t: 'hello' });
    bridge.audio.send({ t: 'sip', frame: 'x' });
    bridge.audio.send({ t: 'hello' });
    await settle();
    bridge.road.set('closed');
    bridge.audio.send({ t: 'sip', frame: 'lost' });
    bridge.close();
    expect([heard, told]).toEqual([
      [
        [1, { t: 'hello' }],
        [1, { t: 'sip', frame: 'x' }],
        [1, 'end'],
        [2, { t: 'hello' }],
        [2, 'end'],
      ],
      Array(2).fill({ t: 'link', state: 'open' }),
    ]);
  });

  it('a desk without voice is deaf to it', async () => {
    const { bridge } = open();
    bridge.audio.send({ t: 'hello' });
    await settle();
    expect(await bridge.call('seat.ready', {})).toEqual({ ok: true, value: null });
    bridge.close();
  });
});
