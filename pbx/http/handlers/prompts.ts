import { formatPlatformTime } from '../../../shared/domain/time';
import { checkWav } from '../../services/wav';
import { largestFile } from '../../store/files';
import { done, file, type HandlerContext, type Handlers, invalid, refuse, rows } from './handler';

/** `welcome` or `custom/welcome`; no ending, no way out. */
const promptName = /^(?:[\p{L}\p{N}_-]{1,40}\/)?[\p{L}\p{N}_-][\p{L}\p{N}_ .-]{0,79}$/u;
const withoutEnding = (name: string): string => name.replace(/\.wav$/i, '');

/** The first name of this moment that is free. */
function madeUp({ now, store, zone }: HandlerContext): string {
  const stem = `custom/rec${formatPlatformTime(now(), zone).replaceAll(/\D/g, '')}`;
  const taken = new Set(store.prompts.list().map(({ name }) => name));
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}_${number}`;
  return name;
}

export const prompts: Handlers<'getholdmusic' | 'getdevicerules' | 'getrecord' | 'getrecordings' | 'putrecordings'> = {
  getholdmusic: (_, { engine }) => rows(engine.holdMusic().map((name) => ({ name }))),
  getdevicerules: (_, { engine }) => rows(engine.dialRules().map(({ name, context }) => ({ rulename: name, context }))),

  getrecord({ filename }, { store }) {
    const found = store.prompts.sound(filename);
    // The platform leaves the name out. With `mp3` too the answer is the WAV file: there is no encoder.
    return found ? file(`${filename.split('/').at(-1)}.wav`, 'audio/wav', found) : refuse(9003, 'file "" not exists.');
  },

  getrecordings: (_, { store }) =>
    rows(store.prompts.list().map(({ id, name, description }) => ({ id, filename: name, description }))),

  putrecordings(args, context, uploads) {
    const upload = uploads.get('ivrfile');
    if (!upload) return refuse(9002, 'need variable "ivrfile".');
    const name = args.filename === undefined ? madeUp(context) : withoutEnding(args.filename);
    if (!promptName.test(name)) return invalid('filename');
    const kind = checkWav(upload.bytes);
    if (kind === 'other' || upload.bytes.length > largestFile.prompt) return refuse(1475, 'FAIL：不支持的格式');
    if (kind === 'damaged') return refuse(1474, 'FAIL：格式转换错误');
    return context.store.prompts.add({ name, description: args.description ?? '' }, upload.bytes)
      ? done('SUCCESS')
      : refuse(1473, 'FAIL：文件已存在');
  },
};
