import type { Field } from '../../../shared/webcti/catalogue';
import { emptyRow, type Raw, type RawRow, type Read } from './raw';

type Fields = Readonly<Record<string, Field>>;

/**
 * Reads XML that is none: a field's text runs up to its own closing tag, whatever angle brackets and ampersands stand
 * in between (`<clid>"x" <2012></clid>`). The catalogue says which elements hold rows; everything else is text. It never
 * backtracks over what it has read and never throws.
 */
export function parseTolerant(text: string, fields: Fields | null): Read | undefined {
  const scan = new Scan(text);
  if (!scan.open('root')) return undefined;
  const envelope = emptyRow();
  const older: Raw[] = [];
  for (let tag = scan.next(); tag; tag = scan.next()) {
    if (tag.close) {
      if (tag.name.toLowerCase() === 'root') break;
    } else if (tag.name === 'data' && !tag.empty) envelope.data = scan.rows('data', fields);
    else if (tag.name === 'row' && !tag.empty) older.push(scan.row('row', fields));
    else envelope[tag.name] = tag.empty ? '' : scan.text(tag.name, envelopeNames.has(tag.name));
  }
  if (scan.cut || !('errcode' in envelope || older.length > 0)) return undefined;
  return { value: older.length > 0 ? { ...envelope, row: older } : envelope, whole: scan.rest.trim() === '' };
}

const envelopeNames: ReadonlySet<string> = new Set(['errcode', 'message', 'total']);

/** More kinds of stray tags than this are no answer any more. */
const mostStrays = 50;

interface Tag {
  readonly name: string;
  readonly close: boolean;
  readonly empty: boolean;
}

class Scan {
  /** The body ended before something that it had opened: half an answer is no answer. */
  cut = false;
  private at = 0;
  private readonly source: string;
  /** Names that are closed nowhere behind `at`: sought once, or a hostile body would cost the square of its length. */
  private readonly unclosed = new Set<string>();
  private readonly tag = /<(\/?)([A-Za-z_][\w.-]*)\s*(\/?)>/g;

  constructor(source: string) {
    this.source = source;
  }

  next(): Tag | null {
    this.tag.lastIndex = this.at;
    const match = this.cut ? null : this.tag.exec(this.source);
    if (!match) {
      this.cut = true;
      return null;
    }
    this.at = this.tag.lastIndex;
    return { name: match[2] ?? '', close: match[1] === '/', empty: match[3] === '/' };
  }

  get rest(): string {
    return this.source.slice(this.at);
  }

  open(name: string): boolean {
    const first = this.next();
    return first?.name.toLowerCase() === name && !first.close;
  }

  /**
   * Text up to the closing tag of `name`. Without one, a field that is `known` was cut, and any other tag is a stray
   * `<noname>` between the fields: only the tag itself is passed over.
   */
  text(name: string, known: boolean): string {
    const close = `</${name}>`;
    const end = this.unclosed.has(name) ? -1 : this.source.indexOf(close, this.at);
    if (end < 0) {
      this.unclosed.add(name);
      this.cut ||= known || this.unclosed.size > mostStrays;
      return '';
    }
    const inside = this.source.slice(this.at, end);
    this.at = end + close.length;
    return plain(inside);
  }

  /** Rows below `<data>` or a list field, up to its closing tag. Fields that stand there without `<item>` are one row. */
  rows(end: string, fields: Fields | null): readonly Raw[] {
    const rows: Raw[] = [];
    const loose = emptyRow();
    for (let tag = this.next(); tag; tag = this.next()) {
      if (tag.close) {
        if (tag.name === end) break;
      } else if (tag.name === 'item' || tag.name === 'row') {
        if (!tag.empty) rows.push(this.row(tag.name, fields));
      } else loose[tag.name] = this.value(tag, fields);
    }
    return rows.length === 0 && Object.keys(loose).length > 0 ? [loose] : rows;
  }

  row(end: string, fields: Fields | null): RawRow {
    const row = emptyRow();
    for (let tag = this.next(); tag; tag = this.next()) {
      if (tag.close) {
        if (tag.name === end) break;
      } else row[tag.name] = this.value(tag, fields);
    }
    return row;
  }

  private value(tag: Tag, fields: Fields | null): Raw {
    if (tag.empty) return '';
    const field = fields && Object.hasOwn(fields, tag.name) ? fields[tag.name] : undefined;
    return field?.type === 'list'
      ? this.rows(tag.name, field.children ?? null)
      : this.text(tag.name, field !== undefined);
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text
    .replace(/<!\[CDATA\[([\s\S]*?)]]>/g, (_, inside: string) => inside.replaceAll('&', '&amp;'))
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
      if (name) return entities[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return isCharacter(code) ? String.fromCodePoint(code) : whole;
    });
}

const isCharacter = (code: number): boolean => code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
