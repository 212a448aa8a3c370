import { SaxesParser } from 'saxes';
import { isOperation, type OperationName, operationOf } from '../../../shared/uncall';

/** Namespace of the operations (public clients of this service; the document names none). */
export const namespace = 'urn:Uncall';
const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const soap12 = 'http://www.w3.org/2003/05/soap-envelope';

/** A request that is no call of this service; `message` is for the person who wrote the client. */
export class BadCall extends Error {
  /** SOAP 1.2 where the request said so. */
  readonly version: SoapVersion;

  constructor(message: string, version: SoapVersion = '1.1') {
    super(message);
    this.version = version;
  }
}

export type SoapVersion = '1.1' | '1.2';

export interface SoapCall {
  readonly operation: OperationName;
  /** Every argument of the signature; one that was left out has its default, or is empty. */
  readonly args: Readonly<Record<string, string>>;
  readonly version: SoapVersion;
}

interface Node {
  readonly name: string;
  readonly uri: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Node[];
  text: string;
}

/** A call is envelope, body, operation and parts; deeper or wider ones are no call. */
const deepest = 12;
const most = 400;

/** Strict XML: no DTD and so no entity but the five of XML itself. */
function parse(text: string): Node {
  const parser = new SaxesParser({ xmlns: true });
  const top: Node = { name: '', uri: '', attributes: new Map(), children: [], text: '' };
  const open: Node[] = [top];
  let count = 0;
  const stop = (why: string): never => {
    throw new BadCall(why);
  };
  parser.on('error', () => stop('the request is not well-formed XML'));
  parser.on('doctype', () => stop('a DTD is not allowed in a SOAP message'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    count += 1;
    if (count > most || open.length > deepest) stop('the request is no call of an operation');
    const node: Node = {
      name: local,
      uri,
      attributes: new Map(Object.values(attributes).map((one) => [one.local, one.value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => void open.pop());
  const add = (piece: string): void => {
    const node = open.at(-1);
    if (node) node.text += piece;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text).close();
  return top.children[0] ?? stop('the request is empty');
}

/**
 * Reads an rpc request (SOAP 1.1 or 1.2, encoded or literal). Parts count by name, whatever their case; where no name is
 * known (`arg0` of a client without the WSDL), by place. Throws `BadCall`.
 */
export function readCall(text: string): SoapCall {
  const envelope = parse(text);
  const version = envelope.uri === soap12 ? '1.2' : '1.1';
  if (envelope.name !== 'Envelope' || (envelope.uri !== soap11 && envelope.uri !== soap12)) {
    throw new BadCall('the request is no SOAP envelope');
  }
  const body = envelope.children.find(({ name, uri }) => name === 'Body' && uri === envelope.uri);
  // What an answer points to lies beside the operation (SOAP 1.1 §5.4.1) and is no operation.
  const asked = body?.children.find(({ attributes }) => !attributes.has('id'));
  if (!body || !asked) throw new BadCall('the request calls no operation', version);
  if (!isOperation(asked.name)) throw new BadCall(`this service has no operation ${asked.name.slice(0, 60)}`, version);
  return { operation: asked.name, args: argsOf(asked.name, asked.children, body), version };
}

function argsOf(operation: OperationName, parts: readonly Node[], body: Node): Readonly<Record<string, string>> {
  const signature = Object.entries(operationOf(operation).args);
  const given = new Map(parts.map((part) => [part.name.toLowerCase(), textIn(part, body)]));
  const named = parts.length === 0 || signature.some(([name]) => given.has(name.toLowerCase()));
  return Object.fromEntries(
    signature.map(([name, argument], place) => {
      const part = parts[place];
      const value = named ? given.get(name.toLowerCase()) : part && textIn(part, body);
      return [name, value ?? argument.default ?? ''];
    }),
  );
}

/** Axis may put a value beside the operation and point to it. */
function textIn(part: Node, body: Node): string {
  const to = part.attributes.get('href')?.replace(/^#/, '') ?? part.attributes.get('ref');
  const target = to === undefined ? part : body.children.find(({ attributes }) => attributes.get('id') === to);
  return target?.text.trim() ?? '';
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
export const escapeXml = (text: string): string => text.replace(/[&<>\r]/g, (sign) => escapes[sign] ?? sign);
const attribute = (text: string): string => escapeXml(text).replaceAll('"', '&quot;');

export { attribute as escapeAttribute };

const enveloped = (version: SoapVersion, body: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${version === '1.2' ? soap12 : soap11}" xmlns:ns1="${namespace}"` +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ` xmlns:SOAP-ENC="http://${version === '1.2' ? 'www.w3.org/2003/05/soap-encoding' : 'schemas.xmlsoap.org/soap/encoding/'}"` +
  `${version === '1.2' ? '' : ' SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"'}>` +
  `<SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

/** The answer: one string that holds a document of its own. */
export const printReturn = (
  { operation, version }: Pick<SoapCall, 'operation' | 'version'>,
  document: string,
): string =>
  enveloped(
    version,
    `<ns1:${operation}Response><return xsi:type="xsd:string">${escapeXml(document)}</return></ns1:${operation}Response>`,
  );

/** `Client`: the request is at fault; `Server`: this platform is. */
export function printFault(version: SoapVersion, who: 'Client' | 'Server', words: string): string {
  const body =
    version === '1.2'
      ? `<SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:${who === 'Client' ? 'Sender' : 'Receiver'}</SOAP-ENV:Value>` +
        `</SOAP-ENV:Code><SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">${escapeXml(words)}</SOAP-ENV:Text></SOAP-ENV:Reason>`
      : `<faultcode>SOAP-ENV:${who}</faultcode><faultstring>${escapeXml(words)}</faultstring>`;
  return enveloped(version, `<SOAP-ENV:Fault>${body}</SOAP-ENV:Fault>`);
}
