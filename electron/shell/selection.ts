import { clipboard } from 'electron';

/** Text that is looked at; a whole copied page is no number. */
const limit = 1_000;

/**
 * The text a person means by "dial the selection". X11 and Wayland hold the selection itself; elsewhere it is what was
 * copied last. Only read: the clipboard stays as it is (rivals lose its content).
 */
export async function readSelection(platform: NodeJS.Platform = process.platform): Promise<string> {
  const selected = platform === 'linux' ? await clipboard.selection.readText() : '';
  return (selected || (await clipboard.readText())).trim().slice(0, limit);
}
