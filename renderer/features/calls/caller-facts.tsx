import { Copy, ExternalLink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Call } from '../../../shared/domain/call';
import { useSay, type WordKey } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSeatline } from '../../live/context';
import { useHostCan, useSelect } from '../../live/hooks';
import { Button, ErrorLine, IconButton } from '../../ui/index';

/** What is known of the caller besides the card's head; all of it is text from outside and drawn as text. */
export function CallerFacts({ call }: { readonly call: Call }): ReactNode {
  const say = useSay();
  const facts = (
    [
      ['calls.facts.did', call.did],
      ['calls.facts.ivr', call.ivrPath],
      ['calls.facts.keys', call.ivrKeys],
      ['calls.facts.from', call.transferredFrom],
      ['calls.facts.data', call.callData],
    ] as readonly (readonly [WordKey, string])[]
  ).filter(([, value]) => value !== '');
  // The platform's own variables repeat what stands above in plain words.
  const variables = Object.entries(call.variables).filter(
    ([name]) => !name.startsWith('MVB_') && !name.endsWith('TRANSFERNUMBER'),
  );
  return (
    <div className="facts">
      <dl className="fact-list" aria-label={say('calls.facts.title')}>
        {facts.map(([key, value]) => (
          <Fact key={key} label={say(key)} value={value} copy={value} />
        ))}
        {variables.map(([name, value]) => (
          <Fact key={`v-${name}`} label={name} value={value} copy={value} own />
        ))}
      </dl>
      <CustomerPage call={call} />
    </div>
  );
}

function Fact(props: {
  readonly label: string;
  readonly value: string;
  readonly copy: string;
  readonly own?: boolean;
}): ReactNode {
  return (
    <div className="fact">
      <dt className={props.own ? 'fact-own cut' : 'cut'} title={props.label}>
        {props.label}
      </dt>
      <dd>
        <span className="cut" title={props.value}>
          {props.value}
        </span>
        <CopyButton text={props.copy} what={props.label} />
      </dd>
    </div>
  );
}

/** Copies a text; says so for two seconds. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const say = useSay();
  const { clock } = useSeatline();
  const [copied, setCopied] = useState(false);
  return (
    <span className="copy">
      <IconButton
        icon={Copy}
        size="s"
        label={`${say('ui.copy')} ${what}`}
        onPress={() => {
          navigator.clipboard?.writeText(text).then(
            () => {
              setCopied(true);
              clock.after(2000, () => setCopied(false));
            },
            () => setCopied(false),
          );
        }}
      />
      <span role="status" className={copied ? 'copied' : 'unseen'}>
        {copied ? say('ui.copied', { text }) : ''}
      </span>
    </span>
  );
}

/** The customer's page: whether it was opened, and again at a press. */
function CustomerPage({ call }: { readonly call: Call }): ReactNode {
  const say = useSay();
  const canOpen = useHostCan('open-url');
  const pop = useSelect('pops', (rows) => {
    const own = Object.values(rows ?? {}).filter((row) => row.linkedId === call.linkedId && row.urlState !== 'none');
    return own[own.length - 1];
  });
  const open = useCommand('pop.open', pop?.id ?? '');
  if (!pop) return null;
  const { urlState } = pop;
  return (
    <div className="customer-page">
      <div className="row row-wrap">
        <span className={urlState === 'blocked' ? 'fact-warning grow' : 'muted grow'}>
          {urlState === 'none' ? '' : say(`calls.pop.${urlState}`)}
        </span>
        {canOpen && urlState !== 'blocked' ? (
          <Button icon={ExternalLink} size="s" pending={open.pending} onPress={() => void open.run({ popId: pop.id })}>
            {say(urlState === 'opened' ? 'calls.pop.reopen' : 'calls.pop.open')}
          </Button>
        ) : null}
      </div>
      <ErrorLine error={open.error} onDismiss={open.clear} />
    </div>
  );
}
