/** A place in a body where an answer may begin. */
export interface Start {
  readonly at: number;
  readonly format: 'json' | 'xml';
}

/** More places than this are an attack, not an answer. */
const mostStarts = 8;
const atOnce = /^\s*(?:var\s+responseJSON\s*=\s*)?(?=\{)/;
const xmlAtOnce = /^\s*(?:<\?xml[^>]*>\s*)?(?=<root[\s/>])/i;
const anywhere = /\{\s*"(?:errcode|message|data|total|root)"\s*:|<root[\s/>]/gi;

/**
 * Where an answer may begin, in order. An answer that begins at once is the only one: everything behind is what callers
 * are called. After anything else (PHP warnings, a document type) each place that looks like an envelope is one.
 */
export function startsIn(text: string): readonly Start[] {
  const json = atOnce.exec(text);
  if (json) return [{ at: json[0].length, format: 'json' }];
  const xml = xmlAtOnce.exec(text);
  if (xml) return [{ at: xml[0].length, format: 'xml' }];
  const found: Start[] = [];
  for (const match of text.matchAll(anywhere)) {
    found.push({ at: match.index, format: match[0].startsWith('<') ? 'xml' : 'json' });
    if (found.length === mostStarts) break;
  }
  return found;
}
