import type { Endpoint } from '../../../shared/webcti/catalogue';
import type { Words } from '../../../shared/webcti/codes';
import { type EndpointName, endpointOf } from '../../../shared/webcti/index';
import type { PostedForm } from '../../platforms/driver';
import { createWebcti, type Webcti } from '../../platforms/mvb2000/webcti';
import type { Given } from '../check';
import { platformEffects } from '../effects';
import { type ExitCode, exits } from '../exit';
import { writePrivate } from '../files';
import { filled } from '../language';
import { failed, type Shell } from '../shell';
import { findTarget } from '../target';
import { shown } from '../width';

/**
 * The integrated login (WEBCTI2 chapter 5) is a form that a browser posts. Its secret fields are never printed: either
 * the way is told, or `--out form.html` gets a page that only its owner may read and that posts the form when opened.
 */
export async function openAdmin(shell: Shell, name: EndpointName, args: Given): Promise<ExitCode> {
  const { out } = shell.parsed.own;
  const target = await findTarget(shell, { vendor: 'mvb2000', key: out !== undefined });
  const { params } = endpointOf(name);
  const { frienduser = '', friendpass = '' } = args;
  const webcti = createWebcti(target, platformEffects(shell.io));
  try {
    // The key in the form follows the platform's date, which only the platform can tell.
    if (out !== undefined) await learnDate(webcti, shell);
    const form = webcti.integratedlogin({ frienduser, friendpass });
    if (!form.ok) throw failed(form.error);
    return await hand(shell, form.value, params);
  } finally {
    webcti.close();
  }
}

async function learnDate({ about }: Webcti, { io }: Shell): Promise<void> {
  const answer = await about({}, { signal: io.signal });
  if (!answer.ok) throw failed(answer.error);
}

async function hand(shell: Shell, form: PostedForm, params: Endpoint['params']): Promise<ExitCode> {
  const { out } = shell.parsed.own;
  if (out !== undefined) {
    await writePrivate(shell, out, formPage(form));
    await shell.note(filled(says.written, { out }));
    return exits.ok;
  }
  await shell.print(`POST ${form.url}`);
  for (const [field, value] of Object.entries(form.fields)) {
    await shell.print(`  ${field}=${field === 'webkey' || params[field]?.secret ? '***' : shown(value)}`);
  }
  await shell.note(says.how);
  return exits.ok;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page that posts the form as soon as it is opened; without script a button does. */
export function formPage({ url, fields }: PostedForm): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    '<title>Seatline</title>',
    `<form method="post" action="${escaped(url)}">`,
    ...inputs,
    '<button>Open · 打开</button>',
    '</form>',
    '<script>document.forms[0].submit()</script>',
    '',
  ].join('\n');
}

const says = {
  written: {
    en: 'Wrote {out}, readable by you alone. It holds the password: open it in a browser, then delete it.',
    zh: '已写入 {out}，仅本人可读。其中含有密码：用浏览器打开后请删除。',
  },
  how: {
    en: 'A browser posts this form. --out form.html writes a page that does it (0600, with the password inside).',
    zh: '由浏览器提交此表单。--out form.html 会写出一个自动提交的网页（0600 权限，内含密码）。',
  },
} as const satisfies Readonly<Record<string, Words>>;
