/** Documents as the vendor prints them; written here and not taken from the desk's own writer. */
export type Node = Readonly<Record<string, string | number>>;

const text = (value: string | number): string =>
  String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function document(root: string, result: string | null, node: string, nodes: readonly Node[]): string {
  const printed = nodes.map(
    (one) =>
      `  <${node}>\n${Object.entries(one)
        .map(([name, value]) => `    <${name}>${text(value)}</${name}>\n`)
        .join('')}  </${node}>\n`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root}>\n${result === null ? '' : `  <result>${result}</result>\n`}${printed.join('')}</${root}>`;
}

/** Chapter 3. */
export const control = {
  echo: (said: string) => document('uncall', null, 'UncallWorld', [{ Response: `UncallWorld:${said}` }]),
  success: (node: string, message: string, more: Node = {}) =>
    document('uncall', '1', node, [{ Response: 'success', ...more, Message: message }]),
  error: (node: string, message: string) =>
    // hangUp alone says 1 when it fails.
    document('uncall', node === 'hangUp' ? '1' : '0', node, [{ Response: 'error', Message: message }]),
  word: (node: string, response: string, more: Node) =>
    document('uncall', '0', node, [{ Response: response, ...more }]),
  row: (node: string, row: Node) => document('uncall', '1', node, [row]),
  nothing: (node: string) => document('uncall', '0', node, [{}]),
};

/** Chapter 4. */
export const tasks = {
  success: (node: string, more: Node = {}) => document('unallcc', '1', node, [{ Response: 'success', ...more }]),
  error: (node: string, message: string) => document('unallcc', '1', node, [{ Response: 'error', Message: message }]),
  rows: (node: string, rows: readonly Node[]) => document('unallcc', '1', node, rows),
};
