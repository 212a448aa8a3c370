import { BellOff, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { Forwarding } from '../../../shared/domain/seat';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useSelect } from '../../live/hooks';
import { Button, ErrorLine, Skeleton, SwitchField, TextField } from '../../ui/index';
import './queues.css';

const kinds = ['always', 'busy', 'unavailable'] as const satisfies readonly (keyof Forwarding)[];

/** Do-not-disturb and the three kinds of call forwarding of my phone. */
export function Availability(): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const seat = useSelect('seat', (value) => (value ? { dnd: value.dnd, forwarding: value.forwarding } : null));
  const dnd = useCommand('seat.setDnd');
  if (!driver.has('dnd') && !driver.has('forwarding')) return null;
  return (
    <section className="panel" aria-label={say('queues.availability')}>
      <header className="panel-head">
        <BellOff aria-hidden size={15} />
        <h2>{say('queues.availability')}</h2>
      </header>
      {seat === null ? (
        <Skeleton lines={2} />
      ) : (
        <div className="panel-body stack">
          {driver.has('dnd') ? (
            <SwitchField
              label={say('queues.dnd')}
              isOn={seat.dnd}
              pending={dnd.pending}
              onChange={(on) => void dnd.run({ on })}
              {...(seat.dnd ? { detail: say('queues.dndOn') } : {})}
            />
          ) : null}
          <ErrorLine error={dnd.error} onDismiss={dnd.clear} />
          {driver.has('forwarding') ? <Forwards forwarding={seat.forwarding} /> : null}
        </div>
      )}
    </section>
  );
}

/** Closed while nothing is forwarded; what is set is said on the closed line too. */
function Forwards({ forwarding }: { readonly forwarding: Forwarding }): ReactNode {
  const say = useSay();
  const set = kinds.filter((kind) => forwarding[kind] !== '');
  const summary =
    set.length === 0
      ? say('queues.forwardOff')
      : set.map((kind) => `${say(`queues.forwardKind.${kind}`)} → ${forwarding[kind]}`).join(' · ');
  return (
    <Disclosure className="forwards">
      <Heading className="forwards-head">
        <AriaButton slot="trigger" className="forwards-trigger">
          <ChevronRight aria-hidden size={14} className="forwards-arrow" />
          {say('queues.forward')}
          <span className={set.length === 0 ? 'muted cut' : 'forwards-set cut'}>{summary}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <div className="stack">
          {kinds.map((kind) => (
            <Forward key={kind} kind={kind} destination={forwarding[kind]} />
          ))}
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

function Forward(props: { readonly kind: keyof Forwarding; readonly destination: string }): ReactNode {
  const { kind, destination } = props;
  const say = useSay();
  const command = useCommand('seat.setForwarding', kind);
  const [text, setText] = useState(destination);
  useEffect(() => setText(destination), [destination]);
  const send = (to: string): void => void command.run({ kind, destination: to.trim() });
  return (
    <div className="stack forward">
      <div className="row">
        <TextField
          className="grow"
          label={`${say('queues.forward')} · ${say(`queues.forwardKind.${kind}`)}`}
          value={text}
          onChange={setText}
          placeholder={say('queues.forwardOff')}
          maxLength={40}
          onSubmit={() => send(text)}
        />
        {text.trim() !== destination ? (
          <Button size="m" variant="primary" pending={command.pending} onPress={() => send(text)}>
            {say('queues.forwardSet')}
          </Button>
        ) : destination !== '' ? (
          <Button size="m" pending={command.pending} onPress={() => send('')}>
            {say('queues.forwardClear')}
          </Button>
        ) : null}
      </div>
      <ErrorLine error={command.error} onDismiss={command.clear} />
    </div>
  );
}
