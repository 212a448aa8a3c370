import { CircleCheck, PhoneMissed, WifiOff, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { MissedCall } from '../../../shared/bridge/topics';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useNow, useRowList, useRows, useSelect } from '../../live/hooks';
import {
  Button,
  ConfirmDialog,
  clockTime,
  dayTime,
  EmptyState,
  ErrorLine,
  IconButton,
  Skeleton,
  StateBadge,
} from '../../ui/index';
import { AsOf } from '../link/as-of';
import '../../ui/page.css';
import { CallBack } from '../history/call-back';
import { groupMissed, openCount } from './groups';
import './missed.css';
import { whyLooks } from './looks';

/** Calls that nobody took, until somebody calls back or dismisses them. */
export function MissedPage(): ReactNode {
  const say = useSay();
  const loaded = useRows('missed') !== undefined;
  const calls = useRowList('missed');
  const zone = useSelect('link', (link) => link?.platformZone ?? 0);
  const now = useNow(60_000);
  const groups = groupMissed(calls, now, zone);
  const [asking, setAsking] = useState(false);
  return (
    <div className="missed-page">
      <header className="page-bar">
        <h1>{say('missed.list')}</h1>
        <AsOf />
        <span className="grow" />
        {calls.length > 1 ? (
          <Button size="s" onPress={() => setAsking(true)}>
            {say('missed.dismissAll')}
          </Button>
        ) : null}
      </header>
      {!loaded ? (
        <Skeleton lines={4} />
      ) : groups.length === 0 ? (
        <EmptyState icon={CircleCheck} title={say('missed.empty')}>
          {say('missed.emptyHint')}
        </EmptyState>
      ) : (
        groups.map((group) => (
          <section key={group.id} className="panel" aria-label={say(`missed.${group.id}`)}>
            <header className="panel-head">
              {group.id === 'offline' ? <WifiOff aria-hidden size={15} /> : null}
              <h2>{say(`missed.${group.id}`)}</h2>
              <span className="count">{group.calls.length}</span>
              {group.id === 'offline' ? <span className="muted cut">{say('missed.offlineHint')}</span> : null}
            </header>
            <ul>
              {group.calls.map((call) => (
                <MissedRow key={call.id} call={call} zone={zone} day={group.id !== 'today'} />
              ))}
            </ul>
          </section>
        ))
      )}
      {asking ? <DismissAll calls={calls} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function MissedRow(props: { readonly call: MissedCall; readonly zone: number; readonly day: boolean }): ReactNode {
  const say = useSay();
  const { call, zone } = props;
  const { run } = useCommand('missed.dismiss', call.id);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const number = call.number || say('missed.noNumber');
  const dismiss = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const result = await run({ id: call.id });
    setBusy(false);
    if (!result.ok) setError(result.error);
  };
  return (
    <li className="missed-row">
      <div className="row row-wrap">
        <time className="missed-at">{props.day ? dayTime(call.at, zone) : clockTime(call.at, zone, false)}</time>
        <span className="missed-who">
          <b className="cut">{call.name || number}</b>
          <span className="muted cut">
            {[call.name ? number : '', call.region, call.queue ? say('missed.viaQueue', { queue: call.queue }) : '']
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        <StateBadge {...whyLooks[call.why]} word={say(`missed.why.${call.why}`)} quiet />
        {call.calledBack ? <StateBadge tone="ready" icon={CircleCheck} word={say('missed.calledBack')} /> : null}
        <span className="grow" />
        <CallBack number={call.number} label={say('missed.callBack', { number })} />
        <IconButton
          size="s"
          icon={X}
          pending={busy}
          label={say('missed.dismiss', { number })}
          onPress={() => void dismiss()}
        />
      </div>
      <ErrorLine error={error} onDismiss={() => setError(null)} />
    </li>
  );
}

function DismissAll(props: { readonly calls: readonly MissedCall[]; readonly onClose: () => void }): ReactNode {
  const say = useSay();
  const { run } = useCommand('missed.dismiss');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const dismiss = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    for (const call of props.calls) {
      const result = await run({ id: call.id });
      if (!result.ok) {
        setBusy(false);
        return setError(result.error);
      }
    }
    props.onClose();
  };
  return (
    <ConfirmDialog
      isOpen
      title={say('missed.dismissAllAsk', { n: props.calls.length })}
      confirmLabel={say('missed.dismissAll')}
      pending={busy}
      error={error}
      onConfirm={() => void dismiss()}
      onClose={props.onClose}
    >
      <p>{say('missed.dismissAllHint')}</p>
    </ConfirmDialog>
  );
}

/** How many calls still wait for a call back; nothing when none does. */
export function MissedBadge(props: { readonly icon?: boolean }): ReactNode {
  const say = useSay();
  const count = useSelect('missed', (rows) => openCount(Object.values(rows ?? {})));
  if (count === 0) return null;
  return (
    <span className="missed-badge">
      {props.icon ? <PhoneMissed aria-hidden size={14} /> : null}
      <span className="count count-alert" aria-hidden>
        {count > 99 ? '99+' : count}
      </span>
      <span className="unseen">{say('missed.badge', { n: count })}</span>
    </span>
  );
}
