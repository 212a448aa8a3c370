/** What the first bytes of a file say of it; `text` is latin1. */
const kinds: readonly {
  readonly type: string;
  readonly ending: string;
  readonly starts: (text: string) => boolean;
}[] = [
  { type: 'audio/wav', ending: '.wav', starts: (t) => t.startsWith('RIFF') && t.slice(8, 12) === 'WAVE' },
  { type: 'audio/mpeg', ending: '.mp3', starts: (t) => t.startsWith('ID3') || /^\xff[\xe2-\xe7\xf2-\xff]/.test(t) },
  { type: 'image/tiff', ending: '.tif', starts: (t) => t.startsWith('II*\0') || t.startsWith('MM\0*') },
  { type: 'application/pdf', ending: '.pdf', starts: (t) => t.startsWith('%PDF-') },
  { type: 'audio/ogg', ending: '.ogg', starts: (t) => t.startsWith('OggS') },
  { type: 'audio/amr', ending: '.amr', starts: (t) => t.startsWith('#!AMR') },
  { type: 'audio/basic', ending: '.au', starts: (t) => t.startsWith('.snd') },
];

/** PHP says text/html of everything, and a page must never be shown as what a platform calls a file. */
const harmless = /^(?:audio|video)\/[\w.+-]+$|^image\/(?:tiff|png|jpeg|gif)$|^application\/pdf$/;
const sameEnding: Readonly<Record<string, string>> = { '.tiff': '.tif', '.wave': '.wav' };

/** `audio/wav` of `Audio/WAV; x=1`. */
export const typeOf = (header: string | undefined): string => (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/**
 * Type and name of a file. The bytes are believed before the header. A `told` name stays; one from the arguments gets
 * the ending of what came (a `.WAV` that was asked for as mp3, a call's id).
 */
export function withEnding(
  name: string,
  told: boolean,
  start: Uint8Array,
  type: string,
): { readonly name: string; readonly type: string } {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, 16)).toString('latin1');
  const kind = kinds.find(({ starts }) => starts(text));
  if (!kind) return { name, type: harmless.test(type) ? type : 'application/octet-stream' };
  const ending = /\.[A-Za-z][A-Za-z0-9]{1,4}$/.exec(name)?.[0] ?? '';
  const plain = ending.toLowerCase();
  const fits = (sameEnding[plain] ?? plain) === kind.ending;
  const bare = ending === '' ? name : name.slice(0, -ending.length);
  return { name: fits || (told && ending !== '') ? name : bare + kind.ending, type: kind.type };
}
