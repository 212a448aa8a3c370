import { expect, test } from 'vitest';
import { glossary, paramWords } from './glossary';
import { catalogue, endpointNames, endpointOf } from './index';

const chinese = /\p{Script=Han}/u;
const every = endpointNames.flatMap((endpoint) =>
  Object.keys(endpointOf(endpoint).params).map((param) => ({ endpoint, param })),
);

test('every parameter of every endpoint has words in both languages', () => {
  const faults = every.filter(({ endpoint, param }) => {
    const words = paramWords(endpointOf(endpoint), param);
    return !words || !chinese.test(words.zh) || !/^[\x20-\x7e]{3,}$/.test(words.en);
  });
  expect(faults.map(({ endpoint, param }) => `${endpoint}?${param}`)).toEqual([]);
});

test('no entry of the glossary is without a parameter that needs it', () => {
  const needed = new Set(
    every.filter(({ endpoint, param }) => !endpointOf(endpoint).params[param]?.about).map(({ param }) => param),
  );
  expect(Object.keys(glossary).filter((name) => !needed.has(name))).toEqual([]);
});

test('an endpoint says nothing that the glossary says already', () => {
  const twice = every.filter(({ endpoint, param }) => {
    const about = endpointOf(endpoint).params[param]?.about;
    return about && about.en === (glossary as Readonly<Record<string, { en: string }>>)[param]?.en;
  });
  expect(twice).toEqual([]);
});

test('words are those of the endpoint first, then those of the name', () => {
  expect([
    paramWords(catalogue.getobtasks, 'id')?.en,
    paramWords(catalogue.getobdiallist, 'id')?.en,
    paramWords(catalogue.getobdiallist, 'toString'),
  ]).toEqual(['Task id', 'Record id', undefined]);
});
