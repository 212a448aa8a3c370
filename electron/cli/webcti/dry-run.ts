import path from 'node:path';
import type { Words } from '../../../shared/webcti/codes';
import { type EndpointName, endpointOf } from '../../../shared/webcti/index';
import type { Given } from '../check';
import { platformEffects } from '../effects';
import { type ExitCode, exits } from '../exit';
import { formatOf, printJson } from '../format';
import type { Shell } from '../shell';
import { fieldsOf, rehearse } from '../tap';
import { findTarget } from '../target';
import { shown } from '../width';
import { withClient } from './ask';
import { fileParam } from './binary';

const masked = '***';

/**
 * What would be sent, without sending it: the client runs on a road that goes nowhere. The key and every secret
 * parameter are masked, and no key is needed.
 */
export async function dryRun(shell: Shell, name: EndpointName, args: Given): Promise<ExitCode> {
  const format = formatOf(shell, ['table', 'json']);
  const target = await findTarget(shell, { vendor: 'mvb2000', key: false });
  const endpoint = endpointOf(name);
  const rehearsal = rehearse();
  const { [fileParam(name)]: file, ...rest } = args;
  const effects = platformEffects(shell.io, rehearsal.http);
  await withClient({ ...target, key: 'dry-run' }, effects, async (client) => {
    if (file !== undefined) await client.upload(name, rest, { name: path.basename(file), bytes: new Uint8Array() }, {});
    else if (endpoint.envelope === 'binary') await client.download(name, args, {});
    else await client.attempt(name, args, {});
  });
  const question = rehearsal.questions.find(({ url }) => new URL(url).pathname.endsWith(`/${endpoint.path}`));
  const url = new URL(question?.url ?? `${target.address}/${endpoint.path}`);
  const fields = question ? { ...args, ...fieldsOf(question) } : args;
  const params = Object.fromEntries(
    Object.entries(fields).map(([param, value]) => [
      param,
      param === 'webkey' || endpoint.params[param]?.secret ? masked : value,
    ]),
  );
  const method = question?.method ?? (endpoint.method ? 'POST' : 'GET');
  const address = `${url.origin}${url.pathname}`;
  if (format === 'json') await printJson(shell, { method, url: address, params });
  else {
    await shell.print(`${method} ${address}`);
    for (const [param, value] of Object.entries(params)) await shell.print(`  ${param}=${shown(value)}`);
  }
  await shell.note(says.nothing);
  return exits.ok;
}

const says = {
  nothing: { en: 'Nothing was sent (--dry-run).', zh: '没有发送（--dry-run）。' },
} as const satisfies Readonly<Record<string, Words>>;
