import type { Area } from '../migrations';

/** Prompts of the voice menus: those the platform comes with and those that were uploaded. */
export const promptsArea: Area = {
  name: 'prompts',
  steps: [
    `
    CREATE TABLE prompt (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL) STRICT;
    CREATE TABLE prompt_given (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    `,
  ],
};
