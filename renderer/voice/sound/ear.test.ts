// @vitest-environment node
import { expect, test } from 'vitest';
import { settle } from '../testing/clock';
import { testStream } from '../testing/media';
import { createEar, type Player } from './ear';

function setup(options: { readonly mayPlay: boolean; readonly outputs?: readonly string[] }) {
  const state = { mayPlay: options.mayPlay, gestures: new Set<() => void>() };
  const log: string[] = [];
  let count = 0;
  const player = (): Player => {
    const name = `p${count++}`;
    return {
      play: async () => {
        log.push(`${name} play ${state.mayPlay}`);
        return state.mayPlay;
      },
      output: async (id) => {
        log.push(`${name} on ${id || 'default'}`);
        return id === '' || (options.outputs ?? []).includes(id);
      },
      volume: (level) => void log.push(`${name} volume ${level}`),
      mute: (on) => void log.push(`${name} ${on ? 'mute' : 'unmute'}`),
      close: () => void log.push(`${name} close`),
    };
  };
  const ear = createEar({
    player,
    onGesture: (run) => {
      state.gestures.add(run);
      return () => {
        state.gestures.delete(run);
      };
    },
  });
  const touch = (): void => {
    for (const run of [...state.gestures]) {
      state.gestures.delete(run);
      run();
    }
  };
  return { state, log, ear, touch };
}

test('a call is played on the chosen output, moved while it runs, held quiet, and closed', async () => {
  const { ear, log } = setup({ mayPlay: true, outputs: ['out-1'] });
  ear.output('out-1');
  ear.volume(0.5);
  ear.hear('a', testStream().stream);
  ear.quiet('a', true);
  ear.quiet('unknown', true);
  await settle();
  ear.output('gone');
  await settle();
  ear.forget('a');
  ear.volume(1);
  expect(log).toEqual([
    'p0 volume 0.5',
    'p0 on out-1',
    'p0 play true',
    'p0 mute',
    'p0 on gone',
    'p0 on default',
    'p0 close',
  ]);
});

test('a browser that forbids sound is asked again at the person’s first touch, once for all calls', async () => {
  const { ear, log, state, touch } = setup({ mayPlay: false });
  ear.hear('a', testStream().stream);
  ear.hear('b', testStream().stream);
  ear.hear('c', testStream().stream);
  await settle();
  ear.forget('c');
  expect({ waiting: ear.waiting, gestures: state.gestures.size }).toEqual({ waiting: true, gestures: 1 });
  state.mayPlay = true;
  touch();
  await settle();
  expect({
    waiting: ear.waiting,
    gestures: state.gestures.size,
    played: log.filter((what) => what.includes('play true')),
  }).toEqual({ waiting: false, gestures: 0, played: ['p0 play true', 'p1 play true'] });
});

test('a closed ear waits for nothing', async () => {
  const { ear, state } = setup({ mayPlay: false });
  ear.hear('a', testStream().stream);
  await settle();
  ear.close();
  expect({ waiting: ear.waiting, gestures: state.gestures.size }).toEqual({ waiting: false, gestures: 0 });
});
