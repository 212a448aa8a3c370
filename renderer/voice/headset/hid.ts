/** What of WebHID is used (https://wicg.github.io/webhid); TypeScript's DOM library has no types for it. */
export interface HidItem {
  readonly isAbsolute?: boolean;
  readonly isRange?: boolean;
  readonly hasPreferredState?: boolean;
  /** Page in the upper, usage in the lower 16 bits; in the order of the fields. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  /** Bits of one field, and how many fields. */
  readonly reportSize?: number;
  readonly reportCount?: number;
}

export interface HidReport {
  readonly reportId?: number;
  readonly items?: readonly HidItem[];
}

/** Reports of inner collections are repeated in the outer one. */
export interface HidCollection {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
}

export interface HidInput {
  readonly reportId: number;
  readonly data: DataView;
}

export interface HidDevice {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: 'inputreport', run: (event: HidInput) => void): void;
  removeEventListener(type: 'inputreport', run: (event: HidInput) => void): void;
}

export interface Hid {
  /** Devices the person has allowed. */
  getDevices(): Promise<readonly HidDevice[]>;
  addEventListener(type: 'connect' | 'disconnect', run: (event: { readonly device: HidDevice }) => void): void;
  removeEventListener(type: 'connect' | 'disconnect', run: (event: { readonly device: HidDevice }) => void): void;
}

/** Usages of the HID usage tables 1.5: telephony page, button page, LED page. */
export const usages = {
  hookSwitch: 0x0b_0020,
  flash: 0x0b_0021,
  drop: 0x0b_0026,
  phoneMute: 0x0b_002f,
  /** "Button 7" is what headsets send for "reject" where they have such a button. */
  reject: 0x09_0007,
  ledMute: 0x08_0009,
  ledOffHook: 0x08_0017,
  ledRing: 0x08_0018,
} as const;

export const telephonyPage = 0x0b;
