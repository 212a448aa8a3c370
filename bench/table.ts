/** What a bench answers; the runner prints it as a Markdown table. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** `p` in 0…1 of the values, nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const ms = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** Median, p95 and worst of a series, as cells. */
export const spread = (values: readonly number[]): readonly string[] => [
  ms(percentile(values, 0.5)),
  ms(percentile(values, 0.95)),
  ms(Math.max(...values)),
];
