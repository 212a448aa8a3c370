import { EngineTrouble } from '../../port';
import { type Ami, type AmiEvent, type AmiFields, field } from '../ami/port';
import type { AsteriskSetup } from '../parts';
import type { Details, Peer } from './devices';
import type { QueueSettings } from './queues';

/** Everything that an exchange says of itself when asked. Null: it knows no such list, or may not tell us. */
export interface Lists {
  /** The exchange's clock minus ours, ms. */
  readonly aheadMs: number;
  /** When it was started, in its own words; empty = it does not say. Another text is another start. */
  readonly started: string;
  readonly peers: readonly Peer[] | null;
  readonly hints: ReadonlyMap<string, readonly string[]>;
  readonly channels: readonly AmiEvent[];
  readonly status: readonly AmiEvent[];
  readonly bridges: readonly AmiEvent[];
  readonly queues: readonly AmiEvent[] | null;
  readonly parks: readonly AmiEvent[] | null;
  readonly rooms: readonly AmiEvent[] | null;
  readonly seats: readonly AmiEvent[];
  readonly database: readonly AmiEvent[] | null;
  readonly settings: QueueSettings | null;
  readonly music: readonly string[];
  /** Ids of voice menus: contexts `ivr-<id>` with an extension `s`. */
  readonly menus: readonly string[];
}

/** A list that this exchange has not, or not for us, is no list; a line that is lost ends everything. */
export async function listOrNull(
  ami: Ami,
  action: string,
  fields: AmiFields = {},
): Promise<readonly AmiEvent[] | null> {
  try {
    return await ami.list(action, fields);
  } catch (error) {
    if (error instanceof EngineTrouble && error.kind === 'unreachable') throw error;
    return null;
  }
}

/** Asks for all of it at once; the answers come in the order of the questions. Rejects when the line is lost. */
export async function readLists(
  ami: Ami,
  setup: AsteriskSetup,
  families: readonly string[],
  now: () => number,
): Promise<Lists> {
  const list = (action: string, fields?: AmiFields) => listOrNull(ami, action, fields);
  const text = async (action: string, fields: AmiFields) => {
    const answer = await ami.send(action, fields);
    return answer.ok ? answer : null;
  };
  const [
    ping,
    core,
    hints,
    sip,
    pjsip,
    contacts,
    iax,
    channels,
    status,
    bridges,
    queues,
    parks,
    rooms,
    trees,
    config,
    music,
    menus,
  ] = await Promise.all([
    ami.send('Ping'),
    text('CoreStatus', {}),
    list('ExtensionStateList'),
    list('SIPpeers'),
    list('PJSIPShowEndpoints'),
    list('PJSIPShowContacts'),
    list('IAXpeerlist'),
    list('CoreShowChannels'),
    list('Status'),
    list('BridgeList'),
    list('QueueStatus'),
    list('ParkedCalls'),
    list('ConfbridgeListRooms'),
    Promise.all(families.map((Family) => list('DBGetTree', { Family }))),
    text('GetConfigJSON', { Filename: 'queues.conf' }),
    text('Command', { Command: 'moh show classes' }),
    list('ShowDialPlan', { Extension: 's' }),
  ]);
  const seats = await Promise.all(
    (rooms ?? []).map((room) => list('ConfbridgeList', { Conference: field(room, 'Conference') })),
  );
  const stamp = Number(ping.fields.Timestamp);
  const numbers = hintsOf(hints ?? []);
  const known =
    sip === null && pjsip === null && iax === null ? null : [...(sip ?? []), ...(pjsip ?? []), ...(iax ?? [])];
  return {
    aheadMs: Number.isFinite(stamp) ? stamp * 1000 - now() : 0,
    started: core ? `${field(core, 'CoreStartupDate')} ${field(core, 'CoreStartupTime')}`.trim() : '',
    peers: known && peersOf(known, contacts ?? [], numbers, setup),
    hints: numbers,
    channels: channels ?? status ?? [],
    status: status ?? [],
    bridges: bridges ?? [],
    queues,
    parks,
    rooms,
    seats: seats.flatMap((seat) => seat ?? []),
    database: trees.every((tree) => tree === null) ? null : trees.flatMap((tree) => tree ?? []),
    settings: settingsOf(config?.fields.JSON),
    music: (music?.output ?? []).flatMap((line) => /^Class: (\S+)/.exec(line)?.[1] ?? []),
    menus: [...new Set((menus ?? []).flatMap((line) => /^ivr-(\w+)$/.exec(field(line, 'Context'))?.[1] ?? []))],
  };
}

/** Names of people, contexts and mailboxes, which each telephone tells for itself only. */
export async function readDetails(ami: Ami, iface: string): Promise<Details | null> {
  const [tech, name = ''] = iface.split('/', 2);
  if (tech === 'SIP') {
    const answer = await ami.send('SIPshowpeer', { Peer: name });
    return answer.ok ? detailsOf(answer.fields, 'VoiceMailbox') : null;
  }
  if (tech !== 'PJSIP') return null;
  const found = await listOrNull(ami, 'PJSIPShowEndpoint', { Endpoint: name });
  const detail = found?.find(({ event }) => event === 'EndpointDetail');
  return detail ? detailsOf(detail.fields, 'Mailboxes') : null;
}

function detailsOf(fields: Readonly<Record<string, string>>, mailbox: string): Details {
  const callerId = /^"?([^"<]*?)"?\s*(?:<[^>]*>)?$/.exec(fields.Callerid ?? '')?.[1]?.trim() ?? '';
  return {
    // An endpoint without one says `<unknown>`, or its own number.
    name: /^\d*$/.test(callerId) || callerId === 'unknown' ? '' : callerId,
    context: fields.Context ?? '',
    mailbox: (fields[mailbox] ?? '') !== '',
  };
}

/** `SIP/2011&Custom:DND2011` at `2011@ext-local` → which telephones that number rings. */
function hintsOf(events: readonly AmiEvent[]): ReadonlyMap<string, readonly string[]> {
  const hints = new Map<string, readonly string[]>();
  for (const event of events) {
    const interfaces = field(event, 'Hint')
      .split(/[&,]/)
      .map((one) => one.trim())
      .filter((one) => /^(?:SIP|PJSIP|IAX2|DAHDI|SCCP)\//.test(one));
    if (interfaces.length > 0) hints.set(`${field(event, 'Exten')}@${field(event, 'Context')}`, interfaces);
  }
  return hints;
}

/**
 * Telephones and lines. A telephone has a hint, or a short number for a name and registers with us; everything else
 * that can be called is a line to elsewhere.
 */
function peersOf(
  events: readonly AmiEvent[],
  contacts: readonly AmiEvent[],
  hints: ReadonlyMap<string, readonly string[]>,
  { hintContext }: AsteriskSetup,
): Peer[] {
  const numbers = new Map<string, string>();
  for (const [number, interfaces] of hints) {
    const [exten = '', context = ''] = number.split('@', 2);
    for (const iface of interfaces) {
      // A group's hint names many; a telephone's own is the one in the context of hints, or of its own name.
      if (!numbers.has(iface) || context === hintContext || iface.endsWith(`/${exten}`)) {
        if (interfaces.length === 1 || iface.endsWith(`/${exten}`)) numbers.set(iface, exten);
      }
    }
  }
  const places = new Map(contacts.map((event) => [field(event, 'Endpoint'), placeOf(field(event, 'Uri'))] as const));
  return events.map((event): Peer => {
    const name = field(event, 'ObjectName');
    const isPjsip = event.event === 'EndpointList';
    const tech = isPjsip ? 'PJSIP' : event.fields.Channeltype === 'IAX' ? 'IAX2' : (event.fields.Channeltype ?? 'SIP');
    const iface = `${tech}/${name}`;
    const registers = isPjsip
      ? field(event, 'OutboundAuths') === '' && field(event, 'Auths') !== ''
      : /^yes$/i.test(field(event, 'Dynamic'));
    const hinted = numbers.get(iface);
    const place = isPjsip
      ? (places.get(name) ?? placeOf(''))
      : { address: field(event, 'IPaddress').replace('-none-', ''), port: Number(field(event, 'IPport')) || 0 };
    const reachable = isPjsip
      ? !/unavailable|invalid/i.test(field(event, 'DeviceState'))
      : place.address !== '' && !/^(?:UNREACHABLE|UNKNOWN)/i.test(field(event, 'Status'));
    const telephone = hinted !== undefined || (registers && /^\d{2,8}$/.test(name));
    return {
      interface: iface,
      kind: telephone ? 'telephone' : 'line',
      no: hinted ?? name,
      reachable,
      ...place,
    };
  });
}

/** `sip:2011@127.0.0.1:36216` */
function placeOf(uri: string): { readonly address: string; readonly port: number } {
  const found = /^sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;]+)(?::(\d+))?/.exec(uri);
  return { address: found?.[1] ?? '', port: Number(found?.[2]) || (found ? 5060 : 0) };
}

function settingsOf(json: string | undefined): QueueSettings | null {
  if (json === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(json);
    return parsed !== null && typeof parsed === 'object' ? (parsed as QueueSettings) : null;
  } catch {
    return null;
  }
}
