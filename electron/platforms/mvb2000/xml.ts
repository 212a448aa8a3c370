import { SaxesParser } from 'saxes';
import type { Field } from '../../../shared/webcti/catalogue';
import type { Raw, RawRow } from './raw';
import { parseTolerant } from './tolerant';

/**
 * Value of an XML body in the shape that its JSON twin has: `<item>` elements become a list, elements with children an
 * object, all else text. A live system writes `<noname>`, `<2012>` and raw `&` into fields; a document that saxes refuses
 * for that is read again with the help of the catalogue. Undefined when it is no answer of this interface.
 */
export function parseXml(text: string, start: number, fields: Readonly<Record<string, Field>> | null): Raw | undefined {
  const body = text.slice(start);
  return strict(body) ?? parseTolerant(body, fields);
}

/** Where the answer's element begins, −1 when there is none. */
export const xmlStart = (text: string): number => text.search(/<root[\s/>]/i);

interface Open {
  readonly name: string;
  text: string;
  readonly children: [string, Raw][];
}

function strict(body: string): Raw | undefined {
  const parser = new SaxesParser({ fragment: true, position: false });
  const stack: Open[] = [{ name: '', text: '', children: [] }];
  let failed = false;
  let root: Raw | undefined;
  parser.on('error', () => {
    failed = true;
  });
  parser.on('opentag', (tag) => {
    stack.push({ name: tag.name, text: '', children: [] });
  });
  const text = (chars: string) => {
    const top = stack.at(-1);
    if (top) top.text += chars;
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', () => {
    const closed = stack.pop();
    if (!closed) return;
    const value = contentOf(closed);
    if (stack.length === 1) root ??= value;
    else stack.at(-1)?.children.push([closed.name, value]);
  });
  try {
    parser.write(body);
    parser.close();
  } catch {
    return undefined;
  }
  return failed ? undefined : root;
}

function contentOf({ children, text }: Open): Raw {
  if (children.length === 0) return text;
  // Not prototype-less but checked: a field named `__proto__` must not become one.
  const row: Record<string, Raw> = Object.create(null) as Record<string, Raw>;
  const seen = new Map<string, Raw[]>();
  for (const [name, value] of children) {
    const many = seen.get(name);
    if (many) {
      many.push(value);
      row[name] = many;
    } else {
      seen.set(name, [value]);
      row[name] = value;
    }
  }
  return row as RawRow;
}
