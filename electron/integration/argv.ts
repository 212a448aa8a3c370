import { isLink, type LinkIntent, readLink } from './link';

/** What a command line asks for. The same reader serves the first start, a second start and both editions. */
export interface Arguments {
  /** Folder for settings, journal and secrets; empty = the user's own. */
  readonly profile: string;
  /** Address of a platform to offer; empty = none. */
  readonly platform: string;
  /** Port of the browser edition's page; 0 = any. */
  readonly port: number;
  readonly headless: boolean;
  /** Start without a window, in the tray. */
  readonly hidden: boolean;
  readonly controlUrl: string;
  readonly controlToken: string;
  readonly help: boolean;
  /** Links and numbers in their order. */
  readonly links: readonly LinkIntent[];
  readonly numbers: readonly string[];
  /** Sentences about options that could not be read. */
  readonly faults: readonly string[];
}

const textOptions = ['profile', 'platform', 'control-url', 'control-token', 'dial', 'port'] as const;
type TextOption = (typeof textOptions)[number];

/** A bare argument that can only be meant as a number: digits with the usual marks between them. */
const numberPattern = /^\+?[(\d*#][\d\s().*#/+-]{1,40}(?:;ext=\d+)?$/;

/**
 * @param argv arguments without the program itself. Unknown `--flags` are Chromium's or Node's and are left alone; paths
 *   (the app's folder in development) are ignored.
 */
export function readArguments(argv: readonly string[]): Arguments {
  const values: Record<TextOption, string> = {
    profile: '',
    platform: '',
    'control-url': '',
    'control-token': '',
    dial: '',
    port: '0',
  };
  const faults: string[] = [];
  const links: LinkIntent[] = [];
  const numbers: string[] = [];
  const flags = new Set<string>();
  for (let i = 0; i < argv.length; i += 1) {
    const arg = argv[i] ?? '';
    if (arg === '--') continue;
    if (arg.startsWith('--')) {
      const [name = '', inline] = splitOption(arg);
      if (!isTextOption(name)) {
        flags.add(name);
        continue;
      }
      const value = inline ?? argv[i + 1];
      if (inline === undefined) i += 1;
      if (value === undefined) faults.push(`--${name} needs a value`);
      else if (name === 'dial') addDial(value, links, numbers);
      else values[name] = value;
    } else if (isLink(arg) || numberPattern.test(arg.trim())) addDial(arg, links, numbers);
  }
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) faults.push('--port is a number from 0 to 65535');
  return {
    profile: values.profile,
    platform: values.platform,
    port: port <= 65_535 ? port : 0,
    headless: flags.has('headless'),
    hidden: flags.has('hidden'),
    controlUrl: values['control-url'],
    controlToken: values['control-token'],
    help: flags.has('help'),
    links,
    numbers,
    faults,
  };
}

function addDial(value: string, links: LinkIntent[], numbers: string[]): void {
  const link = readLink(value);
  if (link) links.push(link);
  else if (value.trim() !== '') numbers.push(value.trim().slice(0, 200));
}

const splitOption = (arg: string): readonly [string, string | undefined] => {
  const at = arg.indexOf('=');
  return at < 0 ? [arg.slice(2), undefined] : [arg.slice(2, at), arg.slice(at + 1)];
};

const isTextOption = (name: string): name is TextOption => (textOptions as readonly string[]).includes(name);
