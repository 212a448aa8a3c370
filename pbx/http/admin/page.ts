import { createHash } from 'node:crypto';
import { formatPlatformTime, parsePlatformTime } from '../../../shared/domain/time';
import type { Device } from '../../engine/port';
import type { HandlerContext } from '../handlers/handler';
import { type Tongue, type Words, words } from './words';

/** Markup that may stand in a page as it is; everything else is escaped on its way into one. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
type Piece = string | number | Markup | readonly Markup[];

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
function printed(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  return typeof piece === 'object' ? piece.map(({ text }) => text).join('') : escaped(String(piece));
}
const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(parts.map((part, at) => part + (at < pieces.length ? printed(pieces[at] ?? '') : '')).join(''));

const style =
  'body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1a1d21;background:#fff}' +
  'nav a{margin-right:1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}' +
  'th,td{text-align:left;padding:.25rem .75rem;border-bottom:1px solid #d5d9de}label{display:block;margin:.5rem 0}' +
  'header{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}.note{color:#8a1c1c}';

/**
 * Nothing is loaded and nothing runs. Another page may frame it: that is what the integrated login is for (WEBCTI2
 * chapter 5), and inside a frame of another site the session's cookie is not sent.
 */
export const policy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
  "form-action 'self'; base-uri 'none'";

/** The pages that chapter 5 names. */
export const addresses = {
  overview: '/admin/config.php',
  menus: '/admin/config.php?type=setup&display=ivr',
  tools: '/admin/config.php?type=tool',
  reports: '/admin/reports.php',
} as const;
export type PageName = keyof typeof addresses;

/** Which of them an address means; null: none that this platform has. */
export function pageOf(path: string, query: URLSearchParams): PageName | null {
  if (path === addresses.reports) return 'reports';
  const type = query.get('type') ?? '';
  const display = query.get('display') ?? '';
  if (type === '' && display === '') return 'overview';
  if (type === 'tool' && display === '') return 'tools';
  return type === 'setup' && display === 'ivr' ? 'menus' : null;
}

function whole(tongue: Tongue, heading: string, body: Markup): string {
  const { lang, title } = words[tongue];
  return html`<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading} · ${title}</title><style>${new Markup(style)}</style></head><body>${body}</body></html>
`.text;
}

const link = (name: PageName, text: string): Markup => html`<a href="${addresses[name]}">${text}</a>`;

function table(
  heading: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  w: Words,
): Markup {
  if (rows.length === 0) return html`<h2>${heading}</h2><p>${w.nothing}</p>`;
  const cells = rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<h2>${heading}</h2><table><thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead><tbody>${cells}</tbody></table>`;
}

/** A sign-in form for a person; the page that was asked for opens behind it. */
export function signInPage(tongue: Tongue, action: string, note: 'wrong' | 'tooMany' | 'foreign' | null): string {
  const w = words[tongue];
  const told = note === null ? '' : html`<p class="note" role="alert">${w[note]}</p>`;
  return whole(
    tongue,
    w.signIn,
    html`<h1>${w.title}</h1>${told}<form method="post" action="${action}"><label>${w.user} <input name="user" autocomplete="username" required></label><label>${w.password} <input name="password" type="password" autocomplete="current-password" required></label><button>${w.signIn}</button></form><p>${w.signInHint}</p>`,
  );
}

/** A page of somebody who is signed in; null says that there is none at this address. */
export function adminPage(name: PageName | null, user: string, tongue: Tongue, context: HandlerContext): string {
  const w = words[tongue];
  const heading = name === null ? w.title : w[name];
  const out = html`<form method="post" action="${addresses.overview}"><input type="hidden" name="signout" value="1"><button>${w.signOut}</button></form>`;
  const names = Object.keys(addresses) as readonly PageName[];
  const body = name === null ? html`<p class="note">${w.noPage}</p>` : bodies[name](context, w);
  return whole(
    tongue,
    heading,
    html`<header><strong>${w.title}</strong><span>${w.signedIn}: ${user}</span>${out}</header><nav>${names.map((each) => link(each, w[each]))}</nav><h1>${heading}</h1>${body}<p>${w.honest}</p>`,
  );
}

const stateOf = ({ registered, status }: Device, { states }: Words): string =>
  !registered ? states.gone : status === 8 ? states.ringing : status === 0 ? states.idle : states.busy;

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

const bodies: Readonly<Record<PageName, (context: HandlerContext, w: Words) => Markup>> = {
  overview({ engine, time }, w) {
    const facts = [
      [w.version, engine.version],
      [w.started, time(engine.startedAt)],
      [w.now, time(engine.now())],
    ];
    const queues = engine.queues().map((queue) => [queue.no, queue.name, queue.members.length, queue.waiting.length]);
    const devices = engine
      .devices()
      .map((device) => [device.no, device.interface, device.user, stateOf(device, w)] as const);
    return html`${table(w.machine, [w.name, ''], facts, w)}${table(w.queues, [w.number, w.name, w.members, w.waiting], queues, w)}${table(w.devices, [w.number, w.iface, w.account, w.state], devices, w)}`;
  },
  menus({ engine, store }, w) {
    const menus = engine.menus().map(({ id, name }) => [id, name]);
    const prompts = store.prompts.list().map(({ name, description }) => [name, description]);
    return html`${table(w.menus, [w.number, w.name], menus, w)}${table(w.prompts, [w.name, ''], prompts, w)}`;
  },
  tools({ engine, machine }, w) {
    const { memfree = 0, memtotal = 0 } = machine.memory();
    const disks = machine
      .disks()
      .map(({ mountedOn, available, size }) => [mountedOn, `${gigabytes(available)} / ${gigabytes(size)}`]);
    const trunks = engine.trunks().map(({ name, channels, prefix }) => [name, channels, prefix]);
    const memory = [[w.memory, `${gigabytes(memfree * 1024)} / ${gigabytes(memtotal * 1024)}`]];
    return html`${table(w.machine, [w.name, ''], memory, w)}${table(w.disks, [w.name, ''], disks, w)}${table(w.trunks, [w.name, w.lines, w.prefix], trunks, w)}`;
  },
  reports({ engine, records, zone }, w) {
    const now = engine.now();
    const from = parsePlatformTime(formatPlatformTime(now, zone).slice(0, 10), zone) ?? now;
    const today = { from, to: now };
    const calls = [
      [w.calls, records.countCalls(today)],
      [w.answered, records.countCalls({ ...today, disposition: 'ANSWERED' })],
    ];
    const queues = engine
      .queues()
      .map(({ no, name, completed, abandoned, servicePercent }) => [
        ...[no, name, completed, abandoned],
        `${servicePercent.toFixed(1)} %`,
      ]);
    return html`${table(w.today, [w.name, ''], calls, w)}${table(w.queues, [w.number, w.name, w.completed, w.lost, w.level], queues, w)}`;
  },
};
