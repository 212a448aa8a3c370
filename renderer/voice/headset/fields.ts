import type { HidCollection, HidItem, HidReport } from './hid';

/** Where one usage stands in a report. */
export interface Field {
  readonly reportId: number;
  /** From the first bit after the report id. */
  readonly bit: number;
  readonly size: number;
  /** Says a value, not a change of one. */
  readonly absolute: boolean;
  /** The value stays until the next press (1 while muted); else it falls back when the finger is lifted. */
  readonly lasting: boolean;
}

export interface Layout {
  readonly inputs: ReadonlyMap<number, Field>;
  readonly outputs: ReadonlyMap<number, Field>;
  /** Bytes of each output report. */
  readonly lengths: ReadonlyMap<number, number>;
}

const usagesOf = (item: HidItem, count: number): readonly number[] => {
  const first = item.usageMinimum;
  if (item.isRange && first !== undefined) return Array.from({ length: count }, (_, index) => first + index);
  const named = item.usages ?? [];
  // The last usage stands for all fields that are left (HID 1.11 §6.2.2.8).
  return Array.from({ length: count }, (_, index) => named[Math.min(index, named.length - 1)] ?? 0);
};

/** Fields of reports by usage; bytes of each report. Sizes come from the device: absurd ones are left out. */
function fieldsOf(reports: readonly HidReport[], found: Map<number, Field>, lengths: Map<number, number>): void {
  for (const { reportId = 0, items = [] } of reports) {
    let bit = 0;
    for (const item of items) {
      const size = item.reportSize ?? 0;
      const count = item.reportCount ?? 0;
      if (size < 0 || size > 32 || count < 0 || size * count > 8 * 1024) return;
      if (item.usages?.length || item.isRange)
        usagesOf(item, Math.min(count, 256)).forEach((usage, index) => {
          if (usage !== 0 && !found.has(usage))
            found.set(usage, {
              reportId,
              bit: bit + index * size,
              size,
              absolute: item.isAbsolute === true,
              lasting: item.isAbsolute === true && item.hasPreferredState === false,
            });
        });
      bit += size * count;
    }
    lengths.set(reportId, Math.max(lengths.get(reportId) ?? 0, Math.ceil(bit / 8)));
  }
}

/** Reads a device's description: which bit of which report is which button or lamp. */
export function layoutOf(collections: readonly HidCollection[]): Layout {
  const inputs = new Map<number, Field>();
  const outputs = new Map<number, Field>();
  const lengths = new Map<number, number>();
  for (const collection of collections) {
    fieldsOf(collection.inputReports ?? [], inputs, new Map());
    fieldsOf(collection.outputReports ?? [], outputs, lengths);
  }
  return { inputs, outputs, lengths };
}

/** Whether a field is set; null when the report is shorter than the device said. */
export function isSet(data: DataView, field: Field): boolean | null {
  let any = false;
  for (let bit = field.bit; bit < field.bit + field.size; bit += 1) {
    const byte = Math.floor(bit / 8);
    if (byte >= data.byteLength) return null;
    if ((data.getUint8(byte) >> (bit % 8)) & 1) any = true;
  }
  return any;
}

/** Sets a one in a field; the report begins as zeros. */
export function setOn(report: Uint8Array, field: Field): void {
  const byte = Math.floor(field.bit / 8);
  const present = report[byte];
  if (present !== undefined) report[byte] = present | (1 << (field.bit % 8));
}
