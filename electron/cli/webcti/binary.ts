import type { Words } from '../../../shared/webcti/codes';
import { type EndpointName, endpointOf } from '../../../shared/webcti/index';
import type { Given } from '../check';
import { platformEffects } from '../effects';
import { type ExitCode, exits } from '../exit';
import { checkOut, rangeOf, saveDownload, uploadFile } from '../files';
import { formatOf, printJson } from '../format';
import { filled } from '../language';
import { timeLimitOf } from '../limits';
import { failed, type Shell } from '../shell';
import { findTarget } from '../target';
import { type LooseAnswer, withClient } from './ask';
import { changed } from './changed';

/** An endpoint that answers with a file; see `files.ts` for where it goes. */
export async function download(shell: Shell, name: EndpointName, args: Given): Promise<ExitCode> {
  const json = formatOf(shell, ['table', 'json']) === 'json';
  checkOut(shell);
  const options = { signal: shell.io.signal, range: rangeOf(shell), limit: timeLimitOf(shell) };
  const target = await findTarget(shell, { vendor: 'mvb2000', key: true });
  return withClient(target, platformEffects(shell.io), async (client) => {
    const answer = await client.download(name, args, options);
    if (!answer.ok) throw failed(answer.error);
    const { type, size, part } = answer.value;
    // getspoolfile deletes what it hands over when it is told to.
    const done = endpointOf(name).mutates ? changed(name, args, target.name, 'SUCCESS') : null;
    if (size === 0) {
      // `checkonly` and `delete` are answered with a word and no file.
      answer.value.cancel();
      await shell.note(done ?? filled(says.noFile, { name }));
      if (json && shell.parsed.own.out !== '-') await printJson(shell, { file: null, bytes: 0 });
      return exits.ok;
    }
    const { file, bytes } = await saveDownload(shell, answer.value);
    if (done) await shell.note(done);
    if (file === '') return exits.ok;
    if (json) await printJson(shell, { file, type, bytes, ...(part ? { part } : {}) });
    else await shell.print(file);
    if (!json) await shell.note(filled(says.saved, { bytes, type }));
    return exits.ok;
  });
}

/** An endpoint that takes a file: `--file path`. */
export async function upload(
  shell: Shell,
  name: EndpointName,
  { [fileParam(name)]: path = '', ...args }: Given,
): Promise<{ readonly target: string; readonly answer: LooseAnswer }> {
  const file = await uploadFile(path);
  const target = await findTarget(shell, { vendor: 'mvb2000', key: true });
  const options = { signal: shell.io.signal, limit: timeLimitOf(shell) };
  const answer = await withClient(target, platformEffects(shell.io), (client) =>
    client.upload(name, args, file, options),
  );
  if (!answer.ok) throw failed(answer.error);
  return { target: target.name, answer: answer.value };
}

/** The parameter that travels as a file; empty = none. */
export function fileParam(name: EndpointName): string {
  return Object.entries(endpointOf(name).params).find(([, { type }]) => type === 'file')?.[0] ?? '';
}

const says = {
  saved: { en: '{bytes} bytes, {type}', zh: '{bytes} 字节，{type}' },
  noFile: { en: '{name}: accepted; the platform sent no file.', zh: '{name}：平台已接受，未返回文件。' },
} as const satisfies Readonly<Record<string, Words>>;
