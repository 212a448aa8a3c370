import type { OperationName } from '../../../shared/uncall';
import type { Effects } from '../wire/effects';
import { HttpRefused, NotUnderstood, type PlatformFailure } from '../wire/failure';
import { textOf } from '../wire/text';
import { readDocument } from './document';
import type { Exchange } from './exchange';
import { UncallRefused } from './refusal';
import { defaultNamespace, envelope, readEnvelope } from './soap';
import { type Binding, type Description, readWsdl } from './wsdl';

/** Where the SOAP service of one platform is and how it wants to be spoken to. */
export interface Service {
  readonly url: string;
  /** Folder of the pages beside it, `uncall_api` or `uncall_lib`. */
  readonly folder: string;
  /** Null without a WSDL: the document's own words are used. */
  readonly description: Description | null;
}

/** Older installations have `uncall_lib` (docs/decisions/008-uncall-wire.md). */
const folders = ['uncall_api', 'uncall_lib'] as const;
const scripts = ['/index.php', '/'] as const;
const describeLimit = 5_000;
const describeBytes = 2 * 1_048_576;

/** Base address of a platform from whatever was pasted: the WSDL's address, the folder's, or the host's. */
export function baseOf(address: string): string {
  return address
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
    .replace(/\/index\.php$/i, '')
    .replace(/\/uncall_(?:api|lib)$/i, '')
    .replace(/\/+$/, '');
}

/**
 * Finds the service: its WSDL under either folder; where there is none, the first address that echoes UncallWorld, which
 * changes nothing, so that no command ever goes to a guess. Throws `PlatformFailure`.
 */
export async function findService(base: string, exchange: Exchange, log: Effects['log']): Promise<Service> {
  let last: PlatformFailure = new NotUnderstood('no Uncall service was found', { sample: '', bytes: 0 });
  for (const folder of folders) {
    try {
      const description = await describe(`${base}/${folder}/index.php?wsdl`, exchange);
      if (description) return { url: locationOf(base, folder, description.location), folder, description };
    } catch (thrown) {
      last = passOver(thrown);
    }
  }
  for (const folder of folders) {
    for (const script of scripts) {
      const url = `${base}/${folder}${script}`;
      try {
        await echo(url, exchange);
        log.info('uncall.no-wsdl', { folder });
        return { url, folder, description: null };
      } catch (thrown) {
        last = passOver(thrown);
      }
    }
  }
  throw last;
}

async function describe(url: string, exchange: Exchange): Promise<Description | undefined> {
  const { body, headers } = await exchange.ask({
    name: 'wsdl',
    method: 'GET',
    url,
    limit: describeLimit,
    limitBytes: describeBytes,
    retry: true,
  });
  const description = readWsdl(textOf(body, headers['content-type'] ?? ''));
  return description && description.bindings.size > 0 ? description : undefined;
}

const world: Binding = { ...bindingWithoutWsdl('UncallWorld', ['text']) };

async function echo(url: string, exchange: Exchange): Promise<void> {
  const { body, headers } = await exchange.ask({
    name: 'UncallWorld',
    method: 'POST',
    url,
    headers: soapHeaders(world),
    body: envelope(world, [['text', 'seatline']]),
    limit: describeLimit,
    limitBytes: describeBytes,
    retry: true,
    statuses: [200, 500],
  });
  readDocument('UncallWorld', readEnvelope(textOf(body, headers['content-type'] ?? '')));
}

/** "Not here" lets the search go on; a platform that cannot be reached at all ends it. */
function passOver(thrown: unknown): PlatformFailure {
  if (thrown instanceof HttpRefused || thrown instanceof NotUnderstood || thrown instanceof UncallRefused)
    return thrown;
  throw thrown;
}

/**
 * The WSDL's path on the host that the person named. Its host is often an inner address or `localhost`, and a foreign
 * one would take the calls elsewhere.
 */
function locationOf(base: string, folder: string, location: string): string {
  try {
    const { pathname, search } = new URL(location);
    const { origin, pathname: prefix } = new URL(base);
    // Behind a proxy's prefix the service does not know of it.
    const inside = prefix === '/' || pathname.startsWith(`${prefix}/`);
    if (pathname !== '/') return (inside ? origin : base) + pathname + search;
  } catch {
    // No address in it: the script that described itself takes the calls.
  }
  return `${base}/${folder}/index.php`;
}

/** How an operation is spoken; null when the service's WSDL does not have it. */
export function bindingOf({ description }: Service, name: OperationName, args: readonly string[]): Binding | null {
  if (description) return description.bindings.get(name.toLowerCase()) ?? null;
  return bindingWithoutWsdl(name, args);
}

function bindingWithoutWsdl(name: OperationName, parts: readonly string[]): Binding {
  return { name, namespace: defaultNamespace, action: `${defaultNamespace}#${name}`, parts, encoded: true };
}

export const soapHeaders = ({ action }: Binding): Readonly<Record<string, string>> => ({
  'content-type': 'text/xml; charset=utf-8',
  soapaction: `"${action.replace(/["\r\n]/g, '')}"`,
  accept: 'text/xml',
});
