import { type OperationName, operationOf } from '../../../shared/uncall';
import type { TestPlatform } from '../test-platform';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** A request as PHP's SoapClient of the time sends it; parts in the order of the signature. */
export const requestOf = (name: OperationName, ...values: readonly string[]): string => {
  const parts = Object.keys(operationOf(name).args)
    .slice(0, values.length)
    .map((part, place) => `<${part} xsi:type="xsd:string">${escaped(values[place] ?? '')}</${part}>`);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns:ns1="urn:Uncall" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">' +
    `<SOAP-ENV:Body><ns1:${name}>${parts.join('')}</ns1:${name}></SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
};

export interface SoapAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Posts a body to the service. */
export async function post(
  platform: Pick<TestPlatform, 'address'>,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
  path = '/uncall_api/index.php',
): Promise<SoapAnswer> {
  const response = await fetch(platform.address + path, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', ...headers },
    body,
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: await response.text(),
  };
}

/** The document inside the answer's one string. */
export const documentIn = (body: string): string => plain(/<return[^>]*>([\s\S]*)<\/return>/.exec(body)?.[1] ?? body);

/** Calls an operation; the document that it answers with. */
export const ask = async (
  platform: Pick<TestPlatform, 'address'>,
  name: OperationName,
  ...values: readonly (string | number)[]
): Promise<string> => documentIn((await post(platform, requestOf(name, ...values.map(String)))).body);

/** `result` and the fields of each node: `1 | Response=success Message=…`. */
export function short(document: string): string {
  const result = /<result>(.*?)<\/result>/.exec(document)?.[1] ?? '';
  const nodes = [...document.matchAll(/^ {2}<(\w+)>([\s\S]*?)<\/\1>$/gm)].filter(([, name]) => name !== 'result');
  const told = nodes.map(([, , inner = '']) =>
    [...inner.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, field, value]) => `${field}=${plain(value ?? '')}`).join(' '),
  );
  return [result, ...told].filter((part) => part !== '').join(' | ');
}

/** The same, shortly told. */
export const say = async (...given: Parameters<typeof ask>): Promise<string> => short(await ask(...given));

/** One field of the first node; empty when it is not there. */
export const field = (document: string, name: string): string =>
  plain(new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1] ?? '');

/** Nobody talks, nobody is busy, every telephone is there: the next test begins as the first one did. */
export function quiet({ engine, scenario, clock }: TestPlatform): void {
  for (const { name } of engine.channels()) engine.hangUp(name);
  for (const { no } of engine.users()) engine.setDnd(no, false);
  for (const { no } of engine.devices()) scenario.plugsIn(no);
  // What has ended stays readable for half a minute.
  clock.advance(40_000);
}
