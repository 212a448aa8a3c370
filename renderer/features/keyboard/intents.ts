import { createStore, useStore } from 'zustand';

export type TransferMode = 'blind' | 'consult';

/** What a person has opened, whichever button or key opened it. Nothing of the live state lives here. */
export interface Intents {
  readonly transfer: { readonly callId: string; readonly mode: TransferMode } | null;
  readonly keypad: string | null;
  readonly help: boolean;
  readonly stateMenu: boolean;
  /** Counts up when the dial box shall take the focus. */
  readonly dialFocus: number;
  /** Text put into the dial box from elsewhere. */
  readonly dialText: string;
  readonly signOut: boolean;
  readonly quit: boolean;
}

const initial: Intents = {
  transfer: null,
  keypad: null,
  help: false,
  stateMenu: false,
  dialFocus: 0,
  dialText: '',
  signOut: false,
  quit: false,
};

const intents = createStore<Intents>(() => initial);

export const useIntent = <K extends keyof Intents>(key: K): Intents[K] => useStore(intents, (state) => state[key]);
export const setIntent = (change: Partial<Intents>): void => intents.setState(change);
export const getIntents = (): Intents => intents.getState();
export const resetIntents = (): void => intents.setState(initial);

/** Puts a number into the dial box and the focus there; a person presses Enter. */
export const offerNumber = (text: string): void =>
  intents.setState((state) => ({ dialText: text, dialFocus: state.dialFocus + 1 }));
export const focusDial = (): void => intents.setState((state) => ({ dialFocus: state.dialFocus + 1 }));
