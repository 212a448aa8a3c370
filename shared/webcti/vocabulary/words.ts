/** What a person reads for a value of the wire. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A closed list of values with their words; the keys are the values as on the wire. */
export type Vocabulary = Readonly<Record<string | number, Words>>;

/** The values of a vocabulary as text, for a `values` list of the catalogue: their order is that of `Object.keys`. */
export const valuesOf = <const V extends Vocabulary>(vocabulary: V) =>
  Object.keys(vocabulary) as readonly `${Extract<keyof V, string | number>}`[];

/** Words of a value that came over the wire; the value itself where the list does not have it (a newer platform). */
export function wordsOf(vocabulary: Vocabulary, value: string | number): Words {
  const text = String(value);
  return (Object.hasOwn(vocabulary, text) ? vocabulary[text] : undefined) ?? { zh: text, en: text };
}
