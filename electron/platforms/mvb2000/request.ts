import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { HttpQuestion } from '../wire/http';
import { boundaryOf, multipart, type UploadFile } from '../wire/multipart';

/** Longer query strings go as a form: proxies and old Apaches cut URLs at 2 kB. */
const longestUrl = 1_800;

/** Folder of the interface: the older generation answers under `webservice/`. */
export type Generation = 'webservice2' | 'webservice';

export type Arguments = Readonly<Record<string, string | number | undefined>>;

/** One question, before it is known how it travels. */
export interface Question {
  readonly endpoint: Endpoint;
  readonly args: Arguments;
  readonly webkey: string;
  /** False for a platform that has shown to know XML only. */
  readonly askJson: boolean;
  readonly file?: UploadFile | undefined;
  /** Bytes of a file, both ends included. */
  readonly range?: { readonly from: number; readonly to: number | null } | undefined;
}

/** An address as a person types it, without the slash at its end. */
export const baseOf = (address: string): string => address.trim().replace(/\/+$/, '');

/** URL of a path of the catalogue. */
export const urlOf = (base: string, path: string, generation: Generation = 'webservice2'): string =>
  `${base}/${path.replace(/^webservice2\//, `${generation}/`)}`;

/**
 * How a question travels: a URL where it is short and holds no password, else a form; a file as multipart. The key goes
 * with the parameters: WEBCTI2 reads both places alike.
 */
export function requestOf(
  base: string,
  generation: Generation,
  { endpoint, args, webkey, askJson, file, range }: Question,
  random: () => number,
): Omit<HttpQuestion, 'signal'> {
  const params = new URLSearchParams({ webkey, ...(askJson ? { json: '2' } : {}) });
  for (const [name, value] of Object.entries(args)) if (value !== undefined) params.set(name, String(value));
  const url = urlOf(base, endpoint.path, generation);
  const headers = {
    accept: endpoint.envelope === 'binary' ? '*/*' : askJson ? 'application/json, text/xml;q=0.8' : 'text/xml',
    ...(range ? { range: `bytes=${range.from}-${range.to ?? ''}` } : {}),
  };
  if (file) {
    const form = multipart(params, filePart(endpoint), file, boundaryOf(random));
    return { method: 'POST', url, headers: { ...headers, ...form.headers }, body: form.body };
  }
  const long = `${url}?${params}`;
  if (endpoint.method !== 'POST' && long.length <= longestUrl && !hasSecret(endpoint, args)) {
    return { method: 'GET', url: long, headers };
  }
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url, headers: form, body: params.toString() };
}

/** Values of the arguments that nobody may see. */
export const secretsOf = ({ params }: Endpoint, args: Arguments): readonly string[] =>
  Object.entries(args).flatMap(([name, value]) => (params[name]?.secret && value !== undefined ? [String(value)] : []));

const hasSecret = (endpoint: Endpoint, args: Arguments): boolean => secretsOf(endpoint, args).length > 0;

const filePart = ({ params }: Endpoint): string =>
  Object.keys(params).find((name) => params[name]?.type === 'file') ?? 'file';
