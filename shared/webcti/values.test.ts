import { expect, test } from 'vitest';
import type { Field } from './catalogue';
import { endpointNames, endpointOf } from './index';
import { namedPlaces, vocabularyOf } from './values';
import * as tasks from './vocabulary/campaigns';
import * as dials from './vocabulary/dialling';
import * as channels from './vocabulary/live';
import * as messages from './vocabulary/messages';
import * as queues from './vocabulary/queue-events';
import * as reports from './vocabulary/reports';
import type { Vocabulary } from './vocabulary/words';

interface Place {
  readonly at: string;
  readonly values: readonly string[];
  readonly keys: readonly string[] | undefined;
}

const fieldPlaces = (fields: Readonly<Record<string, Field>>, path: string): readonly (readonly [string, Field])[] =>
  Object.entries(fields).flatMap(([name, field]) => [
    [`${path}.${name}`, field] as const,
    ...fieldPlaces(field.children ?? {}, `${path}.${name}`),
  ]);

/** Every `values` list of the catalogue, with the vocabulary that words it. */
const places: readonly Place[] = endpointNames.flatMap((endpoint) => {
  const { params, fields } = endpointOf(endpoint);
  const all = [
    ...Object.entries(params).map(([name, param]) => [`?${name}`, param] as const),
    ...fieldPlaces(fields, ''),
  ];
  return all.flatMap(([at, { values }]) => {
    if (!values) return [];
    const vocabulary = vocabularyOf(endpoint, at as `?${string}` | `.${string}`);
    return [{ at: `${endpoint}${at}`, values, keys: vocabulary && Object.keys(vocabulary) }];
  });
});

/** Places that take or print a part of their vocabulary, as the document lists it there. */
const part = /[?.]direct$|\?item$|setobtaskstatus\?status|getpopupscreen\.state$|\.(needqs|neednotify|needinput)$/;
/** What the vocabulary does not have: a choice nobody made. */
const unmade = (values: readonly string[]): readonly string[] => values.filter((value) => value !== '');

test('a list of values that is a vocabulary has exactly its keys', () => {
  const faults = places.flatMap(({ at, values, keys }) => {
    if (!keys) return [];
    if (part.test(at)) {
      const known = keys.includes('') ? values : unmade(values);
      return known.every((value) => keys.includes(value)) ? [] : [`${at}: ${values.join('|')}`];
    }
    return [...values].sort().join('|') === [...keys].sort().join('|') ? [] : [`${at}: ${values.join('|')}`];
  });
  expect(faults).toEqual([]);
});

test('a list that equals a vocabulary has its words', () => {
  const lists = [channels, dials, messages, tasks, reports, queues]
    .flatMap((module): readonly unknown[] => Object.values(module))
    .filter((value): value is Vocabulary => typeof value === 'object')
    .map((vocabulary) => Object.keys(vocabulary).sort().join('|'))
    // Numbers alone, and a plain yes or no, say nothing about what they are numbers of.
    .filter((keys) => /[A-Za-z]/.test(keys) && keys !== 'no|yes');
  const wordless = places.filter(({ values, keys }) => !keys && lists.includes([...values].sort().join('|')));
  expect(wordless.map(({ at }) => at)).toEqual([]);
});

test('every place that is named on its own is one of the catalogue', () => {
  expect(namedPlaces.filter((place) => !places.some(({ at }) => at === place))).toEqual([]);
});
