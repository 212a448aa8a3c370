import { createStore, useStore } from 'zustand';

export interface Draft {
  readonly text: string;
  readonly disposition: string;
}

/** Notes by call id: they survive a change of shape or page, whichever panel shows them. */
const drafts = createStore<{ readonly byCall: Readonly<Record<string, Draft>> }>(() => ({ byCall: {} }));
const empty: Draft = { text: '', disposition: '' };

export const useDraft = (callId: string): Draft => useStore(drafts, ({ byCall }) => byCall[callId] ?? empty);
export const getDraft = (callId: string): Draft => drafts.getState().byCall[callId] ?? empty;
export const setDraft = (callId: string, change: Partial<Draft>): void =>
  drafts.setState(({ byCall }) => ({ byCall: { ...byCall, [callId]: { ...empty, ...byCall[callId], ...change } } }));
export const dropDraft = (callId: string): void =>
  drafts.setState(({ byCall }) => {
    const { [callId]: _gone, ...rest } = byCall;
    return { byCall: rest };
  });
