import type { Call } from '../../shared/domain/call';
import { toE164 } from '../../shared/domain/numbers';
import type { PopTrigger, ScreenPop } from '../../shared/domain/pop';
import { appError, fail, ok, type Result } from '../../shared/domain/result';
import { fillTemplate, type PopValues } from '../../shared/domain/template';
import { formatPlatformTime } from '../../shared/domain/time';
import { type Live, seatOf } from './live';

/**
 * Screen pops: one per linked call and trigger, whatever queue, transfer or restart does to the call. The row appears at
 * once; the page opens when the call's details are in (600 ms at most), so that a template finds its values.
 */
export interface Pops {
  /** The call reached a moment at which it may pop. `details` settles when everything asked about it has answered. */
  consider(call: Call, trigger: PopTrigger, details: Promise<unknown>): void;
  /** The call knows more now. */
  refresh(call: Call): void;
  open(popId: string): Promise<Result<null>>;
  dismiss(popId: string): void;
}

const waitForDetails = 600;
const keptRows = 20;

export function createPops(live: Live): Pops {
  const { topics, settings, journal } = live;

  const template = (queue: string): string => {
    const { byQueue, byPlatform, template: common } = settings.value().pop;
    const own = (templates: Readonly<Record<string, string>>, id: string): string =>
      (Object.hasOwn(templates, id) ? templates[id] : '') ?? '';
    return own(byQueue, queue) || own(byPlatform, topics.get('session').profileId) || common;
  };
  const fill = (call: Call): ReturnType<typeof fillTemplate> =>
    fillTemplate(template(call.queue), popValues(call, live));

  const openPage = async (id: string, call: Call): Promise<Result<null>> => {
    const { openUrl } = live.host;
    const filled = fill(call);
    const row = topics.get('pops')[id];
    if (filled.blocked) {
      live.log.warn('pop.blocked', { reason: filled.reason });
      live.notices.say('warning', 'pop-blocked', { reason: filled.reason });
      if (row) topics.setRow('pops', id, { ...row, urlState: 'blocked' });
      return fail(appError('blocked-url', `address not opened: ${filled.reason}`, { params: { why: filled.reason } }));
    }
    if (filled.url === '') return ok(null);
    if (row) topics.setRow('pops', id, { ...row, url: filled.url });
    if (!openUrl) return fail(appError('not-supported', 'this host opens no pages', { tried: 'pop.open' }));
    const opened = await openUrl(filled.url);
    const now = topics.get('pops')[id];
    if (now) topics.setRow('pops', id, { ...now, url: filled.url, urlState: opened.ok ? 'opened' : 'blocked' });
    if (!opened.ok) live.notices.say('warning', 'pop-blocked', { reason: opened.error.code });
    return opened;
  };

  const drop = (): void => {
    const rows = Object.values(topics.get('pops')).sort((a, b) => a.at - b.at);
    for (const row of rows.slice(0, Math.max(0, rows.length - keptRows))) topics.deleteRow('pops', row.id);
  };

  return {
    consider: (call, trigger, details) => {
      const wanted = settings.value().pop;
      const manual = wanted.trigger === 'manual';
      // A pop that a person opens by hand still shows who is calling, at the ring.
      if (manual ? trigger !== 'ring' : trigger !== wanted.trigger) return;
      if (call.direction === 'internal' && !wanted.internal) return;
      if (call.direction === 'out' && !wanted.outbound) return;
      const id = `${call.linkedId}/${trigger}`;
      if (Object.hasOwn(topics.get('pops'), id)) return;
      const shownBefore = Object.hasOwn(journal.value().pops, id);
      if (shownBefore && call.endedAt !== null) return;
      journal.change({ pops: { ...journal.value().pops, [id]: live.clock.now() } });
      topics.setRow('pops', id, {
        ...popOf(call, trigger),
        at: live.now(),
        url: '',
        urlState: shownBefore ? 'suppressed' : 'none',
      });
      drop();
      if (shownBefore || manual || template(call.queue) === '') return;
      let opened = false;
      const open = (): void => {
        stop();
        if (opened || live.closed) return;
        opened = true;
        void openPage(id, live.differ.calls()[call.id] ?? call);
      };
      const stop = live.clock.after(waitForDetails, open);
      void details.then(open, open);
    },
    refresh: (call) => {
      for (const row of Object.values(topics.get('pops'))) {
        if (row.callId !== call.id || row.linkedId !== call.linkedId) continue;
        topics.setRow('pops', row.id, {
          ...row,
          ...popOf(call, row.trigger),
          at: row.at,
          url: row.url,
          urlState: row.urlState,
        });
      }
    },
    open: async (popId) => {
      const row = topics.get('pops')[popId];
      if (!row) return fail(appError('not-possible-now', 'that pop is gone', { tried: 'pop.open' }));
      const call = live.differ.calls()[row.callId];
      if (call) return openPage(popId, call);
      if (row.url === '' || !live.host.openUrl)
        return fail(appError('not-possible-now', 'that call is over', { tried: 'pop.open' }));
      return live.host.openUrl(row.url);
    },
    dismiss: (popId) => topics.deleteRow('pops', popId),
  };
}

const popOf = (call: Call, trigger: PopTrigger): Omit<ScreenPop, 'at' | 'url' | 'urlState'> => ({
  id: `${call.linkedId}/${trigger}`,
  callId: call.id,
  linkedId: call.linkedId,
  trigger,
  direction: call.direction,
  number: call.number,
  name: call.name,
  region: call.region,
  queue: call.queue,
  queueName: call.queueName,
  did: call.did,
  ivrPath: call.ivrPath,
  ivrKeys: call.ivrKeys,
  waitSeconds: call.waitSeconds,
  callData: call.callData,
  variables: call.variables,
  transferredFrom: call.transferredFrom,
});

/** What a template may use of a call, as text. */
export function popValues(
  call: Call,
  live: Pick<Live, 'settings' | 'driver'> & { readonly keeper: Live['keeper'] },
): PopValues {
  const seat = seatOf(live as Live);
  const time = (at: number | null): string => (at === null ? '' : formatPlatformTime(at, live.driver.platformZone));
  const talked =
    call.answeredAt === null
      ? ''
      : String(Math.max(0, Math.round(((call.endedAt ?? call.answeredAt) - call.answeredAt) / 1000)));
  return {
    number: call.number,
    numberE164: toE164(call.number, live.settings.value().dialling),
    numberRaw: call.legs.find((leg) => leg.role === 'party')?.number ?? call.number,
    name: call.name,
    direction: call.direction,
    callId: call.id,
    linkedId: call.linkedId,
    did: call.did,
    queue: call.queue,
    queueName: call.queueName,
    waitSec: call.waitSeconds === null ? '' : String(call.waitSeconds),
    ivrPath: call.ivrPath,
    ivrKeys: call.ivrKeys,
    agent: seat.agent,
    ext: seat.device,
    location: call.region,
    startedAt: time(call.startedAt),
    answeredAt: time(call.answeredAt),
    endedAt: time(call.endedAt),
    durationSec: talked,
    callData: call.callData,
    transferredFrom: call.transferredFrom,
    variables: call.variables,
  };
}
