import type { QueryName, QueryOutput, QueryParsed } from '../../shared/bridge/contract';
import { readNumbers } from '../../shared/domain/numbers';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import { fillTemplate, type PopValues } from '../../shared/domain/template';
import type { PlatformDriver } from '../platforms/driver';
import type { Core } from './core';
import { popValues } from './pops';
import type { Access } from './profiles';

export type QuerySpecs = {
  readonly [K in QueryName]: (
    input: QueryParsed<K>,
    core: Core,
    signal: AbortSignal,
  ) => Promise<Result<QueryOutput<K>>>;
};

/** A driver for one question, closed whatever comes. */
async function withDriver<T>(
  core: Core,
  access: Access,
  ask: (driver: PlatformDriver) => Promise<Result<T>>,
): Promise<Result<T>> {
  const driver = core.effects.driver(access);
  try {
    return await ask(driver);
  } finally {
    driver.close();
  }
}

/** Shown in the template's preview while no call has been seen. */
const sample: PopValues = {
  number: '13800138000',
  numberE164: '+8613800138000',
  numberRaw: '13800138000',
  name: '张三',
  direction: 'in',
  callId: '1421960697.191',
  linkedId: '1421960697.190',
  did: '4000820188',
  queue: '90',
  queueName: '客服',
  waitSec: '12',
  ivrPath: '1-3',
  ivrKeys: '13',
  agent: '2011',
  ext: '2011',
  location: '上海市',
  startedAt: '2015-01-23 05:05:04',
  answeredAt: '2015-01-23 05:05:09',
  endedAt: '',
  durationSec: '',
  callData: '',
  transferredFrom: '',
  variables: {},
};

export const queries: QuerySpecs = {
  'session.probe': async (input, core, signal) => {
    const access = await core.profiles.accessOf(input);
    if (!access.ok) return access;
    return withDriver(core, access.value, async (driver) =>
      ok({ steps: await driver.probe({ device: input.device, signal }) }),
    );
  },
  'session.choices': async ({ profileId }, core, signal) => {
    const access = await core.profiles.access(profileId);
    if (!access.ok) return access;
    return withDriver(core, access.value, (driver) => driver.choices(signal));
  },
  'dial.read': async ({ text }, core) => ok({ candidates: readNumbers(text, core.settings.value().dialling) }),
  'history.calls': async (input, core, signal) => {
    const session = core.session();
    if (!session) return fail(appError('not-signed-in', 'nobody is signed in'));
    const now = session.now();
    const day = 86_400_000;
    const answer = await session.driver.records({
      from: input.from ?? now - 7 * day,
      to: input.to ?? now + 60_000,
      who: input.mine ? session.identity.device : '',
      number: input.number,
      offset: input.offset,
      rows: input.rows,
      signal,
    });
    return answer.ok ? ok({ ...answer.value, asOf: session.now() }) : answer;
  },
  'pop.preview': async ({ template }, core) => {
    const session = core.session();
    const calls = session ? Object.values(session.differ.calls()) : [];
    const latest = calls.toSorted((a, b) => b.startedAt - a.startedAt)[0];
    const filled = fillTemplate(template, session && latest ? popValues(latest, session) : sample);
    return ok({ url: filled.url, unknown: filled.unknown, blocked: filled.blocked });
  },
  'call.note': async ({ callId }, core) => {
    const call = core.session()?.differ.calls()[callId];
    return ok({ text: call ? (core.journal.value().notes[call.linkedId] ?? '') : '' });
  },
  'demo.state': async (_input, core) => {
    const { demo } = core.effects;
    return demo ? demo.state() : fail(appError('not-supported', 'only the built-in platform has a demo'));
  },
};
