import { CircleParking } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ParkedCall } from '../../../shared/domain/queue';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useNow, useRowList, useTopic } from '../../live/hooks';
import { Button, ConfirmDialog, duration } from '../../ui/index';

const byLot = (a: ParkedCall, b: ParkedCall): number => Number(a.lot) - Number(b.lot) || (a.id < b.id ? -1 : 1);

/** Parked calls of the whole platform; draws nothing while there are none. */
export function ParkedCalls(props: { readonly onDone?: (text: string) => void }): ReactNode {
  const say = useSay();
  const parks = useRowList('parks', byLot);
  const device = useTopic('seat')?.device ?? '';
  const [asked, setAsked] = useState<ParkedCall | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const { run, pending } = useCommand('park.retrieve', asked?.lot);
  if (parks.length === 0) return null;
  const retrieve = async (call: ParkedCall): Promise<void> => {
    setError(null);
    const result = await run({ lot: call.lot });
    if (!result.ok) return setError(result.error);
    setAsked(null);
    props.onDone?.(say('wallboard.dialog.doneDetail', { action: say('wallboard.parks.retrieve'), name: nameOf(call) }));
  };
  return (
    <section className="panel" aria-label={say('wallboard.parks.title')}>
      <header className="panel-head">
        <h2>{say('wallboard.parks.title')}</h2>
        <span className="count">{parks.length}</span>
      </header>
      <ul className="side-list">
        {parks.map((call) => (
          <li key={call.id} className="side-row">
            <CircleParking aria-hidden size={16} className="muted" />
            <span className="two-lines grow">
              <b className="cut">
                {say('wallboard.parks.lot', { lot: call.lot })} · {nameOf(call)}
              </b>
              <span className="muted cut">
                {say('wallboard.parks.by', { who: call.parkedBy || say('ui.unknown') })} <Left call={call} />
              </span>
            </span>
            {props.onDone && device ? (
              <Button size="s" onPress={() => setAsked(call)}>
                {say('wallboard.parks.retrieve')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked ? (
        <ConfirmDialog
          isOpen
          title={say('wallboard.parks.retrieveAsk', { lot: asked.lot })}
          confirmLabel={say('wallboard.parks.retrieve')}
          pending={pending}
          error={error}
          onConfirm={() => void retrieve(asked)}
          onClose={() => {
            setAsked(null);
            setError(null);
          }}
        >
          <p>{say('wallboard.parks.retrieveEffect', { who: nameOf(asked), device })}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

const nameOf = (call: ParkedCall): string => [call.name, call.number].filter(Boolean).join(' ') || call.channel;

function Left({ call }: { readonly call: ParkedCall }): ReactNode {
  const say = useSay();
  const now = useNow(1000);
  return call.expiresAt === null
    ? duration((now - call.parkedAt) / 1000)
    : say('wallboard.parks.left', { time: duration((call.expiresAt - now) / 1000) });
}
