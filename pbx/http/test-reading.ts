import { setImmediate as turn } from 'node:timers/promises';
import { type EndpointName, endpointOf } from '../../shared/webcti';
import type { Param } from '../../shared/webcti/catalogue';
import { answeredNames } from './handlers';
import type { TestPlatform } from './test-platform';

type Query = Readonly<Record<string, string>>;

/** What a required parameter is given: something that a small centre has, or that happened in it. */
const samples: Readonly<Record<string, readonly string[]>> = {
  ...{
    extension: ['2011', '8003'],
    device: ['2011', '3001'],
    user: ['2011', '8003'],
    agentno: ['2011', '2012', '2014', '2016'],
  },
  ...{ queueno: ['90', '91'], event: ['ExtensionStatus', 'DTMF'], name: ['hmd'], mailbox: ['8003'], msgbox: ['8003'] },
  ...{ phoneno: ['13800138001'], callerid: ['test'], content: ['转人工座席'], taskid: ['1'], id: ['1'] },
  ...{ uniqueid: ['1772413260.0'], channel: ['SIP/2011'], variable: ['A'], variable0: ['A'] },
};
const day = '2026-03-02';
function valuesOf(name: string, { type, values }: Param): readonly string[] {
  if (type === 'date' || type === 'datetime') return [day];
  return values ?? samples[name] ?? [];
}

/** Every way in which a question is asked here: all values of what must be given. */
function queriesOf(name: EndpointName): readonly Query[] {
  const required = Object.entries(endpointOf(name).params).filter(([, param]) => param.required);
  return required.reduce<readonly Query[]>(
    (queries, [key, param]) =>
      queries.flatMap((query) => valuesOf(key, param).map((value) => ({ ...query, [key]: value }))),
    [{}],
  );
}
const settings = ['pbxconfig', 'agentlistconfig', 'queuelistconfig', 'qmrconfig', 'rptcontrol'] as const;

/** Questions about the platform: each reading endpoint that answers at once, in all the ways above. */
export const questions: readonly (readonly [name: EndpointName, query: Query])[] = [
  ...answeredNames
    .filter((name) => {
      const { mutates, pace, envelope } = endpointOf(name);
      return !mutates && pace !== 'waits' && envelope !== 'binary';
    })
    .flatMap((name) => queriesOf(name).map((query) => [name, query] as const)),
  ...settings.map((name) => [name, { item: 'find' }] as const),
];

/** The three faces of an answer. */
export const faces = ['', '1', '2'] as const;

/** What a platform says to all of them, in the bytes of the wire. */
export async function everyAnswer(
  platform: TestPlatform,
  inFaces: readonly (typeof faces)[number][] = faces,
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for (const [name, query] of questions) {
    for (const face of inFaces) {
      answers.set(
        `${name} ${new URLSearchParams(query)} ${face}`,
        await platform.text(name, { ...query, ...(face && { json: face }) }),
      );
    }
    await turn();
  }
  return answers;
}

/** Where two platforms do not say the same; a word of each. */
export function differences(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): readonly string[] {
  return [...left].flatMap(([question, text]) => {
    const other = right.get(question) ?? '';
    if (other === text) return [];
    const at = [...text].findIndex((letter, index) => letter !== other[index]);
    const from = Math.max(0, at - 60);
    return [`${question}: …${text.slice(from, at + 60)}… / …${other.slice(from, at + 60)}…`];
  });
}
