import type { CommandInput, CommandName } from '../../shared/bridge/contract';
import type { Settings } from '../../shared/bridge/settings';
import type { Link, Rows, RowTopics } from '../../shared/bridge/topics';
import type { Call } from '../../shared/domain/call';
import type { PauseReason, Seat } from '../../shared/domain/seat';
import { type Language, say } from './words';

/** Pure: what the tray shows for the desk's state. */
export type TrayState = 'ready' | 'paused' | 'ringing' | 'on-call' | 'offline';

/** What a click does: a command of the contract, or something of the shell's own. */
export type TrayAct =
  | { readonly kind: 'command'; readonly name: CommandName; readonly input: CommandInput<CommandName> }
  | { readonly kind: 'open' | 'dial' | 'selection' | 'quit' }
  | { readonly kind: 'number'; readonly number: string };

export type TrayItem =
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly checked: boolean | null;
      readonly act: TrayAct;
    }
  | {
      readonly kind: 'menu';
      readonly id: string;
      readonly label: string;
      readonly enabled: boolean;
      readonly items: readonly TrayItem[];
    };

export interface TrayModel {
  readonly state: TrayState;
  readonly tip: string;
  readonly items: readonly TrayItem[];
}

export interface TrayFacts {
  readonly seat: Seat | null;
  readonly link: Link | null;
  readonly calls: Rows<RowTopics['calls']>;
  readonly reasons: readonly PauseReason[];
  readonly settings: Pick<Settings, 'language' | 'recentNumbers'>;
}

/** Longest part of the recent numbers that a menu can show without scrolling. */
const recentLimit = 10;

export function trayModel(facts: TrayFacts): TrayModel {
  const { settings } = facts;
  const { language } = settings;
  const state = trayState(facts);
  const seatText = facts.seat ? ` · ${facts.seat.agent}@${facts.seat.device}` : '';
  return {
    state,
    tip: `${say(language, 'product')}${seatText} · ${stateText(facts, state, language)}`,
    items: [
      item('open', say(language, 'open'), { kind: 'open' }),
      separator,
      ...seatItems(facts, language),
      item('dial', say(language, 'dial'), { kind: 'dial' }),
      item('selection', say(language, 'dialSelection'), { kind: 'selection' }, facts.seat !== null),
      {
        kind: 'menu',
        id: 'recent',
        label: say(language, 'recent'),
        enabled: facts.seat !== null && settings.recentNumbers.length > 0,
        items: settings.recentNumbers
          .slice(0, recentLimit)
          .map((number, index) => item(`recent-${index}`, number, { kind: 'number', number })),
      },
      separator,
      item('quit', say(language, 'quit'), { kind: 'quit' }),
    ],
  };
}

/** Ringing before talking before availability: what needs the person most wins. */
export function trayState({ seat, link, calls }: Pick<TrayFacts, 'seat' | 'link' | 'calls'>): TrayState {
  if (!seat || link?.state === 'down' || link?.state === 'signed-out') return 'offline';
  const live = Object.values(calls).filter((call) => call.state !== 'ended');
  if (live.some((call) => call.state === 'ringing')) return 'ringing';
  if (live.length > 0) return 'on-call';
  if (seat.availability === 'ready') return 'ready';
  return seat.availability === 'offline' ? 'offline' : 'paused';
}

/** The call that rings longest, or null. */
export function ringingCall(calls: Rows<Call>): Call | null {
  const ringing = Object.values(calls).filter((call) => call.state === 'ringing');
  return ringing.sort((a, b) => a.startedAt - b.startedAt)[0] ?? null;
}

export const onCall = (calls: Rows<Call>): boolean =>
  Object.values(calls).some((call) => call.state !== 'ended' && call.state !== 'ringing');

function stateText({ seat, calls, reasons }: TrayFacts, state: TrayState, language: Language): string {
  const ringing = state === 'ringing' ? ringingCall(calls) : null;
  if (ringing) return say(language, 'callFrom', { number: [ringing.number, ringing.name].filter(Boolean).join(' ') });
  const reason = state === 'paused' ? reasons.find((entry) => entry.code === seat?.reason)?.label : undefined;
  return reason ? `${say(language, 'state.paused')}（${reason}）` : say(language, `state.${state}`);
}

function seatItems({ seat, reasons }: TrayFacts, language: Language): readonly TrayItem[] {
  if (!seat) return [];
  return [
    item(
      'ready',
      say(language, 'ready'),
      { kind: 'command', name: 'seat.ready', input: {} },
      seat.availability !== 'offline',
      seat.availability === 'ready',
    ),
    {
      kind: 'menu',
      id: 'pause',
      label: say(language, 'pause'),
      enabled: seat.availability !== 'offline' && reasons.length > 0,
      items: reasons.map(({ code, label }) =>
        item(
          `pause-${code}`,
          label,
          { kind: 'command', name: 'seat.pause', input: { reason: code } },
          true,
          seat.availability === 'paused' && seat.reason === code,
        ),
      ),
    },
    separator,
  ];
}

const separator: TrayItem = { kind: 'separator' };
const item = (id: string, label: string, act: TrayAct, enabled = true, checked: boolean | null = null): TrayItem => ({
  kind: 'item',
  id,
  label,
  enabled,
  checked,
  act,
});
