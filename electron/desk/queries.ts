import type { CallRecord, QueryName, QueryOutput, QueryParsed } from '../../shared/bridge/contract';
import { readNumbers } from '../../shared/domain/numbers';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import { fillTemplate, type PopValues } from '../../shared/domain/template';
import type { PlatformDriver } from '../platforms/driver';
import type { Core } from './core';
import { liveCalls } from './live';
import { mediaPath } from './media';
import { popValues } from './pops';
import type { Access } from './profiles';
import { recordOfSeen } from './seen';
import type { Session } from './session';

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

/** What this desk has seen, where the platform keeps nothing to ask; only this agent's, also when all are wanted. */
function seenCalls(
  core: Core,
  session: Session,
  { from = 0, to = Number.MAX_SAFE_INTEGER, number, offset, rows }: QueryParsed<'history.calls'>,
): { readonly total: number; readonly rows: readonly CallRecord[] } {
  const live = new Set(liveCalls(session).map((call) => call.linkedId));
  const found = core.seen
    .list({ profile: session.profileId, agent: session.identity.agent })
    .filter((call) => !live.has(call.id) && call.at >= from && call.at <= to && call.number.includes(number));
  return { total: found.length, rows: found.slice(offset, offset + rows).map(recordOfSeen) };
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
    if (!session.driver.capabilities.has('records')) return ok({ ...seenCalls(core, session, input), asOf: now });
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
  'recording.open': async ({ id, part }, core, signal) => {
    const session = core.session();
    if (!session) return fail(appError('not-signed-in', 'nobody is signed in'));
    const { driver } = session;
    if (!driver.capabilities.has('recordings') || !driver.recording) {
      return fail(appError('not-supported', 'the platform has no recordings'));
    }
    const counted = driver.recordingsOf ? await driver.recordingsOf(id) : ok(part);
    if (!counted.ok) return counted;
    const parts = counted.value;
    if (part > parts) {
      return fail(appError('not-possible-now', 'no such recording', { params: { why: 'no-recording', part, parts } }));
    }
    const opened = await core.media.open(driver, id, part, signal);
    if (!opened.ok) return opened;
    return ok({ url: mediaPath(opened.value.ticket), name: opened.value.name, part, parts });
  },
  'demo.state': async (_input, core) => {
    const { demo } = core.effects;
    return demo ? demo.state() : fail(appError('not-supported', 'only the built-in platform has a demo'));
  },
};
