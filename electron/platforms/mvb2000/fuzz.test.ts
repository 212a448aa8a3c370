import { expect, test } from 'vitest';
import { endpointOf } from '../../../shared/webcti/index';
import { vectors } from '../../../shared/webcti/vectors';
import { endOf, faultsOf } from './testing/typed';

/** Numbers 0 ≤ n < 1 that are the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const tokens = [
  ...['{', '}', '[', ']', '"', ':', ',', '\\', '\\u', '\\ud800', 'null', 'true', '1e999', '-0', '0.', '1421960697.190'],
  ...['<', '>', '&', '</', '/>', '<item>', '</item>', '<root>', '</root>', '<data>', '</data>', '<row>', '<![CDATA['],
  ...[
    ']]>',
    '<!--',
    '<?',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '&lol;',
    '<noname>',
    '__proto__',
    'constructor',
    '\0',
    '\ufeff',
  ],
  ...[
    '"errcode":0,',
    '<errcode>0</errcode>',
    '{"errcode":0,"data":[',
    'var responseJSON=',
    '<!DOCTYPE root [',
    '\ud83d',
  ],
];

type Change = (body: Buffer, at: (length: number) => number) => Buffer;
const changes: readonly Change[] = [
  (body, at) => body.subarray(0, at(body.length)),
  (body, at) => body.subarray(at(body.length)),
  (body, at) => {
    const from = at(body.length);
    return Buffer.concat([body.subarray(0, from), body.subarray(from + at(40))]);
  },
  (body, at) => {
    const [from, size] = [at(body.length), at(200)];
    return Buffer.concat([body.subarray(0, from + size), body.subarray(from)]);
  },
  (body, at) => {
    const copy = Buffer.from(body);
    if (copy.length > 0) copy[at(copy.length)] = at(256);
    return copy;
  },
  (body, at) => {
    const from = at(body.length);
    return Buffer.concat([body.subarray(0, from), Buffer.from(tokens[at(tokens.length)] ?? ''), body.subarray(from)]);
  },
  (body, at) => {
    const [a, b] = [at(body.length), at(body.length)].sort((x, y) => x - y) as [number, number];
    return Buffer.concat([body.subarray(b), body.subarray(a, b), body.subarray(0, a)]);
  },
  (body, at) => Buffer.concat([body.subarray(0, at(body.length)), body]),
];

const rounds = 20;

test.each(['json', 'xml'] as const)(
  `%s: ${rounds} changed forms of every documented example end as a typed answer or as not understood`,
  (format) => {
    const random = seeded(205);
    const at = (length: number) => Math.floor(random() * length);
    const examples = vectors.filter((vector) => vector.format === format);
    const ends = { typed: 0, 'not-understood': 0 };
    const faults: string[] = [];
    for (const { endpoint: name, body } of examples) {
      const endpoint = endpointOf(name);
      for (let round = 0; round < rounds; round++) {
        let bytes: Buffer = Buffer.from(body);
        for (let times = 1 + at(4); times > 0; times--) bytes = changes[at(changes.length)]?.(bytes, at) ?? bytes;
        const end = endOf(endpoint, bytes, at(4) === 0 ? 'text/html; charset=gb2312' : '');
        ends[end === 'not-understood' ? end : 'typed']++;
        if (end !== 'not-understood') faults.push(...faultsOf(end, endpoint).map((fault) => `${name}: ${fault}`));
      }
    }
    const polluted = Object.keys(Object.prototype);
    expect({ faults, polluted, cases: ends.typed + ends['not-understood'] }).toEqual({
      faults: [],
      polluted: [],
      cases: examples.length * rounds,
    });
    // Both ends were reached, or nothing was tried.
    expect([ends.typed > examples.length, ends['not-understood'] > examples.length]).toEqual([true, true]);
  },
);
