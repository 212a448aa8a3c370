import type { Database } from './database';
import type { Files } from './files';

/** A prompt; the name may have a folder and has no ending (WEBCTI2 §4.133). */
export interface Prompt {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

export interface Prompts {
  list(): readonly Prompt[];
  /** False: the name is taken, or the sound is too large. */
  add(prompt: Omit<Prompt, 'id'>, sound: Uint8Array): boolean;
  /** Adds a prompt that the platform comes with, once: who has removed it does not get it again. */
  give(prompt: Omit<Prompt, 'id'>, sound: () => Uint8Array): void;
  /** False: there is no such prompt. */
  remove(name: string): boolean;
  /** Null: there is no such prompt. */
  sound(name: string): Uint8Array | null;
}

export function createPrompts(db: Database, files: Files): Prompts {
  const add = ({ name, description }: Omit<Prompt, 'id'>, sound: Uint8Array): boolean =>
    db.write(() => {
      if (!files.add('prompt', `${name}.wav`, sound)) return false;
      db.run('INSERT INTO prompt (name, description) VALUES (?, ?)', name, description);
      return true;
    });
  return {
    list: () => db.all<Prompt>('SELECT id, name, description FROM prompt ORDER BY id'),
    add,
    give: (prompt, sound) =>
      db.write(() => {
        const { changes } = db.run('INSERT INTO prompt_given (name) VALUES (?) ON CONFLICT DO NOTHING', prompt.name);
        if (changes > 0) add(prompt, sound());
      }),
    remove: (name) =>
      db.write(() => {
        if (db.run('DELETE FROM prompt WHERE name = ?', name).changes === 0) return false;
        files.remove('prompt', `${name}.wav`);
        return true;
      }),
    sound: (name) => files.read('prompt', `${name}.wav`),
  };
}
