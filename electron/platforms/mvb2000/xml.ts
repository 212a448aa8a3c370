import { SaxesParser } from 'saxes';
import type { Field } from '../../../shared/webcti/catalogue';
import { emptyRow, type Raw, type Read } from './raw';
import { parseTolerant } from './tolerant';

/**
 * Value of an XML body in the shape that its JSON twin has: `<item>` elements become a list, elements with children an
 * object, all else text. A live system writes `<noname>`, `<2012>` and raw `&` into fields; a document that saxes refuses
 * for that is read again with the help of the catalogue. Undefined when it is no answer of this interface.
 */
export function parseXml(
  text: string,
  start: number,
  fields: Readonly<Record<string, Field>> | null,
): Read | undefined {
  const body = text.slice(start);
  return strict(body) ?? parseTolerant(body, fields);
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: [string, Raw][];
}

/** An answer has six levels; what has more is left early. */
const deepest = 100;

function strict(body: string): Read | undefined {
  const parser = new SaxesParser({ fragment: true, position: false });
  const stack: Open[] = [{ name: '', text: '', children: [] }];
  let root: Raw | undefined;
  let whole = true;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (root !== undefined) whole = false;
    if (stack.length > deepest) throw new Error('too deep');
    stack.push({ name: tag.name, text: '', children: [] });
  });
  const text = (chars: string) => {
    const top = stack.at(-1);
    if (top) top.text += chars;
    if (root !== undefined && /\S/.test(chars)) whole = false;
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
  return root === undefined ? undefined : { value: root, whole };
}

function contentOf({ children, text }: Open): Raw {
  if (children.length === 0) return text;
  const row = emptyRow();
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
  return row;
}
