import { type UploadCode, uploadCodes, uploadLimit } from '../../../shared/uncall';
import { checkWav } from '../../services/wav';
import type { Prompts } from '../../store/prompts';
import type { Upload } from '../uploads';

/** One name, no folder, nothing that a disk or a shell could take for more than a name. */
const fileName = /^(?!\.)[^\\/:*?"<>|\p{Cc}]{1,80}\.wav$/iu;

/** Takes a voice file (§4.3): its name in the stock has no ending. */
export function takeVoiceFile(prompts: Prompts, { name, bytes }: Upload): UploadCode {
  if (!fileName.test(name)) return 'E1';
  if (bytes.length >= uploadLimit) return 'E2';
  const stem = name.slice(0, -'.wav'.length);
  if (prompts.list().some((known) => known.name === stem)) return 'E3';
  if (checkWav(bytes) !== 'good') return 'F1';
  return prompts.add({ name: stem, description: '' }, bytes) ? 'S1' : 'F1';
}

/** Name of a file that came as a bare body: from the query, else from the header that names an attachment. */
export function nameOfBody(query: string | undefined, disposition: string | undefined): string {
  if (query) return query;
  const extended = /filename\*=utf-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  if (extended === undefined) return /filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? '';
  try {
    return decodeURIComponent(extended);
  } catch {
    // Damaged percent signs name no file.
    return '';
  }
}

const explained = Object.entries(uploadCodes)
  .map(([code, { zh, en }]) => `<tr><td>${code}</td><td>${zh}</td><td>${en}</td></tr>`)
  .join('');

/** The page that shows how to upload (§4.2); programs learn the name of its file field from it. */
export const uploadForm = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>上传录音文件 · Upload a voice file</title></head><body>
<h1>上传录音文件 · Upload a voice file</h1>
<p>WAV，8000 Hz，16 位，单声道，小于 3 MB · WAV, 8,000 Hz, 16 bit, mono, smaller than 3 MB</p>
<form name="uncall" action="recording_files.php" method="post" enctype="multipart/form-data">
<input type="file" name="upfile" accept=".wav,audio/wav" aria-label="录音文件 · Voice file">
<input type="submit" value="上传 · Upload"></form>
<table><caption>返回值 · Answers</caption><tbody>${explained}</tbody></table>
</body></html>
`;
