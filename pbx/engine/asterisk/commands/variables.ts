import { EngineTrouble, type Outcome } from '../../port';
import type { Deeds, EngineView } from '../parts';
import { isChannelName } from './legs';
import { no, noChannel, oneLine, type Sender } from './sender';
import { isVariable } from './variable-text';

/** Undefined: no such channel. */
export async function askVariable(
  sender: Sender,
  view: EngineView,
  channel: string,
  name: string,
): Promise<string | undefined> {
  if (!isChannelName(channel)) return undefined;
  // `__X` is how it is handed on, not how it is read.
  const bare = name.replace(/^_{1,2}/, '');
  const told = isVariable(bare) ? await sender.variable(bare, channel) : '';
  if (told === undefined) return undefined;
  return told === '' ? (view.getVariable(channel, name) ?? '') : told;
}

export async function setVariable(
  sender: Sender,
  deeds: Deeds,
  channel: string,
  name: string,
  value: string,
): Promise<Outcome<'no-channel'>> {
  if (!isChannelName(channel)) return no('no-channel');
  if (!isVariable(name)) throw new EngineTrouble('refused', 'this variable cannot be set');
  const set = await sender.tell('Setvar', { Channel: channel, Variable: name, Value: value }, noChannel);
  if (set.ok) deeds.variable(channel, name, oneLine(value));
  return set;
}
