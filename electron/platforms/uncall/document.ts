import { type OperationName, operationOf } from '../../../shared/uncall';
import type { Field, Operation } from '../../../shared/uncall/catalogue';
import { notUnderstood, refusedWith } from './refusal';
import { childOf, childrenOf, type Element, hasDtd, mapOutsideCdata, parseXml } from './xml';

export type Row = Readonly<Record<string, string | number | null>>;

/** What an answer says, before its operation's types are put on it. */
export interface Reading {
  readonly response: string;
  readonly message: string;
  readonly rows: readonly Row[];
}

/**
 * Reads the documents inside an answer (one, or the items of an array). Throws `UncallRefused` for a failure and
 * `NotUnderstood` for what is no such document. Names are matched without regard to case; either root is taken.
 */
export function readDocument(name: OperationName, inner: readonly (string | Element)[]): Reading {
  const operation = operationOf(name);
  const roots = inner.flatMap((one) => {
    const root = typeof one === 'string' ? rootIn(one, operation) : one;
    return root && isDocument(root, operation) ? [root] : [];
  });
  const [first] = roots;
  if (!first) {
    throw notUnderstood(
      `the answer to ${name} holds no document`,
      inner.map((one) => (typeof one === 'string' ? one : one.text)).join(' '),
    );
  }
  return judge(
    name,
    operation,
    roots.length === 1 ? first : { ...first, children: roots.flatMap(({ children }) => children) },
  );
}

function isDocument(root: Element, operation: Operation): boolean {
  return (
    /^(?:uncall|unallcc)$/i.test(root.name) ||
    childOf(root, 'result') !== undefined ||
    nodesOf(root, operation).length > 0
  );
}

/** Characters; a broken document of more is not worth a second look. */
const largestTamed = 1_048_576;
const rootPattern = /<(uncall|unallcc)(?:\s[^<>]*)?>/i;

/**
 * The root element in a text: PHP warnings before it and blanks behind it do not matter. What is not well formed
 * (`"<unknown>" 801`, a raw `&`, a closing tag of another case) is read again with only the known names as tags.
 */
function rootIn(text: string, operation: Operation): Element | undefined {
  // A service that escapes twice leaves one layer.
  const source = /^\s*&lt;/.test(text)
    ? text
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&')
    : text;
  if (hasDtd(source)) return undefined;
  const opening = rootPattern.exec(source);
  if (!opening)
    return /<(?:uncall|unallcc)\s*\/>/i.test(source)
      ? { name: 'uncall', attributes: {}, children: [], text: '' }
      : undefined;
  const closing = source.toLowerCase().lastIndexOf(`</${(opening[1] ?? '').toLowerCase()}`);
  const end = closing < 0 ? -1 : source.indexOf('>', closing);
  if (end < 0) return undefined;
  const body = source.slice(opening.index, end + 1);
  const strict = parseXml(body);
  if (strict && hasLeaves(strict, operation)) return strict;
  if (body.length > largestTamed) return undefined;
  const read = parseXml(tamed(body, operation));
  // Markup in a field is somebody's name; between the fields it is no document of ours.
  return read && [read, ...nodesOf(read, operation)].every(({ text: between }) => between.trim() === '')
    ? read
    : undefined;
}

/** Whether every known field holds text only; markup in one is somebody's name and not ours. */
function hasLeaves(root: Element, operation: Operation): boolean {
  return nodesOf(root, operation).every((node) =>
    node.children.every((child) => child.children.length === 0 || fieldNamed(operation, child.name) === undefined),
  );
}

function tamed(body: string, operation: Operation): string {
  const known = new Map(
    [
      'uncall',
      'unallcc',
      'result',
      'Response',
      'Message',
      operation.node,
      ...(operation.nodeAliases ?? []),
      ...spellings(operation).keys(),
    ].map((name) => [name.toLowerCase(), name]),
  );
  return mapOutsideCdata(body, (part) =>
    part.replace(
      /<(\/?)([A-Za-z_][\w.-]*)(?:\s[^<>]*?)?(\/?)>|<|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);)/gi,
      (whole, slash: string | undefined, name: string | undefined, empty: string | undefined) => {
        const canonical = name === undefined ? undefined : known.get(name.toLowerCase());
        if (canonical !== undefined) return `<${slash ?? ''}${canonical}${empty ?? ''}>`;
        return whole.replace('&', '&amp;').replace('<', '&lt;');
      },
    ),
  );
}

/** The nodes of an operation, by its name or by what the tables call it, else the first element beside `result`. */
function nodesOf(root: Element, operation: Operation): readonly Element[] {
  for (const name of [operation.node, ...(operation.nodeAliases ?? [])]) {
    const found = childrenOf(root, name);
    if (found.length > 0) return found;
  }
  if (childOf(root, 'Response') || childOf(root, 'Message')) return [root];
  const first = root.children.find(({ name, children }) => name.toLowerCase() !== 'result' && children.length > 0);
  return first ? childrenOf(root, first.name) : [];
}

function judge(name: OperationName, operation: Operation, root: Element): Reading {
  const nodes = nodesOf(root, operation);
  const said = (what: string): string => {
    const [node] = nodes;
    return (node && childOf(node, what)?.text.trim()) ?? childOf(root, what)?.text.trim() ?? '';
  };
  const [response, message] = [said('Response'), said('Message')];
  const resultElement = childOf(root, 'result');
  const result = resultElement?.text.trim() ?? '';
  const rows = nodes.flatMap((node) => rowOf(node, operation));
  const reading: Reading = { response, message, rows };
  const refuse = () => refusedWith(name, words(response, message) || `result ${result}`);
  if (operation.judged === 'echo') {
    if (result === '0' || isError(response)) throw refuse();
    if (response === '') throw notUnderstood(`the answer to ${name} says nothing`, root.text);
    return reading;
  }
  const silent = response === '' && message === '';
  if (result === '0' && operation.maybeNothing && silent && rows.length === 0) return reading;
  if (result === '0' || (response !== '' && !isSuccess(response))) throw refuse();
  if (operation.judged === 'response' && response === '') {
    throw notUnderstood(`the answer to ${name} says neither success nor failure`, message || root.text);
  }
  if (operation.judged === 'result' && result !== '1') {
    if (result !== '') throw refuse();
    // §4.8 and §4.9 print an empty `result`; without any, only a node shows that this is an answer.
    if (!resultElement && nodes.length === 0) throw notUnderstood(`the answer to ${name} says nothing`, root.text);
  }
  return reading;
}

const isSuccess = (response: string): boolean => response.toLowerCase() === 'success';
const isError = (response: string): boolean => response.toLowerCase() === 'error';

/** Some say why in `Message`, OnClickCall in `Response`. */
const words = (response: string, message: string): string =>
  response !== '' && !isSuccess(response) && !isError(response) ? response : message;

/** One row a node; none where the node says nothing, as for an extension without a call. */
function rowOf(node: Element, operation: Operation): readonly Row[] {
  const row: Record<string, string | number | null> = {};
  let told = false;
  for (const child of node.children) {
    const name = fieldNamed(operation, child.name);
    const field = name === undefined ? undefined : operation.fields[name];
    if (name === undefined || !field || Object.hasOwn(row, name)) continue;
    const text = child.text.trim();
    told ||= text !== '';
    row[name] = typed(text, field);
  }
  if (!told) return [];
  for (const [name, field] of Object.entries(operation.fields)) {
    if (!field.optional && !Object.hasOwn(row, name)) row[name] = typed('', field);
  }
  return [row];
}

function typed(text: string, { type }: Field): string | number | null {
  if (type !== 'int' && type !== 'float') return text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
}

const known = new WeakMap<Operation['fields'], ReadonlyMap<string, string>>();

/** Wire spelling in lower case → field. */
function spellings({ fields }: Operation): ReadonlyMap<string, string> {
  const before = known.get(fields);
  if (before) return before;
  const map = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    for (const spelling of [name, ...(field.aliases ?? [])]) map.set(spelling.toLowerCase(), name);
  }
  known.set(fields, map);
  return map;
}
const fieldNamed = (operation: Operation, spelling: string): string | undefined =>
  spellings(operation).get(spelling.toLowerCase());
