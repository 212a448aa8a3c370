import { faulted, notUnderstood } from './refusal';
import type { Binding } from './wsdl';
import { childOf, childrenOf, type Element, escapeXml, hasDtd, parseXml } from './xml';

/** Namespace of the operations where no WSDL tells another (public clients of this service). */
export const defaultNamespace = 'urn:Uncall';

const head =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"';
const encoding = ' SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';

/** An rpc request: one element a part, in the order of the signature, each a string. */
export function envelope(binding: Binding, values: readonly (readonly [part: string, value: string])[]): string {
  const type = binding.encoded ? ' xsi:type="xsd:string"' : '';
  const parts = values.map(([part, value]) => `<${part}${type}>${escapeXml(value)}</${part}>`).join('');
  return (
    `${head} xmlns:ns1="${escapeXml(binding.namespace)}"${binding.encoded ? encoding : ''}>` +
    `<SOAP-ENV:Body><ns1:${binding.name}>${parts}</ns1:${binding.name}></SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}

const envelopeStart = /<(?:[A-Za-z_][\w.-]*:)?Envelope[\s>]/;

/**
 * What an rpc answer returns: usually one text that holds a document; the items of an array; or elements where a service
 * did not escape. Throws `UncallRefused` for a fault and `NotUnderstood` for anything that is no SOAP answer.
 */
export function readEnvelope(text: string): readonly (string | Element)[] {
  const root = envelopeIn(text);
  const body = root && childOf(root, 'Body');
  if (!body) throw notUnderstood('the answer is no SOAP envelope', text);
  const fault = childOf(body, 'Fault');
  if (fault) throw faultOf(fault);
  const answer = body.children.find(({ attributes }) => attributes.id === undefined) ?? body.children[0];
  const value = answer && returned(answer);
  const found = value ? valuesOf(value, byId(body)) : answer?.text.trim() ? [answer.text] : [];
  if (found.length === 0) throw notUnderstood('the SOAP answer returns nothing', text);
  return found;
}

/** PHP warnings before the envelope and whatever comes behind it do not matter. */
function envelopeIn(text: string): Element | undefined {
  const start = text.search(envelopeStart);
  if (start < 0 || hasDtd(text.slice(0, start))) return undefined;
  const name = /^<([^\s>]+)/.exec(text.slice(start, start + 200))?.[1] ?? '';
  const closing = text.lastIndexOf(`</${name}`);
  const end = closing < start ? -1 : text.indexOf('>', closing);
  return end < 0 ? undefined : parseXml(text.slice(start, end + 1));
}

/** `return` of PHP, `<operation>Return` of Axis, else the first part. */
function returned(answer: Element): Element | undefined {
  return answer.children.find(({ name }) => /^(?:return|result)$|return$/i.test(name)) ?? answer.children[0];
}

function byId(body: Element): ReadonlyMap<string, Element> {
  return new Map(
    body.children.flatMap((child) => (child.attributes.id === undefined ? [] : [[child.attributes.id, child]])),
  );
}

function valuesOf(
  element: Element,
  references: ReadonlyMap<string, Element>,
  depth = 0,
): readonly (string | Element)[] {
  const href = element.attributes.href;
  if (href !== undefined && element.children.length === 0) {
    // Axis puts the value behind the answer and points to it; a ring of pointers leads nowhere.
    const target = depth < 4 ? references.get(href.replace(/^#/, '')) : undefined;
    return target ? valuesOf(target, references, depth + 1) : [];
  }
  if (/^(?:true|1)$/.test(element.attributes.nil ?? '')) return [];
  if (element.children.length === 0) return element.text.trim() === '' ? [] : [element.text];
  const document = childOf(element, 'uncall') ?? childOf(element, 'unallcc');
  if (document) return [document];
  const items = childrenOf(element, 'item');
  if (items.length > 0 && depth < 4) return items.flatMap((item) => valuesOf(item, references, depth + 1));
  return [element];
}

function faultOf(fault: Element) {
  const [code, reason] = [childOf(fault, 'Code'), childOf(fault, 'Reason')];
  return faulted(
    childOf(fault, 'faultcode')?.text.trim() ?? (code && childOf(code, 'Value')?.text.trim()) ?? '',
    childOf(fault, 'faultstring')?.text ?? (reason && childOf(reason, 'Text')?.text) ?? '',
  );
}
