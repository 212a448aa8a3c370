import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it was read: names without prefixes, text with entities decoded, children in their order. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Own text and CDATA, without that of the children. */
  readonly text: string;
}

/** SOAP, WSDL and the inner documents are flat; deeper ones are an attack or a fault. */
const deepest = 32;
const textKey = '#text';
const cdataKey = '#cdata';
const attributesKey = ':@';

/**
 * Entities are decoded here and not by the parser, so that none can be defined: no DTD is ever read, a document with one
 * is refused (SOAP 1.1 §3). Values stay text: `1421960697.190` is an id.
 */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  textNodeName: textKey,
  cdataPropName: cdataKey,
  maxNestedTags: deepest,
});

/** The document's element; undefined when it is not well formed, has a DTD or nests too deep. */
export function parseXml(text: string): Element | undefined {
  try {
    if (hasDtd(text) || XMLValidator.validate(text) !== true) return undefined;
    const [root] = elementsOf(parser.parse(text));
    return root;
  } catch {
    // The library says "no" by throwing; there is nothing more to know than that.
    return undefined;
  }
}

/** `<!DOCTYPE` and its kin outside CDATA. */
export const hasDtd = (text: string): boolean =>
  spans(text).some(([from, to]) => /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b/i.test(text.slice(from, to)));

/** The text with what stands outside CDATA sections changed. */
export function mapOutsideCdata(text: string, change: (part: string) => string): string {
  let at = 0;
  const parts = spans(text).flatMap(([from, to]) => {
    const section = text.slice(at, from);
    at = to;
    return [section, change(text.slice(from, to))];
  });
  return parts.join('');
}

const cdataStart = '<![CDATA[';
const cdataEnd = ']]>';

/** Where the text outside CDATA sections stands; what is not closed is no section. Linear, whatever is sent. */
function spans(text: string): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  for (let at = 0; ; ) {
    const open = text.indexOf(cdataStart, at);
    const close = open < 0 ? -1 : text.indexOf(cdataEnd, open);
    if (close < 0) {
      found.push([at, text.length]);
      return found;
    }
    found.push([at, open]);
    at = close + cdataEnd.length;
  }
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function elementsOf(list: unknown): readonly Element[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isNode).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== attributesKey);
    if (name === undefined || name === textKey || name === cdataKey) return [];
    return [{ name, attributes: attributesOf(node), children: elementsOf(node[name]), text: textIn(node[name]) }];
  });
}

function attributesOf(node: Node): Readonly<Record<string, string>> {
  const found = node[attributesKey];
  if (!isNode(found)) return {};
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, decodeEntities(String(value))]));
}

function textIn(list: unknown): string {
  if (!Array.isArray(list)) return '';
  return list
    .filter(isNode)
    .map((node) => {
      if (typeof node[textKey] === 'string') return decodeEntities(node[textKey]);
      const [inside] = Array.isArray(node[cdataKey]) ? node[cdataKey] : [];
      return isNode(inside) && typeof inside[textKey] === 'string' ? inside[textKey] : '';
    })
    .join('');
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five named entities and character references, once; anything else stays as it stands. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      const character = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return character ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"\r]/g, (character) => escapes[character] ?? character);

/** Whether XML 1.0 §2.2 has a place for every character; control characters and lone surrogates have none. */
export const isPrintable = (text: string): boolean =>
  !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(text);

/** Children of that name, without regard to case. */
export const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name.toLowerCase() === name.toLowerCase());
export const childOf = (element: Element, name: string): Element | undefined => childrenOf(element, name)[0];
