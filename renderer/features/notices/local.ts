import { createStore, useStore } from 'zustand';
import type { AppError } from '../../../shared/domain/result';

export interface LocalError {
  readonly id: number;
  readonly error: AppError;
}

/** Failures of commands that have no control on the screen to stand below, such as keys. */
const store = createStore<{ readonly errors: readonly LocalError[] }>(() => ({ errors: [] }));
let nextId = 1;

export const useLocalErrors = (): readonly LocalError[] => useStore(store, ({ errors }) => errors);
export const tellError = (error: AppError): void =>
  store.setState(({ errors }) => ({ errors: [...errors.slice(-2), { id: nextId++, error }] }));
export const dropError = (id: number): void =>
  store.setState(({ errors }) => ({ errors: errors.filter((row) => row.id !== id) }));
