import type { ProbeStep, ProbeStepName } from '../../shared/bridge/contract';
import type { Words } from '../../shared/webcti/codes';
import { optionsOf } from './arguments';
import { driverOf } from './drivers';
import { platformEffects } from './effects';
import { type ExitCode, exitOf, exits, usage } from './exit';
import { printJson, wantsJson } from './format';
import { filled } from './language';
import { sentenceOf } from './sentences';
import type { Shell } from './shell';
import { findTarget } from './target';
import { padTo, shown, widthOf } from './width';

/**
 * `seatline doctor`: the connection test of the desk, step by step, with what to do next. Exit code 0 when all is well,
 * 7 with a warning, else that of the failure.
 */
export async function doctor(shell: Shell): Promise<ExitCode> {
  const [, ...more] = shell.parsed.words;
  // The launcher (scripts/seatline.mjs) hands this one to the platform's program, which this tool never imports.
  if (more[0] === 'asterisk') throw usage(says.asterisk);
  if (more.length > 0) throw usage(filled(says.extra, { words: more.join(' ') }));
  const { device = '' } = optionsOf(shell.parsed, ['device']);
  const json = wantsJson(shell);
  const target = await findTarget(shell, { vendor: null, key: true });
  const driver = driverOf(target, platformEffects(shell.io));
  try {
    const steps = await driver.probe({ device, signal: shell.io.signal });
    if (json) {
      await printJson(shell, { platform: target.name, address: target.address, steps: steps.map(printed) });
    } else await printSteps(shell, `${target.name} ${target.address}`, steps);
    const broken = steps.find(({ state }) => state === 'failed');
    if (broken) return broken.error ? exitOf(broken.error) : exits.fault;
    return steps.some(({ state }) => state === 'warning') ? exits.warnings : exits.ok;
  } finally {
    driver.close();
  }

  function printed(step: ProbeStep) {
    const { error, ...rest } = step;
    return error ? { ...rest, error: { code: error.code, message: shell.say(sentenceOf(error)) } } : rest;
  }
}

async function printSteps(shell: Shell, title: string, steps: readonly ProbeStep[]): Promise<void> {
  await shell.print(shell.bold(title));
  const wide = Math.max(0, ...steps.map(({ step }) => widthOf(shell.say(stepWords[step]))));
  for (const { step, state, milliseconds, params, error } of steps) {
    const facts = Object.entries(params)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${shown(String(value))}`);
    const time = state === 'skipped' ? '' : `${milliseconds} ms`;
    await shell.print(
      `  ${marks[state]} ${padTo(shell.say(stepWords[step]), wide)}  ${time.padStart(8)}  ${facts.join(' ')}`.trimEnd(),
    );
    const next = error ? sentenceOf(error) : state === 'warning' ? filled(says.skew, params) : null;
    if (next) await shell.print(`    → ${shell.say(next)}`);
    const { fingerprint } = params;
    if (error?.code === 'tls' && fingerprint) await shell.print(`    → --pin ${fingerprint}`);
  }
  const bad = steps.some(({ state }) => state === 'failed');
  const warned = steps.some(({ state }) => state === 'warning');
  await shell.print(shell.say(bad ? says.failed : warned ? says.warned : says.well));
}

const marks: Readonly<Record<ProbeStep['state'], string>> = { ok: '✓', failed: '✗', skipped: '–', warning: '!' };

const stepWords: Readonly<Record<ProbeStepName, Words>> = {
  name: { en: 'Name', zh: '主机名' },
  tcp: { en: 'Connection', zh: '连接' },
  tls: { en: 'Certificate', zh: '证书' },
  http: { en: 'Web server', zh: '网页服务' },
  key: { en: 'Web key', zh: '接口密钥' },
  clock: { en: 'Clock', zh: '时钟' },
  extension: { en: 'Extension', zh: '分机' },
};

const says = {
  asterisk: {
    en: 'The check of an exchange is in the platform’s program: node out/pbx.mjs --doctor --asterisk <host[:port]> --asterisk-user <name>',
    zh: '交换机检查由平台程序完成：node out/pbx.mjs --doctor --asterisk <主机[:端口]> --asterisk-user <用户>',
  },
  extra: { en: '"{words}" is too much here.', zh: '多余的内容“{words}”。' },
  skew: {
    en: 'The platform’s clock is {skewSeconds} s away from this computer’s. Timers follow the platform; set one of the clocks.',
    zh: '平台时间与本机相差 {skewSeconds} 秒。计时以平台为准，请校准其中一方。',
  },
  failed: { en: 'Not well: see the step marked ✗.', zh: '有问题：见标记 ✗ 的步骤。' },
  warned: { en: 'It works; look at the step marked !.', zh: '可以使用；请留意标记 ! 的步骤。' },
  well: { en: 'All is well.', zh: '一切正常。' },
} as const satisfies Readonly<Record<string, Words>>;
